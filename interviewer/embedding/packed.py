"""Runs a BERT encoder over blocks of one fixed size, each filled with several texts: no row is spent on padding a text.

Every matrix product has the shape of a whole block, so that a row takes the same arithmetic path wherever it stands and
whatever stands beside it; attention goes over one text at a time. A text's vectors have the same bits in any company.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

BLOCKS = (64, 128, 256)
"""Rows of a block, one a word piece; a text goes into the smallest kind of block that holds all of it."""

_SELF, _AFTER = "attention.self", "attention.output"


class PackedBert:
    """A loaded `transformers.BertModel`, run block by block (Devlin et al. 2019; packing as in Krell et al. 2021).

    Raises ValueError for a model of another make. Not safe in threads: torch's inference mode is the caller's.
    """

    def __init__(self, torch: Any, bert: Any, weights: Mapping[str, Any]) -> None:
        """Take the make from `bert` and the `weights`, named as its own, which may be changed ones."""
        config = bert.config
        if config.model_type != "bert" or config.hidden_act != "gelu":
            raise ValueError(f"a BERT encoder with gelu is expected, not {config.model_type} with {config.hidden_act}")
        self._torch = torch
        self._heads = config.num_attention_heads
        self._epsilon = config.layer_norm_eps
        self._words = weights["embeddings.word_embeddings.weight"]
        # all texts are of the first of the two segments that the model knows
        self._places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._entry = _pair(weights, "embeddings.LayerNorm")
        self._layers = [_Layer(torch, weights, index) for index in range(config.num_hidden_layers)]

    def __call__(self, texts: Sequence[Sequence[int]]) -> list[npt.NDArray[np.float32]]:
        """Return the last layer's vectors of each text of word-piece ids, float32 (pieces, d).

        A text holds at most `BLOCKS[-1]` pieces.
        """
        found: dict[int, npt.NDArray[np.float32]] = {}
        for size, members in blocks([len(ids) for ids in texts]):
            vectors = self._block(size, [texts[member] for member in members]).numpy()
            ends = np.cumsum([len(texts[member]) for member in members])
            found.update(zip(members, np.split(vectors, ends)[:-1], strict=True))
        return [found[index] for index in range(len(texts))]

    def _block(self, size: int, texts: list[Sequence[int]]) -> Any:
        torch, functional = self._torch, self._torch.nn.functional
        spare = size - sum(map(len, texts))
        rows = [*texts, [0] * spare] if spare else texts
        ids = torch.tensor([piece for row in rows for piece in row])
        places = torch.tensor([place for row in rows for place in range(len(row))])
        lengths = [len(row) for row in rows]
        hidden = self._normed(self._words[ids] + self._places[places], self._entry)
        for layer in self._layers:
            spread = functional.linear(hidden, *layer.spread)
            seen = torch.cat([self._attend(one) for one in spread.split(lengths)])
            hidden = self._normed(functional.linear(seen, *layer.gather) + hidden, layer.first_norm)
            wide = functional.gelu(functional.linear(hidden, *layer.widen))
            hidden = self._normed(functional.linear(wide, *layer.narrow) + hidden, layer.second_norm)
        return hidden

    def _attend(self, spread: Any) -> Any:
        """Return what each piece of one text sees of the others: (pieces, 3 d) to (pieces, d)."""
        pieces = spread.shape[0]
        query, key, value = spread.view(1, pieces, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
        seen = self._torch.nn.functional.scaled_dot_product_attention(query, key, value)
        return seen[0].transpose(0, 1).reshape(pieces, -1)

    def _normed(self, rows: Any, norm: tuple[Any, Any]) -> Any:
        return self._torch.nn.functional.layer_norm(rows, rows.shape[-1:], *norm, self._epsilon)


def blocks(lengths: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Return (size of the block, which texts are in it), every text once, the longest first, where they first fit."""
    found: list[tuple[int, list[int]]] = []
    free: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda one: (-lengths[one], one)):
        size = next(size for size in BLOCKS if lengths[index] <= size)
        fits = (at for at, room in enumerate(free) if room >= lengths[index] and found[at][0] == size)
        place = next(fits, None)
        if place is None:
            place = len(found)
            found.append((size, []))
            free.append(size)
        found[place][1].append(index)
        free[place] -= lengths[index]
    return found


class _Layer:
    """One layer's weights, the three projections of attention in one matrix."""

    def __init__(self, torch: Any, weights: Any, index: int) -> None:
        def named(name: str) -> tuple[Any, Any]:
            return _pair(weights, f"encoder.layer.{index}.{name}")

        parts = [named(f"{_SELF}.{name}") for name in ("query", "key", "value")]
        self.spread = torch.cat([weight for weight, _ in parts]), torch.cat([bias for _, bias in parts])
        self.gather = named(f"{_AFTER}.dense")
        self.first_norm = named(f"{_AFTER}.LayerNorm")
        self.widen = named("intermediate.dense")
        self.narrow = named("output.dense")
        self.second_norm = named("output.LayerNorm")


def _pair(weights: Any, name: str) -> tuple[Any, Any]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]
