"""Finds statements of the rubric that an answer repeats nearly word for word and turns round by a word or two.

"The encoder downsamples to gain a small receptive field" has every word but one of what is wanted, and to vectors of
sentences it is as near as can be. What is told so closely can be compared word by word: a negator more or less, a word
that excludes the one it stands for, another number, two things in each other's place. What is said in other words
cannot, and is left to the rest of the engine.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq

from interviewer.grading.align import Reading, Window
from interviewer.grading.clauses import Cut, Span, cut
from interviewer.grading.polarity import reverses
from interviewer.grading.words import Word, lexicon, stem, words

_CLOSE = 0.7
"""Share of the words of both stretches, in the same order, from which one repeats the other."""
_LEAST_WORDS, _LEAST_CONTENT = 4, 2
"""Words that both share, and how many of them mean something; fewer are shared by chance."""
_MOST_CHANGED = 4  # words in one place; more are another statement, not another word
_MOST_CLAUSES = 3
_ROUNDING = 1e-6  # a share of .7 is not left out for its last bit
_SAME_NUMBER = 0.1  # relative; "about 0.6" for .63 is no other number
_LEAST_ROOT = 4  # letters behind a prefix
_JOINS = frozenset(("and", "or", "nor"))
_EITHER_WAY = frozenset(
    (
        "and", "or", "versus", "vs", "with", "plus", "times", "equal", "equals", "differ", "differs", "correlate",
        "correlates", "orthogonal", "independent", "similar", "same", "like", "alike", "compare", "compared", "between",
        "both", "alternate", "alternates",
    )
)  # fmt: skip
"""Between two things that may as well change places."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence that is true, and the place of the key point that it states; None for one of the reference."""

    text: str
    place: int | None


@dataclass(frozen=True, slots=True)
class Turned:
    """Which windows touch a stretch that turns a statement round, (windows,), and by key point where it does so."""

    windows: npt.NDArray[np.bool_]
    points: Mapping[int, Window]


@dataclass(frozen=True, slots=True)
class _Said:
    """A stretch: its words, and the numbers that stand for them in the comparison."""

    words: tuple[Word, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """What stands in each other's place, and the word that follows each, "" at the end.

    `inside` says whether words that both share stand on either side.
    """

    left: Sequence[Word]
    right: Sequence[Word]
    after_left: str
    after_right: str
    inside: bool


@dataclass(frozen=True, slots=True)
class _Opposites:
    pairs: frozenset[tuple[str, str]]
    scales: Mapping[str, frozenset[int]]
    numbers: Mapping[str, float]
    prefixes: tuple[tuple[str, str], ...]
    exceptions: frozenset[tuple[str, str]]


class Stretches:
    """The stretches of statements, each with the place of its key point, laid out to be found by their words."""

    def __init__(self, statements: Iterable[Stated]) -> None:
        self._each = [(said, one.place) for one in statements for said in _stretches(one.text)]
        self._columns: dict[str, int] = {}
        for said, _ in self._each:
            for key in said.keys:
                self._columns.setdefault(key, len(self._columns))
        self._counts = self._counted([said for said, _ in self._each]).astype(np.uint16)
        self._lengths = np.array([len(said.keys) for said, _ in self._each], dtype=np.intp)

    def near(self, texts: Sequence[_Said]) -> list[list[tuple[_Said, int | None]]]:
        """Return for each text the stretches that may repeat it, or be it with two things in each other's place.

        They share enough words, are of much the same length, and neither has too many words that the other has not.
        """
        if not self._each or not texts:
            return [[] for _ in texts]
        counts, own = self._counted(texts), self._counts.astype(np.float32)
        has, own_has = ((one > 0).astype(np.float32) for one in (counts, own))
        lengths = np.array([len(one.keys) for one in texts], dtype=np.intp)[:, None]
        longest, shortest = np.maximum(lengths, self._lengths), np.minimum(lengths, self._lengths)
        most = np.minimum(has @ own.T, counts @ own_has.T)
        shared = has @ own_has.T >= _LEAST_WORDS - 1
        close = shared & (shortest >= _CLOSE * longest - 1) & (most >= _CLOSE * longest - _ROUNDING)
        return [[self._each[place] for place in np.flatnonzero(row)] for row in close]

    def _counted(self, texts: Sequence[_Said]) -> npt.NDArray[np.float32]:
        """Return how often each text has each known word, (texts, words)."""
        found = np.zeros((len(texts), len(self._columns)), dtype=np.float32)
        for row, one in enumerate(texts):
            for key in one.keys:
                column = self._columns.get(key)
                if column is not None:
                    found[row, column] += 1
        return found


def turned(reading: Reading, pieces: Cut, known: Stretches) -> Turned:
    """Compare every window of an answer with every stretch of the statements."""
    single = [
        window
        for window in reading.windows
        if pieces.clauses[window.first].sentence == pieces.clauses[window.last - 1].sentence
    ]
    said = [_said(window.span.of(reading.answer)) for window in single]
    found: dict[int, Window] = {}
    clauses: set[int] = set()
    for window, one, near in zip(single, said, known.near(said), strict=True):
        places = _turns(one, near)
        if places is None:
            continue
        clauses.update(range(window.first, window.last))
        for place in places:
            found.setdefault(place, window)
    touched = [not clauses.isdisjoint(range(one.first, one.last)) for one in reading.windows]
    return Turned(np.array(touched, dtype=bool), found)


def turns_round(text: str, statements: Iterable[str]) -> bool:
    """Say whether a stretch of `text` repeats a stretch of a statement and turns it round."""
    said = _stretches(text)
    known = Stretches(Stated(one, None) for one in statements)
    return any(_turns(one, near) is not None for one, near in zip(said, known.near(said), strict=True))


def _turns(said: _Said, known: Sequence[tuple[_Said, int | None]]) -> set[int] | None:
    """Return the key points that a stretch turns round, None where it turns no statement or repeats one as near.

    `known` are the stretches of statements that are near it by their words.
    """
    if len(said.keys) < _LEAST_WORDS:
        return None
    straight, against = 0.0, 0.0
    places: set[int] = set()
    for one, place in known:
        close = _closeness(said, one)
        if swapped(one.words, said.words):
            close, odd = 1.0, True
        elif close < _CLOSE:
            continue
        else:
            odd = _flips(one, said) % 2 == 1
        if odd:
            against = max(against, close)
            places |= {place} if place is not None else set()
        else:
            straight = max(straight, close)
    return places if against > straight else None


def _closeness(said: _Said, one: _Said) -> float:
    longest = max(len(said.keys), len(one.keys))
    if min(len(said.keys), len(one.keys)) < _CLOSE * longest - 1:
        return 0.0
    shared = LCSseq.similarity(said.keys, one.keys)
    if shared < _LEAST_WORDS:
        return 0.0
    own = {word.key for word in said.words if word.content}
    if len(own.intersection(word.key for word in one.words if word.content)) < _LEAST_CONTENT:
        return 0.0
    return shared / longest


def _flips(one: _Said, said: _Said) -> int:
    """Return how often `said` turns the statement `one` round: twice is not at all."""
    count = 0
    for change in _changes(one, said):
        if max(len(change.left), len(change.right)) > _MOST_CHANGED:
            continue
        if _negators(change.left, change.after_left) != _negators(change.right, change.after_right):
            if not (change.inside or (change.left and change.right)):
                return 0  # a negator more at either end belongs to what lies beyond, and leaves all in doubt
            count += 1
        count += _excluded(*([word for word in side if not _is_negator(word)] for side in (change.left, change.right)))
    return count


def _changes(one: _Said, said: _Said) -> Iterable[_Change]:
    left = right = 0
    for block in [*LCSseq.opcodes(one.keys, said.keys), None]:
        if block is not None and block.tag != "equal":
            continue
        to_left, to_right = (len(one.keys), len(said.keys)) if block is None else (block.src_start, block.dest_start)
        if to_left > left or to_right > right:
            yield _Change(
                one.words[left:to_left],
                said.words[right:to_right],
                "" if block is None else one.words[to_left].surface,
                "" if block is None else said.words[to_right].surface,
                inside=left > 0 and right > 0 and block is not None,
            )
        if block is not None:
            left, right = block.src_end, block.dest_end


def _is_negator(word: Word) -> bool:
    return reverses(word.surface, "")


def _negators(part: Sequence[Word], after: str) -> int:
    """Return how many negators stand in a part, modulo 2; `after` is the word that follows it."""
    surfaces = [*(word.surface for word in part), after]
    if len(part) > 1 and surfaces[-3] in _JOINS:
        return 0  # "no moments and no gradients" is "no moments or gradients"
    return sum(reverses(one, following) for one, following in pairwise(surfaces)) % 2


def _excluded(left: Sequence[Word], right: Sequence[Word]) -> int:
    """Return how many words of `left` have in `right` one that excludes them."""
    if any(word.key == other.key for word in left for other in right):
        return 0
    return min(1, sum(any(_excludes(word, other) for other in right) for word in left))


def _excludes(word: Word, other: Word) -> bool:
    known = _opposites()
    if (word.stem, other.stem) in known.pairs or (word.surface, other.surface) in known.pairs:
        return True
    if other.key in lexicon().opposites.get(word.key, frozenset()) or _is_other_number(word.surface, other.surface):
        return True
    if known.scales.get(word.stem, frozenset()) & known.scales.get(other.stem, frozenset()):
        return word.key != other.key
    return _by_prefix(word.surface, other.surface) or _by_prefix(other.surface, word.surface)


def _is_other_number(one: str, two: str) -> bool:
    values = [_value(text) for text in (one, two)]
    if values[0] is None or values[1] is None:
        return False
    return abs(values[0] - values[1]) > _SAME_NUMBER * max(abs(values[0]), abs(values[1]))


def _value(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return _opposites().numbers.get(text)


def _by_prefix(longer: str, other: str) -> bool:
    known = _opposites()
    if (longer, other) in known.exceptions:
        return False
    for first, second in known.prefixes:
        root = longer.removeprefix(first)
        if root != longer and len(root) >= _LEAST_ROOT and stem(second + root) == stem(other):
            return True
    return False


def swapped(one: Sequence[Word], said: Sequence[Word]) -> bool:
    """Say whether `said` is `one` with two things in each other's place, and the order of the two matters."""
    left, right = [word.key for word in one], [word.key for word in said]
    if len(left) != len(right) or left == right or len(left) < _LEAST_WORDS or sorted(left) != sorted(right):
        return False
    start = next(n for n, (a, b) in enumerate(zip(left, right, strict=True)) if a != b)
    end = next(n for n, (a, b) in enumerate(zip(left[::-1], right[::-1], strict=True)) if a != b)
    stop = len(left) - end
    a, b = left[start:stop], right[start:stop]
    # a = X + V + Y and b = Y + V + X
    for first in range(1, len(a) - 1):
        for last in range(1, len(a) - first):
            middle = a[first : len(a) - last]
            if b == a[len(a) - last :] + middle + a[:first]:
                between = {word.surface for word in one[start + first : stop - last]}
                return not between & _EITHER_WAY
    return False


@lru_cache(maxsize=4096)
def _stretches(text: str) -> tuple[_Said, ...]:
    """Return the stretches of a text, of one to three clauses of a sentence each."""
    pieces = cut(text)
    found: list[_Said] = []
    for first, clause in enumerate(pieces.clauses):
        for last in range(first, min(first + _MOST_CLAUSES, len(pieces.clauses))):
            if pieces.clauses[last].sentence != clause.sentence:
                break
            found.append(_said(Span(clause.span.start, pieces.clauses[last].span.end).of(text)))
    return tuple(found)


@lru_cache(maxsize=8192)
def _said(text: str) -> _Said:
    found = words(text)
    return _Said(found, tuple(word.key for word in found))


@lru_cache(maxsize=1)
def _opposites() -> _Opposites:
    data = json.loads(files("interviewer.grading").joinpath("opposites.json").read_text(encoding="utf-8"))
    pairs = {(a, b) for left, right in data["pairs"] for a, b in ((left, right), (stem(left), stem(right)))}
    pairs |= {(right, left) for left, right in pairs}
    scales: dict[str, set[int]] = {}
    for number, names in enumerate(data["quantities"]):
        for name in names:
            scales.setdefault(stem(name), set()).add(number)
    numbers = {name: float(value) for name, value in data["numbers"].items()}
    prefixes = tuple((first, second) for first, second in data["prefixes"])
    exceptions = frozenset((longer, other) for longer, other in data["prefix_exceptions"])
    kept = {name: frozenset(held) for name, held in scales.items()}
    return _Opposites(frozenset(pairs), kept, numbers, prefixes, exceptions)
