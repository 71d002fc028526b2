"""Exact dense search: what small banks are searched by, the oracle for Chroma, and what stands in when that fails."""

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from interviewer.embedding.model import Vectors


class ExactIndex:
    """Cosine search over all vectors, float32 (n, 384), rows of length 1."""

    name = "exact"

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def rank(self, vector: Vectors, count: int, among: Collection[int] | None = None) -> list[tuple[int, float]]:
        """Return (place, cosine) of the `count` nearest, best first, ties by place; only those in `among`, if given."""
        scores = np.round(self._vectors @ vector, 5)
        places = np.arange(len(scores)) if among is None else np.fromiter(among, dtype=np.intp, count=len(among))
        best = _highest(scores[places], count)
        places, scores = places[best], scores[places[best]]
        order = np.lexsort((places, -scores))[:count]
        return [(int(places[nth]), round(float(scores[nth]), 5)) for nth in order]

    def close(self) -> None:
        """Nothing to give back."""


def _highest(scores: Vectors, count: int) -> npt.NDArray[np.intp]:
    """Return where the `count` highest scores are, and all that tie with the last of them, in no order."""
    if count >= len(scores):
        return np.arange(len(scores))
    if count < 1:
        return np.empty(0, dtype=np.intp)
    least = np.partition(scores, len(scores) - count)[len(scores) - count]
    return np.flatnonzero(scores >= least)
