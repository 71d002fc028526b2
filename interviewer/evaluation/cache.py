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
from interviewer.domain.grade import Grade
from interviewer.evaluation.kept import KeptLines
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


def file_name(name: str) -> str:
    """Return an engine's or a model's name as it can stand in the name of a file."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", name)


class CachedEngine:
    """An engine that asks another only for what no earlier run has graded.

    What could not be graded is asked for anew, and so is what another engine graded in its place.
    """

    def __init__(self, engine: Engine, identity: str, folder: Path) -> None:
        self.name = engine.name
        self._engine = engine
        file = folder / f"{file_name(engine.name)}-{identity}.jsonl"
        self._kept = KeptLines(file, "grade", lambda plain: from_plain(Grade, plain), to_plain)

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        """Return one grade a request, in order; new ones are on disk when this returns."""
        keys = [_key(request) for request in requests]
        new = {key: request for key, request in zip(keys, requests, strict=True) if key not in self._kept.known}
        graded = dict(zip(new, self._engine.grade(list(new.values())), strict=True)) if new else {}
        lasting = {key: grade for key, grade in graded.items() if grade.score is not None and grade.engine == self.name}
        if lasting:
            self._kept.add(lasting)
        return [graded[key] if key in graded else self._kept.known[key] for key in keys]


def _key(request: GradeRequest) -> str:
    return hashlib.sha256(json.dumps(asdict(request), sort_keys=True).encode()).hexdigest()


def _sources(folder: Traversable) -> list[Traversable]:
    return [file for file in folder.iterdir() if file.name.endswith(_CODE)]
