"""The bench for speed: which answers it takes, and what it makes of the clock."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from interviewer.domain.errors import UsageError
from interviewer.domain.grade import Grade, ungraded
from interviewer.domain.question import KeyPoint
from interviewer.evaluation.agreement.samples import Sample, Samples
from interviewer.evaluation.speed import measure_speed, usual
from interviewer.grading import GradeRequest

SIX = tuple(KeyPoint(str(place), 1, "said") for place in range(6))
REQUEST = GradeRequest("asked?", "told", SIX, (), "word " * 60)


class Clockwork:
    """An engine that takes as many milliseconds for an answer as it has words, twice that when first asked."""

    name = "clockwork"

    def __init__(self) -> None:
        self.now = 0.0
        self._known: set[str] = set()

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        for one in requests:
            self.now += len(one.answer.split()) / (1000 if one.answer in self._known else 500)
            self._known.add(one.answer)
        return [ungraded(self.name, "it only takes time") for _ in requests]


def sample(request: GradeRequest) -> Sample:
    return Sample("id", "set", "question", request, 0.5, "partly")


def test_answers_of_the_usual_length_to_questions_of_six_points_are_taken() -> None:
    others = [replace(REQUEST, answer="word " * 20), replace(REQUEST, key_points=SIX[:5])]
    assert usual(Samples("set", tuple(map(sample, [*others, REQUEST])))) == [REQUEST]
    with pytest.raises(UsageError, match="of about 60 words"):
        usual(Samples("set", tuple(map(sample, others))))


def test_the_first_time_does_not_count() -> None:
    engine = Clockwork()
    requests = [replace(REQUEST, answer="word " * words) for words in range(50, 70)]
    found = measure_speed(engine, requests, 2, lambda: engine.now)
    assert (found.n, found.words, found.rounds) == (20, 59.5, 2)
    assert (found.milliseconds_median, found.milliseconds_p95) == (59.0, 68.0)
    assert found.answers_a_second == pytest.approx(1000 / 59.5, abs=0.05)
