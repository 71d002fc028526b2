"""The interval of a score: it holds the score, lies in [0, 1], rises with it, and is wider without a rubric."""

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.intervals import Band, bands, interval_of

SCORES = st.floats(0, 1, allow_nan=False)


@given(SCORES, st.booleans())
def test_it_holds_the_score(score: float, drafted: bool) -> None:
    low, high = interval_of(score, drafted=drafted)
    assert 0 <= low <= score + 5e-5
    assert score - 5e-5 <= high <= 1


@given(SCORES, SCORES, st.booleans())
def test_a_better_score_has_no_lower_interval(one: float, other: float, drafted: bool) -> None:
    lesser, greater = sorted((one, other))
    low, high = interval_of(lesser, drafted=drafted), interval_of(greater, drafted=drafted)
    assert low[0] <= high[0] + 1e-4
    assert low[1] <= high[1] + 1e-4


def test_a_score_outside_its_band_widens_it() -> None:
    assert Band((0.0, 1.0), (0.2, 0.2), (0.4, 0.4)).at(0.9) == (0.2, 0.9)


@pytest.mark.parametrize("name", ["rubric", "reference"])
def test_knots_ascend(name: str) -> None:
    data = json.loads(files("interviewer.grading").joinpath("intervals.json").read_text("utf-8"))[name]
    assert list(bands()[name].score) == data["score"] == sorted(data["score"])
    assert all(low <= high for low, high in zip(data["low"], data["high"], strict=True))


def test_without_a_rubric_less_is_known() -> None:
    width = {name: sum(one.high) - sum(one.low) for name, one in bands().items()}
    assert width["reference"] > width["rubric"]
