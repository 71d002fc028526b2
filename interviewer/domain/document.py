"""What reading a document yields: questions with answers, passages, and what was refused."""

from dataclasses import dataclass
from typing import Literal

from interviewer.domain.question import Passage

FoundStatus = Literal["found", "drafted", "incomplete"]


@dataclass(frozen=True, slots=True)
class FoundQuestion:
    """A question with its answer. Lines count from 1, inclusive; `answer` is Markdown.

    `drafted`: the document held the answer only, and the question was drafted from it. `incomplete`: why the answer
    cannot serve as a full reference, None where nothing tells. `confidence` in [0, 1]: how sure the recogniser is
    that these lines, all of them and no others, answer this question; a judgement by the convention that was
    followed (a label on the answer is surest, a drafted question least sure), no measured frequency.
    """

    number: str
    question: str
    answer: str
    first_line: int
    last_line: int
    question_line: int
    drafted: bool = False
    incomplete: str | None = None
    confidence: float = 1.0

    @property
    def status(self) -> FoundStatus:
        """What a person must know before leaning on it; an incomplete answer outweighs a drafted question."""
        if self.incomplete:
            return "incomplete"
        return "drafted" if self.drafted else "found"


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
