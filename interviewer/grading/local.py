"""The local engine: the local model reads every key point, two probabilities each; quotes and gate are fast's."""

import time
from collections.abc import Sequence
from dataclasses import replace

from interviewer.domain.errors import ModelError
from interviewer.domain.grade import Grade, ungraded
from interviewer.grading.engine import GradeRequest
from interviewer.grading.fast import Appraisal, FastEngine
from interviewer.grading.fusion import Read, fusion
from interviewer.grading.reader import Reader
from interviewer.grading.regrade import regraded


class LocalEngine:
    """Grades by the local model. Where it gives no answer, neither does this engine: the grade says why."""

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
        places = [place for place, one in enumerate(seen.sights) if one.nearest]
        if not places:
            return replace(seen.grade, engine=self.name)
        try:
            reads = read_points(self._reader, request, seen, places)
        except ModelError as error:
            return ungraded(self.name, str(error))
        judge = fusion(self.name).judge
        judged = {place: judge(seen.sights[place], one) for place, one in reads.items()}
        grade = regraded(seen, request.answer, judged, name=self.name)
        return replace(grade, milliseconds=round((time.perf_counter() - started) * 1000, 3))


def read_points(reader: Reader, request: GradeRequest, seen: Appraisal, places: Sequence[int]) -> dict[int, Read]:
    """Return what the model says of the key points at `places`, each of which has a stretch. Raises ModelError."""
    points = [seen.grade.key_points[place].text for place in places]
    spans = [seen.sights[place].context for place in places]
    stretches = [span.of(request.answer) for span in spans if span]
    asked = f"{request.question} {request.follow_up}" if request.follow_up else request.question
    made = reader.made(asked, seen.text, points)
    correct = reader.correct(list(zip(points, stretches, strict=True)))
    return {place: Read(*pair) for place, pair in zip(places, zip(made, correct, strict=True), strict=True)}
