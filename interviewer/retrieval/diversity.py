"""Diversity among what was found: an interview should not ask for nearly the same thing twice."""

import numpy as np

from interviewer.embedding.model import Vectors
from interviewer.retrieval.search import RANK_CONSTANT

RELEVANCE = 0.8
"""Share of relevance, the rest is novelty. Of .3 to .9 the least at which, on the development topics of
`eval/retrieval/topics.jsonl`, as many of five questions were about the topic as without (.625)."""


def varied(vectors: Vectors, relevance: float = RELEVANCE) -> list[int]:
    """Return the places of what was found, best first in `vectors` (n, d), as maximal marginal relevance orders them.

    Carbonell and Goldstein, SIGIR 1998: next comes what is most relevant less what is nearest to it among those that
    came before, by cosine. Relevance falls with the rank as in reciprocal rank fusion, 1 for the best, which stays
    first: scores by words and by meaning are not of one scale, ranks are. A row of zeros is like nothing.
    """
    near = vectors @ vectors.T
    ranks = np.arange(len(vectors))
    relevant = relevance * (RANK_CONSTANT + 1) / (RANK_CONSTANT + 1 + ranks)
    nearest = np.zeros(len(vectors), dtype=np.float64)
    left, order = np.ones(len(vectors), dtype=np.bool_), list[int]()
    while left.any():
        gains = np.where(left, relevant - (1 - relevance) * nearest, -np.inf)
        best = int(np.argmax(gains.round(6)))
        order.append(best)
        left[best] = False
        nearest = np.maximum(nearest, near[best])
    return order
