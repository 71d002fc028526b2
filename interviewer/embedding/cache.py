"""Sentence vectors kept by content hash, so that a text is encoded once."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np

from interviewer.embedding.model import DIMENSION, Asking, TextEncoder, TokenVectors, Vectors

_DTYPE = np.dtype("<f4")
_ROUNDING = 1e-3
_AT_ONCE = 256
"""Texts that are encoded before their vectors are kept: what an interruption can lose."""


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
        kept = self._store.get(self.identity, sorted(set(keys)))
        known = {key: row for key, row in kept.items() if _whole(row)}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        pending = list(missing.items())
        for start in range(0, len(pending), _AT_ONCE):
            known |= self._encode_and_keep(pending[start : start + _AT_ONCE])
            if progress is not None:
                progress(min(start + _AT_ONCE, len(pending)), len(pending))
        if not keys:
            return np.empty((0, DIMENSION), np.float32)
        return np.stack([np.frombuffer(known[key], _DTYPE) for key in keys]).astype(np.float32)

    def missing(self, texts: Sequence[str]) -> int:
        """Return how many different texts would have to be encoded."""
        keys = {content_hash(text) for text in texts}
        return len(keys) - sum(map(_whole, self._store.get(self.identity, sorted(keys)).values()))

    def _encode_and_keep(self, pending: Sequence[tuple[str, str]]) -> dict[str, bytes]:
        vectors = self._encoder.encode([text for _, text in pending])
        fresh = {key: row.astype(_DTYPE).tobytes() for (key, _), row in zip(pending, vectors, strict=True)}
        self._store.put(self.identity, fresh)
        return fresh

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the contextual token vectors of each text."""
        return self._encoder.token_vectors(texts)

    def encode_asked(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (n, 384), rows of length 1, near where texts ask the same."""
        return self._encoder.encode_asked(texts)

    def same_asked(self, pairs: Sequence[tuple[Asking, Asking]]) -> Vectors:
        """Return float32 (n,): the log odds that two questions ask the same."""
        return self._encoder.same_asked(pairs)


def _whole(row: bytes) -> bool:
    """Whether a kept row is a vector of length 1: a damaged one is encoded anew."""
    if len(row) != DIMENSION * _DTYPE.itemsize:
        return False
    vector = np.frombuffer(row, _DTYPE).astype(np.float64)
    return bool(np.isfinite(vector).all()) and abs(float(vector @ vector) - 1.0) < _ROUNDING


def content_hash(text: str) -> str:
    """Return the SHA-256 of a text, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
