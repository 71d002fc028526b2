"""PDF: the text of each page as lines with their look, joined to paragraphs by `pdf_lines`."""

import io
import logging

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from interviewer.ingest.readers.extract import Extract, Unreadable
from interviewer.ingest.readers.pdf_lines import PdfLine, paragraphs
from interviewer.ingest.readers.pdf_text import lines_of_page

MOST_PAGES = 2_000
MOST_CHARACTERS = 10_000_000
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
        count = len(reader.pages)
    except LimitReachedError as error:
        raise Unreadable(f"it unpacks to more than is allowed. {_REMEDY}") from error
    except _MALFORMED as error:
        raise Unreadable(f"it is damaged, so that its pages cannot be found. {_REMEDY}") from error
    if count > MOST_PAGES:
        raise Unreadable(f"it has {count} pages; more than {MOST_PAGES} are not read. Split it into smaller files.")
    pages, broken = _pages(reader, count)
    if broken and not any(pages):
        raise Unreadable(f"none of its pages can be read: damaged, or they unpack to more than is allowed. {_REMEDY}")
    lines, places = paragraphs(pages)
    told = ", ".join(map(str, broken[:5])) + (" …" if len(broken) > 5 else "")
    notes = (f"Pages that are damaged, or unpack to more than is allowed, were left out: {told}.",) if broken else ()
    return Extract(lines=lines, places=places, notes=notes)


def _check_open(reader: PdfReader) -> None:
    if not reader.is_encrypted:
        return
    try:
        opened = reader.decrypt("")
    except (DependencyError, *_MALFORMED) as error:
        raise Unreadable("it is encrypted. Save a copy without password.") from error
    if not opened:
        raise Unreadable("it is encrypted. Save a copy without password.")


def _pages(reader: PdfReader, count: int) -> tuple[list[list[PdfLine]], list[int]]:
    """Return the lines of each page, and the numbers of those that cannot be read."""
    pages, broken, length = list[list[PdfLine]](), list[int](), 0
    for index in range(count):
        try:
            lines = lines_of_page(reader.pages[index], index + 1)
        except _MALFORMED:  # among them LimitReachedError: a stream that unpacks to more than pypdf allows
            broken.append(index + 1)
            lines = []
        length += sum(len(line.text) for line in lines)
        if length > MOST_CHARACTERS:
            raise Unreadable(f"it holds more text than is read. {_REMEDY}")
        pages.append(lines)
    return pages, broken
