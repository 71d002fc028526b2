"""Finds the misconceptions that an answer asserts, and spares those that it denies."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from interviewer.domain.question import Misconception
from interviewer.grading.align import Laid, Reading, Window, cosines, laid
from interviewer.grading.clauses import Cut
from interviewer.grading.rubric import Rubric, Wrong

# Logistic regression over the best windows of the development part of the rubric set. At .75, with the rule on signs
# below, three of five assertions are found there, and two that are none.
_BIAS = -5.54
_COSINE, _ALIGNMENT, _WORDS, _COSINE_MARGIN, _ALIGNMENT_MARGIN = 2.08, 3.31, 3.49, 5.18, 3.74
ASSERTED_FROM = 0.75
_HALF_TOLD = 0.5  # all 97 assertions found in that part keep to it
_MOST_OPPOSED = 0.3
_LEAST_MARGIN = -0.05  # a stretch nearer to a true statement than this is that statement


@dataclass(frozen=True, slots=True)
class Asserted:
    """A misconception and the window that asserts it."""

    misconception: Misconception
    window: Window
    strength: float


@dataclass(frozen=True, slots=True)
class Suspicion:
    """How likely each window asserts a misconception, whatever its signs, how much nearer to it than to the truth it
    is, and whether it speaks of it as false; all (windows,)."""

    wrong: Wrong
    strength: npt.NDArray[np.float64]
    margin: npt.NDArray[np.float64]
    taken_back: npt.NDArray[np.bool_]


def asserted(reading: Reading, pieces: Cut, suspicions: Sequence[Suspicion]) -> tuple[Asserted, ...]:
    """Return the misconceptions that the answer asserts, each with its best window.

    One told over two sentences is half told by one of them: what one says of one thing and the next of another is no
    claim.
    """
    sentences = [{clause.sentence for clause in pieces.clauses[one.first : one.last]} for one in reading.windows]
    single = np.array([len(held) == 1 for held in sentences], dtype=bool)
    found = (_best(reading, one, single) for one in suspicions)
    return tuple(one for one in found if one is not None)


def denials(suspicions: Sequence[Suspicion]) -> dict[str, float]:
    """Return by key point, where above 0, how likely the answer asserts a misconception that denies it, in [0, 1]."""
    highest: dict[str, float] = {}
    for one in suspicions:
        point, row = one.wrong.misconception.denies, int(np.argmax(one.strength))
        if point is not None and not one.taken_back[row]:
            highest[point] = max(highest.get(point, 0.0), float(one.strength[row]))
    return highest


def suspect(reading: Reading, rubric: Rubric) -> tuple[Suspicion, ...]:
    """Return how likely the windows assert each misconception, in order; nothing of an answer without windows."""
    if not reading.windows or not rubric.wrongs:
        return ()
    true = [one for point in rubric.points for one in (point.statement, *point.accepted)]
    true_cosine = np.max([cosines(reading, one) for one in (*true, *rubric.reference)], axis=0)
    beside = laid(reading, rubric.columns)
    true_alignment = np.max([beside.recall(one).alignment for one in true], axis=0)
    return tuple(
        Suspicion(
            wrong,
            *_suspicion(reading, wrong, beside, true_cosine, true_alignment),
            (beside.opposed(wrong.claim) >= _MOST_OPPOSED) | reading.denying,
        )
        for wrong in rubric.wrongs
    )


def _suspicion(
    reading: Reading,
    wrong: Wrong,
    beside: Laid,
    true_cosine: npt.NDArray[np.float64],
    true_alignment: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return strength and margin."""
    claim, correction = beside.recall(wrong.claim), beside.recall(wrong.correction)
    near = cosines(reading, wrong.claim)
    margin = near - np.maximum(true_cosine, cosines(reading, wrong.correction))
    lead = claim.alignment - np.maximum(true_alignment, correction.alignment)
    z = (
        _BIAS
        + _COSINE * near
        + _ALIGNMENT * claim.alignment
        + _WORDS * claim.words
        + _COSINE_MARGIN * margin
        + _ALIGNMENT_MARGIN * lead
    )
    return np.round(1 / (1 + np.exp(-z)), 4), margin


def _best(reading: Reading, found: Suspicion, single: npt.NDArray[np.bool_]) -> Asserted | None:
    row = int(np.argmax(found.strength))
    if not single[row] and found.strength[single & _within(reading, row)].max(initial=0.0) < _HALF_TOLD:
        row = int(np.argmax(np.where(single, found.strength, -1.0)))
    sure = found.strength[row] >= ASSERTED_FROM and round(float(found.margin[row]), 4) >= _LEAST_MARGIN
    if not sure or found.taken_back[row]:
        return None
    return Asserted(found.wrong.misconception, reading.windows[row], float(found.strength[row]))


def _within(reading: Reading, row: int) -> npt.NDArray[np.bool_]:
    """Say which windows lie in that of `row`, (windows,)."""
    window = reading.windows[row]
    return np.array([window.first <= one.first and one.last <= window.last for one in reading.windows], dtype=bool)
