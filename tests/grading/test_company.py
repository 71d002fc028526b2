"""What an answer makes of the other key points weighs on each: at length and silent on the rest, few mean this one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.question import Question
from interviewer.grading.company import companies
from interviewer.grading.credit import together
from interviewer.grading.engine import request_for
from interviewer.grading.fast import FastEngine
from interviewer.grading.features import Company

likelihood = st.floats(0, 1)
ASIDE = (
    "We had three colleagues on that project, and for weeks nobody agreed on which learning rate to take. The GPU "
    "cluster was shared by two teams, so training jobs waited in a queue, and the loss curves came in overnight. I "
    "plotted the gradient norms of every layer, wrote a report on the data pipeline, and showed it to the department, "
    "where people asked about the optimiser, the schedule, the hardware and the budget for the next network."
)


@given(st.lists(st.tuples(likelihood, likelihood), min_size=2, max_size=7), likelihood)
def test_it_is_a_share_and_the_order_of_key_points_does_not_matter(
    points: list[tuple[float, float]], length: float
) -> None:
    said, turned = zip(*points, strict=True)
    found = companies(said, turned, length)
    assert all(0 <= one.turned < 1 and 0 <= one.unsaid <= 1 for one in found)
    assert companies(said[::-1], turned[::-1], length) == found[::-1]


def test_its_own_likelihood_is_no_company_of_a_key_point() -> None:
    assert companies([0.0, 0.5], [1.0, 0.1], 1.0)[0] == companies([1.0, 0.5], [0.0, 0.1], 1.0)[0] == Company(0.0, 0.5)


@given(likelihood, likelihood, likelihood, likelihood)
def test_more_unsaid_or_turned_round_never_helps(stated: float, turned: float, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert together(stated, 0.1, Company(turned, less)) >= together(stated, 0.1, Company(turned, more))
    assert together(stated, 0.1, Company(less, turned)) >= together(stated, 0.1, Company(more, turned))


@given(st.floats(0, 0.3), likelihood)
def test_company_alone_does_not_carry_a_key_point(stated: float, turned: float) -> None:
    assert together(stated, turned, Company(0.0, 0.0)) < 0.5


def test_a_reply_on_one_point_loses_nothing_and_a_long_answer_silent_on_the_rest_does(
    engine: FastEngine, batch_norm: Question
) -> None:
    reply = "At inference it uses the running averages kept in training."
    short, long = engine.grade([request_for(batch_norm, one) for one in (reply, f"{ASIDE} {reply}")])
    place = [point.id for point in batch_norm.key_points].index("running-averages")
    assert short.key_points[place].verdict == "covered"
    assert long.key_points[place].credit <= short.key_points[place].credit


@pytest.mark.parametrize("padding", ["Thank you, I am glad you ask. ", "Let me think about how to put it best. "])
def test_pleasantries_are_no_length(engine: FastEngine, batch_norm: Question, padding: str) -> None:
    plain, padded = engine.grade(
        [request_for(batch_norm, one) for one in (batch_norm.reference, padding * 8 + batch_norm.reference)]
    )
    assert padded.score == pytest.approx(plain.score, abs=0.02)
