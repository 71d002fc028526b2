"""Lays an answer's stretches beside statements: how much of the words each says, and how near in meaning it is."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from interviewer.grading.clauses import Cut, Span
from interviewer.grading.engine import Matrix, Vector
from interviewer.grading.polarity import Signed, denied, signed
from interviewer.grading.statement import Columns, Statement
from interviewer.grading.texts import Encoded, units
from interviewer.grading.words import Word

_MOST_CLAUSES = 3
_MOST_WORDS = 60  # a longer stretch is no evidence for one point, it is a paragraph

_ENDS = re.compile(r"[.!?](?=\s|$)|\n")
_Table = npt.NDArray[np.float64]
_Kind = TypeVar("_Kind", np.float64, np.uint8)


@dataclass(frozen=True, slots=True)
class Window:
    """One to three adjacent clauses: rows `first` to `last` (exclusive) of the answer's clauses."""

    first: int
    last: int
    span: Span


class Compared:
    """What a reading was compared with before, by identity; what is kept here keeps its identity."""

    def __init__(self) -> None:
        self.cosines: dict[int, tuple[Statement, npt.NDArray[np.float64]]] = {}
        self.laid: dict[int, tuple[Columns, Laid]] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer made ready: `units` (windows, d) are unit vectors of windows, `vectors` those of content words.

    `signs` holds the signed words of each clause, `denying` (windows,) says which windows speak of something as false.
    `claims` (windows, d) are unit vectors that tell a claim from its opposite.
    """

    answer: str
    content: tuple[tuple[Word, ...], ...]
    signs: tuple[tuple[Signed, ...], ...]
    vectors: Matrix
    bounds: tuple[int, ...]
    windows: tuple[Window, ...]
    denying: npt.NDArray[np.bool_]
    units: Matrix
    claims: Matrix
    before: tuple[Word, ...] = ()
    """Content words that every window is read after: the clause of an earlier answer that a follow-up takes up."""
    before_vectors: Matrix = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    compared: Compared = field(default_factory=Compared, init=False, repr=False, compare=False)

    def words_of(self, window: Window) -> tuple[Word, ...]:
        """Return the content words inside a window."""
        return tuple(word for row in self.content[window.first : window.last] for word in row)

    def sentence_of(self, window: Window) -> str:
        """Return the text of a window with the rest of its sentence."""
        ends = [0, *(one.end() for one in _ENDS.finditer(self.answer)), len(self.answer)]
        start = max(end for end in ends if end <= window.span.start)
        return self.answer[start : min(end for end in ends if end >= window.span.end)]


def read(answer: str, pieces: Cut, encoded: list[Encoded]) -> Reading:
    """Pool the token vectors of each sentence by clause and list the windows over the clauses."""
    content: list[tuple[Word, ...]] = []
    signs: list[tuple[Signed, ...]] = []
    vectors: list[Matrix] = []
    pooled: list[tuple[Vector, Vector]] = []
    lengths: list[int] = []
    for clause in pieces.clauses:
        sentence, start = encoded[clause.sentence], pieces.sentences[clause.sentence].start
        left, right = clause.span.start - start, clause.span.end - start
        inside = [left <= word.start and word.end <= right for word in sentence.content]
        spoken = [word for word in sentence.words if left <= word.start and word.end <= right]
        content.append(tuple(itertools.compress(sentence.content, inside)))
        signs.append(signed(sentence.text, spoken))
        vectors.append(sentence.vectors[np.array(inside, dtype=bool)])
        pooled.append(sentence.stretch(left, right))
        lengths.append(len(spoken))
    windows = _windows(pieces, lengths)
    width = encoded[0].whole.shape[0] if encoded else 0
    return Reading(
        answer,
        tuple(content),
        tuple(signs),
        np.concatenate(vectors) if vectors else np.zeros((0, width), dtype=np.float32),
        (0, *itertools.accumulate(len(row) for row in content)),
        windows,
        np.array([denied(answer, one.span.start, one.span.end) for one in windows], dtype=bool),
        _joined([whole for whole, _ in pooled], windows, width),
        _joined([claim for _, claim in pooled], windows, width),
    )


def _joined(pooled: Sequence[Vector], windows: Sequence[Window], width: int) -> Matrix:
    """Return the unit vectors of windows from the sums of their clauses, (windows, width)."""
    if not windows:
        return np.zeros((0, width), dtype=np.float32)
    first, length = _rows(windows)
    clauses = np.stack(pooled)
    sums = clauses[first]
    for more in range(1, int(length.max())):
        longer = length > more
        sums[longer] += clauses[first[longer] + more]
    return units(sums)


def _rows(windows: Sequence[Window]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the first clause of each window, and how many it has, both (windows,)."""
    first = np.array([window.first for window in windows], dtype=np.intp)
    return first, np.array([window.last for window in windows], dtype=np.intp) - first


def _windows(pieces: Cut, lengths: list[int]) -> tuple[Window, ...]:
    found: list[Window] = []
    for first in range(len(pieces.clauses)):
        for last in range(first + 1, min(first + _MOST_CLAUSES, len(pieces.clauses)) + 1):
            if last - first == 1 or sum(lengths[first:last]) <= _MOST_WORDS:
                span = Span(pieces.clauses[first].span.start, pieces.clauses[last - 1].span.end)
                found.append(Window(first, last, span))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Recall:
    """How much of one statement each window says: by words, and by the nearest word vectors; both (windows,).

    The tables hold the same for each word of the statement, weighted, (windows, words).
    """

    words: npt.NDArray[np.float64]
    alignment: npt.NDArray[np.float64]
    words_table: npt.NDArray[np.float64]
    alignment_table: npt.NDArray[np.float64]

    def words_of(self, rows: npt.NDArray[np.intp]) -> float:
        """Return how much these windows say together, by words."""
        return float(self.words_table[rows].max(axis=0, initial=0.0).sum())

    def alignment_of(self, rows: npt.NDArray[np.intp]) -> float:
        """Return how much these windows say together, by the nearest word vectors."""
        return float(self.alignment_table[rows].max(axis=0, initial=0.0).sum())


class Laid:
    """A reading laid beside statements: how much each window says of each, and how much it turns round.

    Alignment is the recall of BERTScore (Zhang et al. 2020) over content words. All statements are compared in one
    table, a column for each of their words.
    """

    def __init__(self, reading: Reading, columns: Columns) -> None:
        self._columns = columns
        self._places = {id(one): place for place, one in enumerate(columns.statements)}
        self._nothing = np.zeros(len(reading.windows))
        self._empty = not reading.windows or not columns.bounds[-1]
        if self._empty:
            return
        given = [word for row in reading.content for word in row]
        likenesses = columns.wanted.likenesses([*given, *reading.before])
        vectors = np.concatenate([reading.vectors, reading.before_vectors]) if reading.before else reading.vectors
        join = _Join(reading)
        self._words = join.highest(likenesses) * columns.shares
        self._near = join.highest(np.maximum(vectors @ columns.vectors.T, 0.0)) * columns.shares
        signs = [item for row in reading.signs for item in row]
        self._sides = columns.claims.sides(join.any_of(columns.claims.met(signs, likenesses[: len(given)] > 0)))

    def recall(self, statement: Statement) -> Recall:
        """Return how much of one of the statements each window says."""
        if self._empty:
            return Recall(self._nothing, self._nothing, self._nothing[:, None], self._nothing[:, None])
        place = self._places[id(statement)]
        part = slice(self._columns.bounds[place], self._columns.bounds[place + 1])
        words, near = self._words[:, part], self._near[:, part]
        return Recall(words.sum(axis=1), near.sum(axis=1), words, near)

    def opposed(self, statement: Statement) -> npt.NDArray[np.float64]:
        """Return the share of a statement's words that each window repeats with the opposite sign, (windows,)."""
        return self._nothing if self._empty else self._sides.share(self._places[id(statement)])


class _Join:
    """Joins the rows of words to rows of windows, by clause first: windows share their clauses."""

    def __init__(self, reading: Reading) -> None:
        bounds = np.array(reading.bounds)
        self._end = bounds[-1]
        self._spoken = bounds[:-1] < bounds[1:]
        self._starts = bounds[:-1][self._spoken]
        self._first, self._length = _rows(reading.windows)

    def highest(self, table: Matrix) -> _Table:
        """Return the greatest of each column over the words of each window, (windows, columns)."""
        before = table[self._end :]
        least = before.max(axis=0) if len(before) else np.zeros(table.shape[1])
        clauses = np.tile(least.astype(np.float64), (len(self._spoken), 1))
        if len(self._starts):
            highest = np.maximum.reduceat(table[: self._end], self._starts, axis=0)
            clauses[self._spoken] = np.maximum(clauses[self._spoken], highest)
        return self._windows(clauses, np.maximum)

    def any_of(self, table: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """Return the bits of each column that any word of a window has, (windows, columns)."""
        clauses = np.zeros((len(self._spoken), table.shape[1]), dtype=np.uint8)
        if len(self._starts):
            clauses[self._spoken] = np.bitwise_or.reduceat(table, self._starts, axis=0)
        return self._windows(clauses, np.bitwise_or)

    def _windows(self, clauses: npt.NDArray[_Kind], join: np.ufunc) -> npt.NDArray[_Kind]:
        joined = clauses[self._first]
        for more in range(1, int(self._length.max(initial=0))):
            longer = self._length > more
            joined[longer] = join(joined[longer], clauses[self._first[longer] + more])
        return joined


def laid(reading: Reading, columns: Columns) -> Laid:
    """Return a reading laid beside statements, made once for both."""
    found = reading.compared.laid.get(id(columns))
    if found is None:
        found = reading.compared.laid[id(columns)] = columns, Laid(reading, columns)
    return found[1]


def cosines(reading: Reading, statement: Statement) -> npt.NDArray[np.float64]:
    """Return the cosine of each window with a statement, (windows,), computed once for both."""
    found = reading.compared.cosines.get(id(statement))
    if found is None:
        cosine = (reading.units @ statement.vector).astype(np.float64)
        found = reading.compared.cosines[id(statement)] = statement, cosine
    return found[1]
