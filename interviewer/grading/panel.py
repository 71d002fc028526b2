"""The panel: the fast engine and the local model fused, the model asked only where the fast engine is unsure."""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace

from interviewer.domain.errors import ModelError
from interviewer.domain.grade import Grade
from interviewer.grading.engine import GradeRequest
from interviewer.grading.fast import Appraisal, FastEngine
from interviewer.grading.local import judged_by, nothing_seen
from interviewer.grading.reader import Reader
from interviewer.grading.regrade import regraded
from interviewer.grading.sight import Sight

SURE_BELOW = 0.05
"""Likelihood below which the fast engine is believed: of such points in the rubric set's dev part 1 in 100 was said."""
SURE_FROM = 0.97
"""And from which it is: 97 in 100 were said."""
MOST_ASKED = 6
"""Points that the model is asked about, at most, a reading each: the rest are surer."""
FELL_BACK = "local-unavailable"

_log = logging.getLogger(__name__)


class PanelEngine:
    """Grades by both. Without the local model the grade is the fast engine's, says so in its name and in a flag."""

    name = "panel"

    def __init__(self, fast: FastEngine, reader: Reader) -> None:
        """Take everything from `fast`, and readings of what it is unsure of from `reader`."""
        self._fast = fast
        self._reader = reader

    @property
    def identity(self) -> str:
        """Changes whenever the readings may. Raises ModelUnavailable."""
        return self._reader.identity

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        """Return one grade a request, in order; a request that cannot be graded comes back ungraded."""
        return [self._grade(request) for request in requests]

    def _grade(self, request: GradeRequest) -> Grade:
        return self.look_again(request, self._fast.appraise(request))

    def look_again(self, request: GradeRequest, seen: Appraisal) -> Grade:
        """Return the grade of what the fast engine saw, the local model asked where that is unsure."""
        started = time.perf_counter()
        places = asked_about(request, seen)
        if not places:
            return replace(seen.grade, engine=self.name)
        try:
            judged, alone = judged_by((self.name, "local"), self._reader, request, seen, places)
        except ModelError as error:
            _log.warning("graded by fast alone: %s", error)
            return replace(seen.grade, flags=(*seen.grade.flags, FELL_BACK))
        other = regraded(seen, request.answer, alone, name="local")
        grade = regraded(seen, request.answer, judged, name=self.name, other=other)
        taken = seen.grade.milliseconds + (time.perf_counter() - started) * 1000
        return replace(grade, milliseconds=round(taken, 3))


def asked_about(request: GradeRequest, seen: Appraisal) -> list[int]:
    """Return the places of the key points that the model is asked about, in order."""
    if seen.drafted:
        return seen_at_all(seen.sights)
    return [] if nothing_seen(request, seen) else unsure(seen.sights)


def unsure(sights: Sequence[Sight]) -> list[int]:
    """Return the places of the key points to ask about, in order: at most `MOST_ASKED`, the least sure of them."""
    places = [i for i, one in enumerate(sights) if one.nearest and SURE_BELOW <= one.credit < SURE_FROM]
    return sorted(sorted(places, key=lambda i: (abs(sights[i].credit - 0.5), i))[:MOST_ASKED])


def seen_at_all(sights: Sequence[Sight]) -> list[int]:
    """Return the places of the key points of which fast sees a trace: the model's word alone earns nothing."""
    return [place for place, one in enumerate(sights) if one.nearest and one.credit >= SURE_BELOW]
