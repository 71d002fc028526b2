"""An engine under measurement: what marks, and which version of everything its marks depend on."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from interviewer.domain.grade import Grade
from interviewer.grading import Engine, GradeRequest

CHUNK = 8
"""Answers between two signs of progress; also the most that an interruption loses of a slow engine."""
Advance = Callable[[int], None]
Progress = Callable[[str, int], AbstractContextManager[Advance]]
"""Opens a sign of progress for so many steps; it is told of every step done."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An engine with its version, 16 hexadecimal digits."""

    engine: Engine
    version: str

    @property
    def name(self) -> str:
        """The engine's name."""
        return self.engine.name


def grade_all(engine: Engine, requests: Sequence[GradeRequest], advance: Advance) -> list[Grade]:
    """Return one grade a request, in order, telling `advance` after every few."""
    grades: list[Grade] = []
    for start in range(0, len(requests), CHUNK):
        grades += engine.grade(requests[start : start + CHUNK])
        advance(len(grades) - start)
    return grades
