"""Figures with intervals from resampled questions."""

import numpy as np
import pytest

from interviewer.evaluation.intervals import UNKNOWN, Measure, Rows, clusters, difference, drawn, resampled

VALUES = np.array([0.0, 0.0, 1.0, 1.0, 1.0, 0.0])


def mean(rows: Rows) -> float:
    return float(VALUES[rows].mean())


def test_rows_are_grouped_by_key_in_order() -> None:
    assert [rows.tolist() for rows in clusters(["b", "a", "b"])] == [[0, 2], [1]]


def test_the_value_is_that_of_all_rows_and_lies_in_its_interval() -> None:
    found = resampled(mean, clusters([0, 0, 1, 1, 2, 2]))
    assert found.value == pytest.approx(0.5)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 0.5 <= found.high


def test_rows_of_one_question_widen_the_interval() -> None:
    alone, together = resampled(mean, clusters(range(6))), resampled(mean, clusters([0, 0, 1, 1, 1, 0]))
    assert together.high is not None
    assert together.low is not None
    assert alone.high is not None
    assert alone.low is not None
    assert together.high - together.low > alone.high - alone.low


def test_the_same_rows_give_the_same_interval() -> None:
    groups = clusters(range(6))
    assert resampled(mean, groups) == resampled(mean, groups)


def test_what_is_not_determined_is_unknown() -> None:
    assert resampled(lambda _: None, clusters([1])) == UNKNOWN
    assert resampled(mean, []) == UNKNOWN


def test_equal_seeds_draw_the_same_questions_so_that_differences_pair_up() -> None:
    groups = clusters([0, 0, 1, 1, 2, 2])
    one, other = drawn(mean, groups), drawn(lambda rows: mean(rows) - 0.25, groups)
    found = difference(one, other)
    assert (found.value, found.low, found.high) == (0.25, 0.25, 0.25)


def test_a_difference_with_something_unknown_is_unknown() -> None:
    groups = clusters([0, 1])
    assert difference(drawn(mean, groups), drawn(lambda _: None, groups)) == UNKNOWN


def test_a_figure_is_shown_with_its_interval_or_not_at_all() -> None:
    assert str(Measure(0.5, 0.25, 0.75)) == "0.500 [0.250, 0.750]"
    assert str(UNKNOWN) == "-"
