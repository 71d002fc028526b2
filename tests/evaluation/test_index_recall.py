"""Chroma against exact search: recall is counted, times are medians, and a padded bank has as many texts as asked."""

from itertools import count
from pathlib import Path

import numpy as np
import pytest

from interviewer.embedding.model import Vectors
from interviewer.evaluation import index_recall as module
from interviewer.evaluation.index_recall import index_recall, padded
from interviewer.retrieval.exact import ExactIndex
from interviewer.retrieval.units import units_of
from tests.support import question

UNITS = units_of([question(f"q{n}") for n in range(30)])
VECTORS = np.random.default_rng(5).normal(size=(len(UNITS), 384)).astype(np.float32)
VECTORS /= np.linalg.norm(VECTORS, axis=1, keepdims=True)


def test_chroma_finds_what_exact_search_finds(tmp_path: Path) -> None:
    ticks = count()
    found = index_recall(UNITS, VECTORS, VECTORS[:7], tmp_path / "index", lambda: next(ticks) * 0.002)
    assert (found.queries, found.units) == (7, len(UNITS))
    assert found.chroma_recall_at_10.value == 1.0
    assert found.exact_ms == found.chroma_ms == found.exact_filtered_ms == found.chroma_filtered_ms == 2.0


class Blind(ExactIndex):
    """An index that misses whatever lies in the first half."""

    def rank(self, vector: Vectors, count: int, among: object = None) -> list[tuple[int, float]]:  # noqa: ARG002
        return [pair for pair in super().rank(vector, count) if pair[0] >= len(UNITS) // 2]


def test_what_is_missed_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "open_chroma", lambda *_, **__: Blind(VECTORS))
    found = index_recall(UNITS, VECTORS, VECTORS[:20], tmp_path, iter(range(10_000)).__next__)
    exact = [place for one in VECTORS[:20] for place, _ in ExactIndex(VECTORS).rank(one, 10)]
    wanted = sum(place >= len(UNITS) // 2 for place in exact) / len(exact)
    assert found.chroma_recall_at_10.value == pytest.approx(wanted, abs=1e-4)


def test_a_bank_is_filled_up_with_near_copies_of_other_names() -> None:
    units, vectors = padded(UNITS, VECTORS, 100)
    assert len({unit.id for unit in units}) == len(vectors) == 100
    assert np.array_equal(vectors[: len(UNITS)], VECTORS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert 0.8 < float(vectors[len(UNITS)] @ VECTORS[0]) < 0.95
    assert padded(UNITS, VECTORS, None)[0] == padded(UNITS, VECTORS, 3)[0] == UNITS
