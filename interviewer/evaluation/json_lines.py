"""Reads sample files, one JSON object a line, and names line and field of whatever is wrong."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from interviewer.domain.errors import UsageError

Row = TypeVar("Row", bound=BaseModel)
Kind = Callable[[Mapping[str, object]], type[Row]]


def read_json_lines(file: Path, kind: Kind[Row]) -> Iterator[tuple[str, Row]]:
    """Yield the place ("file, line 3") and the row of each line that is not blank.

    `kind` says what a row is, given its object. Raises UsageError naming line and field.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}.") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{file.name}, line {number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{place}: this is not JSON ({error}).") from None
        if not isinstance(value, dict):
            raise UsageError(f"{place}: this is not a JSON object.")
        try:
            yield place, kind(value).model_validate(value)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise UsageError(f"{place}, {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None


def always(kind: type[Row]) -> Kind[Row]:
    """Return the choice of one kind for every row."""
    return lambda _: kind
