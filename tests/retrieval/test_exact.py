"""Exact search: the same as sorting everything, whatever ties, filters and counts there are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from interviewer.embedding.model import Vectors
from interviewer.retrieval.exact import ExactIndex


def few(seed: int, count: int) -> Vectors:
    """Return rows of length 1 in two dimensions, many of them the same."""
    angles = np.random.default_rng(seed).integers(0, 6, count)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


@given(st.integers(0, 99), st.integers(0, 12), st.integers(-1, 14), st.none() | st.sets(st.integers(0, 11)))
def test_the_nearest_come_first_and_ties_by_place(seed: int, size: int, count: int, among: set[int] | None) -> None:
    vectors = few(seed, size)
    admitted = [place for place in range(size) if among is None or place in among]
    query = np.array([1.0, 0.0], np.float32)
    cosines = [round(float(np.round(vectors[place] @ query, 5)), 5) for place in admitted]
    wanted = sorted(zip(admitted, cosines, strict=True), key=lambda pair: (-pair[1], pair[0]))[: max(0, count)]
    found = ExactIndex(vectors).rank(query, count, None if among is None else set(admitted))
    assert [place for place, _ in found] == [place for place, _ in wanted]
    assert np.allclose([cosine for _, cosine in found], [cosine for _, cosine in wanted], atol=2e-5)
