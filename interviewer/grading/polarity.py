"""Tells a claim from its opposite: negation scope, opposite words, and words that deny what follows."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from interviewer.grading.words import Word, lexicon, likeness

_SCOPE = 2  # content words that a negator reaches
_PAIRS = frozenset({("rather", "than"), ("instead", "of"), ("fails", "to"), ("failed", "to"), ("fail", "to")})
_ASIDE = 0.3  # what a claim only rules out in passing ("X, never Y") may well be spoken of
_NO_NEGATION = frozenset({"only", "just", "merely", "necessarily", "matter", "care", "mind"})
_ENDS_SCOPE = frozenset({"but", "because", "although", "whereas", "so", "since"})
_STOP = re.compile(r"[.!?\n]")
_ALIKE, _ALIKE_NEGATED, _AGAINST, _AGAINST_NEGATED = 1, 2, 4, 8
"""How a word meets one of a claim: it stands for it or for its opposite, and under a negator or not."""
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


class Claims:
    """Several claims with the weights of their words, one claim after another, compared with many stretches at once.

    What comes out is what `opposition` says of each claim and stretch.
    """

    def __init__(self, claims: Sequence[tuple[Sequence[Signed], Sequence[float] | npt.NDArray[np.float32]]]) -> None:
        items = [item for signs, _ in claims for item in signs]
        weights = [float(weight) for _, held in claims for weight in held]
        mixed = [len({item.negated for item in signs}) > 1 for signs, _ in claims for _ in signs]
        asides = [item.negated and both for item, both in zip(items, mixed, strict=True)]
        self._negated = np.array([item.negated for item in items], dtype=bool)
        self._weights = np.array(weights, dtype=np.float64)
        self._opposed = self._weights * np.where(asides, _ASIDE, 1.0)
        self._bounds = [0, *itertools.accumulate(len(signs) for signs, _ in claims)]
        self._against: dict[str, list[int]] = {}
        place = 0
        for signs, _ in claims:
            keys_claim = {item.word.key for item in signs}
            for item in signs:
                for key in lexicon().opposites.get(item.word.key, frozenset()) - keys_claim:
                    self._against.setdefault(key, []).append(place)
                place += 1

    def met(self, given: Sequence[Signed], alike: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
        """Return how each given word meets each word of the claims, (given, words): bits, to be joined over stretches.

        `alike` says which stand for each other.
        """
        negated = np.array([item.negated for item in given], dtype=bool)[:, None]
        table = np.where(negated, _ALIKE_NEGATED, _ALIKE).astype(np.uint8) * alike
        for row, item in enumerate(given):
            if places := self._against.get(item.word.key):
                table[row, places] |= _AGAINST_NEGATED if item.negated else _AGAINST
        return table

    def sides(self, met: npt.NDArray[np.uint8]) -> "Sides":
        """Return what stretches say of the words of the claims, by how each stretch meets each word."""
        alike, same = met & (_ALIKE | _ALIKE_NEGATED) != 0, met & np.where(self._negated, _ALIKE_NEGATED, _ALIKE) != 0
        against = ~alike & (met & (_AGAINST | _AGAINST_NEGATED) != 0)
        turned = against & (met & np.where(self._negated, _AGAINST_NEGATED, _AGAINST) != 0)
        twice = against & ~turned
        agreeing = self._weights * (same | twice)
        return Sides(self._bounds, agreeing, self._opposed * (alike & ~same) + self._weights * turned, twice)


@dataclass(frozen=True, slots=True)
class Sides:
    """What stretches say of the words of claims: the weights that agree and that are opposed, (stretches, words).

    `twice` says where the opposite of a word is negated, `bounds` where the words of each claim begin and end.
    """

    bounds: Sequence[int]
    agreeing: npt.NDArray[np.float64]
    opposed: npt.NDArray[np.float64]
    twice: npt.NDArray[np.bool_]

    def share(self, place: int) -> npt.NDArray[np.float64]:
        """Return the share of the claim at `place` that each stretch opposes, (stretches,)."""
        part = slice(self.bounds[place], self.bounds[place + 1])
        if part.start == part.stop:
            return np.zeros(len(self.twice))
        # added in the order of the words, for the last bit's sake
        agreeing, opposed = (np.cumsum(table[:, part], axis=1)[:, -1] for table in (self.agreeing, self.opposed))
        total = agreeing + opposed
        counts = (total > 0) & ~self.twice[:, part].any(axis=1)
        return np.divide(opposed, total, out=np.zeros_like(total), where=counts)


def denied(answer: str, start: int, end: int) -> bool:
    """Say whether the answer speaks of `answer[start:end]` as false: "it is not true that", "a common mistake"."""
    before = max(answer.rfind(".", 0, start), answer.rfind("\n", 0, start), start - _FIRST_WORDS * 3, 0)
    stop = _STOP.search(answer, max(start, end - 1), end + _FIRST_WORDS)
    around = answer[before : stop.start() if stop else end + _FIRST_WORDS].lower().replace("’", "'")
    return any(phrase in around for phrase in lexicon().denials)
