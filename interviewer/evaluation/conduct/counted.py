"""Hits of chances, added up with an interval."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interviewer.evaluation.intervals import Measure, Rows, clusters, resampled

_RULE_OF_THREE = 3  # 3 / n bounds a rate of which nothing was seen, at 95 % (Hanley and Lippman-Hand 1983)


@dataclass(frozen=True, slots=True)
class Count:
    """`hits` of `chances`, with the question's id, by which intervals are resampled, and what it is about."""

    question: str
    hits: float
    chances: float
    about: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """`hits` of `n` chances with the 80 % interval by questions; `bound`: what none seen leaves possible, at 95 %."""

    n: int
    hits: float
    measure: Measure
    bound: float | None


def figure_of(counts: Sequence[Count]) -> Figure:
    """Return the counts together."""
    hits = np.array([one.hits for one in counts], dtype=np.float64)
    chances = np.array([one.chances for one in counts], dtype=np.float64)

    def share(rows: Rows) -> float | None:
        total = float(chances[rows].sum())
        return float(hits[rows].sum()) / total if total else None

    n = round(float(chances.sum()))
    none_seen = n > 0 and not hits.any()
    return Figure(
        n,
        float(hits.sum()),
        resampled(share, clusters([one.question for one in counts])),
        round(min(1.0, _RULE_OF_THREE / n), 4) if none_seen else None,
    )
