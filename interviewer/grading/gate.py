"""Refuses, before any model is asked, what is no answer: nothing, "I don't know", an echo of the question, noise."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from interviewer.grading.words import Word, lexicon, words

MOST_CHARACTERS = 20_000
_DONT_KNOW = re.compile(
    r"\b(?:do ?n[o']?t|do not) (?:(?:really|actually|quite) )?(?:know|remember|recall|understand)\b"
    r"|\b(?:no (?:idea|clue)|not (?:at all )?sure|idk|dunno|unsure|pass|skip|forgot(?:ten)?|blank|n/a)\b"
    r"|\bcan(?: ?n[o']t|'t) (?:say|answer|remember|recall|tell)\b"
    r"|\bnever (?:heard|learn\w*|studied|seen)\b"
)
_BARE_WORDS = 2  # content words beyond polite phrases that "I don't know" may still carry
_LONGEST = 30  # characters; no English word of the trade is longer
_VOWEL = re.compile(r"[aeiouyα-ωà-ÿ\d]|[^\x00-\u024f]|^.{1,4}$")
_ECHO_SHARE = 0.85
_ECHO_ORDER = 0.5
_CHOSEN_SHARE = 0.6
_OWN_WORDS = 2  # fewer words of one's own than this are no answer
_BAG = 15  # content words; fewer may be one dense sentence, and a bag of so few earns little
_LONG_RUN = 8  # content words in a row without a word between: nobody writes so, even in notes
_ENDLESS_RUN = 40  # likewise, in whatever order; those of people in all sets, foreign languages included, end at 21
_RUN_SHARE = 0.5
_ORDERED_SHARE = 0.45
_NEAR = 3  # content words apart that still count as neighbours in the rubric
# Of 5,074 honest texts to our questions none so long in these words has under .9 of its pairs in the rubric's order;
# of 200 references with pairs of words shuffled the greatest has .62.
_LONG_BAG, _ALL_KNOWN, _PAIRS_LEFT = 60, 0.97, 0.7


@dataclass(frozen=True, slots=True)
class Known:
    """The keys of the question's words, in order and as a set, of the rubric's, and the rubric's texts as sequences."""

    asked: tuple[str, ...]

    question: frozenset[str]
    rubric: frozenset[str]
    sequences: tuple[tuple[str, ...], ...]


def refuse(answer: str, known: Known, *, bare: bool = False) -> str | None:
    """Return the flag of an answer that cannot earn anything, or None.

    `bare` says that there is only a reference, which may be a single word, or one thing that the question names.
    """
    if not any(char.isprintable() and not char.isspace() for char in answer):
        return "empty"
    if bare and not known.rubric:
        return None
    spoken = words(answer)
    content = [word for word in spoken if word.content]
    if _is_dont_know(answer, spoken, known):
        return "dont-know"
    own = {word.key for word in content} - known.question
    if len({word.key for word in content}) < _OWN_WORDS and not own & known.rubric and not (bare and own):
        return "question-echo" if content and own == set() else "content-free"
    if _is_noise(content):
        return "content-free"
    return "question-echo" if _is_echo(content, known) and not (bare and _chooses(content, known)) else None


def takes_back(answer: str) -> bool:
    """Say whether the answer calls all that it said untrue."""
    return lexicon().taken_back.search(answer) is not None


def _is_dont_know(answer: str, spoken: tuple[Word, ...], known: Known) -> bool:
    if not _DONT_KNOW.search(answer.lower().replace("’", "'")):
        return False
    polite = lexicon().dont_know
    left = {w.key for w in spoken if w.content and w.surface not in polite and w.key not in known.question}
    return len(left) <= _BARE_WORDS and not len(left & known.rubric) > 1


def _is_noise(content: list[Word]) -> bool:
    """Say whether no word looks like one: long runs without a vowel, or longer than any word."""
    return bool(content) and not any(len(word.surface) <= _LONGEST and _VOWEL.search(word.surface) for word in content)


def _is_echo(content: list[Word], known: Known) -> bool:
    weak = lexicon().weak
    counted = [word for word in content if word.stem not in weak] or content
    own = {word.key for word in counted} - known.question
    repeated = sum(word.key in known.question for word in counted)
    few = len(own) < _OWN_WORDS and not (own & known.rubric) and repeated >= _ECHO_SHARE * len(counted)
    return few and _follows(content, known.asked)


def _chooses(content: list[Word], known: Known) -> bool:
    """Say whether the answer names what the reference names, and leaves out at least half of the question."""
    said = {word.key for word in content}
    named = len(said & known.rubric) >= _CHOSEN_SHARE * len(known.rubric)
    return named and len(said & known.question) <= _ECHO_ORDER * len(known.question)


def _follows(content: list[Word], asked: tuple[str, ...]) -> bool:
    """Say whether the words stand as they do in the question: an answer may well need only its words, in new order."""
    pairs = list(pairwise(word.key for word in content))
    near = _neighbours([asked])
    return sum(pair in near for pair in pairs) >= _ECHO_ORDER * len(pairs)


def is_keyword_list(answer: str, known: Known) -> bool:
    """Say whether the answer is a bag of words: long runs of content words in an order that the rubric does not know.

    Terse notes pass: their items are short, and words that belong together stand together. A long text in the rubric's
    own words is one whatever stands between them: who has all of the words by heart has their order too.
    """
    spoken = words(answer)
    runs = _runs(answer, spoken)
    if any(len(run) >= _ENDLESS_RUN for run in runs):
        return True
    if _is_rubric_shuffled([word.key for word in spoken if word.content], known):
        return True
    total = sum(len(run) for run in runs)
    long = [run for run in runs if len(run) >= _LONG_RUN]
    if total < _BAG or sum(len(run) for run in long) < _RUN_SHARE * total:
        return False
    return _ordered(long, known) < _ORDERED_SHARE


def _is_rubric_shuffled(content: Sequence[str], known: Known) -> bool:
    if len(content) < _LONG_BAG:
        return False
    return (
        sum(key in known.rubric for key in content) >= _ALL_KNOWN * len(content)
        and _ordered([content], known) < _PAIRS_LEFT
    )


def _ordered(runs: Iterable[Sequence[str]], known: Known) -> float:
    """Return the share of neighbouring words that the rubric has near each other in this order, four decimals."""
    pairs = [pair for run in runs for pair in pairwise(run)]
    near = _neighbours(known.sequences)
    return round(sum(pair in near for pair in pairs) / len(pairs), 4)


def _runs(answer: str, spoken: Iterable[Word]) -> list[list[str]]:
    """Return the runs of content words; a separator after a single word does not end one."""
    runs: list[list[str]] = []
    run: list[str] = []
    since = 0
    end = 0
    for word in spoken:
        between = answer[end : word.start]
        if run and re.search(r"[.:;()=>!?\n]|->|,", between):
            if since > 1:
                runs.append(run)
                run = []
            since = 0
        if word.content:
            run.append(word.key)
            since += 1
        elif run and word.surface.isalpha():
            runs.append(run)
            run, since = [], 0
        end = word.end
    return [*runs, run] if run else runs


def _neighbours(sequences: Iterable[tuple[str, ...]]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (left, right) for keys in sequences for i, left in enumerate(keys) for right in keys[i + 1 : i + 1 + _NEAR]
    )
