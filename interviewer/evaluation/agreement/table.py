"""Marks and readings side by side as columns, grouped by question, from which every measure is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from interviewer.domain.grade import Grade, Label, Verdict, label_of
from interviewer.evaluation.agreement.samples import Sample
from interviewer.evaluation.intervals import Rows
from interviewer.grading.words import words

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Unit = Literal["rows", "pairs", "points"]

LABELS: tuple[Label, ...] = ("wrong", "partly", "correct")
VERDICTS: tuple[Verdict, ...] = ("covered", "partial", "missing", "contradicted")
APART = 0.3
"""Marks of one question from which one answer is clearly better than the other."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a grader, or a second marker, said of one sample. None where it says nothing of the kind."""

    mark: float
    score: float
    label: Label
    low: float | None = None
    high: float | None = None
    milliseconds: float | None = None
    true_verdicts: Mapping[str, Verdict] | None = None
    verdicts: Mapping[str, Verdict] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Columns over answers (rows), pairs of answers of one question, and key points; `groups` by question."""

    mark: Floats
    score: Floats
    mark_within: Floats
    score_within: Floats
    label: Codes
    said_label: Codes
    low: Floats
    high: Floats
    milliseconds: Floats
    length: Floats
    in_order: Flags
    verdict: Codes
    said_verdict: Codes
    groups: Mapping[Unit, Sequence[Rows]]

    @property
    def n(self) -> int:
        """How many answers were graded."""
        return len(self.mark)


def from_grade(sample: Sample, grade: Grade) -> Said | None:
    """Return what an engine said of a sample; None when it could not grade it."""
    if grade.score is None:
        return None
    said = {point.id: point.verdict for point in grade.key_points}
    marked = sample.verdicts is not None and said.keys() == sample.verdicts.keys()
    return Said(
        sample.mark,
        grade.score,
        grade.label or label_of(grade.score),
        grade.low,
        grade.high,
        grade.milliseconds,
        sample.verdicts if marked else None,
        said if marked else None,
    )


def from_markers(sample: Sample) -> Said | None:
    """Return what the second marker said, taken against the first; None without two."""
    if len(sample.markers) < 2:
        return None
    first, second = sample.markers[:2]
    one, other = sample.readers[:2] if len(sample.readers) > 1 else (None, None)
    return Said(first, second, label_of(second), true_verdicts=one, verdicts=other)


def tabulate(samples: Sequence[Sample], said: Sequence[Said | None], *, marked_by_first: bool = False) -> Table:
    """Return the columns of the samples of which something was said, grouped by the questions of all `samples`.

    `marked_by_first`: labels come from the first marker's mark instead of the samples' own labels.
    """
    questions = list(dict.fromkeys(sample.question for sample in samples))
    pairs_of = [(sample, one) for sample, one in zip(samples, said, strict=True) if one is not None]
    number = {key: i for i, key in enumerate(questions)}
    owner = np.array([number[sample.question] for sample, _ in pairs_of], dtype=np.int64)
    kept = [one for _, one in pairs_of]
    mark, score = _floats([one.mark for one in kept]), _floats([one.score for one in kept])
    labels = [label_of(one.mark) if marked_by_first else sample.label for sample, one in pairs_of]
    rows = [np.flatnonzero(owner == i) for i in range(len(questions))]
    compared = [_pairs(mark, group) for group in rows]
    verdicts = [_verdicts([kept[row] for row in group]) for group in rows]
    return Table(
        mark,
        score,
        _within(mark, rows),
        _within(score, rows),
        np.array([LABELS.index(label) for label in labels], dtype=np.int64),
        np.array([LABELS.index(one.label) for one in kept], dtype=np.int64),
        _floats([one.low for one in kept]),
        _floats([one.high for one in kept]),
        _floats([one.milliseconds for one in kept]),
        _floats([len(words(sample.request.answer)) for sample, _ in pairs_of]),
        np.array([score[better] > score[worse] for group in compared for better, worse in group], dtype=np.bool_),
        np.array([true for group in verdicts for true, _ in group], dtype=np.int64),
        np.array([told for group in verdicts for _, told in group], dtype=np.int64),
        {"rows": rows, "pairs": _ranges(list(map(len, compared))), "points": _ranges(list(map(len, verdicts)))},
    )


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _within(values: Floats, groups: Sequence[Rows]) -> Floats:
    centred = values.copy()
    for rows in groups:
        if len(rows):
            centred[rows] -= values[rows].mean()
    return centred


def _pairs(mark: Floats, rows: Rows) -> list[tuple[int, int]]:
    """Return the pairs (better, worse) of one question's rows whose marks are clearly apart."""
    ordered = [(i, j) if mark[i] > mark[j] else (j, i) for i, j in combinations(map(int, rows), 2)]
    return [(better, worse) for better, worse in ordered if round(mark[better] - mark[worse], 6) >= APART]


def _verdicts(said: Sequence[Said]) -> list[tuple[int, int]]:
    return [
        (VERDICTS.index(true), VERDICTS.index(one.verdicts[point]))
        for one in said
        if one.true_verdicts is not None and one.verdicts is not None
        for point, true in one.true_verdicts.items()
    ]


def _ranges(lengths: Sequence[int]) -> list[Rows]:
    ends = np.cumsum([0, *lengths])
    return [np.arange(start, end, dtype=np.intp) for start, end in pairwise(ends)]
