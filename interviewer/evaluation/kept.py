"""What an evaluation worked out before, by key, in a file of JSON lines that is only appended to."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from interviewer.domain.errors import StorageError

T = TypeVar("T")


class KeptLines(Generic[T]):
    """Values by key; what is added is on disk when `add` returns.

    `field` holds a value in its line; `read` turns that back into the value, or raises KeyError, TypeError, ValueError.
    """

    def __init__(self, file: Path, field: str, read: Callable[[Any], T], write: Callable[[T], object]) -> None:
        self._file, self._field, self._write = file, field, write
        self.known = _read(file, field, read)

    def add(self, found: Mapping[str, T]) -> None:
        """Keep these values. Raises StorageError."""
        lines = [json.dumps({"key": key, self._field: self._write(value)}) for key, value in found.items()]
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._file.open("a", encoding="utf-8") as stream:
                # after a line that an interruption cut short, the next begins on its own
                stream.write("\n" + "\n".join(lines) + "\n")
        except OSError as error:
            raise StorageError(f"{self._file}: {error.strerror}. Nothing can be kept there.") from error
        self.known |= found


def _read(file: Path, field: str, read: Callable[[Any], T]) -> dict[str, T]:
    """Return what is kept in `file`; a line that cannot be read is as good as absent, for it is a cache."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    found: dict[str, T] = {}
    for line in filter(None, lines):
        try:
            row = json.loads(line)
            found[row["key"]] = read(row[field])
        except (KeyError, TypeError, ValueError):
            continue
    return found
