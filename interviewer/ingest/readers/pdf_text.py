"""The lines of one PDF page with what tells a heading, code and paragraphs apart: size, font and position."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain, takewhile

from pypdf import PageObject
from pypdf.generic import ContentStream, NameObject

from interviewer.ingest.readers.pdf_hidden import INVISIBLE, Tracker
from interviewer.ingest.readers.pdf_lines import SAME_HEIGHT, Part, PdfLine
from interviewer.ingest.readers.unseen import Hidden

_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_SCAN = 0.5
"""The least share of a page that the picture of a scan covers."""
_MARK = re.compile(r"(?:[^\w\s]|[\x7f\ue000-\uf8ffo]|\(?(?:\d{1,3}|[a-z])[.)])$")
# What a bullet of a symbol font is read as; fonts of text have no letters there.
_SYMBOL_BULLET = re.compile(r"\s*[\x7f\uf0a7\uf0b7\uf0d8\uf0fc\u2022]\s+(?=\S)")
_MOVES = frozenset({b"Td", b"TD", b"Tm", b"T*", b"'", b'"'})
_NOWHERE = [1, 0, 0, 1, 0, 0]
_LEAST_GAP, _GAP_SHARE = 1.0, 0.08
"""Sizes of letters, and a share of the text before (whose width is a guess), from which a gap parts two cells."""
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
    drawn = _Drawn(page, off)
    lines, seen = _lines(drawn, number, {None})
    unseen = seen.letters.get(INVISIBLE, 0)
    scanned = unseen > seen.letters.get(None, 0) and seen.pictured >= _SCAN
    if scanned:
        lines, _ = _lines(drawn, number, {None, INVISIBLE})
    hidden = []
    for reason, length in seen.letters.items():
        if reason is not None and not (scanned and reason == INVISIBLE):
            found = _lines(drawn, number, {reason})[0] if quote else ()
            text = " ".join(line.text for line in found) if quote else f"{length} letters"
            hidden.append(Hidden(text, number, reason))
    return PageText(lines, tuple(hidden), scanned)


class _Drawn:
    """What draws a page: read once, then told as often as its text is asked for."""

    def __init__(self, page: PageObject, off: frozenset[int]) -> None:
        self.page = page
        self.off = off
        held = page.get("/Contents")
        # "bytes": what fonts encode is decoded by them, not here.
        self._content = None if held is None else ContentStream(held.get_object(), page.pdf, "bytes")
        # What moves nothing parts two pieces of text, so that each is told with its own place.
        operations = self._content.operations if self._content is not None else []
        moved = (((_NOWHERE, b"cm"), one) if one[1] in _MOVES else (one,) for one in operations)
        self._operations = list(chain.from_iterable(moved))

    def renew(self) -> None:
        """Put back the texts that were emptied when the page was read before."""
        if self._content is not None:
            self._content.operations = [(list(operands), operator) for operands, operator in self._operations]
            self.page[NameObject("/Contents")] = self._content


def _lines(drawn: _Drawn, number: int, wanted: Set[str | None]) -> tuple[list[PdfLine], Tracker]:
    """Return the lines of what is hidden for one of these reasons (None: what is seen), and what was seen of all."""
    pieces: list[_Piece] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, object] | None, size: float) -> None:
        if text:
            name = str((font or {}).get("/BaseFont", ""))
            height = abs(size * tm[3] * cm[3]) or abs(size)
            pieces.append(_Piece(text, tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5], height, name))

    drawn.renew()
    page, tracker = drawn.page, Tracker(drawn.page, drawn.off, wanted.__contains__)
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
    shown = text.rstrip() if mono else text.strip()
    return [PdfLine(shown, page, told[0].y, size, bold, mono, _lead(told, shown), tuple(_parts(told)))]


def _lead(pieces: Sequence[_Piece], shown: str) -> int:
    """Return how many characters of a line come before its first one that is not bold."""
    bold = list(takewhile(lambda piece: _BOLD.search(piece.font), pieces))
    length = len("".join(piece.text for piece in bold).strip()) if len(bold) < len(pieces) else 0
    return length if shown[:length].strip() == "".join(piece.text for piece in bold).strip() else 0


def _parts(pieces: Sequence[_Piece]) -> Iterator[Part]:
    """Yield the stretches of a line that no gap parts."""
    held: Part | None = None
    for piece in pieces:
        text = piece.text.translate(_LIGATURES).replace("\xa0", " ")
        one = Part(text.strip(), piece.x, piece.y, piece.size, bool(_BOLD.search(piece.font)))
        gap = one.x - held.x - held.width if held else 0.0
        if held and -SAME_HEIGHT <= one.y - held.y <= SAME_HEIGHT and _is_near(held, one, gap):
            apart = " " if text[:1].isspace() or gap > 0 else ""
            held = replace(held, text=f"{held.text}{apart}{one.text}", bold=held.bold and one.bold)
        else:
            if held:
                yield held
            held = one
    if held:
        yield held


def _is_near(held: Part, one: Part, gap: float) -> bool:
    return one.x >= held.x and gap <= _LEAST_GAP * held.size + _GAP_SHARE * held.width
