"""Which key point a stretch speaks of, and how near an answer is to being wrong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.contest import Contest, wrongness

NEAR = np.array([[0.9, 0.2, 0.5], [0.3, 0.8, 0.6]])
ALL = np.arange(3)


def test_a_stretch_belongs_to_the_point_that_it_is_nearest_to() -> None:
    first, second = Contest(NEAR, 0), Contest(NEAR, 1)
    assert first.ground(ALL) == 0.9
    assert second.ground(ALL) == 0.8
    assert first.ground(np.array([1, 2])) == 0.0, "both are nearer to the other point"
    assert second.ground(np.array([2])) == 0.6


@given(st.lists(st.lists(st.floats(-1, 1), min_size=4, max_size=4), min_size=1, max_size=5))
def test_shares_of_one_stretch_add_up_to_one(near: list[list[float]]) -> None:
    table = np.array(near)
    shares = [Contest(table, place).share(np.array([2])) for place in range(len(table))]
    assert sum(shares) == pytest.approx(1.0)
    assert all(Contest(table, place).share(np.arange(4)) >= shares[place] for place in range(len(table)))


def test_wrongness_is_the_nearest_and_the_mean_of_three() -> None:
    found = wrongness([0.2, 0.8, 0.5, 0.6], [0.1, 0.9, 0.1, 0.6])
    assert found.nearest == 0.8
    assert found.several == pytest.approx((0.8 + 0.6 + 0.5) / 3, abs=1e-4)
    assert wrongness([0.4], [0.1]).several == 0.4


def test_a_lead_counts_by_what_it_has_to_do_with_the_point() -> None:
    found = wrongness([0.7, 0.6], [0.2, 0.5])
    assert found.lead(np.array([0.1, 0.9])) == pytest.approx(0.09)
    assert found.lead(np.array([1.0, 0.0])) == pytest.approx(0.5)
