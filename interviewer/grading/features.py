"""Measures how well each stretch of an answer states each key point: the features of the fast engine."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from interviewer.grading.align import Reading, Recall, cosines, laid
from interviewer.grading.asserting import Asserting, asserting
from interviewer.grading.contest import Contest, Wrongness, wrongness
from interviewer.grading.misconceptions import Suspicion, denials
from interviewer.grading.rubric import Rubric, Wrong

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
class Company:
    """What an answer makes of the other key points: how much it turns them round, and how much it leaves unsaid.

    `turned` in [0, 1) is how far turning round is likelier than saying, on average over the others and one more that is
    not, so that a single one does not decide; `unsaid` in [0, 1] the share of the others not said, less for short
    answers.
    """

    turned: float
    unsaid: float


@dataclass(frozen=True, slots=True)
class Measured:
    """The features of every window for one key point, (windows, features), four decimals, and what they come from.

    `wrong` is how near the answer comes to the misconceptions, None where the rubric names none, `lead` what of it
    concerns this point, and `denial` how likely one is asserted that denies it, in [0, 1]. `asserting` sees the same by
    other vectors, `company` what the answer makes of the other key points, None before that is known.
    """

    features: npt.NDArray[np.float64]
    said: Recall
    accepted: tuple[Recall, ...]
    contest: Contest
    wrong: Wrongness | None
    lead: float
    denial: float
    asserting: Asserting
    company: Company | None = None


def measure(reading: Reading, rubric: Rubric, suspicions: Sequence[Suspicion]) -> tuple[Measured, ...]:
    """Return the features for each key point, in order; `suspicions` are those of the same reading."""
    zero = np.zeros(len(reading.windows))
    own = [cosines(reading, point.statement) for point in rubric.points]
    wrong = _highest([cosines(reading, one.claim) for one in rubric.wrongs], zero)
    question = cosines(reading, rubric.question)
    precision = _precision(reading, rubric)
    wrong_at = _wrongness(reading, rubric)
    beside = laid(reading, rubric.columns)
    found: list[tuple[npt.NDArray[np.float64], Recall, tuple[Recall, ...]]] = []
    for index, point in enumerate(rubric.points):
        others = _highest([row for i, row in enumerate(own) if i != index], zero)
        stated = beside.recall(point.statement)
        accepted = [
            (beside.recall(one), cosines(reading, one), one.specificity) for one in point.accepted or (point.statement,)
        ]
        support = [(beside.recall(one), cosines(reading, one)) for one in point.support]
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
            _opposed(beside.opposed(point.statement), stated, own[index]),
        ]
        found.append((_rounded(columns), stated, tuple(one for one, _, _ in accepted)))
    places = [FEATURES.index(name) for name in ("cosine", "accepted_cosine", "support")]
    near = np.array([features[:, places].max(axis=1, initial=-1.0) for features, _, _ in found])
    denied_by = denials(suspicions)
    return tuple(
        Measured(
            *row,
            Contest(near, index),
            wrong_at,
            0.0 if wrong_at is None else wrong_at.lead(point.relation),
            denied_by.get(point.point.id, 0.0),
            claimed,
        )
        for index, (row, point, claimed) in enumerate(
            zip(found, rubric.points, asserting(reading, rubric), strict=True)
        )
    )


def _wrongness(reading: Reading, rubric: Rubric) -> Wrongness | None:
    if not rubric.wrongs or not reading.windows:
        return None
    beside = laid(reading, rubric.columns)
    pairs = [_nearest_undenied(reading, one, beside.opposed(one.claim)) for one in rubric.wrongs]
    return wrongness([claim for claim, _ in pairs], [correction for _, correction in pairs])


def _nearest_undenied(reading: Reading, wrong: Wrong, opposed: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Return the cosines of a misconception and of its correction with the nearest window that does not deny it."""
    near = cosines(reading, wrong.claim)
    denying = (opposed >= _DENIES_FROM) | reading.denying
    for row in np.argsort(-np.round(near, 4), kind="stable")[:_CANDIDATES]:
        if not denying[row]:
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


def _opposed(turned: npt.NDArray[np.float64], said: Recall, cosine: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return how much of a key point each window turns round; `turned` is the share of its words that it does."""
    rough = np.round(said.words + said.alignment + cosine, 4)
    rows = np.argsort(-rough, kind="stable")[:_CANDIDATES]
    shares, found = np.zeros(len(turned)), turned[rows]
    verbatim = (said.words[rows] >= _VERBATIM_FROM) & (found >= _LEAST_TURNED)
    shares[rows] = np.where(verbatim, np.maximum(found, _ONE_TURNED_WORD), found)
    return shares
