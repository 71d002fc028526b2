"""Tables of questions and answers on PDF pages, told by where their cells stand; rules around the cells do not count.

Programs write a table cell by cell. So a run of lines below each other is a cell, one that goes on further up to the
right of it is the next cell of its row, and rows whose cells begin at the same places are a table. Only a table that
asks is taken for one: all else stays the lines that it was.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from interviewer.ingest.readers.asking_tables import names_terms, pairs_of
from interviewer.ingest.readers.pdf_lines import ITEM, Part, PdfLine, PdfRow, joined
from interviewer.ingest.sentences import asks

_LINE_STEP = 1.7
"""Sizes of letters from line to line of a cell, at most; the padding of two rows makes it more."""
_ALIGNED, _SAME_COLUMNS = 4.0, 6.0
"""Points by which the beginnings of one column's cells may differ, on a page and from page to page."""
_SURE_WIDTH = 0.75
"""Of a text's guessed width: what it covers in any font."""
_LEAST_ROWS, _LEAST_CELLS = 2, 2
_MARK = re.compile(r"\W{0,2}(?:\w|\d{1,3})?\W{0,2}$")


@dataclass(slots=True)
class _Cell:
    """Lines below each other; `lines` are the places of theirs among the page's."""

    parts: list[Part]
    lines: list[int]

    @property
    def left(self) -> float:
        return min(part.x for part in self.parts)

    @property
    def right(self) -> float:
        return max(part.x + _SURE_WIDTH * part.width for part in self.parts)

    @property
    def top(self) -> float:
        return self.parts[0].y + self.parts[0].size

    @property
    def bottom(self) -> float:
        return self.parts[-1].y

    @property
    def text(self) -> str:
        """The cell's text: wrapped lines joined, items of a list each on a line."""
        lines: list[list[str]] = []
        for part in self.parts:
            if lines and not ITEM.match(part.text):
                lines[-1].append(part.text)
            else:
                lines.append([part.text])
        return "\n".join(joined(texts, frozenset()) for texts in lines)


_Row = list[_Cell]


@dataclass(slots=True)
class _Table:
    """Rows with as many cells at most as there are columns, which begin at `lefts`."""

    page: int
    lefts: tuple[float, ...]
    rows: list[_Row] = field(default_factory=list)

    def column(self, cell: _Cell, slack: float = _ALIGNED) -> int:
        """Return the column in which a cell stands."""
        return max((place for place, left in enumerate(self.lefts) if left <= cell.left + slack), default=0)

    def takes(self, row: _Row) -> bool:
        """Whether the cells of a row begin where the columns do, each in a column of its own."""
        columns = [self.column(cell) for cell in row]
        begun = sum(abs(self.lefts[place] - cell.left) <= _ALIGNED for place, cell in zip(columns, row, strict=True))
        below = not self.rows or max(cell.top for cell in row) <= min(cell.top for cell in self.rows[-1])
        return below and len(set(columns)) == len(row) and 2 * begun > len(row)

    @property
    def lines(self) -> list[int]:
        """The places of the table's lines among the page's."""
        return sorted({place for row in self.rows for cell in row for place in cell.lines})

    def told(self) -> Iterator[PdfRow]:
        """Yield the rows with a text for each column."""
        for row in self.rows:
            texts = [""] * len(self.lefts)
            for cell in row:
                texts[self.column(cell)] = cell.text
            yield PdfRow(tuple(texts), self.page)


def with_tables(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """Return the pages' lines, those of a table that asks brought together in one that holds its rows.

    A table that goes on with the same columns on the next page is one table.
    """
    found = [_tables(page) for page in pages]
    out = [list(page) for page in pages]
    taken: list[set[int]] = [set() for _ in pages]
    for tables in _chained(found):
        rows = _asking(tables)
        if rows:
            first = tables[0]
            start = first.lines[0]
            held = out[first.page][start]
            text = " ".join(" ".join(row.cells) for row in rows)
            out[first.page][start] = replace(held, text=text, parts=(), rows=rows, bold=False, mono=False)
            for table in tables:
                taken[table.page].update(table.lines)
            taken[first.page].discard(start)
    return [[line for at, line in enumerate(page) if at not in gone] for page, gone in zip(out, taken, strict=True)]


def _chained(found: Sequence[Sequence[_Table]]) -> list[list[_Table]]:
    """Join the last table of a page and the first one of the next where their columns are the same."""
    chains: list[list[_Table]] = []
    for tables in found:
        for place, table in enumerate(tables):
            before = chains[-1][-1] if chains else None
            goes_on = place == 0 and before is not None and before.page == table.page - 1
            if goes_on and before is not None and _same_columns(before, table):
                chains[-1].append(_Table(table.page, before.lefts, table.rows))
            else:
                chains.append([table])
    return chains


def _same_columns(one: _Table, other: _Table) -> bool:
    pairs = zip(one.lefts, other.lefts, strict=False)
    return len(one.lefts) == len(other.lefts) and all(abs(left - right) <= _SAME_COLUMNS for left, right in pairs)


def _asking(tables: Sequence[_Table]) -> tuple[PdfRow, ...]:
    """Return the rows of a table, the names of its columns first, if it asks; none if it does not."""
    rows: list[PdfRow] = []
    for table in tables:
        for place, row in enumerate(table.told()):
            if rows and row.cells == rows[0].cells:
                continue
            if rows and place == 0 and not row.cells[0]:  # the rest of a row that a page's end parted
                whole = [f"{one} {other}".strip() for one, other in zip(rows[-1].cells, row.cells, strict=True)]
                rows[-1] = PdfRow(tuple(whole), rows[-1].page)
            else:
                rows.append(row)
    if not rows or (len(rows[0].cells) == _LEAST_CELLS and all(_MARK.match(row.cells[0]) for row in rows)):
        return ()
    if names_terms([row.cells for row in rows]):
        return tuple(rows)
    nameless = PdfRow(("",) * len(rows[0].cells), rows[0].page)
    told = [nameless, *rows] if any(map(asks, rows[0].cells)) else rows
    pairs = pairs_of([row.cells for row in told])
    return tuple(told) if pairs and all(pair.question and pair.answer for pair in pairs) else ()


def _tables(page: Sequence[PdfLine]) -> list[_Table]:
    """Return what could be tables of a page, from its first line to its last."""
    tables: list[_Table] = []
    open_table: _Table | None = None
    number = page[0].page - 1 if page else 0
    for row in _rows(_cells(page)):
        if len(row) >= _LEAST_CELLS:
            if open_table is None or not open_table.takes(row):
                open_table = _Table(number, tuple(cell.left for cell in row))
                tables.append(open_table)
            open_table.rows.append(row)
        elif open_table is None or not _goes_on(open_table, row):
            open_table = None
        else:
            open_table.rows.append(row)
    return [table for table in tables if len(table.rows) >= _LEAST_ROWS]


def _goes_on(table: _Table, row: _Row) -> bool:
    """Whether a row with one filled cell belongs to the table: it stands right below, in a column but the first."""
    gap = min(cell.bottom for cell in table.rows[-1]) - row[0].top
    return table.takes(row) and table.column(row[0]) > 0 and gap <= _LINE_STEP * row[0].parts[0].size


def _trim(cell: _Cell, beside: _Cell) -> None:
    """Leave out what stands above a row's first cell and begins elsewhere: the sentence that announces the table."""
    last = cell.parts[-1]
    above = [part.y > beside.top and abs(part.x - last.x) > _ALIGNED for part in cell.parts]
    first = above.index(False)
    cell.parts, cell.lines = cell.parts[first:], cell.lines[first:]


def _cells(page: Sequence[PdfLine]) -> Iterator[_Cell]:
    cell: _Cell | None = None
    for place, line in enumerate(page):
        for part in line.parts:
            if cell is not None and _below(cell, part):
                cell.parts.append(part)
                cell.lines.append(place)
            else:
                if cell is not None:
                    yield cell
                cell = _Cell([part], [place])
    if cell is not None:
        yield cell


def _below(cell: _Cell, part: Part) -> bool:
    """Whether a part is the next line of a cell."""
    last = cell.parts[-1]
    step = last.y - part.y
    if not 0 < step <= _LINE_STEP * max(last.size, part.size) or last.bold != part.bold:
        return False
    return part.x < cell.right and part.x + part.width > cell.left


def _rows(cells: Iterator[_Cell]) -> Iterator[_Row]:
    row: _Row = []
    for cell in cells:
        if row and _beside(row, cell):
            if len(row) == 1:
                _trim(row[0], cell)
            row.append(cell)
        else:
            if row:
                yield row
            row = [cell]
    if row:
        yield row


def _beside(row: _Row, cell: _Cell) -> bool:
    """Whether a cell stands to the right of the row so far, at its height."""
    last = row[-1]
    right = cell.left > last.left + _ALIGNED and cell.left >= last.right
    return right and any(cell.bottom < other.top and cell.top > other.bottom for other in row)
