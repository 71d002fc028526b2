"""The local engine: the local model reads every key point, one probability each; quotes and gate are fast's."""

import time
from collections.abc import Sequence
from dataclasses import replace

from interviewer.domain.errors import ModelError
from interviewer.domain.grade import Grade, ungraded
from interviewer.grading.engine import GradeRequest
from interviewer.grading.fast import Appraisal, FastEngine
from interviewer.grading.fusion import Judged, fusion
from interviewer.grading.reader import Reader
from interviewer.grading.regrade import regraded

LEAST_SEEN = 0.1
"""Mark of the fast engine below which the model is asked nothing: readers gave 61 of 65 such answers of the rubric
set's dev part nothing, and a model that says yes to what it hardly met lifts wrong answers and those to others."""


class LocalEngine:
    """Grades by the local model what the fast engine finds something in. Where the model gives no answer, neither does
    this engine: the grade says why."""

    name = "local"

    def __init__(self, fast: FastEngine, reader: Reader) -> None:
        """Take quotes, gate and misconceptions from `fast`, readings from `reader`."""
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
        started = time.perf_counter()
        seen = self._fast.appraise(request)
        places = [] if nothing_seen(request, seen) else [at for at, one in enumerate(seen.sights) if one.nearest]
        if not places:
            return replace(seen.grade, engine=self.name)
        try:
            [judged] = judged_by((self.name,), self._reader, request, seen, places)
        except ModelError as error:
            return ungraded(self.name, str(error))
        grade = regraded(seen, request.answer, judged, name=self.name)
        return replace(grade, milliseconds=round((time.perf_counter() - started) * 1000, 3))


def nothing_seen(request: GradeRequest, seen: Appraisal) -> bool:
    """Say whether the fast engine saw so little of a rubric's points that the model is not asked."""
    # a reply to a follow-up is about one point, which may be a light one; drafted points are read as one
    whole = request.asked_for is None and not seen.drafted
    return whole and (seen.grade.score or 0.0) < LEAST_SEEN


def judged_by(
    engines: Sequence[str], reader: Reader, request: GradeRequest, seen: Appraisal, places: Sequence[int]
) -> list[dict[int, Judged]]:
    """Return for each of `engines` what it makes of the key points at `places`, by the same readings.

    Drafted key points are not read one by one: cut from a reference they say little by themselves, so the model is
    asked once whether the whole answer means the same as the reference. Raises ModelError.
    """
    fusions = [fusion(name) for name in engines]
    if seen.drafted:
        same = reader.same(_asked(request), request.reference, seen.text)
        return [{place: one.judge_drafted(seen.sights[place], same) for place in places} for one in fusions]
    made = read_points(reader, request, seen, places)
    return [{place: one.judge(seen.sights[place], said) for place, said in made.items()} for one in fusions]


def read_points(reader: Reader, request: GradeRequest, seen: Appraisal, places: Sequence[int]) -> dict[int, float]:
    """Return for the key points at `places` whether the model says that the answer makes them. Raises ModelError."""
    points = [seen.grade.key_points[place].text for place in places]
    return dict(zip(places, reader.made(_asked(request), seen.text, points), strict=True))


def _asked(request: GradeRequest) -> str:
    return f"{request.question} {request.follow_up}" if request.follow_up else request.question
