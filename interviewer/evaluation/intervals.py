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

    def __str__(self) -> str:
        if self.value is None:
            return "-"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


UNKNOWN = Measure(None, None, None)


@dataclass(frozen=True, slots=True)
class Draws:
    """A figure of all rows (None where undetermined) and of each resample, float64 (resamples,), NaN where not.

    With as many groups and the same seed the same groups are drawn, so two engines' draws pair up.
    """

    value: float | None
    resamples: npt.NDArray[np.float64]

    def measure(self) -> Measure:
        """Return the figure with the percentile interval of its resamples (Efron 1979)."""
        return _summary(self.value, self.resamples)


def clusters(keys: Sequence[Hashable]) -> list[Rows]:
    """Return the rows of each key, keys in the order of their first row."""
    found: dict[Hashable, list[int]] = {}
    for row, key in enumerate(keys):
        found.setdefault(key, []).append(row)
    return [np.array(rows, dtype=np.intp) for rows in found.values()]


def drawn(
    measure: Callable[[Rows], float | None], groups: Sequence[Rows], *, resamples: int = RESAMPLES, seed: int = 1
) -> Draws:
    """Return `measure` of all rows and of `resamples` draws of `groups` with replacement."""
    value = measure(np.concatenate(groups)) if groups else None
    if value is None:
        return Draws(None, np.empty(0))
    chance = np.random.default_rng(seed)
    found = (
        measure(np.concatenate([groups[i] for i in chance.integers(0, len(groups), len(groups))]))
        for _ in range(resamples)
    )
    return Draws(value, np.array([np.nan if one is None else one for one in found], dtype=np.float64))


def resampled(
    measure: Callable[[Rows], float | None], groups: Sequence[Rows], *, resamples: int = RESAMPLES, seed: int = 1
) -> Measure:
    """Return `measure` of all rows, and its interval by the percentile bootstrap over `groups`."""
    return drawn(measure, groups, resamples=resamples, seed=seed).measure()


def difference(one: Draws, other: Draws) -> Measure:
    """Return `one` less `other` with the interval of the paired differences, draw by draw."""
    if one.value is None or other.value is None:
        return UNKNOWN
    return _summary(one.value - other.value, one.resamples - other.resamples)


def _summary(value: float | None, resamples: npt.NDArray[np.float64]) -> Measure:
    known = resamples[~np.isnan(resamples)]
    if value is None or not len(known):
        return UNKNOWN
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Measure(round(value, 4), round(float(low), 4), round(float(high), 4))
