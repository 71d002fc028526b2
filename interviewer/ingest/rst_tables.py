"""reStructuredText's tables as Markdown ones: simple, grid and list tables whose first row is a header."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from interviewer.ingest.lines import is_bullet

_SIMPLE = re.compile(r"={2,}(?:\s+={2,})+\s*$")
_GRID = re.compile(r"\+(?:-{3,}\+){2,}\s*$")
_UNDER_HEAD = re.compile(r"\+(?:={3,}\+){2,}\s*$")
_LIST = re.compile(r"\.\. list-table::")
_ROW, _CELL = re.compile(r"(?P<lead>\s+\* )- (?P<text>.*)$"), re.compile(r"(?P<lead>\s+)- (?P<text>.*)$")
_SPANS = re.compile(r"-{2,}(?:\s+-{2,})*\s*$")
_NO_HEADER = re.compile(r"\s+:header-rows:\s*0")
_MOST_LINES, _MOST_COLUMNS = 5_000, 50


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows from the header on, each a list of cells, and the line behind the table (from 0)."""

    rows: list[list[str]]
    end: int


def with_tables(lines: Sequence[str]) -> list[str]:
    """Return as many lines, each table written as a Markdown one where it begins; what is no whole table stays."""
    found = list(lines)
    index = 0
    while index < len(lines):
        table = _table(lines, index)
        if table is not None:
            found[index : table.end] = _written(table, table.end - index)
        index = table.end if table else index + 1
    return found


def _table(lines: Sequence[str], start: int) -> _Table | None:
    line = lines[start]
    if _SIMPLE.match(line):
        return _simple(lines, start)
    if _GRID.match(line):
        return _grid(lines, start)
    return _listed(lines, start) if _LIST.match(line) else None


def _simple(lines: Sequence[str], start: int) -> _Table | None:
    """Return a table between rules of equals signs, a third one under its header; columns begin where rules do."""
    begins = [match.start() for match in re.finditer(r"=+", lines[start])]
    rules = list(_rules(lines, start))
    if len(rules) < 2 or rules[0] == start + 1 or len(begins) > _MOST_COLUMNS:
        return None
    if any(lines[index][begin - 1 : begin].strip() for index in range(start, rules[1]) for begin in begins[1:]):
        return None
    rows = [_joined([_cut(lines[index], begins) for index in range(start + 1, rules[0])])]
    for index in range(rules[0] + 1, rules[1]):
        cells = _cut(lines[index], begins)
        if not any(cells) or _SPANS.match(lines[index]):
            continue
        if cells[0] or len(rows) == 1:
            rows.append(cells)
        else:
            rows[-1] = _joined([rows[-1], cells])
    return _Table(rows, rules[1] + 1)


def _rules(lines: Sequence[str], start: int) -> Iterator[int]:
    """Yield the lines of the two rules like the one at `start` that end its header and its table."""
    rule, left = lines[start].rstrip(), 2
    for index in range(start + 1, min(len(lines), start + _MOST_LINES)):
        if _SIMPLE.match(lines[index]):
            followed = index + 1 < len(lines) and bool(lines[index + 1].strip())
            if lines[index].rstrip() != rule or (left == 2 and not followed):  # a table without a header ends here
                return
            left -= 1
            yield index
        if not left:
            return


def _cut(line: str, begins: Sequence[int]) -> list[str]:
    ends = [*begins[1:], len(line)]
    return [line[begin:end].strip() for begin, end in zip(begins, ends, strict=True)]


def _grid(lines: Sequence[str], start: int) -> _Table | None:
    """Return a table drawn in full; None for one whose cells span columns or rows, or that has no header."""
    rule = lines[start].rstrip()
    places = [place for place, sign in enumerate(rule) if sign == "+"]
    rows, held, headed = list[list[str]](), list[list[str]](), False
    end = start + 1
    for end in range(start + 1, min(len(lines), start + _MOST_LINES)):
        line = lines[end].rstrip()
        if len(line) != len(rule) or len(places) > _MOST_COLUMNS or line[:1] not in ("|", "+"):
            break
        if _GRID.match(line) or _UNDER_HEAD.match(line):
            if headed == bool(_UNDER_HEAD.match(line)):
                return None
            headed = True
            rows.append(_joined(held))
            held = []
        elif all(line[place] == "|" for place in places):
            held.append([line[one + 1 : other].strip() for one, other in pairwise(places)])
        else:
            return None
    else:
        end += 1
    return _Table(rows, end) if len(rows) > 1 and not held else None


def _listed(lines: Sequence[str], start: int) -> _Table | None:
    """Return a table written as a list of lists."""
    held = list(_indented(lines, start + 1))
    if any(_NO_HEADER.match(line) for line in held):
        return None
    rows, depth = list[list[list[list[str]]]](), 0
    for line in held:
        if match := _ROW.match(line):
            rows.append([[[match["text"]]]])
            depth = len(match["lead"])
        elif rows and (match := _CELL.match(line)) and len(match["lead"]) == depth:
            rows[-1].append([[match["text"]]])
        elif rows and line.strip():
            rows[-1][-1].append([line.strip()])
    told = [[_joined(cell)[0] for cell in row] for row in rows]
    narrow = all(len(row) <= _MOST_COLUMNS for row in told)
    return _Table(told, start + 1 + len(held)) if len(told) > 1 and narrow else None


def _indented(lines: Sequence[str], start: int) -> Iterator[str]:
    """Yield the lines of a directive, blank or deeper than it, from `start`."""
    for index in range(start, min(len(lines), start + _MOST_LINES)):
        if lines[index].strip() and not lines[index][:1].isspace():
            return
        yield lines[index]


def _joined(parts: Sequence[Sequence[str]]) -> list[str]:
    """Return cells whose lines stand below each other as one row; an item of a list keeps its line."""
    cells = [""] * max(map(len, parts), default=0)
    for part in parts:
        for place, text in enumerate(part):
            apart = "<br>" if is_bullet(text) else " "
            cells[place] += f"{apart if cells[place] else ''}{text}" if text else ""
    return cells


def _written(table: _Table, room: int) -> list[str]:
    """Return the table as Markdown on `room` lines, which is never less than it takes."""
    rows = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |" for cells in table.rows]
    rows.insert(1, f"|{' --- |' * max(2, len(table.rows[0]))}")
    return rows[:room] + [""] * (room - len(rows))
