"""Lays an answer's stretches beside statements: how much of the words each says, and how near in meaning it is."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from interviewer.grading.clauses import Cut, Span
from interviewer.grading.engine import Matrix, Vector
from interviewer.grading.polarity import Signed, Stretch, signed
from interviewer.grading.rubric import Statement
from interviewer.grading.texts import Encoded, unit
from interviewer.grading.words import Word, likenesses

_MOST_CLAUSES = 3
_MOST_WORDS = 60  # a longer stretch is no evidence for one point, it is a paragraph


_Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Window:
    """One to three adjacent clauses: rows `first` to `last` (exclusive) of the answer's clauses."""

    first: int
    last: int
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer made ready: `units` (windows, d) are unit vectors of windows, `vectors` those of content words.

    `stretches` holds the signed words of each window, `signs` those of each clause.
    `claims` (windows, d) are unit vectors that tell a claim from its opposite.
    """

    answer: str
    content: tuple[tuple[Word, ...], ...]
    signs: tuple[tuple[Signed, ...], ...]
    vectors: Matrix
    bounds: tuple[int, ...]
    windows: tuple[Window, ...]
    stretches: tuple[Stretch, ...]
    units: Matrix
    claims: Matrix
    before: tuple[Word, ...] = ()
    """Content words that every window is read after: the clause of an earlier answer that a follow-up takes up."""
    before_vectors: Matrix = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))

    def words_of(self, window: Window) -> tuple[Word, ...]:
        """Return the content words inside a window."""
        return tuple(word for row in self.content[window.first : window.last] for word in row)


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
        content.append(tuple(word for word, kept in zip(sentence.content, inside, strict=True) if kept))
        signs.append(signed(sentence.text, spoken))
        vectors.append(sentence.vectors[np.array(inside, dtype=bool)])
        pooled.append(sentence.stretch(left, right))
        lengths.append(len(spoken))
    windows = _windows(pieces, lengths)
    width = encoded[0].whole.shape[0] if encoded else 0
    units = np.zeros((len(windows), width), dtype=np.float32)
    claims = np.zeros((len(windows), width), dtype=np.float32)
    for row, window in enumerate(windows):
        joined = pooled[window.first : window.last]
        units[row] = unit(np.sum([whole for whole, _ in joined], axis=0))
        claims[row] = unit(np.sum([claim for _, claim in joined], axis=0))
    bounds = tuple(int(n) for n in np.cumsum([0, *(len(row) for row in content)]))
    stacked = np.concatenate(vectors) if vectors else np.zeros((0, width), dtype=np.float32)
    stretches = tuple(Stretch(itertools.chain(*signs[window.first : window.last])) for window in windows)
    return Reading(answer, tuple(content), tuple(signs), stacked, bounds, windows, stretches, units, claims)


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


def recalls(reading: Reading, statements: Sequence[Statement]) -> list[Recall]:
    """Return the weighted recall of each statement's words by each window, in order.

    `alignment` is the recall of BERTScore (Zhang et al. 2020) over content words. All statements are compared in one
    table, a column for each of their words.
    """
    given = [*(word for row in reading.content for word in row), *reading.before]
    wanted = [word for one in statements for word in one.encoded.content]
    if not reading.windows or not wanted:
        return [_nothing(reading)] * len(statements)
    vectors = np.concatenate([reading.vectors, reading.before_vectors]) if reading.before else reading.vectors
    words = _by_window(reading, likenesses(given, wanted))
    columns = np.concatenate([one.encoded.vectors for one in statements])
    near = _by_window(reading, np.maximum(vectors @ columns.T, 0.0))
    bounds = itertools.pairwise(itertools.accumulate((len(one.encoded.content) for one in statements), initial=0))
    return [
        _recall(reading, one, words[:, start:end], near[:, start:end])
        for one, (start, end) in zip(statements, bounds, strict=True)
    ]


def _recall(reading: Reading, statement: Statement, words: _Table, near: _Table) -> Recall:
    total = float(statement.weights.sum())
    if not total:
        return _nothing(reading)
    weights = statement.weights.astype(np.float64) / total
    words, near = words * weights, near * weights
    return Recall(words.sum(axis=1), near.sum(axis=1), words, near)


def _nothing(reading: Reading) -> Recall:
    nothing = np.zeros(len(reading.windows))
    return Recall(nothing, nothing, nothing[:, None], nothing[:, None])


def _by_window(reading: Reading, table: Matrix) -> _Table:
    """Return the greatest of each column over the words of each window, (windows, columns)."""
    bounds = np.array(reading.bounds)
    before = table[bounds[-1] :]
    least = before.max(axis=0) if len(before) else np.zeros(table.shape[1])
    clauses = np.tile(least.astype(np.float64), (len(bounds) - 1, 1))
    spoken = bounds[:-1] < bounds[1:]
    if spoken.any():
        highest = np.maximum.reduceat(table[: bounds[-1]], bounds[:-1][spoken], axis=0)
        clauses[spoken] = np.maximum(clauses[spoken], highest)
    first = np.array([window.first for window in reading.windows], dtype=np.intp)
    length = np.array([window.last for window in reading.windows], dtype=np.intp) - first
    best = clauses[first]
    for more in range(1, int(length.max(initial=0))):
        longer = length > more
        best[longer] = np.maximum(best[longer], clauses[first[longer] + more])
    return best


def cosines(reading: Reading, statement: Statement) -> npt.NDArray[np.float64]:
    """Return the cosine of each window with a statement, (windows,)."""
    return (reading.units @ statement.vector).astype(np.float64)
