"""Keeps gradings on disk by engine and input, so that a run over a slow engine resumes where it was stopped."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol, runtime_checkable

from interviewer.domain.codec import from_plain, to_plain
from interviewer.domain.errors import StorageError
from interviewer.domain.grade import Grade
from interviewer.grading import Engine, GradeRequest

_LIBRARIES = ("numpy", "rapidfuzz", "PyStemmer", "torch")
"""Libraries whose release may move a mark."""
_CODE = (".py", ".json", ".safetensors")


@runtime_checkable
class Identified(Protocol):
    """An engine that says what beside our own code its marks depend on: hashes of model and prompts."""

    @property
    def identity(self) -> str:
        """Changes whenever the marks may."""
        ...


def identity_of(engine: Engine, encoder: str) -> str:
    """Return 16 hexadecimal digits that change with whatever may change the engine's marks.

    `encoder` is the embedding model's identity; code and fitted weights of the rooms that a mark comes from count too.
    """
    own = engine.identity if isinstance(engine, Identified) else ""
    parts = [engine.name, own, encoder, *(f"{name} {version(name)}" for name in _LIBRARIES)]
    digest = hashlib.sha256("\x1f".join(parts).encode())
    for room in ("embedding", "grading", "llm"):
        folder = files("interviewer") / room
        for file in sorted(_sources(folder), key=str) if folder.is_dir() else ():
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


class CachedEngine:
    """An engine that asks another only for what no earlier run has graded.

    What could not be graded is asked for anew, and so is what another engine graded in its place.
    """

    def __init__(self, engine: Engine, identity: str, folder: Path) -> None:
        self.name = engine.name
        self._engine = engine
        self._file = folder / f"{re.sub(r'[^A-Za-z0-9.-]+', '-', engine.name)}-{identity}.jsonl"
        self._known = _read(self._file)

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        """Return one grade a request, in order; new ones are on disk when this returns."""
        keys = [_key(request) for request in requests]
        new = {key: request for key, request in zip(keys, requests, strict=True) if key not in self._known}
        graded = dict(zip(new, self._engine.grade(list(new.values())), strict=True)) if new else {}
        lasting = {key: grade for key, grade in graded.items() if grade.score is not None and grade.engine == self.name}
        if lasting:
            self._append(lasting)
        return [graded[key] if key in graded else self._known[key] for key in keys]

    def _append(self, grades: dict[str, Grade]) -> None:
        lines = [json.dumps({"key": key, "grade": to_plain(grade)}) for key, grade in grades.items()]
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._file.open("a", encoding="utf-8") as stream:
                # after a line that an interruption cut short, the next begins on its own
                stream.write("\n" + "\n".join(lines) + "\n")
        except OSError as error:
            raise StorageError(f"{self._file}: {error.strerror}. Gradings cannot be kept there.") from error
        self._known |= grades


def _key(request: GradeRequest) -> str:
    return hashlib.sha256(json.dumps(asdict(request), sort_keys=True).encode()).hexdigest()


def _read(file: Path) -> dict[str, Grade]:
    """Return what is kept in `file`; a line that cannot be read is as good as absent, for it is a cache."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    found: dict[str, Grade] = {}
    for line in filter(None, lines):
        try:
            row = json.loads(line)
            found[row["key"]] = from_plain(Grade, row["grade"])
        except (KeyError, TypeError, ValueError):
            continue
    return found


def _sources(folder: Traversable) -> list[Traversable]:
    return [file for file in folder.iterdir() if file.name.endswith(_CODE)]
