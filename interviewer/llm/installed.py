"""Which weights are on this machine: one file, named with its hash by a manifest beside it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from interviewer.domain.errors import ModelUnavailable

MANIFEST = "manifest.json"
MAGIC = b"GGUF"
PULL = "interviewer models pull"
_CHUNK = 1 << 20
Progress = Callable[[int, int], None]
"""Is told bytes done and bytes in all."""


@dataclass(frozen=True, slots=True)
class Installed:
    """Weights whose hash was verified: `file` in the models folder, as it was then (bytes, nanoseconds)."""

    name: str
    file: str
    size: int
    sha256: str
    modified: int


def installed(folder: Path) -> Installed:
    """Return what is installed in `folder`, hashed again where the file was touched since.

    Raises ModelUnavailable with reason and remedy.
    """
    try:
        found = Installed(**json.loads((folder / MANIFEST).read_text("utf-8")))
        now = (folder / found.file).stat()
    except FileNotFoundError:
        raise ModelUnavailable(f"The local model is not on this machine. Fetch it once: {PULL}") from None
    except (OSError, ValueError, TypeError) as error:
        raise ModelUnavailable(f"{folder / MANIFEST} cannot be read: {error}. Fetch the model again: {PULL}") from error
    if (now.st_size, now.st_mtime_ns) == (found.size, found.modified):
        return found
    if now.st_size != found.size or hash_of(folder / found.file) != found.sha256:
        raise ModelUnavailable(f"{folder / found.file} is not the file that was verified. Fetch it again: {PULL}")
    return record(folder, found.name, folder / found.file, found.sha256)


def record(folder: Path, name: str, file: Path, sha256: str) -> Installed:
    """Write down that `file` in `folder`, whose hash was just verified, is the local model."""
    now = file.stat()
    found = Installed(name, file.name, now.st_size, sha256, now.st_mtime_ns)
    draft = folder / f".{MANIFEST}"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(found), indent=1) + "\n", "utf-8")
    draft.replace(folder / MANIFEST)
    return found


def hash_of(file: Path, report: Progress | None = None) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest, done, size = hashlib.sha256(), 0, file.stat().st_size
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            done += len(chunk)
            if report:
                report(done, size)
    return digest.hexdigest()


def is_gguf(file: Path) -> bool:
    """Whether a file begins as weights for llama.cpp do."""
    with file.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC
