"""What the fast engine saw of one key point, for engines that look again."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from interviewer.grading.align import Reading
from interviewer.grading.clauses import Span
from interviewer.grading.credit import Earned, Evidence, Own, nearest, stated, turned_round
from interviewer.grading.features import FEATURES, Measured
from interviewer.grading.reference import Told


@dataclass(frozen=True, slots=True)
class Sight:
    """One key point as the fast engine sees it.

    `credit` in [0, 1] is the likelihood that the point is said, before signs and quotes decide, `contradiction` in
    [0, 1] that it is turned round. `nearest` is the stretch that speaks of it most, `cosine` in [-1, 1] how near.
    """

    credit: float
    contradiction: float
    contradicted: bool
    cosine: float
    nearest: Span | None


BLIND = Sight(0.0, 0.0, contradicted=False, cosine=0.0, nearest=None)
"""Of an answer without any stretch that may be evidence."""


def sight(
    reading: Reading,
    measured: Measured,
    usable: npt.NDArray[np.bool_],
    signs: Evidence,
    own: Own,
    earned: Earned,
    drafted: Told | None = None,
) -> Sight:
    """Return what was seen of a key point in the windows that are `usable` as evidence, which is `signs`.

    `drafted` is as for `earn`.
    """
    rows = np.flatnonzero(usable)
    if not len(rows):
        return BLIND
    window = earned.window or nearest(reading, measured, rows)
    places = [row for row in rows if reading.windows[row] == window]
    cosine = float(measured.features[places, FEATURES.index("cosine")].max()) if places else 0.0
    return Sight(
        max(stated(measured, rows, signs, own, drafted), earned.credit),
        turned_round(signs),
        earned.contradicted,
        round(cosine, 4),
        window.span,
    )
