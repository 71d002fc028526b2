"""The change of the encoder's weights: written, read and added as it was learnt."""

from pathlib import Path

import numpy as np
import pytest
import torch

from interviewer.embedding.adapter import CLAIMS, changed, read_change, write_change


def test_a_change_of_low_rank_comes_back(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    matrix = (chance.normal(size=(12, 3)) @ chance.normal(size=(3, 8)) / 8).astype(np.float32)
    vector = chance.normal(size=8).astype(np.float32)
    write_change(tmp_path / "c.safetensors", {"a.weight": matrix, "a.bias": vector}, rank=3)
    found = read_change(tmp_path / "c.safetensors")
    assert set(found) == {"a.weight", "a.bias"}
    assert np.allclose(found["a.weight"], matrix, atol=5e-3)
    assert np.allclose(found["a.bias"], vector, atol=5e-3)


def test_a_change_is_added_and_the_rest_is_shared() -> None:
    weights = {"a": torch.ones(2, 2), "b": torch.zeros(2)}
    found = changed(torch, weights, {"a": np.full((2, 2), 0.5, dtype=np.float32)})
    assert found["a"].tolist() == [[1.5, 1.5], [1.5, 1.5]]
    assert found["b"] is weights["b"]
    assert weights["a"].tolist() == [[1.0, 1.0], [1.0, 1.0]]


def test_a_change_of_another_model_is_refused() -> None:
    with pytest.raises(KeyError):
        changed(torch, {}, {"encoder.layer.9.output.dense.weight": np.zeros((2, 2), dtype=np.float32)})


def test_what_is_shipped_changes_every_layer_and_stays_small() -> None:
    names = set(read_change(CLAIMS))
    assert all(any(f"encoder.layer.{layer}." in name for name in names) for layer in range(6))
    assert all(name.startswith("encoder.layer.") for name in names)
    assert CLAIMS.stat().st_size < 30e6
