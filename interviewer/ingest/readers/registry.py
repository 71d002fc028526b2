"""The one list of formats: suffix, how it is read, how large a file may be, what its bytes begin with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.ingest.markups import ASCIIDOC, ORG, RESTRUCTUREDTEXT, WIKITEXT, Markup
from interviewer.ingest.readers import delimited, jsonl
from interviewer.ingest.readers.apart import extract_apart
from interviewer.ingest.readers.cells import without_markup
from interviewer.ingest.readers.extract import Extract, Unreadable

Way = Literal["lines", "rows", "apart"]
TEXT_LIMIT = 5_000_000
RICH_LIMIT = 50_000_000
"""A book as PDF, or a deck with pictures, of which the text is a small part."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `way`: its lines are the file's own, they hold rows, or it is parsed in a process of its own.

    `markup`: the language that its suffix promises; None where the content tells.
    """

    name: str
    way: Way
    limit: int = TEXT_LIMIT
    markup: Markup | None = None


_TEXT = Format("text", "lines")
_ASCIIDOC = Format("text", "lines", markup=ASCIIDOC)
_HTML = Format("html", "apart", RICH_LIMIT // 5)
FORMATS = {
    ".txt": _TEXT,
    ".text": _TEXT,
    ".vtt": _TEXT,
    ".srt": _TEXT,
    ".md": Format("markdown", "lines"),
    ".markdown": Format("markdown", "lines"),
    ".org": Format("text", "lines", markup=ORG),
    ".rst": Format("text", "lines", markup=RESTRUCTUREDTEXT),
    ".adoc": _ASCIIDOC,
    ".asciidoc": _ASCIIDOC,
    ".mediawiki": Format("text", "lines", markup=WIKITEXT),
    ".html": _HTML,
    ".htm": _HTML,
    ".pdf": Format("pdf", "apart", RICH_LIMIT),
    ".docx": Format("docx", "apart", RICH_LIMIT),
    ".csv": Format("csv", "rows"),
    ".tsv": Format("tsv", "rows"),
    ".jsonl": Format("jsonl", "rows"),
    ".apkg": Format("apkg", "apart", RICH_LIMIT),
}
_ROW_READERS = {"csv": delimited.read, "tsv": delimited.read, "jsonl": jsonl.read}
_ZIP, _PDF = "a zip archive", "a PDF"
_SIGNATURES = (
    (b"%PDF-", _PDF),
    (b"PK\x03\x04", _ZIP),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old or a locked Office file"),
    (b"SQLite format 3\0", "a database"),
)
_EXPECTED = {"pdf": _PDF, "docx": _ZIP, "apkg": _ZIP}
_TAG = re.compile(rb"<[a-zA-Z!?/]")
_PDF_START = 1024
"""A PDF may have some bytes before its signature (ISO 32000, implementation notes)."""


def check_content(data: bytes, form: Format) -> None:
    """Raise Unreadable where the first bytes say that the file is something else than its name says."""
    if not data.strip():
        return
    found = next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)
    if form.name == "pdf" and found is None and b"%PDF-" in data[:_PDF_START]:
        found = _PDF
    expected = _EXPECTED.get(form.name)
    remedy = "Give it the suffix of what it is, or save it again as .txt or .md."
    if found != expected:
        raise Unreadable(f"its name says {form.name}, but its content is {found or f'no {form.name}'}. {remedy}")
    if form.name == "html" and (not _TAG.search(data.replace(b"\0", b"")) or data.count(0) * 3 > 2 * len(data)):
        raise Unreadable(f"its name says html, but its content is no HTML. {remedy}")


def extract_rows(form: Format, lines: Sequence[str]) -> Extract:
    """Return the rows that the lines of a table or of JSON Lines hold; HTML in them is parsed apart."""
    return without_markup(_ROW_READERS[form.name](lines), extract_apart)


def extract_rich(form: Format, data: bytes) -> Extract:
    """Return the text of a format that is parsed apart; an empty file has none."""
    return extract_apart(form.name, data) if data.strip() else Extract()
