"""An engine that gives each answer the score that a test says, and samples to go with it."""

from collections.abc import Mapping, Sequence

from interviewer.domain.grade import Grade, KeyPointGrade, Verdict, label_of, ungraded
from interviewer.evaluation.agreement.samples import Sample
from interviewer.grading import GradeRequest


class Scripted:
    """Grades by the answer's text; an answer that the script does not name raises KeyError, None is ungraded."""

    def __init__(
        self,
        scores: Mapping[str, float | None],
        verdicts: Mapping[str, Mapping[str, Verdict]] | None = None,
        name: str = "scripted",
    ) -> None:
        self.name = name
        self.asked: list[str] = []
        self._scores = scores
        self._verdicts = verdicts or {}

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        """Return one grade a request."""
        self.asked += [request.answer for request in requests]
        return [self._grade(request.answer) for request in requests]

    def _grade(self, answer: str) -> Grade:
        score = self._scores[answer]
        if score is None:
            return ungraded(self.name, "the script says so")
        points = tuple(
            KeyPointGrade(point, point, 1, 0.0, verdict, None, 0.5)
            for point, verdict in self._verdicts.get(answer, {}).items()
        )
        return Grade(
            self.name,
            points,
            score=score,
            raw=score,
            low=max(0.0, score - 0.2),
            high=min(1.0, score + 0.2),
            label=label_of(score),
            milliseconds=2.0,
        )


def sample(
    answer: str,
    mark: float,
    question_id: str = "q",
    *,
    markers: tuple[float, ...] = (),
    verdicts: Mapping[str, Verdict] | None = None,
) -> Sample:
    """Return a sample whose id is its answer."""
    request = GradeRequest(f"What is {question_id}?", "The reference.", (), (), answer)
    return Sample(answer, "set", question_id, request, mark, label_of(mark), markers, verdicts)
