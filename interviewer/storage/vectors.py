"""Embedding vectors by model and content hash: what spares a rebuild of the index its slow half."""

from collections.abc import Mapping, Sequence

from interviewer.storage.database import Database

_CHUNK = 500


class VectorTable:
    """A store of vectors as bytes. A reader's `put` is a no-op: only the holder of the lock writes."""

    def __init__(self, database: Database | None, *, writable: bool) -> None:
        self._database = database
        self._writable = writable

    def get(self, model: str, keys: Sequence[str]) -> dict[str, bytes]:
        """Return the vectors that are kept, by key."""
        found: dict[str, bytes] = {}
        if self._database is None:
            return found
        for start in range(0, len(keys), _CHUNK):
            chunk = list(keys[start : start + _CHUNK])
            marks = ",".join("?" * len(chunk))
            sql = f"SELECT key, vector FROM vectors WHERE model = ? AND key IN ({marks})"  # noqa: S608 - only question marks
            for key, vector in self._database.rows(sql, [model, *chunk]):
                if isinstance(vector, bytes):
                    found[str(key)] = vector
        return found

    def put(self, model: str, rows: Mapping[str, bytes]) -> None:
        """Keep vectors; the last one written wins."""
        if self._writable and self._database is not None:
            self._database.write(
                "INSERT OR REPLACE INTO vectors (model, key, vector) VALUES (?, ?, ?)",
                [(model, key, vector) for key, vector in rows.items()],
            )
