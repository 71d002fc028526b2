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
    """A document as read: `name` is its file name, `sha256` of its bytes.

    Lines in `questions`, `passages` and `refused` count from 1. They are the file's own for text, Markdown, CSV, TSV
    and JSON Lines, the note's number for Anki packages, and those of the extracted text for HTML, DOCX and PDF.
    For the last three `places` may have one number a line of that text: the page of a PDF, the line in the source
    of an HTML page (0 where it is not known); it is empty otherwise.
    """

    name: str
    path: str
    format: str
    sha256: str
    questions: tuple[FoundQuestion, ...]
    passages: tuple[Passage, ...]
    refused: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
