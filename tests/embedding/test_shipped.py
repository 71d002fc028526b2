"""The vectors that are shipped beside the bundled questions."""

from pathlib import Path

import numpy as np
import pytest

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.embedding.cache import MemoryStore, content_hash
from interviewer.embedding.model import DIMENSION, MiniLM, Vectors
from interviewer.embedding.shipped import ShippedVectors, write_vectors
from interviewer.retrieval.units import units_of
from interviewer.wiring import VECTORS


def rows(count: int) -> Vectors:
    drawn = np.random.default_rng(3).normal(size=(count, DIMENSION)).astype(np.float32)
    unit: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


def test_what_was_written_is_found_and_the_rest_asked_elsewhere(tmp_path: Path) -> None:
    keys, vectors, beyond = [content_hash(text) for text in "cab"], rows(3), MemoryStore()
    write_vectors(tmp_path / "v.safetensors", "m", keys, vectors)
    store = ShippedVectors(tmp_path / "v.safetensors", beyond)
    store.put("m", {"other": b"kept elsewhere"})
    found = store.get("m", [*keys, "other", "unknown"])
    assert set(found) == {*keys, "other"}
    for key, vector in zip(keys, vectors, strict=True):
        assert np.frombuffer(found[key], "<f4") @ vector == pytest.approx(1, abs=1e-5)
    assert beyond.get("m", keys) == {}


def test_vectors_of_another_model_are_not_used(tmp_path: Path) -> None:
    write_vectors(tmp_path / "v.safetensors", "m", [content_hash("a")], rows(1))
    assert ShippedVectors(tmp_path / "v.safetensors", MemoryStore()).get("n", [content_hash("a")]) == {}


def test_a_missing_file_is_no_fault(tmp_path: Path) -> None:
    assert ShippedVectors(tmp_path / "none", MemoryStore()).get("m", ["k"]) == {}


def test_none_can_be_written(tmp_path: Path) -> None:
    write_vectors(tmp_path / "v.safetensors", "m", [], np.empty((0, DIMENSION), np.float32))
    assert ShippedVectors(tmp_path / "v.safetensors", MemoryStore()).get("m", []) == {}


def test_every_bundled_text_has_its_vector_of_the_present_model(minilm: MiniLM) -> None:
    texts = sorted({unit.text for unit in units_of(load_bank(bundled("corpus")).questions)})
    store = ShippedVectors(bundled("corpus") / VECTORS, MemoryStore())
    found = store.get(minilm.identity, [content_hash(text) for text in texts])
    stale = [text for text in texts if content_hash(text) not in found]
    assert stale == [], "the bundled questions changed: run `make vectors`"
    some = texts[:: len(texts) // 8]
    fresh = minilm.encode(some)
    for text, vector in zip(some, fresh, strict=True):
        assert np.frombuffer(found[content_hash(text)], "<f4") @ vector == pytest.approx(1, abs=1e-4)
