"""Turns a file into a Document: questions with their own answers, passages, and what was not used."""

import hashlib
from pathlib import Path

from interviewer.domain.document import Document
from interviewer.ingest.files import check_regular, format_of, read_bytes, shown
from interviewer.ingest.finding import find
from interviewer.ingest.lines import decode
from interviewer.ingest.page import Page


def read_document(path: Path) -> Document:
    """Read a text or Markdown file of at most 5 MB; the same bytes always give the same Document.

    Raises DocumentError for what is no regular file, no text, too large, or of another format.
    """
    check_regular(path)
    kind = format_of(path)
    data = read_bytes(path)
    name = shown(path)
    decoded = decode(data, name)
    found = find(Page(decoded.lines, kind == "markdown"), name)
    return Document(
        name=name,
        path=str(path),
        format=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        questions=found.questions,
        passages=found.passages,
        refused=found.refused,
        notes=decoded.notes + found.notes,
    )
