"""Tells a claim from its opposite: negation scope, opposite words, and words that deny what follows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interviewer.grading.words import Word, lexicon, likeness

_SCOPE = 2  # content words that a negator reaches
_PAIRS = frozenset({("rather", "than"), ("instead", "of"), ("fails", "to"), ("failed", "to"), ("fail", "to")})
_ASIDE = 0.3  # what a claim only rules out in passing ("X, never Y") may well be spoken of
_NO_NEGATION = frozenset({"only", "just", "merely", "necessarily", "matter", "care", "mind"})
_ENDS_SCOPE = frozenset({"but", "because", "although", "whereas", "so", "since"})
_STOP = re.compile(r"[.!?\n]")
_FIRST_WORDS = 40  # characters before a quote in which a denial may stand


@dataclass(frozen=True, slots=True)
class Signed:
    """A content word and whether an odd number of negators reaches it."""

    word: Word
    negated: bool


def signed(text: str, words: Sequence[Word]) -> tuple[Signed, ...]:
    """Return the content words among `words` with their signs; `words` are those of `text`, in order."""
    negators = lexicon().negators
    found: list[Signed] = []
    reaches: list[int] = []
    previous_end = words[0].start if words else 0
    for place, word in enumerate(words):
        if any(sign in text[previous_end : word.start] for sign in ",;:.!?\n"):
            reaches = []
        previous_end = word.end
        following = words[place + 1].surface if place + 1 < len(words) else ""
        if negates(word.surface, following, negators):
            reaches += [] if following in _NO_NEGATION else [_SCOPE]
        elif word.surface in _ENDS_SCOPE or (word.surface == "and" and any(left < _SCOPE for left in reaches)):
            reaches = []
        if word.content:
            signs = reaches[:-1] if negates(word.surface, following, negators) else reaches
            found.append(Signed(word, len(signs) % 2 == 1))
            reaches = reaches if signs is not reaches else [left - 1 for left in reaches if left > 1]
    return tuple(found)


def reverses(word: str, following: str) -> bool:
    """Say whether a word before `following` turns a statement round: a negator that is not "not only"."""
    return negates(word, following, lexicon().negators) and following not in _NO_NEGATION


def negates(word: str, following: str, negators: frozenset[str]) -> bool:
    """Say whether a word before `following` is a negator."""
    return word in negators or word.endswith("n't") or (word, following) in _PAIRS


class Stretch:
    """The signed words of a stretch of an answer, found by how they begin and by what they mean."""

    def __init__(self, items: Iterable[Signed]) -> None:
        self._begin: dict[str, list[Signed]] = {}
        self._mean: dict[str, list[Signed]] = {}
        for item in items:
            self._begin.setdefault(item.word.stem[:1], []).append(item)
            self._mean.setdefault(item.word.key, []).append(item)

    def like(self, word: Word) -> set[bool]:
        """Return the signs of the words here that stand for `word`."""
        # words are alike only where they begin alike or stand for the same thing
        near = (*self._begin.get(word.stem[:1], ()), *self._mean.get(word.key, ()))
        return {other.negated for other in near if likeness(word, other.word) > 0}

    def meaning(self, keys: Iterable[str]) -> set[bool]:
        """Return the signs of the words here that have one of these meanings."""
        return {other.negated for key in keys for other in self._mean.get(key, ())}


@dataclass(frozen=True, slots=True)
class Opposition:
    """Weights of the words of a claim that a stretch repeats with the same and with the opposite sign."""

    agreeing: float
    opposed: float

    @property
    def share(self) -> float:
        """The opposed share of the words repeated, in [0, 1]."""
        total = self.agreeing + self.opposed
        return self.opposed / total if total else 0.0


def opposition(claim: Sequence[Signed], weights: Sequence[float], stretch: Stretch) -> Opposition:
    """Compare a claim, its words weighted, with a stretch of an answer."""
    agreeing = opposed = 0.0
    twice = False  # "does not decrease" for "increases": the negator's other words are no objection
    mixed = len({item.negated for item in claim}) > 1
    keys_claim = {item.word.key for item in claim}
    for item, weight in zip(claim, weights, strict=True):
        same = stretch.like(item.word)
        if same:
            if item.negated in same:
                agreeing += weight
            else:
                opposed += weight * (_ASIDE if item.negated and mixed else 1.0)
            continue
        against = lexicon().opposites.get(item.word.key, frozenset()) - keys_claim
        turned = stretch.meaning(against)
        if turned:
            if item.negated in turned:
                opposed += weight
            else:
                agreeing += weight
                twice = True
    if twice:
        return Opposition(agreeing + opposed, 0.0)
    return Opposition(agreeing, opposed)


def denied(answer: str, start: int, end: int) -> bool:
    """Say whether the answer speaks of `answer[start:end]` as false: "it is not true that", "a common mistake"."""
    before = max(answer.rfind(".", 0, start), answer.rfind("\n", 0, start), start - _FIRST_WORDS * 3, 0)
    stop = _STOP.search(answer, max(start, end - 1), end + _FIRST_WORDS)
    around = answer[before : stop.start() if stop else end + _FIRST_WORDS].lower().replace("’", "'")
    return any(phrase in around for phrase in lexicon().denials)
