"""What Chroma's graph misses of the exactly nearest, and where exact search stops being the faster."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from interviewer.embedding.model import Vectors
from interviewer.evaluation.intervals import Measure, Rows, clusters, resampled
from interviewer.retrieval.chroma_index import open_chroma
from interviewer.retrieval.exact import ExactIndex
from interviewer.retrieval.search import DEPTH, DenseIndex
from interviewer.retrieval.units import Unit

NEAREST = 10
_NOISE = 0.03
"""Standard deviation of each number of a copied vector: a cosine of .86 with the original."""


@dataclass(frozen=True, slots=True)
class IndexRecall:
    """Over `queries` among `units`: the share of the ten exactly nearest that Chroma finds too, by queries.

    Milliseconds are the median of a search for as many as the program asks for, among all units and among every other.
    """

    queries: int
    units: int
    chroma_recall_at_10: Measure
    exact_ms: float
    chroma_ms: float
    exact_filtered_ms: float
    chroma_filtered_ms: float


def padded(units: Sequence[Unit], vectors: Vectors, count: int | None) -> tuple[list[Unit], Vectors]:
    """Return units and vectors, filled up to `count` with noisy copies in turn; as they are where that is fewer."""
    more = max(0, (count or 0) - len(units))
    places = np.arange(more) % max(1, len(units))
    noise = np.random.default_rng(1).normal(scale=_NOISE, size=(more, vectors.shape[1]))
    copies = (vectors[places] + noise).astype(np.float32)
    copies /= np.linalg.norm(copies, axis=1, keepdims=True)
    named = [replace(units[int(place)], id=f"copy-{nth}") for nth, place in enumerate(places)]
    return [*units, *named], np.concatenate([vectors, copies])


def index_recall(
    units: Sequence[Unit], vectors: Vectors, asked: Vectors, home: Path, clock: Callable[[], float]
) -> IndexRecall:
    """Return what Chroma, built in `home`, finds for the vectors `asked`, float32 (m, 384); `clock` gives seconds."""
    exact = ExactIndex(vectors)
    chroma = open_chroma(home, "0" * 32, units, vectors, writable=True, now="")
    some = frozenset(range(0, len(units), 2))

    def usual(index: DenseIndex, among: frozenset[int] | None) -> float:
        return _median_ms(lambda one: index.rank(one, DEPTH, among), asked, clock)

    try:
        shares = np.array([_share(chroma, exact, one) for one in asked])
        return IndexRecall(
            queries=len(asked),
            units=len(units),
            chroma_recall_at_10=resampled(_mean_of(shares), clusters(range(len(shares)))),
            exact_ms=usual(exact, None),
            chroma_ms=usual(chroma, None),
            exact_filtered_ms=usual(exact, some),
            chroma_filtered_ms=usual(chroma, some),
        )
    finally:
        chroma.close()


def _share(chroma: DenseIndex, exact: DenseIndex, vector: Vectors) -> float:
    wanted = {place for place, _ in exact.rank(vector, NEAREST)}
    found = {place for place, _ in chroma.rank(vector, NEAREST)}
    return len(wanted & found) / len(wanted)


def _mean_of(shares: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Callable[[Rows], float]:
    return lambda rows: float(shares[rows].mean())


def _median_ms(search: Callable[[Vectors], object], asked: Vectors, clock: Callable[[], float]) -> float:
    taken = []
    for one in asked:
        begun = clock()
        search(one)
        taken.append(1000 * (clock() - begun))
    return round(float(np.median(taken)), 2)
