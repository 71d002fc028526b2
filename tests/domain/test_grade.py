"""Thresholds, the formula of the raw mark, and quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.grade import Quote, label_of, raw_score, ungraded, verdict_of
from interviewer.domain.question import KeyPoint, Question
from tests.support import texts


@pytest.mark.parametrize(
    ("value", "verdict", "label"),
    [
        (0.0, "missing", "wrong"),
        (0.3499, "missing", "wrong"),
        (0.35, "partial", "partly"),
        (0.7499, "partial", "partly"),
        (0.75, "covered", "correct"),
        (1.0, "covered", "correct"),
    ],
)
def test_thresholds_belong_to_the_upper_class(value: float, verdict: str, label: str) -> None:
    assert verdict_of(value) == verdict
    assert label_of(value) == label
    assert verdict_of(value, contradicted=True) == "contradicted"


@pytest.mark.parametrize(
    ("points", "lost", "raw"),
    [
        ([(3, 1.0), (1, 0.0)], 0, 0.75),
        ([(3, 1.0), (1, 1.0)], 1, 0.75),
        ([(1, 0.2)], 1, 0.0),
        ([(1, 1.0), (1, 0.0), (1, 0.0)], 0, 0.3333),
        ([(5, 1.0)], 0, 1.0),
    ],
)
def test_raw_is_the_weighted_mean_less_what_misconceptions_cost(
    points: list[tuple[int, float]], lost: int, raw: float
) -> None:
    assert raw_score(points, lost) == raw


@pytest.mark.parametrize("points", [[], [(0, 1.0)]])
def test_a_rubric_without_weight_has_no_mark(points: list[tuple[int, float]]) -> None:
    with pytest.raises(ValueError, match="positive weight"):
        raw_score(points)


marked = st.lists(st.tuples(st.integers(1, 5), st.floats(0, 1)), min_size=1, max_size=7)


@given(marked, st.integers(0, 12), st.data())
def test_raw_stays_in_range_and_never_rises_with_less_credit(
    points: list[tuple[int, float]], lost: int, data: st.DataObject
) -> None:
    raw = raw_score(points, lost)
    assert 0.0 <= raw <= 1.0
    assert raw == round(raw, 4)
    assert raw_score(points, lost + 1) <= raw
    place = data.draw(st.integers(0, len(points) - 1))
    weight, credit = points[place]
    less = [*points[:place], (weight, credit / 2), *points[place + 1 :]]
    assert raw_score(less, lost) <= raw


@given(texts(), st.integers(-3, 45), st.integers(-3, 45))
def test_a_quote_holds_only_where_it_stands(answer: str, start: int, end: int) -> None:
    true = 0 <= start < end <= len(answer) and bool(answer[start:end].strip())
    assert Quote(answer[max(0, start) : max(0, end)], start, end).verified_in(answer) == true
    assert not Quote(answer[max(0, start) : max(0, end)] + "x", start, end).verified_in(answer)


@pytest.mark.parametrize("blank", [" ", "\n", "\t ", ""])
def test_blanks_are_no_quote(blank: str) -> None:
    assert not Quote(blank, 1, 1 + len(blank)).verified_in(f"a{blank}b")


def test_ungraded_has_a_reason_and_no_numbers() -> None:
    grade = ungraded("fast", "the model is missing")
    assert grade.ungraded == "the model is missing"
    assert (grade.score, grade.raw, grade.low, grade.high, grade.label) == (None, None, None, None, None)


def test_a_question_finds_its_key_points() -> None:
    point = KeyPoint("k", 1, "text")
    asked = Question("q", "Why?", "Because.", (point,))
    assert asked.key_point("k") is point
    with pytest.raises(KeyError):
        asked.key_point("other")
