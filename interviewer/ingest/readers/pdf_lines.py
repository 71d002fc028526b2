"""From the lines of PDF pages to paragraphs: running heads dropped, words mended, headings and code marked."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from interviewer.ingest.readers.markdown import Markdown
from interviewer.ingest.sentences import asks

_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|\|)\s*\d{1,4})?\W*$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_LABEL = re.compile(r"\W*(?:answers?|ans|solution|a)\b[\s.:)]*$", re.IGNORECASE)
ITEM = re.compile(r"(?:[•●○▪◦‣·*–▶▸►▼▾■-]\s|\(?(?:\d{1,3}|[a-z])[.)]\s)")
_OPENING = re.compile(r"(?:Q(?:ue|ues|uestion)?\s*\.?\s*\d*|A|Ans|Answer|Solution|\d{1,3})\s*[.:)]\s?", re.IGNORECASE)
_BULLET = re.compile(r"[•●○▪◦‣·]\s*")
_LONGEST_WORD = 60
_BROKEN_WORD = re.compile(r"(\w*[^\W\d_])-$")
_ENDED = re.compile(r"[.?!:;][\"”’)\]]*$")
_ASKED = re.compile(r"\?[\"”’)\]]*$")
# Shares and factors found on pages of several layouts; each leaves room on both sides.
_EDGE_ROWS, _EDGE_GAP = 2, 1.8
_RUNNING_SHARE = 0.5
_HEAD_WORDS = 14
_HEADING_FACTOR = 1.12
_HEADING_WORDS = 30
_GAP_FACTOR = 1.35
# Where hardly a line is wrapped, most steps lead from paragraph to paragraph: a few smaller ones tell the line's own.
_LEAST_STEPS, _STEP_SHARE = 2, 1 / 10
_LOOSE, _WRAPPED_SHARE = 1.6, 0.1
_FULL_SHARE = 0.72
SAME_HEIGHT = 3.0
"""Points within which two lines stand beside each other."""
_LEVELS = 4


_NARROW, _WIDE = frozenset("iljtfrI.,:;|!'()[] "), frozenset("mwMW@%")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line without a gap: where it begins, and its letters' size, in points."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False

    @property
    def width(self) -> float:
        """A guess at its width, within a tenth for fonts of text."""
        wide = sum(0.3 if one in _NARROW else 0.85 if one in _WIDE else 0.68 if one.isupper() else 0.53
                   for one in self.text)  # fmt: skip
        return wide * self.size


@dataclass(frozen=True, slots=True)
class PdfRow:
    """A row of a table, by its cells, and the page (from 0) it stands on."""

    cells: tuple[str, ...]
    page: int


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page (from 1): its height on the page and its letters' size in points, and whether all of it is bold
    or of one width; `lead` is how many characters at its beginning are bold where others are not.

    A table that asks is one line with `rows`.
    """

    text: str
    page: int
    y: float
    size: float
    bold: bool = False
    mono: bool = False
    lead: int = 0
    parts: tuple[Part, ...] = ()
    rows: tuple[PdfRow, ...] = ()


def paragraphs(pages: Sequence[Sequence[PdfLine]]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return Markdown lines, a paragraph each, with the page each began on."""
    lines = _without_running_heads(pages)
    body = _body(lines)
    levels = _heading_levels(lines, body)
    whole = frozenset(word.lower() for line in lines for word in re.findall(r"\w+-\w+", line.text))
    out = Markdown()
    for group in _groups(lines, levels, body):
        first = group[0]
        if first.rows:
            out.table([row.cells for row in first.rows], first.page, [row.page + 1 for row in first.rows])
            continue
        if first.mono:
            out.code(_program(group), first.page)
            continue
        text = joined([line.text for line in group], whole)
        level = levels.get(first.size)
        if level and len(text.split()) <= _HEADING_WORDS:
            out.heading(text, first.page, level)
        else:
            told = _BULLET.sub("- ", text, count=1) if _BULLET.match(text) else text
            told = f"**{told}**" if first.bold and all(line.bold for line in group) else _run_in(group, told)
            out.block([told], first.page, tight=_is_item(out, told))
    return tuple(out.lines), tuple(out.places)


def _run_in(group: Sequence[PdfLine], text: str) -> str:
    """Mark a question in bold that runs into its answer."""
    bold = list(takewhile(lambda line: line.bold, group))
    after = group[len(bold)] if len(bold) < len(group) else None
    lead = [line.text for line in bold] + ([after.text[: after.lead].strip()] if after and after.lead else [])
    asked = " ".join(" ".join(lead).split())
    known = asked and text.startswith(asked) and asks(asked)
    return f"**{asked}** {text[len(asked) :].strip()}" if known else text


def _without_running_heads(pages: Sequence[Sequence[PdfLine]]) -> list[PdfLine]:
    """Drop what stands at the edge of most pages, numbers aside, and numbers that stand there alone.

    A book's left and right pages have heads of their own: what stands in the very place of a head, set alike, is one.
    """
    edges = [(page, _edges(page)) for page in pages if page]
    seen: Counter[str] = Counter()
    for page, places in edges:
        seen.update({_pattern(page[place]) for place in places})
    least = max(2, _RUNNING_SHARE * len(edges))
    heads = {_place(page[place]) for page, places in edges for place in places if seen[_pattern(page[place])] >= least}
    kept: list[PdfLine] = []
    for page, places in edges:
        for place, line in enumerate(page):
            alike = _place(line) in heads and len(line.text.split()) <= _HEAD_WORDS and not asks(line.text)
            running = (seen[_pattern(line)] >= least or alike) and not _LABEL.match(line.text)
            if place not in places or not (running or _PAGE_NUMBER.match(line.text)):
                kept.append(line)
    return kept


def _edges(page: Sequence[PdfLine]) -> set[int]:
    """Return the places of the lines above and below the text, which a gap parts from it, or of a line alone."""
    if len(page) == 1:
        return {0}
    order = sorted(range(len(page)), key=lambda place: -page[place].y)
    return {*_edge(page, order), *_edge(page, order[::-1])}


def _edge(page: Sequence[PdfLine], order: Sequence[int]) -> Sequence[int]:
    rows = 1
    for count, (place, following) in enumerate(pairwise(order), 1):
        step = abs(page[place].y - page[following].y)
        if step > _EDGE_GAP * max(page[place].size, page[following].size):
            return order[:count]
        rows += step > SAME_HEIGHT
        if rows > _EDGE_ROWS:
            break
    return ()


def _place(line: PdfLine) -> tuple[int, float]:
    return round(line.y / SAME_HEIGHT), line.size


def _pattern(line: PdfLine) -> str:
    height = round(line.y / SAME_HEIGHT)
    return f"{height} {_DIGITS.sub('#', line.text.strip().lower())}"


def _body(lines: Sequence[PdfLine]) -> "_Body":
    prose = [line for line in lines if not line.mono] or list(lines)
    sizes: Counter[float] = Counter()
    for line in prose:
        sizes[line.size] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    lengths = sorted(len(line.text) for line in prose if line.size == size)
    steps = Counter(
        round(above.y - below.y, 1)
        for above, below in pairwise(lines)
        if above.page == below.page and above.size == below.size == size and 0 < above.y - below.y < 3 * size
    )
    least = max(_LEAST_STEPS, max(steps.values(), default=0) * _STEP_SHARE)
    step = min((one for one, count in steps.items() if count >= least and one >= size), default=1.2 * size)
    width = lengths[int(len(lengths) * 0.95)] if lengths else 0
    if step >= _LOOSE * size and not _is_wrapped(lines, size, step, width):
        step = 1.2 * size
    return _Body(size, step, width)


def _is_wrapped(lines: Sequence[PdfLine], size: float, step: float, width: int) -> bool:
    """Whether lines so far apart go on with each other's sentences, as in a text with wide line spacing."""
    body = [pair for pair in pairwise(lines) if pair[0].page == pair[1].page and pair[0].size == pair[1].size == size]
    apart = [(one, other) for one, other in body if abs(one.y - other.y - step) < SAME_HEIGHT]
    full = [(one, other) for one, other in apart if len(one.text) >= _FULL_SHARE * width]
    going_on = sum(other.text[:1].islower() and not _ENDED.search(one.text) for one, other in full)
    return going_on >= _WRAPPED_SHARE * len(apart)


@dataclass(frozen=True, slots=True)
class _Body:
    """The running text: size of letters, height from line to line, characters on a full line."""

    size: float
    step: float
    width: int


def _heading_levels(lines: Sequence[PdfLine], body: _Body) -> dict[float, int]:
    larger = sorted({line.size for line in lines if line.size >= _HEADING_FACTOR * body.size}, reverse=True)
    return {size: min(rank, _LEVELS) for rank, size in enumerate(larger, 1)}


def _groups(lines: Sequence[PdfLine], levels: dict[float, int], body: _Body) -> list[list[PdfLine]]:
    groups: list[list[PdfLine]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, levels, body):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _continues(group: Sequence[PdfLine], line: PdfLine, levels: dict[float, int], body: _Body) -> bool:
    """Whether a line goes on with the paragraph above it."""
    before = group[-1]
    if before.rows or line.rows:
        return False
    if before.mono or line.mono:
        return before.mono and line.mono
    goes_on_bold = before.bold and line.lead and not _ENDED.search(before.text)
    changes = before.bold != line.bold and not goes_on_bold and _stands_alone(before, line)
    if levels.get(before.size) != levels.get(line.size) or changes:
        return False
    if ITEM.match(line.text) or _OPENING.match(line.text) or _BULLET.match(line.text) or _ASKED.search(before.text):
        return False
    if before.page != line.page or line.y > before.y:  # the next page or column
        return not _ENDED.search(before.text) and line.text[:1].islower()
    step = body.step * max(1.0, line.size / body.size if body.size else 1.0)
    if before.y - line.y > _GAP_FACTOR * step:
        return False
    if line.size in levels:
        return True
    return len(before.text) >= _FULL_SHARE * body.width or bool(_BROKEN_WORD.search(before.text))


def _stands_alone(before: PdfLine, line: PdfLine) -> bool:
    return abs(before.y - line.y) > SAME_HEIGHT


def joined(texts: Sequence[str], whole: frozenset[str]) -> str:
    """Join wrapped lines; a hyphen at a line's end goes unless the document writes the word with it elsewhere."""
    told = [texts[0]]
    for text in texts[1:]:
        broken = _BROKEN_WORD.search(told[-1][-_LONGEST_WORD:])
        tail = re.match(r"[^\W\d_]{1,60}", text)
        if not broken or not tail:
            told += [" ", text]
        elif f"{broken[1]}-{tail[0]}".lower() in whole or not tail[0][0].islower():
            told.append(text)
        else:
            told[-1] = told[-1][:-1]
            told.append(text)
    return " ".join("".join(told).split())


def _program(group: Sequence[PdfLine]) -> str:
    return "\n".join(line.text for line in group)


def _is_item(out: Markdown, text: str) -> bool:
    before = next((line for line in reversed(out.lines) if line), "")
    return bool(ITEM.match(text)) and text.startswith("- ") and before.startswith("- ")
