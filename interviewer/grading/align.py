"""Measures how well each stretch of an answer states each key point: the features of the fast engine."""

import itertools
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from interviewer.grading.clauses import Cut, Span
from interviewer.grading.contest import Contest, Wrongness, wrongness
from interviewer.grading.engine import Matrix, Vector
from interviewer.grading.polarity import Signed, denied, opposition, signed
from interviewer.grading.rubric import Point, Rubric, Statement, Wrong
from interviewer.grading.texts import Encoded, unit
from interviewer.grading.words import Word, likenesses

_MOST_CLAUSES = 3
_MOST_WORDS = 60  # a longer stretch is no evidence for one point, it is a paragraph
_CANDIDATES = 12  # windows whose signs are compared; the rest align too badly to matter
_VERBATIM_FROM = 0.6  # recall from which one word of the opposite sign turns the whole claim
_LEAST_TURNED = 0.08  # below it, only a side word such as one of the question's is turned
_ONE_TURNED_WORD = 0.5
_DENIES_FROM = 0.3  # share of a misconception's words that stand with the opposite sign where it is denied
FEATURES = (
    "words", "alignment", "cosine", "accepted", "accepted_cosine", "support", "support_words",
    "wrong", "question", "margin", "precision", "opposed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """One to three adjacent clauses: rows `first` to `last` (exclusive) of the answer's clauses."""

    first: int
    last: int
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer made ready: `units` (windows, d) are unit vectors of windows, `vectors` those of content words."""

    answer: str
    content: tuple[tuple[Word, ...], ...]
    signs: tuple[tuple[Signed, ...], ...]
    vectors: Matrix
    bounds: tuple[int, ...]
    windows: tuple[Window, ...]
    units: Matrix
    before: tuple[Word, ...] = ()
    """Content words that every window is read after: the clause of an earlier answer that a follow-up takes up."""
    before_vectors: Matrix = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))

    def signs_of(self, window: Window) -> tuple[Signed, ...]:
        """Return the signed content words inside a window."""
        return tuple(item for row in self.signs[window.first : window.last] for item in row)

    def words_of(self, window: Window) -> tuple[Word, ...]:
        """Return the content words inside a window."""
        return tuple(word for row in self.content[window.first : window.last] for word in row)


@dataclass(frozen=True, slots=True)
class Measured:
    """The features of every window for one key point, (windows, features), four decimals, and what they come from.

    `wrong` is how near the answer comes to the misconceptions, None where the rubric names none, and `lead` what of it
    concerns this point.
    """

    features: npt.NDArray[np.float64]
    said: "Recall"
    accepted: "tuple[Recall, ...]"
    contest: Contest
    wrong: Wrongness | None
    lead: float


def read(answer: str, pieces: Cut, encoded: list[Encoded]) -> Reading:
    """Pool the token vectors of each sentence by clause and list the windows over the clauses."""
    content: list[tuple[Word, ...]] = []
    signs: list[tuple[Signed, ...]] = []
    vectors: list[Matrix] = []
    pooled: list[Vector] = []
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
    for row, window in enumerate(windows):
        units[row] = unit(np.sum(pooled[window.first : window.last], axis=0))
    bounds = tuple(int(n) for n in np.cumsum([0, *(len(row) for row in content)]))
    stacked = np.concatenate(vectors) if vectors else np.zeros((0, width), dtype=np.float32)
    return Reading(answer, tuple(content), tuple(signs), stacked, bounds, windows, units)


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


def recall(reading: Reading, statement: Statement) -> Recall:
    """Return the weighted recall of the statement's words by each window.

    `alignment` is the recall of BERTScore (Zhang et al. 2020) over content words.
    """
    total = float(statement.weights.sum())
    if not total or not reading.windows:
        nothing = np.zeros(len(reading.windows))
        return Recall(nothing, nothing, nothing[:, None], nothing[:, None])
    words = _by_window(reading, _matches(reading, statement))
    vectors = np.concatenate([reading.vectors, reading.before_vectors]) if reading.before else reading.vectors
    near = _by_window(reading, np.maximum(vectors @ statement.encoded.vectors.T, 0.0))
    weights = statement.weights.astype(np.float64) / total
    return Recall(words @ weights, near @ weights, words * weights, near * weights)


def _matches(reading: Reading, statement: Statement) -> Matrix:
    """Return the likeness of each content word of the answer (rows) to each of the statement (columns)."""
    given = [*(word for row in reading.content for word in row), *reading.before]
    return likenesses(given, statement.encoded.content)


def _by_window(reading: Reading, table: Matrix) -> npt.NDArray[np.float64]:
    """Return the greatest of each column over the words of each window, (windows, columns)."""
    bounds, width = reading.bounds, table.shape[1]
    before = table[bounds[-1] :]
    least = before.max(axis=0) if len(before) else np.zeros(width)
    clauses = np.tile(least.astype(np.float64), (len(bounds) - 1, 1))
    for row, (start, end) in enumerate(itertools.pairwise(bounds)):
        if start < end:
            clauses[row] = np.maximum(least, table[start:end].max(axis=0))
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


def measure(reading: Reading, rubric: Rubric) -> tuple[Measured, ...]:
    """Return the features for each key point, in order."""
    zero = np.zeros(len(reading.windows))
    own = [cosines(reading, point.statement) for point in rubric.points]
    wrong = _highest([cosines(reading, one.claim) for one in rubric.wrongs], zero)
    question = cosines(reading, rubric.question)
    precision = _precision(reading, rubric)
    wrong_at = _wrongness(reading, rubric)
    found: list[tuple[npt.NDArray[np.float64], Recall, tuple[Recall, ...]]] = []
    for index, point in enumerate(rubric.points):
        others = _highest([row for i, row in enumerate(own) if i != index], zero)
        stated = recall(reading, point.statement)
        accepted = [
            (recall(reading, one), cosines(reading, one), one.specificity)
            for one in point.accepted or (point.statement,)
        ]
        support = [(recall(reading, one), cosines(reading, one)) for one in point.support]
        columns = [
            stated.words,
            stated.alignment,
            own[index],
            _highest([words.words * specific for words, _, specific in accepted], zero),
            _highest([cosine for _, cosine, _ in accepted], zero),
            _highest([cosine for _, cosine in support], zero),
            _highest([words.words for words, _ in support], zero),
            wrong,
            question,
            own[index] - others,
            precision,
            _opposed(reading, point, stated, own[index]),
        ]
        found.append((_rounded(columns), stated, tuple(one for one, _, _ in accepted)))
    places = [FEATURES.index(name) for name in ("cosine", "accepted_cosine", "support")]
    near = np.array([features[:, places].max(axis=1, initial=-1.0) for features, _, _ in found])
    return tuple(
        Measured(
            *row, Contest(near, index), wrong_at, 0.0 if wrong_at is None else wrong_at.lead(_relation(point, rubric))
        )
        for index, (row, point) in enumerate(zip(found, rubric.points, strict=True))
    )


def _relation(point: Point, rubric: Rubric) -> npt.NDArray[np.float64]:
    """Return how much each misconception has to do with a key point, (misconceptions,), by cosine."""
    texts = [(one.claim.vector, one.correction.vector) for one in rubric.wrongs]
    return np.array([max(float(text @ point.statement.vector) for text in pair) for pair in texts])


def _wrongness(reading: Reading, rubric: Rubric) -> Wrongness | None:
    if not rubric.wrongs or not reading.windows:
        return None
    pairs = [_nearest_undenied(reading, one) for one in rubric.wrongs]
    return wrongness([claim for claim, _ in pairs], [correction for _, correction in pairs])


def _nearest_undenied(reading: Reading, wrong: Wrong) -> tuple[float, float]:
    """Return the cosines of a misconception and of its correction with the nearest window that does not deny it."""
    near = cosines(reading, wrong.claim)
    weights = [float(weight) for weight in wrong.claim.weights]
    for row in np.argsort(-np.round(near, 4), kind="stable")[:_CANDIDATES]:
        window = reading.windows[row]
        turned = opposition(wrong.claim.signs, weights, reading.signs_of(window)).share >= _DENIES_FROM
        if not turned and not denied(reading.answer, window.span.start, window.span.end):
            return float(near[row]), float(reading.units[row] @ wrong.correction.vector)
    return 0.0, 0.0


def _rounded(columns: list[npt.NDArray[np.float64]]) -> npt.NDArray[np.float64]:
    table: npt.NDArray[np.float64] = np.column_stack(columns).astype(np.float64)
    return table.round(4)


def _highest(rows: list[npt.NDArray[np.float64]], none: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.max(rows, axis=0) if rows else none


def _precision(reading: Reading, rubric: Rubric) -> npt.NDArray[np.float64]:
    """Return the share of each window's content words that the rubric knows."""
    known = rubric.vocabulary | rubric.question_keys
    shares = np.zeros(len(reading.windows))
    for row, window in enumerate(reading.windows):
        spoken = reading.words_of(window)
        shares[row] = sum(word.key in known for word in spoken) / len(spoken) if spoken else 0.0
    return shares


def _opposed(reading: Reading, point: Point, said: Recall, cosine: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    shares = np.zeros(len(reading.windows))
    rough = np.round(said.words + said.alignment + cosine, 4)
    weights = [float(weight) for weight in point.statement.weights]
    for row in np.argsort(-rough, kind="stable")[:_CANDIDATES]:
        found = opposition(point.statement.signs, weights, reading.signs_of(reading.windows[row]))
        verbatim = said.words[row] >= _VERBATIM_FROM and found.share >= _LEAST_TURNED
        shares[row] = max(found.share, _ONE_TURNED_WORD) if verbatim else found.share
    return shares
