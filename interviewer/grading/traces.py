"""What the fast engine sees in a stretch that another engine quotes: a judge's word alone proves nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from interviewer.grading.align import Reading
from interviewer.grading.clauses import Span
from interviewer.grading.credit import Own, evidence, stated
from interviewer.grading.features import Measured
from interviewer.grading.misconceptions import Suspicion
from interviewer.grading.polarity import denied
from interviewer.grading.reference import Told

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Traces:
    """An answer as the fast engine has read it, kept to be asked about stretches of it; offsets are the answer's.

    `usable`, `own` and `drafted` are what its own credits were made with.
    """

    reading: Reading
    suspicions: Sequence[Suspicion]
    measured: Sequence[Measured]
    own: Sequence[Own]
    usable: npt.NDArray[np.bool_]
    drafted: Told | None

    def stated(self, place: int, span: Span) -> float:
        """Return how likely the clauses that a stretch touches say the key point at `place`, in [0, 1].

        0 where the answer speaks of them as false, and where they assert a misconception.
        """
        rows = self._rows(span)
        rows = rows[self.usable[rows]]
        if not len(rows) or self._denied(span):
            return 0.0
        alone = replace(self.measured[place], company=None)  # what else the answer says does not speak for this stretch
        return stated(alone, rows, evidence(alone, rows), self.own[place], self.drafted)

    def asserted(self, misconception: str, span: Span) -> float:
        """Return how likely these clauses assert a misconception, in [0, 1]; 0 where the answer denies them."""
        rows = self._rows(span)
        found = [one.strength[rows] for one in self.suspicions if one.wrong.misconception.id == misconception]
        return 0.0 if not found or not len(rows) or self._denied(span) else float(found[-1].max())

    def _denied(self, span: Span) -> bool:
        return denied(self.reading.answer, span.start, span.end)

    def _rows(self, span: Span) -> Rows:
        """Return the windows inside the clauses that a stretch touches."""
        clauses = [one for one in self.reading.windows if one.last - one.first == 1]
        touched = [one.first for one in clauses if one.span.start < span.end and span.start < one.span.end]
        if not touched:
            return np.array([], dtype=np.intp)
        first, last = min(touched), max(touched) + 1
        inside = [first <= one.first and one.last <= last for one in self.reading.windows]
        return np.flatnonzero(np.array(inside, dtype=bool))
