"""PDF: the text of each page as lines with their look, joined to paragraphs by `pdf_lines`."""

import io
import logging
from collections.abc import Sequence

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from interviewer.ingest.readers.extract import Extract, Unreadable
from interviewer.ingest.readers.pdf_hidden import layers_off
from interviewer.ingest.readers.pdf_lines import paragraphs
from interviewer.ingest.readers.pdf_tables import with_tables
from interviewer.ingest.readers.pdf_text import PageText, read_page
from interviewer.ingest.readers.unseen import notes_of

MOST_PAGES = 2_000
MOST_CHARACTERS = 10_000_000
_MOST_QUOTED = 20
SCANNED = (
    "The text of these pages lies unseen with a scan, for searching; that it is what the picture shows is not checked: "
    "{pages}."
)
BROKEN = "Pages that are damaged, or unpack to more than is allowed, were left out: {pages}."
_REMEDY = "Save what you need of it as text."
# What pypdf lets through for objects that are not what the format says they are.
_MALFORMED = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
    ZeroDivisionError,
)


def read(data: bytes) -> Extract:
    """Return the text. Raises Unreadable for what is encrypted, damaged, a bomb, or too long."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        _check_open(reader)
        count, off = len(reader.pages), layers_off(reader.root_object)
    except LimitReachedError as error:
        raise Unreadable(f"it unpacks to more than is allowed. {_REMEDY}") from error
    except _MALFORMED as error:
        raise Unreadable(f"it is damaged, so that its pages cannot be found. {_REMEDY}") from error
    if count > MOST_PAGES:
        raise Unreadable(f"it has {count} pages; more than {MOST_PAGES} are not read. Split it into smaller files.")
    pages, broken = _pages(reader, count, off)
    if broken and not any(page.lines for page in pages):
        raise Unreadable(f"none of its pages can be read: damaged, or they unpack to more than is allowed. {_REMEDY}")
    lines, places = paragraphs(with_tables([page.lines for page in pages]))
    notes = notes_of([one for page in pages for one in page.hidden], "page")
    scanned = [number for number, page in enumerate(pages, 1) if page.scanned]
    if scanned:
        notes = (*notes, SCANNED.format(pages=_numbers(scanned)))
    if broken:
        notes = (*notes, BROKEN.format(pages=_numbers(broken)))
    return Extract(lines=lines, places=places, notes=notes)


def _numbers(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages[:5])) + (" …" if len(pages) > 5 else "")


def _check_open(reader: PdfReader) -> None:
    if not reader.is_encrypted:
        return
    try:
        opened = reader.decrypt("")
    except (DependencyError, *_MALFORMED) as error:
        raise Unreadable("it is encrypted. Save a copy without password.") from error
    if not opened:
        raise Unreadable("it is encrypted. Save a copy without password.")


def _pages(reader: PdfReader, count: int, off: frozenset[int]) -> tuple[list[PageText], list[int]]:
    """Return the text of each page, and the numbers of those that cannot be read."""
    pages, broken, length, quoted = list[PageText](), list[int](), 0, 0
    for index in range(count):
        try:
            page = read_page(reader.pages[index], index + 1, off, quote=quoted < _MOST_QUOTED)
        except _MALFORMED:  # among them LimitReachedError: a stream that unpacks to more than pypdf allows
            broken.append(index + 1)
            page = PageText([])
        quoted += len(page.hidden)
        length += sum(len(line.text) for line in page.lines)
        if length > MOST_CHARACTERS:
            raise Unreadable(f"it holds more text than is read. {_REMEDY}")
        pages.append(page)
    return pages, broken
