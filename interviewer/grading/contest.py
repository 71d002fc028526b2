"""Tells which key point a stretch speaks of where several would claim it, and how near an answer is to being wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_SHARPNESS = 10.0  # of the softmax over key points: a lead of .1 in cosine is a share of .73 against one rival
_SEVERAL = 3  # misconceptions whose nearness is averaged; one alone may be near by its subject
Nearness = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contest:
    """How near each window is to each key point, (points, windows) cosines, seen from the one at `place`."""

    near: Nearness
    place: int

    def share(self, rows: npt.NDArray[np.intp]) -> float:
        """Return the greatest share of a window among these that is this point's, in (0, 1], by softmax."""
        powers = np.exp(_SHARPNESS * self.near[:, rows])
        return float((powers[self.place] / powers.sum(axis=0)).max())

    def ground(self, rows: npt.NDArray[np.intp]) -> float:
        """Return the cosine of the nearest window among these that is nearer to no other point, 0 for none."""
        near = self.near[:, rows]
        mine = near[self.place] >= near.max(axis=0)  # points share sentences of the reference: a tie is both's
        return float(near[self.place][mine].max(initial=0.0))


@dataclass(frozen=True, slots=True)
class Wrongness:
    """How near an answer comes to the misconceptions, by cosine with the nearest window that does not deny each.

    `leads` (misconceptions,) says how much nearer that window is to the misconception than to its correction.
    """

    nearest: float
    several: float
    leads: Nearness

    def lead(self, relation: Nearness) -> float:
        """Return the greatest lead, each weighed by how much its misconception has to do with a key point."""
        return float((self.leads * relation).max())


def wrongness(claims: Sequence[float], corrections: Sequence[float]) -> Wrongness:
    """Return the wrongness from each misconception's and its correction's cosine with the same window; not empty."""
    near = np.array(claims, dtype=np.float64)
    several = np.sort(near)[::-1][:_SEVERAL].mean()
    return Wrongness(round(float(near.max()), 4), round(float(several), 4), near - np.array(corrections))
