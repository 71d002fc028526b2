"""Keeps the local model's readings on disk: they are dear, and outlast changes to what is made of them."""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from interviewer.evaluation.kept import KeptLines
from interviewer.grading.reader import Reader


class KeptReader:
    """A reader that asks another only for what no earlier run has asked; kept by weights, prompts and input.

    Points are kept one by one, so that a run that asks for others of the same answer has them.
    """

    def __init__(self, reader: Reader, folder: Path) -> None:
        self._reader = reader
        self._folder = folder

    @property
    def identity(self) -> str:
        """The other reader's. Raises ModelUnavailable."""
        return self._reader.identity

    def made(self, question: str, answer: str, points: Sequence[str]) -> list[float]:
        """Return for each key point whether `answer` makes it. Raises ModelError."""
        keys = [_key("made", question, answer, point) for point in points]
        return self._read(keys, lambda new: self._reader.made(question, answer, [points[place] for place in new]))

    def same(self, question: str, reference: str, answer: str) -> float:
        """Return whether the whole `answer` means the same as a reference. Raises ModelError."""
        key = _key("same", question, reference, answer)
        [same] = self._read([key], lambda _: [self._reader.same(question, reference, answer)])
        return same

    @cached_property
    def _kept(self) -> KeptLines[float]:
        return KeptLines(self._folder / f"readings-{self.identity[:16]}.jsonl", "reading", float, float)

    def _read(self, keys: Sequence[str], ask: Callable[[list[int]], list[float]]) -> list[float]:
        new = [place for place, key in enumerate(keys) if key not in self._kept.known]
        if new:
            self._kept.add(dict(zip((keys[place] for place in new), ask(new), strict=True)))
        return [self._kept.known[key] for key in keys]


def _key(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
