"""Runs a BERT encoder over blocks of a few rows, filled with the word pieces of all texts one after another.

Every matrix product has the height of a block, so that a row takes the same arithmetic path wherever it stands and
whatever stands beside it; attention goes over one text at a time. A text's vectors have the same bits in any company,
and only the last block has rows that are no text's. Several blocks are put through as one where that has been seen to
leave every bit as it is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from interviewer.embedding.products import ROWS, product

_SELF, _AFTER = "attention.self", "attention.output"
_TALL = (4 * ROWS, 2 * ROWS)
"""Heights of several blocks as one: a row in 128 takes a tenth less time than one in 32 (`docs/measurements.md`)."""


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
        self._words = weights["embeddings.word_embeddings.weight"]
        # all texts are of the first of the two segments that the model knows
        self._places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._entry = _norm(torch, weights, "embeddings.LayerNorm", config.layer_norm_eps)
        self._layers = [
            _Layer(torch, weights, index, config.layer_norm_eps) for index in range(config.num_hidden_layers)
        ]

    def __call__(self, texts: Sequence[Sequence[int]]) -> list[npt.NDArray[np.float32]]:
        """Return the last layer's vectors of each text of word-piece ids, float32 (pieces, d)."""
        lengths = [len(ids) for ids in texts]
        spare = -sum(lengths) % ROWS
        rows = [*texts, [0] * spare] if spare else texts
        vectors = self._run(rows).numpy() if rows else np.empty((0, 0), np.float32)
        return np.split(vectors, np.cumsum(lengths))[: len(texts)]

    def _run(self, texts: Sequence[Sequence[int]]) -> Any:
        torch, lengths = self._torch, [len(ids) for ids in texts]
        ids = torch.tensor([piece for text in texts for piece in text])
        places = torch.tensor([place for length in lengths for place in range(length)])
        sizes = list(_blocks(sum(lengths), self._heights))
        hidden = self._entry(self._words[ids] + self._places[places]).split(sizes)
        for layer in self._layers:
            spread = torch.cat([layer.spread(block) for block in hidden])
            seen = torch.cat([self._attend(text) for text in spread.split(lengths)])
            hidden = [layer.after(*pair) for pair in zip(seen.split(sizes), hidden, strict=True)]
        return torch.cat(hidden)

    @cached_property
    def _heights(self) -> tuple[int, ...]:
        """The heights that blocks may have here, greatest first.

        A library may well add up in another order for another height, so each has to give the bits that its parts give.
        """
        layer, width = self._layers[0], self._words.shape[1]
        chance = self._torch.Generator().manual_seed(1)
        rows = self._torch.randn(_TALL[0], width, generator=chance)
        beside = self._torch.randn(_TALL[0], width, generator=chance)
        return (*(tall for tall in _TALL if layer.same(self._torch, rows[:tall], beside[:tall])), ROWS)

    def _attend(self, spread: Any) -> Any:
        """Return what each piece of one text sees of the others: (pieces, 3 d) to (pieces, d)."""
        pieces = spread.shape[0]
        query, key, value = spread.view(1, pieces, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
        seen = self._torch.nn.functional.scaled_dot_product_attention(query, key, value)
        return seen[0].transpose(0, 1).reshape(pieces, -1)


class _Layer:
    """One layer's weights, the three projections of attention in one matrix."""

    def __init__(self, torch: Any, weights: Mapping[str, Any], index: int, epsilon: float) -> None:
        place = f"encoder.layer.{index}"
        parts = [_pair(weights, f"{place}.{_SELF}.{name}") for name in ("query", "key", "value")]
        self.spread = product(torch, *(torch.cat(one) for one in zip(*parts, strict=True)))
        self._gather = product(torch, *_pair(weights, f"{place}.{_AFTER}.dense"))
        self._first_norm = _norm(torch, weights, f"{place}.{_AFTER}.LayerNorm", epsilon)
        self._widen = product(torch, *_pair(weights, f"{place}.intermediate.dense"))
        self._gelu = torch.nn.functional.gelu
        self._narrow = product(torch, *_pair(weights, f"{place}.output.dense"))
        self._second_norm = _norm(torch, weights, f"{place}.output.LayerNorm", epsilon)

    def after(self, seen: Any, hidden: Any) -> Any:
        """Return the layer's result for a block of rows from what they saw of the others and what they were."""
        hidden = self._first_norm(self._gather(seen) + hidden)
        return self._second_norm(self._narrow(self._gelu(self._widen(hidden))) + hidden)

    def same(self, torch: Any, seen: Any, hidden: Any) -> bool:
        """Say whether these rows have the same bits put through as one block and in blocks of `ROWS`."""
        parts = list(zip(seen.split(ROWS), hidden.split(ROWS), strict=True))
        after = torch.cat([self.after(*part) for part in parts])
        spread = torch.cat([self.spread(block) for _, block in parts])
        return bool(torch.equal(self.after(seen, hidden), after) and torch.equal(self.spread(hidden), spread))


def _blocks(rows: int, heights: Sequence[int]) -> Iterator[int]:
    """Cut so many rows, a multiple of the last of these descending heights, into blocks."""
    for height in heights:
        whole, rows = divmod(rows, height)
        yield from [height] * whole


def _norm(torch: Any, weights: Mapping[str, Any], name: str, epsilon: float) -> Callable[[Any], Any]:
    weight, bias = _pair(weights, name)
    return lambda rows: torch.layer_norm(rows, weight.shape, weight, bias, epsilon)


def _pair(weights: Mapping[str, Any], name: str) -> tuple[Any, Any]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]
