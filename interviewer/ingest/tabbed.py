"""Tables in plain text, a row a line, tabs between the cells: as copied from a page, or as card programs export."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from interviewer.ingest.page import Page
from interviewer.ingest.readers.columns import Columns, columns_in, told_by_cells
from interviewer.ingest.sentences import asks, is_question

SETTING = "a setting of the program that exported the file"
_SETTING = re.compile(r"#(?:separator|html|tags|columns|deck|notetype|guid)(?: column)?:", re.IGNORECASE)
_OTHER_COLUMN = re.compile(r"#\w+ column:\s*(\d{1,3})\s*$", re.IGNORECASE)
_LEAST_COLUMNS = 2
_LEAST_ROWS, _LEAST_TERMS = 2, 4
_LEAST_TOLD_WORDS = 3.0
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class TabbedRow:
    """A row that asks and answers, by its line (from 0)."""

    line: int
    asked: str
    told: str
    is_term: bool


@dataclass(frozen=True, slots=True)
class Tabbed:
    """The rows of a page's tables, the lines of those tables, and the rows among them that gave nothing (from 0)."""

    rows: tuple[TabbedRow, ...] = ()
    lines: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()
    settings: frozenset[int] = frozenset()


def read_tabbed(page: Page, told: Set[int] = frozenset()) -> Tabbed:
    """Return what such tables on the page hold; one without names needs columns that its cells tell.

    A table of terms at lines of `told` (from 0) is left alone.
    """
    if not any("\t" in line.strip() for line in page.lines):
        return Tabbed()
    settings = frozenset(index for index, line in enumerate(page.lines) if _SETTING.match(line))
    rows: list[TabbedRow] = []
    lines: set[int] = set()
    refused: set[int] = set()
    for run in [_exported(page, settings)] if settings else _runs(page):
        cells = _cells(page, run)
        found = _columns(list(cells.values())) or _by_settings(page, settings, cells)
        if found is None:
            continue
        columns, named = found
        if columns.terms and run[0] in told:
            continue
        read = [(index, _row(index, cells[index], columns)) for index in run[named:]]
        rows += [row for _, row in read if row]
        lines.update(run)
        refused.update(index for index, row in read if row is None)
    kept = settings if rows else frozenset[int]()
    return Tabbed(tuple(rows), frozenset(lines) | kept, frozenset(refused), kept)


def _exported(page: Page, settings: Set[int]) -> list[int]:
    """Return the lines of an export that says itself how it is to be read: all that are no setting."""
    return [index for index, line in enumerate(page.lines) if line.strip() and index not in settings]


def _cells(page: Page, run: Sequence[int]) -> dict[int, list[str]]:
    """Return the cells of each row, as many for each: what is empty at a line's end was cut off."""
    cells = {index: [cell.strip() for cell in page.lines[index].strip(" ").split("\t")] for index in run}
    width = max(map(len, cells.values()), default=0)
    return {index: [*row, *[""] * (width - len(row))] for index, row in cells.items()}


def _by_settings(page: Page, settings: Set[int], cells: Mapping[int, Sequence[str]]) -> tuple[Columns, int] | None:
    """Return the first two columns of an export that its settings do not name as something else: front and back."""
    other = {int(match[1]) - 1 for index in settings if (match := _OTHER_COLUMN.match(page.lines[index]))}
    left = [place for place in range(max(map(len, cells.values()), default=0)) if place not in other]
    if not settings or len(left) < _LEAST_COLUMNS:
        return None
    return told_by_cells(Columns(left[0], left[1]), "", list(cells.values())), 0


def _runs(page: Page) -> Iterator[list[int]]:
    """Yield the lines of each table: neighbours with equally many tabs inside them."""
    run: list[int] = []
    width = 0
    for index, line in enumerate(page.lines):
        tabs = _tabs(line)
        if run and (tabs != width or index != run[-1] + 1):
            yield run
            run = []
        if tabs:
            run.append(index)
            width = tabs
    if run:
        yield run


def _tabs(line: str) -> int:
    """Return how many tabs part the line's cells: none where a tab only indents it."""
    return 0 if line.startswith("\t") or len(line) > _LONGEST else line.strip().count("\t")


def _columns(cells: Sequence[Sequence[str]]) -> tuple[Columns, int] | None:
    """Return the columns, and how many rows name them; None for what is no such table."""
    if not cells:
        return None
    names = cells[0]
    if len(cells) > _LEAST_ROWS and not any(is_question(cell) for cell in names):
        named = columns_in(names, cells[1:])
        if named:
            return told_by_cells(named, names[named.question], cells[1:]), 1
    unnamed = columns_in([""] * len(names), cells) if len(cells) >= _LEAST_ROWS else None
    if unnamed:
        return unnamed, 0
    terms = told_by_cells(Columns(0, 1), "", cells) if len(names) == 2 and len(cells) >= _LEAST_TERMS else None
    words = sum(len(row[1].split()) for row in cells) / len(cells)
    return (terms, 0) if terms and terms.terms and words >= _LEAST_TOLD_WORDS else None


def _row(index: int, cells: Sequence[str], columns: Columns) -> TabbedRow | None:
    asked, told = cells[columns.question], cells[columns.answer]
    return TabbedRow(index, asked, told, columns.terms and not asks(asked)) if asked and told else None
