"""Word documents: headings, lists, code and tables as Markdown; the archive and its XML are checked first."""

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml.etree import LxmlError

from interviewer.ingest.readers.archive import member, open_archive
from interviewer.ingest.readers.docx_boxes import boxes
from interviewer.ingest.readers.docx_hidden import strip
from interviewer.ingest.readers.docx_lists import Numbering
from interviewer.ingest.readers.docx_text import is_code, is_heading_like, text_of
from interviewer.ingest.readers.extract import Extract, Unreadable
from interviewer.ingest.readers.markdown import Markdown
from interviewer.ingest.readers.unseen import notes_of

_REMEDY = "Save it again as .docx, or as text."
_MAIN = "word/document.xml"
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"})
_HEADING = re.compile(r"heading (\d)$|(title)$", re.IGNORECASE)
_CAPTION_STYLE = re.compile(r"caption$", re.IGNORECASE)
_CODE_STYLE = re.compile(r"code|preformatted|plain text|source|macro", re.IGNORECASE)
_DEEPEST_TABLE = 8


def read(data: bytes) -> Extract:
    """Return the document's text. Raises Unreadable for what is hostile, locked or damaged."""
    with open_archive(data) as archive:
        _check_parts(archive)
    try:
        document = Document(io.BytesIO(data))
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise Unreadable(f"it is no sound Word document. {_REMEDY}") from error
    hidden = strip(document)
    out = Markdown()
    _Writer(document, out).body(document.element.body)
    return Extract(lines=tuple(out.lines), notes=notes_of(hidden, "paragraph"))


def _check_parts(archive: ZipFile) -> None:
    """Refuse any part that declares a document type or entities: no Word document needs them, attacks do."""
    if _MAIN not in archive.namelist():
        raise Unreadable(f"it holds no {_MAIN}, so it is no Word document. {_REMEDY}")
    for name in archive.namelist():
        part = member(archive, name)
        bare = part.replace(b"\0", b"")  # UTF-16 and UTF-32 without their zeros are ASCII again
        if _DECLARED.search(bare):
            raise Unreadable(f"its part {name} declares a DOCTYPE or an ENTITY, as attacks do. {_REMEDY}")
        if not name.lower().endswith((".xml", ".rels")):
            continue
        head = bare.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
        encoding = _ENCODING.match(head)
        if not head.lstrip().startswith(b"<") or (encoding and encoding[1].lower() not in _ENCODINGS):
            raise Unreadable(f"its part {name} is in an encoding that Word does not write. {_REMEDY}")


class _Writer:
    """Writes blocks in their order; consecutive lines of code become one block."""

    def __init__(self, document: WordDocument, out: Markdown) -> None:
        self._out = out
        self._names = {style.style_id: str(style.name) for style in document.styles}
        self._numbering = Numbering(document)
        self._code: list[str] = []
        self._in_list = False

    def body(self, element: BaseOxmlElement) -> None:
        """Write all blocks below an element."""
        for block in _blocks(element):
            if block.tag == qn("w:p"):
                self._paragraph(block)
            else:
                self._end_code()
                self._in_list = False
                self._out.table(_rows(block, 0), 0)
        self._end_code()

    def _paragraph(self, paragraph: BaseOxmlElement) -> None:
        style = self._style(paragraph)
        if _CODE_STYLE.search(style) or is_code(paragraph):
            self._code.append(text_of(paragraph, plain=True))
            return
        self._end_code()
        heading = _HEADING.match(style)
        text = text_of(paragraph, plain=bool(heading))
        if not text.strip():
            return
        label, depth = self._numbering.label(paragraph, style)
        if heading:
            told = f"{label} {text}" if label and label != "-" else text
            self._out.heading(told, 0, int(heading[1]) if heading[1] else 1)
        elif _CAPTION_STYLE.match(style):
            self._out.block([f"Figure: {' '.join(text.split())}"], 0)
        elif label:
            lines = text.strip().split("\n")
            indent = "  " * depth
            hanging = indent + " " * (len(label) + 1)
            told_lines = [f"{indent}{label} {lines[0]}", *(hanging + line for line in lines[1:])]
            self._out.block(told_lines, 0, tight=self._in_list and not is_heading_like(text))
        else:
            self._out.block([line.strip() for line in text.strip().split("\n")], 0)
        self._in_list = bool(label)

    def _style(self, paragraph: BaseOxmlElement) -> str:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self._names.get(str(found.get(qn("w:val"))), "") if found is not None else ""

    def _end_code(self) -> None:
        self._out.code("\n".join(self._code), 0)
        self._code = []


def _blocks(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Yield paragraphs and tables in order, also those inside content controls, insertions and text boxes."""
    for child in element.iterchildren():
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
            for box in boxes(child) if child.tag == qn("w:p") else ():
                yield from _blocks(box)
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml")):
            yield from _blocks(child)


def _rows(table: BaseOxmlElement, depth: int) -> list[list[str]]:
    rows = []
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl"))) is table:
            cells = [cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row]
            rows.append([_cell(cell, depth) for cell in cells])
    return rows


def _cell(cell: BaseOxmlElement, depth: int) -> str:
    told = []
    for block in _blocks(cell):
        if block.tag == qn("w:p"):
            told.append(text_of(block, plain=False))
        elif depth < _DEEPEST_TABLE:
            told.extend(" ".join(row) for row in _rows(block, depth + 1))
    return "\n\n".join(text for text in told if text.strip())
