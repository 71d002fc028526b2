"""The lines of one PDF page with what tells a heading, code and paragraphs apart: size, font and position."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from pypdf import PageObject

from interviewer.ingest.readers.pdf_lines import SAME_HEIGHT, PdfLine

_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_MARK = re.compile(r"(?:[^\w\s]|[\x7f\ue000-\uf8ffo]|\(?(?:\d{1,3}|[a-z])[.)])$")
# What a bullet of a symbol font is read as; fonts of text have no letters there.
_SYMBOL_BULLET = re.compile(r"\s*[\x7f\uf0a7\uf0b7\uf0d8\uf0fc\u2022]\s+(?=\S)")
_MONO = re.compile(r"courier|mono|consol|menlo|typewriter|cmtt|code", re.IGNORECASE)
_BOLD = re.compile(r"bold|black|heavy|semibold|cmbx|\bbx", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    x: float
    y: float
    size: float
    font: str


def lines_of_page(page: PageObject, number: int) -> list[PdfLine]:
    """Return the page's lines in the order of its text."""
    pieces: list[_Piece] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, object] | None, size: float) -> None:
        if text:
            name = str((font or {}).get("/BaseFont", ""))
            height = abs(size * tm[3] * cm[3]) or abs(size)
            pieces.append(_Piece(text, tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5], height, name))

    page.extract_text(visitor_text=visit)
    lines: list[PdfLine] = []
    held: list[_Piece] = []
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        held.append(_part(piece, first))
        for text in rest:
            lines.extend(_line(held, number))
            held = [_part(piece, text)]
    lines.extend(_line(held, number))
    return _with_bullets(lines)


def _with_bullets(lines: list[PdfLine]) -> list[PdfLine]:
    """Put a bullet or a number that was drawn apart before the line it belongs to."""
    found: list[PdfLine] = []
    for line in lines:
        mark = found[-1] if found else None
        if mark and _MARK.match(mark.text) and abs(mark.y - line.y) <= SAME_HEIGHT:
            found.pop()
            opening = mark.text if mark.text[0].isalnum() or mark.text[0] == "(" else "•"
            found.append(replace(line, text=f"{opening} {line.text}"))
        else:
            found.append(line)
    return found


def _part(piece: _Piece, text: str) -> _Piece:
    return _Piece(text, piece.x, piece.y, piece.size, piece.font)


def _line(pieces: list[_Piece], page: int) -> list[PdfLine]:
    told = [piece for piece in pieces if piece.text.strip()]
    if not told:
        return []
    start = pieces.index(told[0])
    text = "".join(piece.text for piece in pieces[start:]).translate(_LIGATURES).replace("\xa0", " ")
    text = _SYMBOL_BULLET.sub("• ", text, count=1)
    letters: Counter[tuple[float, bool, bool]] = Counter()
    for piece in told:
        look = (round(piece.size, 1), bool(_BOLD.search(piece.font)), bool(_MONO.search(piece.font)))
        letters[look] += len(piece.text.strip())
    size = letters.most_common(1)[0][0][0]
    bold, mono = (all(look[place] for look in letters) for place in (1, 2))
    return [PdfLine(text.rstrip() if mono else text.strip(), page, told[0].y, size, bold, mono)]
