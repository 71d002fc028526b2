"""What reading a document yields: questions with whole answers, passages, and what was refused."""

from dataclasses import dataclass

from interviewer.domain.question import Passage


@dataclass(frozen=True, slots=True)
class FoundQuestion:
    """A question found with its own answer. Lines count from 1, inclusive; `answer` is Markdown."""

    number: str
    question: str
    answer: str
    first_line: int
    last_line: int
    question_line: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Lines that were not used, and why."""

    first_line: int
    last_line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: `name` is its file name, `sha256` of its bytes."""

    name: str
    path: str
    format: str
    sha256: str
    questions: tuple[FoundQuestion, ...]
    passages: tuple[Passage, ...]
    refused: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
