"""How tests write a document and read it back through the public door."""

from pathlib import Path

from interviewer.domain.document import Document, FoundQuestion
from interviewer.ingest import read_document


def read_text(folder: Path, text: str, name: str = "notes.txt") -> Document:
    """Write `text` as a document of that name and read it."""
    return read_data(folder, text.encode(), name)


def read_data(folder: Path, data: bytes, name: str = "notes.txt") -> Document:
    """Write bytes as a document of that name and read it."""
    path = folder / name
    path.write_bytes(data)
    return read_document(path)


def pairs(document: Document) -> list[tuple[str, str, str]]:
    """Return number, question and answer of each question found."""
    return [(found.number, found.question, found.answer) for found in document.questions]


def lines_of(found: FoundQuestion) -> tuple[int, int, int]:
    """Return the question's line and the answer's first and last."""
    return found.question_line, found.first_line, found.last_line
