"""How near an answer comes to asserting each key point, by vectors that tell a claim from its opposite.

Sentence vectors as published hardly do: an opposite is nearer to a statement than its paraphrase is. The ones used here
are trained on statements of key points and on what contradicts them (`eval/train_claims.py`).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from interviewer.grading.align import Reading
from interviewer.grading.rubric import Rubric

Cosines = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asserting:
    """Cosines of the windows with the statements of the key point at `place`, in [-1, 1].

    `near` (points, windows) is that with the nearest statement of each key point, `stated` and `mean` (windows,) those
    with this point's own text and with all its statements on average. `wrong` is the greatest with any misconception,
    `denying` with those that deny this point, both outside windows that speak of something as false.
    """

    near: Cosines
    place: int
    stated: Cosines
    mean: Cosines
    wrong: float
    denying: float

    def evidence(self, rows: npt.NDArray[np.intp]) -> dict[str, float]:
        """Return the evidence in the windows `rows`, not empty, by name."""
        near = self.near[:, rows]
        others = np.delete(near, self.place, axis=0).max(axis=0, initial=0.0)
        mine = near[self.place]
        return {
            "claim": float(mine.max()),
            "claim_stated": float(self.stated[rows].max()),
            "claim_mean": float(self.mean[rows].max()),
            "claim_lead": float((mine - others).max()),
            "claim_ground": float(mine[mine >= others].max(initial=0.0)),
            "claim_over_wrong": float(mine.max()) - self.wrong,
            "claim_denied": self.denying,
        }


def asserting(reading: Reading, rubric: Rubric) -> tuple[Asserting, ...]:
    """Return what is asserted of each key point, in order; `reading` has windows."""
    tables: list[Cosines] = [(reading.claims @ point.claims.T).astype(np.float64) for point in rubric.points]
    near = np.array([table.max(axis=1) for table in tables])
    spoken_for = reading.claims[~reading.denying]
    wrongs = {one.misconception: float((spoken_for @ one.claim.claim).max(initial=0.0)) for one in rubric.wrongs}
    worst = max(wrongs.values(), default=0.0)
    return tuple(
        Asserting(
            near,
            place,
            table[:, 0],
            table.mean(axis=1),
            worst,
            max((value for wrong, value in wrongs.items() if wrong.denies == point.point.id), default=0.0),
        )
        for place, (point, table) in enumerate(zip(rubric.points, tables, strict=True))
    )
