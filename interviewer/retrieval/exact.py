"""Exact dense search: the oracle, and what stands in when Chroma cannot be used."""

from collections.abc import Collection

import numpy as np

from interviewer.embedding.model import Vectors


class ExactIndex:
    """Cosine search over all vectors, float32 (n, 384), rows of length 1."""

    name = "exact"

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def rank(self, vector: Vectors, count: int, among: Collection[int] | None = None) -> list[tuple[int, float]]:
        """Return (place, cosine) of the `count` nearest, best first, ties by place; only those in `among`, if given."""
        places = np.arange(len(self._vectors)) if among is None else np.array(sorted(among), dtype=np.intp)
        if not len(places):
            return []
        scores = np.round(self._vectors[places] @ vector, 5)
        order = np.lexsort((places, -scores))[:count]
        return [(int(places[nth]), round(float(scores[nth]), 5)) for nth in order]

    def close(self) -> None:
        """Nothing to give back."""
