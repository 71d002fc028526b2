"""Whether marks move with the order of the key points, and what a judge took."""

from collections.abc import Sequence
from dataclasses import replace
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.grade import Grade, Judging, KeyPointGrade, Opinion, Verdict, ungraded
from interviewer.domain.question import KeyPoint
from interviewer.evaluation.agreement.samples import Sample
from interviewer.evaluation.effort import effort
from interviewer.evaluation.stability import Stability, orders, stability
from interviewer.grading import GradeRequest
from interviewer.llm.spending import Prices
from tests.evaluation.scripted import sample

POINTS = (KeyPoint("a", 1, "A."), KeyPoint("b", 1, "B."), KeyPoint("c", 1, "C."))


def asked(count: int) -> GradeRequest:
    points = tuple(KeyPoint(f"k{n}", 1, f"Point {n}.") for n in range(count))
    return GradeRequest("What?", "That.", points, (), "This.")


class FirstPoint:
    """Covers whichever key point it is told first, and half of it where `judge` says so of all of them."""

    name = "first"

    def __init__(self, judge: Verdict | None = None, fails: int | None = None) -> None:
        self.judge = judge
        self.fails = fails
        self.graded = 0

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        return [self._grade(request) for request in requests]

    def _grade(self, request: GradeRequest) -> Grade:
        self.graded += 1
        if self.graded == self.fails:
            return ungraded(self.name, "the script says so")
        judging = Judging("m", "p") if self.judge else None
        said = (Opinion("m", 0.0, self.judge),) if self.judge else ()
        points = tuple(
            KeyPointGrade(point.id, "", 1, 0.0, "missing" if place else "covered", None, 0.5, said=said)
            for place, point in enumerate(request.key_points)
        )
        score = 1.0 if request.key_points[0].id == "a" else 0.0
        return Grade(self.name, points, score=score, raw=score, judging=judging)


def of(engine: FirstPoint, runs: int, *points: KeyPoint) -> Stability:
    one = sample("a1", 0.5)
    rows: list[Sample] = [replace(one, request=replace(one.request, key_points=points)), one]
    return stability(engine, rows, runs, lambda _: None)


@given(st.integers(2, 9), st.integers(2, 8), st.integers(0, 5))
def test_orders_are_different_orders_of_the_same_points(count: int, runs: int, seed: int) -> None:
    request = asked(count)
    found = orders(request, runs, seed)
    assert found[0] == request
    assert len({one.key_points for one in found}) == len(found) == min(runs, factorial(count))
    assert all(set(one.key_points) == set(request.key_points) for one in found)
    assert orders(request, runs, seed) == found


def test_what_moves_is_counted() -> None:
    found = of(FirstPoint(), 2, *POINTS[:2])
    assert (found.n, found.runs, found.score_sd, found.score_sd_worst, found.same) == (1, 2, 0.5, 0.5, 0.0)
    assert (found.verdicts_changed, found.judge_changed) == (1.0, None)
    judged = of(FirstPoint("partial"), 2, *POINTS[:2])
    assert (judged.verdicts_changed, judged.judge_changed) == (1.0, 0.0)
    assert "2 orders" in judged.line
    assert "judge's own 0.000" in judged.line


def test_an_answer_that_one_run_could_not_grade_is_left_out() -> None:
    assert of(FirstPoint(fails=2), 2, *POINTS).n == 0
    assert "no answer" in of(FirstPoint(fails=2), 2, *POINTS).line


def test_what_a_judge_took_is_said_of_the_answers_it_judged() -> None:
    def grade(seconds: float, judging: Judging | None) -> Grade:
        points = [
            KeyPointGrade(name, "", 1, 0.0, "missing", None, 0.5, said=(Opinion(engine, 0.0, "missing"),))
            for name, engine in (("a", "m"), ("b", "fast"))
        ]
        return Grade("judge:m", tuple(points), score=0.5, milliseconds=1000 * seconds, judging=judging)

    grades = [
        grade(2.0, Judging("m", "p", 100, 10)),
        grade(4.0, Judging("m", "p", 300, 30)),
        grade(9.0, Judging("m", "p", failed="The host is gone.")),
        grade(0.1, None),
    ]
    found = effort(grades, Prices(1.0, 10.0))
    assert found is not None
    assert (found.judged, found.failed, found.unsent, found.failure) == (2, 1, 1, "The host is gone.")
    assert (found.prompt_tokens, found.reply_tokens, found.seconds_median) == (200, 20, 3.0)
    assert found.heard == 0.5
    assert found.cost == pytest.approx(400e-6)
    assert "0.00040 dollars" in found.line
    free = effort(grades, Prices(0.0, 0.0))
    assert free is not None
    assert free.cost is None
    assert "dollars" not in free.line
    assert effort([grade(1.0, None)], Prices(0.0, 0.0)) is None
    none = effort(grades[2:], Prices(0.0, 0.0))
    assert none is not None
    assert none.heard is None
    assert none.line == "0 answers judged, 1 not sent, 1 graded without the judge"
