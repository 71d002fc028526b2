"""Sentence vectors and readings of pairs, kept by content hash, so that a text is encoded and a pair read once."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

import numpy as np

from interviewer.embedding.adapter import ASKED, SAME, revision
from interviewer.embedding.model import DIMENSION, Asking, TextEncoder, TokenVectors, Vectors

_DTYPE = np.dtype("<f4")
_ROUNDING = 1e-3
_AT_ONCE = 256
"""Texts that are encoded before their vectors are kept: what an interruption can lose."""


Item = TypeVar("Item")


class VectorStore(Protocol):
    """Where vectors are kept, as float32 little-endian bytes."""

    def get(self, model: str, keys: Sequence[str]) -> dict[str, bytes]:
        """Return what is kept, by key."""
        ...

    def put(self, model: str, rows: Mapping[str, bytes]) -> None:
        """Keep rows."""
        ...


class MemoryStore:
    """A store that is forgotten with the process."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], bytes] = {}

    def get(self, model: str, keys: Sequence[str]) -> dict[str, bytes]:
        """Return what is kept, by key."""
        return {key: self._rows[model, key] for key in keys if (model, key) in self._rows}

    def put(self, model: str, rows: Mapping[str, bytes]) -> None:
        """Keep rows."""
        self._rows.update({(model, key): row for key, row in rows.items()})


class CachedEncoder:
    """An encoder that asks the store first. Token vectors are not kept."""

    def __init__(self, encoder: TextEncoder, store: VectorStore) -> None:
        self._encoder = encoder
        self._store = store

    @property
    def identity(self) -> str:
        """The model's identity, which is part of every key."""
        return self._encoder.identity

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Vectors:
        """Return float32 (n, 384), rows of length 1; only unknown texts are encoded.

        `progress` is told how many of how many of those are.
        """
        keys = [content_hash(text) for text in texts]
        rows = self._made(self.identity, dict(zip(keys, texts, strict=True)), self._encoder.encode, _whole, progress)
        return _stacked(rows, keys)

    def missing(self, texts: Sequence[str]) -> int:
        """Return how many different texts would have to be encoded."""
        keys = {content_hash(text) for text in texts}
        return len(keys) - sum(map(_whole, self._store.get(self.identity, sorted(keys)).values()))

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the contextual token vectors of each text."""
        return self._encoder.token_vectors(texts)

    def encode_asked(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (n, 384), rows of length 1, near where texts ask the same; only unknown texts are encoded."""
        keys = [content_hash(text) for text in texts]
        model = f"{self.identity}:asked:{revision(ASKED)}"
        rows = self._made(model, dict(zip(keys, texts, strict=True)), self._encoder.encode_asked, _whole)
        return _stacked(rows, keys)

    def same_asked(self, pairs: Sequence[tuple[Asking, Asking]]) -> Vectors:
        """Return float32 (n,): the log odds that two questions ask the same; only unknown pairs are read."""
        keys = [content_hash("\0".join(text for side in sorted(pair) for text in side)) for pair in pairs]
        model = f"{self.identity}:same:{revision(SAME)}"
        rows = self._made(model, dict(zip(keys, pairs, strict=True)), self._encoder.same_asked, _finite)
        return np.array([np.frombuffer(rows[key], _DTYPE)[0] for key in keys], np.float32)

    def _made(
        self,
        model: str,
        wanted: Mapping[str, Item],
        make: Callable[[Sequence[Item]], Vectors],
        sound: Callable[[bytes], bool],
        progress: Callable[[int, int], None] | None = None,
    ) -> dict[str, bytes]:
        """Return the row of each key: what is kept and `sound`, the others made and kept, some at a time."""
        known = {key: row for key, row in self._store.get(model, sorted(wanted)).items() if sound(row)}
        pending = [(key, item) for key, item in wanted.items() if key not in known]
        for start in range(0, len(pending), _AT_ONCE):
            some = pending[start : start + _AT_ONCE]
            rows = make([item for _, item in some])
            fresh = {key: row.astype(_DTYPE).tobytes() for (key, _), row in zip(some, rows, strict=True)}
            self._store.put(model, fresh)
            known |= fresh
            if progress is not None:
                progress(start + len(some), len(pending))
        return known


def _stacked(rows: Mapping[str, bytes], keys: Sequence[str]) -> Vectors:
    if not keys:
        return np.empty((0, DIMENSION), np.float32)
    return np.stack([np.frombuffer(rows[key], _DTYPE) for key in keys]).astype(np.float32)


def _finite(row: bytes) -> bool:
    """Whether a kept row is one number: a damaged one is made anew."""
    return len(row) == _DTYPE.itemsize and bool(np.isfinite(np.frombuffer(row, _DTYPE)).all())


def _whole(row: bytes) -> bool:
    """Whether a kept row is a vector of length 1: a damaged one is encoded anew."""
    if len(row) != DIMENSION * _DTYPE.itemsize:
        return False
    vector = np.frombuffer(row, _DTYPE).astype(np.float64)
    return bool(np.isfinite(vector).all()) and abs(float(vector @ vector) - 1.0) < _ROUNDING


def content_hash(text: str) -> str:
    """Return the SHA-256 of a text, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
