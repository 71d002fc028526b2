"""Blocks of several heights: taller ones only where they leave every bit as it is."""

from typing import Any

import pytest
import torch

from interviewer.embedding import packed
from interviewer.embedding.model import MiniLM
from interviewer.embedding.packed import PackedBert
from interviewer.embedding.products import ROWS, product

TEXTS = [[101, *range(2000, 2000 + length), 102] for length in (3, 40, 90, 11)]


def vectors(bert: PackedBert) -> list[bytes]:
    with torch.inference_mode():
        return [one.tobytes() for one in bert(TEXTS)]


def packed_bert(minilm: MiniLM) -> PackedBert:
    bert: Any = minilm._model.transformers_model
    return PackedBert(torch, bert, bert.state_dict())


def test_tall_blocks_give_the_bits_of_low_ones(minilm: MiniLM, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = vectors(packed_bert(minilm))
    monkeypatch.setattr(packed, "_TALL", (2 * ROWS,))
    assert vectors(packed_bert(minilm)) == whole


def test_a_height_that_changes_a_bit_is_not_used(minilm: MiniLM, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[int] = set()

    def otherwise(torch: Any, weight: Any, bias: Any) -> Any:
        run = product(torch, weight, bias)

        def made(rows: Any) -> Any:
            seen.add(len(rows))
            return run(rows) if len(rows) == ROWS else run(rows) * (1 + 1e-6)

        return made

    expected = vectors(packed_bert(minilm))
    monkeypatch.setattr(packed, "product", otherwise)
    bert = packed_bert(minilm)
    assert vectors(bert) == expected
    assert seen > {ROWS}, "the other heights were tried"
    seen.clear()
    assert vectors(bert) == expected
    assert seen == {ROWS}
