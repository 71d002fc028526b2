"""The one way bytes come from a path that somebody else may have prepared: no hanging, no devices, a size limit."""

import os
import stat
from pathlib import Path

from interviewer.domain.errors import DocumentError
from interviewer.domain.text import visible_line
from interviewer.ingest.readers.registry import FORMATS, TEXT_LIMIT, Format

SIZE_LIMIT = TEXT_LIMIT
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)
_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


def shown(path: Path) -> str:
    """Return the file name (or the path, where there is none) safe to show on one line."""
    return visible_line(path.name) or visible_line(str(path))


def format_of(path: Path) -> Format:
    """Return the format that the suffix names. Raises DocumentError for one that is not read."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        check_regular(path, SIZE_LIMIT)  # a name that leads nowhere is told first
        known = ", ".join(FORMATS)
        raise DocumentError(f"{shown(path)}: this format is not read ({known} are). Save the text as .txt or .md.")
    return found


def check_regular(path: Path, limit: int) -> None:
    """Raise DocumentError unless `path` leads to a regular file of at most `limit` bytes; opens nothing."""
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise DocumentError(f"{shown(path)}: {_reason(error)}. Check the name and the permissions.") from error
    _check(path, found, limit)


def read_bytes(path: Path, limit: int = SIZE_LIMIT) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes.

    The kind is checked before opening (opening a device may act) and again on the open file (the name
    may have been swapped meanwhile). Raises DocumentError.
    """
    check_regular(path, limit)
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
        with os.fdopen(descriptor, "rb") as stream:
            _check(path, os.fstat(stream.fileno()), limit)
            data = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        raise DocumentError(f"{shown(path)}: {_reason(error)}. Check the name and the permissions.") from error
    if len(data) > limit:
        raise DocumentError(_too_large(path, limit))
    return data


def _check(path: Path, found: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = next((name for test, name in _KINDS if test(found.st_mode)), "not a regular file")
        raise DocumentError(f"{shown(path)}: this is {kind}, not a document. Name a file.")
    if found.st_size > limit:
        raise DocumentError(_too_large(path, limit))


def _too_large(path: Path, limit: int) -> str:
    return f"{shown(path)}: larger than {limit // 1_000_000} MB. Split it into smaller files."


def _reason(error: OSError | ValueError) -> str:
    reason = error.strerror if isinstance(error, OSError) else None
    return visible_line(reason or "cannot be opened").lower()
