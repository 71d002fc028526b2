"""A reader that says what a test wrote down, and fails when its script runs out."""

from collections.abc import Sequence

from interviewer.domain.errors import ModelError


class ScriptedReader:
    """Answers each call with the next entry: one probability for every question in the call, or an error to raise."""

    identity = "scripted"

    def __init__(self, *script: float | ModelError) -> None:
        self._script = list(script)
        self.asked: list[tuple[str, str, tuple[str, ...]]] = []
        self.wholes: list[tuple[str, str, str]] = []

    def made(self, question: str, answer: str, points: Sequence[str]) -> list[float]:
        self.asked.append((question, answer, tuple(points)))
        return self._next(len(points))

    def same(self, question: str, reference: str, answer: str) -> float:
        self.wholes.append((question, reference, answer))
        [said] = self._next(1)
        return said

    def _next(self, count: int) -> list[float]:
        if not self._script:
            raise AssertionError("the reader was asked more often than the test expects")
        said = self._script.pop(0)
        if isinstance(said, ModelError):
            raise said
        return [said] * count
