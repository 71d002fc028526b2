"""The judge among the engines: a chat model that the person named, heard beside fast and the local model."""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace

from interviewer.domain.grade import Grade
from interviewer.grading.chat_judge import Asked, ChatJudge
from interviewer.grading.engine import GradeRequest
from interviewer.grading.fast import Appraisal, FastEngine
from interviewer.grading.jury import weighed
from interviewer.grading.panel import PanelEngine
from interviewer.grading.verdicts import MOST_POINTS

FELL_BACK = "judge-unavailable"

_log = logging.getLogger(__name__)


class JudgeEngine:
    """Grades by the panel, or by fast alone where there is no local model, and by a chat model as one more voice.

    What the gate refuses or takes for a list of keywords is never sent. Where the judge fails, the grade is that of
    the others: it has their name and a flag, and `judging` says why.
    """

    def __init__(self, name: str, fast: FastEngine, judge: ChatJudge, panel: PanelEngine | None = None) -> None:
        """Take the gate and the evidence from `fast`; `panel` is None where the local model cannot be used."""
        self.name = name
        self._fast = fast
        self._judge = judge
        self._panel = panel

    @property
    def identity(self) -> str:
        """Changes whenever the marks may, as far as one can know of a model on a host. Raises ModelUnavailable."""
        return " ".join([self._judge.identity, self._panel.identity if self._panel else ""])

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        """Return one grade a request, in order; a request that cannot be graded comes back ungraded."""
        return [self._grade(request) for request in requests]

    def _grade(self, request: GradeRequest) -> Grade:
        started = time.perf_counter()
        seen = self._fast.appraise(request)
        rest = self._panel.look_again(request, seen) if self._panel else seen.grade
        if seen.traces is None or "keyword-list" in seen.grade.flags:
            return rest if rest.ungraded else replace(rest, engine=self.name)
        said = self._judge.judge(_asked(request, seen))
        if said.judging.failed:
            _log.warning("graded without the judge: %s", said.judging.failed)
            grade = replace(rest, flags=(*rest.flags, FELL_BACK), judging=said.judging)
        else:
            grade = weighed(request, seen, seen.traces, rest, said, self.name)
        return replace(grade, milliseconds=round((time.perf_counter() - started) * 1000, 3))


def _asked(request: GradeRequest, seen: Appraisal) -> Asked:
    """Return what the judge is shown: of the answer, what the candidate states."""
    asked = f"{request.question} {request.follow_up}" if request.follow_up else request.question
    points = tuple(point.text for point in seen.grade.key_points[:MOST_POINTS])
    return Asked(asked, seen.text, points, tuple(one.text for one in request.misconceptions[:MOST_POINTS]))
