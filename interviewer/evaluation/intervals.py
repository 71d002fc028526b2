"""Intervals by resampling whole questions: the rows of one question are not independent of each other."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 1000
LEVEL = 0.8
"""The same for every figure of the project, that of the mark's own interval included."""
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its 80 % interval; all three None where the samples do not determine it."""

    value: float | None
    low: float | None
    high: float | None


UNKNOWN = Measure(None, None, None)


def clusters(keys: Sequence[Hashable]) -> list[Rows]:
    """Return the rows of each key, keys in the order of their first row."""
    found: dict[Hashable, list[int]] = {}
    for row, key in enumerate(keys):
        found.setdefault(key, []).append(row)
    return [np.array(rows, dtype=np.intp) for rows in found.values()]


def resampled(
    measure: Callable[[Rows], float | None], groups: Sequence[Rows], *, resamples: int = RESAMPLES, seed: int = 1
) -> Measure:
    """Return `measure` of all rows, and its interval by the percentile bootstrap over `groups` (Efron 1979)."""
    if not groups:
        return UNKNOWN
    value = measure(np.concatenate(groups))
    if value is None:
        return UNKNOWN
    chance = np.random.default_rng(seed)
    draws = (
        measure(np.concatenate([groups[i] for i in chance.integers(0, len(groups), len(groups))]))
        for _ in range(resamples)
    )
    known = [draw for draw in draws if draw is not None]
    if not known:
        return UNKNOWN
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Measure(round(value, 4), round(float(low), 4), round(float(high), 4))
