"""A deterministic engine at our own port, and an interview to hold with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from interviewer.bank.load import Bank
from interviewer.domain.grade import Grade
from interviewer.domain.question import KeyPoint, Passage, Question
from interviewer.grading import GradeRequest
from interviewer.interview.session import LiveInterview, Session
from interviewer.storage.database import Database
from interviewer.storage.event_log import EventLog
from tests.support import AT, at

Line = Grade | Exception | Callable[[GradeRequest], Grade]


class ScriptedEngine:
    """Gives the grades of its script in order, raises its exceptions, and fails the test when the script is over."""

    name = "scripted"

    def __init__(self, *script: Line) -> None:
        self.script = list(script)
        self.requests: list[GradeRequest] = []

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        """Return one grade a request, in order."""
        return [self._next(request) for request in requests]

    def _next(self, request: GradeRequest) -> Grade:
        self.requests.append(request)
        if not self.script:
            pytest.fail(f"the script is over, but {request.answer!r} wants a grade")
        line = self.script.pop(0)
        if isinstance(line, Exception):
            raise line
        return line if isinstance(line, Grade) else line(request)


class Shelf:
    """Finds a passage for key point k0 of every question, and none for the others."""

    def passage_for(self, question: Question, key_point: KeyPoint) -> Passage | None:
        """Return the passage that demands the key point, None when there is none."""
        return Passage(f"{question.id}.md", 3, 5, "the passage") if key_point.id == "k0" else None


@dataclass
class Room:
    """Where interviews are held: a log on disk, a bank, an engine. `leave` and enter again to resume."""

    file: Path
    engine: ScriptedEngine
    questions: tuple[Question, ...]
    _opened: list[Database] = field(default_factory=list)
    _seconds: "count[int]" = field(default_factory=count)

    def session(self) -> Session:
        """Open the log, as a new process would."""
        self._opened.append(Database(self.file, writable=True, now=AT))
        log = EventLog(self._opened[-1])
        return Session(log, Bank(self.questions), self.engine, Shelf(), lambda: at(next(self._seconds)))

    def resumed(self, interview_id: str = "i") -> LiveInterview:
        """Return the interview as a new process finds it."""
        self.leave()
        return self.session().resume(interview_id)

    def leave(self) -> None:
        """Close every connection."""
        while self._opened:
            self._opened.pop().close()
