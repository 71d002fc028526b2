"""Tells a list of names, as a table of contents has it, from speech and notes: names state nothing.

A name is a few words without what makes a clause: no pronoun, no article, no auxiliary, no sign of a note-taker.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from interviewer.grading.gate import Known
from interviewer.grading.words import Word, lexicon, words

LEAST_NAMES = 4
"""Names that make a list."""
_BESIDE = 2  # of the rubric's words between the names: then something is stated of them
_ALONE = 3  # likewise in a sentence of its own; "each of these matters a great deal" shares two with many a rubric
_LONGEST = 4  # words a name
_ASKING_WORDS = "what which who when where"
_ASKING = frozenset(_ASKING_WORDS.split())
_LONGEST_ASKING = 3  # words of a heading that asks: "what shots give", "cot where"
_MEAN = 2.35  # words a name, on average; the tersest notes of the rubric set come near, with signs between
_SENTENCE_ENDS = re.compile(r"[.!?](?=\s|$)")
_ITEM_ENDS = re.compile(r"[,;:\n•|]|\s[-–—*]\s|\b(?:and|or|then|plus)\b|&")
_BULLET = re.compile(r"^\s*(?:[-–—*•>#]+|\(?\d{1,2}[.)]|\(?[a-z][.)])\s*", re.MULTILINE)
_NOTE_SIGNS = re.compile(r"[=<>→()/^*+≈~%↑↓]|->|(?<![\w-])\d+(?:\.\d+)?(?!\w)")
_CLAUSE_WORDS = (
    "i you he she it we they me us them my your his her its our their this that these those there here is are was were "
    "be been being am do does did has have had having will would shall should can could may might must because since "
    "while whereas although unless until when where which who whose what if than the a an"
)
_CLAUSE = frozenset(_CLAUSE_WORDS.split())
_CONTRACTED = re.compile(r"['’](?:d|s|m|re|ve|ll|t)$")
_PREPOSITION_WORDS = "with for by from as at to in on of per via through under between against rather"
_PREPOSITIONS = frozenset(_PREPOSITION_WORDS.split())
_ADJUNCTS = 2  # stretches that lean on others: more than a list of names has
_FILLER_WORDS = "um uh er erm hm hmm okay ok so well like yeah yes basically actually also"
_FILLERS = frozenset(_FILLER_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Item:
    """A stretch between two commas, lines or the like: the words of a name, or of something else."""

    name: tuple[Word, ...]
    other: tuple[Word, ...]

    @property
    def leans(self) -> bool:
        """Whether it begins with what leans on another: "with error bars" is said of something."""
        return next((word.surface for word in (*self.other, *self.name)), "") in _PREPOSITIONS


def is_list_of_names(answer: str, known: Known) -> bool:
    """Say whether the answer lists names and states nothing beside that the rubric has words for."""
    own = known.rubric - known.question
    listed = False
    for sentence in _SENTENCE_ENDS.split(_BULLET.sub("\n", answer)):
        items = tuple(_items(sentence))
        if _is_list([item.name for item in items if item.name]) and not _states(items, sentence, known):
            listed = True
        elif len({word.key for item in items for word in _telling((*item.name, *item.other))} & own) >= _ALONE:
            return False
    return listed


def _states(items: Sequence[_Item], sentence: str, known: Known) -> bool:
    """Say whether something is stated between the names, headings are given theirs, or one of the candidate's own."""
    head = sentence.partition(":")[0] if ":" in sentence else ""
    if sentence.count(":") > 1 or any(word.key not in known.question for word in _telling(words(head))):
        return True
    if sum(item.leans for item in items) >= _ADJUNCTS:
        return True
    talk = lexicon().talk
    beside = [item.other for item in items if item.other and talk.isdisjoint(word.surface for word in item.other)]
    told = [len({word.key for word in _telling(one)} & known.rubric) for one in beside]
    return len(beside) > 1 or max(told, default=0) >= _BESIDE


def _items(sentence: str) -> Iterator[_Item]:
    talk = lexicon().talk
    for text in _ITEM_ENDS.split(sentence):
        spoken = [word for word in words(text) if word.surface.isalnum() or "'" in word.surface]
        asking = len(spoken) <= _LONGEST_ASKING
        following = (*(word.surface for word in spoken[1:]), "")
        joined = (
            place
            for place, (word, next_word) in enumerate(zip(spoken, following, strict=False), 1)
            if _joins(word, next_word) and not (asking and _asks(word))
        )
        after = max(joined, default=0)
        opening = any(word.surface in talk for word in spoken)
        name = tuple(word for word in spoken[after:] if word.surface not in talk | _FILLERS)
        if opening:
            name = tuple(dropwhile(lambda word: not word.content or word.stem in lexicon().weak, name))
        if _NOTE_SIGNS.search(text) or len(name) > _LONGEST or (after and not opening):
            yield _Item((), tuple(spoken))
        else:
            yield _Item(name, tuple(spoken[: len(spoken) - len(name)]))


def _joins(word: Word, following: str) -> bool:
    # "one for pictures" speaks of what was named before; "one stage" is a name
    stands_for = word.surface == "one" and following in _PREPOSITIONS
    return stands_for or word.surface in _CLAUSE or _CONTRACTED.search(word.surface) is not None


def _asks(word: Word) -> bool:
    return word.surface in _ASKING


def _telling(spoken: Iterable[Word]) -> list[Word]:
    """Return the words that are not talk about the answer itself, and say something anywhere."""
    weak, talk = lexicon().weak, lexicon().talk
    return [word for word in spoken if word.content and word.stem not in weak and word.surface not in talk]


def _is_list(names: Sequence[Sequence[Word]]) -> bool:
    lengths = [_length(name) for name in names]
    return len(lengths) >= LEAST_NAMES and sum(lengths) <= _MEAN * len(lengths)


def _length(name: Sequence[Word]) -> int:
    """Return the content words of a name; the parts of "4d2" are one."""
    ends = {word.end for word in name}
    return sum(word.content and word.start not in ends for word in name)
