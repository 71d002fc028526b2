"""CSV and TSV: rows of a question and its answer, with the file's own lines."""

import csv
from collections.abc import Iterator, Sequence

from interviewer.domain.document import Refusal
from interviewer.ingest.readers.choices import choices_in
from interviewer.ingest.readers.columns import Columns, columns_in, columns_of, fault_of, told_by_cells
from interviewer.ingest.readers.extract import Extract, Row, Unreadable
from interviewer.ingest.sentences import asks, is_question

_DELIMITERS = ",;\t|"
_HEADER_REACH, _LONGEST_NAME = 10, 8
_LEAST_UNNAMED = 3
BEFORE_HEADER = "before the row that names the columns"
_NAME_THEM = "Name two columns question and answer, or term and definition, in the first row."
_Record = tuple[int, int, list[str]]


def read(lines: Sequence[str]) -> Extract:
    """Return the rows. Raises Unreadable where the columns cannot be told."""
    refused = list[Refusal]()
    records = list(_records(lines, refused))
    if not records:
        return Extract(rows=(), refused=tuple(refused))
    columns, named = _columns(records)
    refused += [Refusal(first, last, BEFORE_HEADER) for first, last, _ in records[: max(named - 1, 0)]]
    rows = list[Row]()
    width = len(records[max(named - 1, 0)][2])
    chosen = choices_in(records[named - 1][2], [cells for _, _, cells in records[named:]]) if named else None
    for first, last, cells in records[named:]:
        fault = f"{len(cells)} columns where {width} are expected" if len(cells) > width else None
        asked, told = _cell(cells, columns.question), _cell(cells, columns.answer)
        told = chosen.right(cells) or "" if chosen else told
        fault = fault or fault_of(asked, told)
        if fault:
            refused.append(Refusal(first, last, fault))
        else:
            rows.append(Row(first, last, asked, told, columns.terms and not asks(asked)))
    return Extract(rows=tuple(rows), refused=tuple(sorted(refused, key=lambda one: one.first_line)))


def _records(lines: Sequence[str], refused: list[Refusal]) -> Iterator[_Record]:
    """Yield each row that is not empty with its first and last line; a quoted cell may span lines."""
    opening = next((line for line in lines if any(map(line.count, _DELIMITERS))), "")
    delimiter = max(_DELIMITERS, key=opening.count)
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            refused.append(Refusal(before + 1, max(reader.line_num, before + 1), f"no row of a table: {error}"))
        else:
            if any(cell.strip() for cell in cells):
                yield before + 1, reader.line_num, cells
        before = reader.line_num


def _columns(records: Sequence[_Record]) -> tuple[Columns, int]:
    """Return the columns of question and answer, and the place of the first row after their names."""
    cells = [row for _, _, row in records]
    for place, row in enumerate(cells[:_HEADER_REACH]):
        found = columns_of(row) or (columns_in(row, cells[place + 1 :]) if _is_header(row) else None)
        if found:
            return told_by_cells(found, row[found.question], cells[place + 1 :]), place + 1
    if len(cells[0]) == 2:
        return told_by_cells(Columns(0, 1), "", cells), 0
    unnamed = columns_in([""] * len(cells[0]), cells) if len(cells) >= _LEAST_UNNAMED else None
    if unnamed and asks(_cell(cells[0], unnamed.question)):
        return unnamed, 0
    raise Unreadable(f"which of its {len(cells[0])} columns hold question and answer is not clear. {_NAME_THEM}")


def _is_header(row: Sequence[str]) -> bool:
    """Whether most cells are filled, none asks, and none is as long as a sentence."""
    filled = [cell for cell in row if cell.strip()]
    short = all(len(cell.split()) <= _LONGEST_NAME for cell in filled)
    return len(row) > 1 and 2 * len(filled) > len(row) and short and not any(is_question(cell) for cell in filled)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""
