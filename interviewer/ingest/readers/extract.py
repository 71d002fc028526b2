"""What a reader hands over, and the same as plain JSON, so that it can cross from one process to another."""

import json
from dataclasses import dataclass

from interviewer.domain.document import Refusal


class Unreadable(Exception):
    """A file that cannot be read; the message says why and what to do, without the file's name."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its answer where the format itself parts them; lines count from 1, inclusive.

    `is_term`: what stands for the question names a thing, and the answer says what that is. `drafted`: the reader made
    the question from the answer.
    """

    first_line: int
    last_line: int
    question: str
    answer: str
    is_term: bool = False
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a document as lines, or as rows where the format holds rows.

    `places` has one entry a line: the page (PDF) or the source's line (HTML) it came from; empty where the
    lines are the file's own or the format knows no places.
    """

    lines: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    markdown: bool = True
    rows: tuple[Row, ...] | None = None
    refused: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()


def to_wire(extract: Extract) -> bytes:
    """Return the extract as one JSON object in ASCII."""
    rows = extract.rows
    return json.dumps(
        {
            "lines": extract.lines,
            "places": extract.places,
            "rows": None
            if rows is None
            else [[r.first_line, r.last_line, r.question, r.answer, r.is_term, r.drafted] for r in rows],
            "refused": [[one.first_line, one.last_line, one.reason] for one in extract.refused],
            "notes": extract.notes,
        }
    ).encode("ascii")


def refusal_to_wire(reason: str) -> bytes:
    """Return the reason why a file is refused, as a reply."""
    return json.dumps({"error": reason}).encode("ascii")


def from_wire(reply: bytes) -> Extract:
    """Return what a reply holds, every value checked: whoever wrote it read a stranger's file.

    Raises Unreadable for a refusal, ValueError for what is no reply.
    """
    try:
        found = json.loads(reply)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(found, dict):
        raise ValueError("not an object")
    if isinstance(found.get("error"), str):
        raise Unreadable(found["error"])
    rows = found.get("rows")
    lines, places = tuple(map(_text, _list(found, "lines"))), tuple(map(_number, _list(found, "places")))
    if places and len(places) != len(lines):
        raise ValueError("places do not fit the lines")
    return Extract(
        lines=lines,
        places=places,
        rows=None if rows is None else tuple(map(_row, _list(found, "rows"))),
        refused=tuple(map(_refusal, _list(found, "refused"))),
        notes=tuple(map(_text, _list(found, "notes"))),
    )


def _list(found: dict[str, object], name: str) -> list[object]:
    value = found.get(name)
    if not isinstance(value, list):
        raise ValueError(f"{name} is no list")
    return value


def _row(value: object) -> Row:
    first, last, question, answer, is_term, drafted = _parts(value, 6)
    return Row(_number(first), _number(last), _text(question), _text(answer), is_term is True, drafted is True)


def _refusal(value: object) -> Refusal:
    first, last, reason = _parts(value, 3)
    return Refusal(_number(first), _number(last), _text(reason))


def _parts(value: object, count: int) -> list[object]:
    if not isinstance(value, list) or len(value) != count:
        raise ValueError("not a row")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise ValueError("not a number")
    return value
