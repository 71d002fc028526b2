"""The vectors of the bundled questions, made once and shipped beside them, so that a first search need not wait."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

from interviewer.embedding.cache import VectorStore
from interviewer.embedding.model import DIMENSION, Vectors

_DIGEST = 32
_MODEL, _KEYS, _ROWS = "model", "keys", "vectors"


class ShippedVectors:
    """A store that asks a file of float16 vectors first and any other store for the rest; it keeps only in the other.

    A file that is missing, or made by another model, is no fault: its texts are encoded as any other.
    """

    def __init__(self, file: Path, beyond: VectorStore) -> None:
        self._file = file
        self._beyond = beyond

    def get(self, model: str, keys: Sequence[str]) -> dict[str, bytes]:
        """Return what is kept, by key."""
        made_by, rows = self._shipped
        found = {key: rows[key] for key in keys if key in rows} if made_by == model else {}
        return found | self._beyond.get(model, [key for key in keys if key not in found])

    def put(self, model: str, rows: Mapping[str, bytes]) -> None:
        """Keep rows in the other store."""
        self._beyond.put(model, rows)

    @cached_property
    def _shipped(self) -> tuple[str, dict[str, bytes]]:
        if not self._file.is_file():
            return "", {}
        with safe_open(self._file, framework="numpy") as opened:
            model = (opened.metadata() or {}).get(_MODEL, "")
            keys = [bytes(row).hex() for row in opened.get_tensor(_KEYS)]
            vectors = _unit(opened.get_tensor(_ROWS).astype(np.float32))
        return model, {key: row.astype("<f4").tobytes() for key, row in zip(keys, vectors, strict=True)}


def write_vectors(file: Path, model: str, keys: Sequence[str], vectors: Vectors) -> None:
    """Write `vectors`, float32 (n, 384), under `keys`, hexadecimal SHA-256, sorted, each once."""
    rows = dict(zip(keys, vectors, strict=True))
    order = sorted(rows)
    table = np.stack([rows[key] for key in order]) if order else np.empty((0, DIMENSION))
    digests = np.array([list(bytes.fromhex(key)) for key in order], dtype=np.uint8).reshape(len(order), _DIGEST)
    save_file({_KEYS: digests, _ROWS: table.astype(np.float16)}, file, metadata={_MODEL: model})
    file.chmod(0o644)  # the library makes it private, but it is shipped


def _unit(rows: Vectors) -> Vectors:
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    found: Vectors = (rows / lengths).astype(np.float32)
    return found
