"""The lines of one PDF page with what tells a heading, code and paragraphs apart: size, font and position."""

import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, replace

from pypdf import PageObject

from interviewer.ingest.readers.pdf_hidden import INVISIBLE, Tracker
from interviewer.ingest.readers.pdf_lines import SAME_HEIGHT, PdfLine
from interviewer.ingest.readers.unseen import Hidden

_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_SCAN = 0.5
"""The least share of a page that the picture of a scan covers."""
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


@dataclass(frozen=True, slots=True)
class PageText:
    """The lines of a page that are seen, what is not, and whether its text lies unseen over or under a scan."""

    lines: list[PdfLine]
    hidden: tuple[Hidden, ...] = ()
    scanned: bool = False


def read_page(page: PageObject, number: int, off: frozenset[int], *, quote: bool = True) -> PageText:
    """Return the page's lines in the order of its text, `off` the layers that are switched off.

    The text of a scan is drawn to leave no mark, so that it can be searched; it is taken for what the picture shows.
    Without `quote`, of what is hidden only the length is told: quoting reads the page once more.
    """
    lines, seen = _lines(page, number, off, {None})
    unseen = seen.letters.get(INVISIBLE, 0)
    scanned = unseen > seen.letters.get(None, 0) and seen.pictured >= _SCAN
    if scanned:
        lines, _ = _lines(page, number, off, {None, INVISIBLE})
    hidden = []
    for reason, length in seen.letters.items():
        if reason is not None and not (scanned and reason == INVISIBLE):
            found = _lines(page, number, off, {reason})[0] if quote else ()
            text = " ".join(line.text for line in found) if quote else f"{length} letters"
            hidden.append(Hidden(text, number, reason))
    return PageText(lines, tuple(hidden), scanned)


def _lines(
    page: PageObject, number: int, off: frozenset[int], wanted: Set[str | None]
) -> tuple[list[PdfLine], Tracker]:
    """Return the lines of what is hidden for one of these reasons (None: what is seen), and what was seen of all."""
    pieces: list[_Piece] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, object] | None, size: float) -> None:
        if text:
            name = str((font or {}).get("/BaseFont", ""))
            height = abs(size * tm[3] * cm[3]) or abs(size)
            pieces.append(_Piece(text, tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5], height, name))

    tracker = Tracker(page, off, wanted.__contains__)
    page.extract_text(visitor_operand_before=tracker.before, visitor_operand_after=tracker.after, visitor_text=visit)
    lines: list[PdfLine] = []
    held: list[_Piece] = []
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        held.append(_part(piece, first))
        for text in rest:
            lines.extend(_line(held, number))
            held = [_part(piece, text)]
    lines.extend(_line(held, number))
    return _with_bullets(lines), tracker


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
