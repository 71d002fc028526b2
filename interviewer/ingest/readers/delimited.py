"""CSV and TSV: rows of a question and its answer, with the file's own lines."""

import csv
from collections.abc import Iterator, Sequence

from interviewer.domain.document import Refusal
from interviewer.ingest.readers.columns import columns_of, fault_of
from interviewer.ingest.readers.extract import Extract, Row, Unreadable

_DELIMITERS = ",;\t|"
_NAME_THEM = "Name two columns question and answer in the first row."
_Record = tuple[int, int, list[str]]


def read(lines: Sequence[str]) -> Extract:
    """Return the rows. Raises Unreadable where the columns cannot be told."""
    refused = list[Refusal]()
    records = list(_records(lines, refused))
    if not records:
        return Extract(rows=(), refused=tuple(refused))
    question, answer, named = _columns(records)
    rows = list[Row]()
    width = len(records[0][2])
    for first, last, cells in records[named:]:
        fault = f"{len(cells)} columns where {width} are expected" if len(cells) > width else None
        asked, told = _cell(cells, question), _cell(cells, answer)
        fault = fault or fault_of(asked, told)
        if fault:
            refused.append(Refusal(first, last, fault))
        else:
            rows.append(Row(first, last, asked, told))
    return Extract(rows=tuple(rows), refused=tuple(sorted(refused, key=lambda one: one.first_line)))


def _records(lines: Sequence[str], refused: list[Refusal]) -> Iterator[_Record]:
    """Yield each row that is not empty with its first and last line; a quoted cell may span lines."""
    opening = next((line for line in lines if line.strip()), "")
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


def _columns(records: Sequence[_Record]) -> tuple[int, int, bool]:
    header = records[0][2]
    found = columns_of(header)
    if found:
        return *found, True
    if len(header) == 2:
        return 0, 1, False
    raise Unreadable(f"which of its {len(header)} columns hold question and answer is not clear. {_NAME_THEM}")


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""
