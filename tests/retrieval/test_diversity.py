"""Maximal marginal relevance: the best stays first, near ones are put apart, and nothing is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.embedding.model import Vectors
from interviewer.retrieval.diversity import varied


def rows(*degrees: float) -> Vectors:
    """Return vectors of length 1 at these angles."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


@given(st.lists(st.integers(0, 359), max_size=15), st.floats(0, 1))
def test_everything_comes_once_and_the_best_first(degrees: list[int], relevance: float) -> None:
    order = varied(rows(*degrees), relevance)
    assert sorted(order) == list(range(len(degrees)))
    assert order[:1] == list(range(len(degrees)))[:1]


def test_a_near_one_waits_for_one_that_says_more() -> None:
    assert varied(rows(0, 1, 90)) == [0, 2, 1]
    assert varied(rows(0, 1, 2, 90, 91), 0.5) == [0, 3, 1, 2, 4]


def test_what_is_like_nothing_else_keeps_its_order() -> None:
    assert varied(np.eye(6, dtype=np.float32)) == list(range(6))
    assert varied(np.zeros((4, 3), np.float32)) == list(range(4))


@pytest.mark.parametrize("degrees", [(0, 0, 0, 0), (0, 40, 80, 120)])
def test_relevance_alone_keeps_the_order(degrees: tuple[float, ...]) -> None:
    assert varied(rows(*degrees), 1.0) == list(range(len(degrees)))
