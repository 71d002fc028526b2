"""Whatever is typed, a grade comes back whose numbers and quotes hold."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.domain.grade import Grade
from interviewer.domain.question import Question
from interviewer.grading.engine import GradeRequest, request_for
from interviewer.grading.fast import FastEngine

WORDS = [
    "batch",
    "mean",
    "not",
    "variance",
    "running",
    "the",
    "of",
    "because",
    "eval",
    ",",
    ".",
    "\n- ",
    "σ²",
    "x^2",
    "never",
]


def holds(grade: Grade, answer: str) -> bool:
    quotes = [point.quote for point in grade.key_points if point.quote] + [one.quote for one in grade.misconceptions]
    return (
        grade.score is not None
        and 0 <= grade.score <= 1
        and all(quote.verified_in(answer) for quote in quotes)
        and all(point.quote is not None for point in grade.key_points if point.credit > 0)
        and all(point.credit == 0 for point in grade.key_points if point.verdict == "contradicted")
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)))
def test_any_text_is_graded(engine: FastEngine, batch_norm: Question, answer: str) -> None:
    assert holds(engine.grade([request_for(batch_norm, answer)])[0], answer)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=80), reference=st.text(max_size=200), answer=st.text(max_size=200))
def test_any_reference_is_graded_or_refused(engine: FastEngine, question: str, reference: str, answer: str) -> None:
    grade = engine.grade([GradeRequest(question, reference, (), (), answer)])[0]
    assert grade.ungraded is not None or holds(grade, answer)


@pytest.mark.parametrize(
    "answer",
    [
        "batch mean and variance are used in training. " * 25_000,
        "x" * 10_000 + " uses running averages of mean and variance",
        "the running \ud800 averages\x00 replace the \x1b[31mbatch mean\x07",
        "a, " * 9_000,
        "Z̷̡̛" * 500,
        "-" * 30_000,
        "not " * 6_000,
        "\u202erunning averages\u202c \U000e0041 stored estimates replace batch statistics",
    ],
)
def test_hostile_text_is_graded_in_time(engine: FastEngine, batch_norm: Question, answer: str) -> None:
    grade = engine.grade([request_for(batch_norm, answer)])[0]
    assert holds(grade, answer)
    assert ("truncated" in grade.flags) == (len(answer) > 20_000)


def test_batch_and_order_of_key_points_change_nothing(engine: FastEngine, batch_norm: Question) -> None:
    answers = ["In training the batch mean is used.", "Running averages at inference.", batch_norm.reference]
    requests = [request_for(batch_norm, answer) for answer in answers]
    together = engine.grade(requests)
    alone = [engine.grade([one])[0] for one in requests]
    turned = engine.grade([replace(one, key_points=one.key_points[::-1]) for one in requests])
    for left, right, other in zip(together, alone, turned, strict=True):
        assert replace(left, milliseconds=0) == replace(right, milliseconds=0)
        assert replace(left, milliseconds=0) == replace(other, milliseconds=0, key_points=other.key_points[::-1])
