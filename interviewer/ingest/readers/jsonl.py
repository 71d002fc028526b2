"""JSON Lines: an object a line with a question and its answer."""

import json
from collections.abc import Sequence

from interviewer.domain.document import Refusal
from interviewer.ingest.readers.columns import ANSWER_NAMES, QUESTION_NAMES, columns_of, fault_of
from interviewer.ingest.readers.extract import Extract, Row

_EXPECTED = f"a question ({', '.join(QUESTION_NAMES[:5])}) and an answer ({', '.join(ANSWER_NAMES[:5])})"


def read(lines: Sequence[str]) -> Extract:
    """Return the rows; a line that is none is refused with its fault."""
    rows, refused = list[Row](), list[Refusal]()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found = _pair(line)
        if isinstance(found, str):
            refused.append(Refusal(number, number, found))
        else:
            rows.append(Row(number, number, *found))
    return Extract(rows=tuple(rows), refused=tuple(refused))


def _pair(line: str) -> tuple[str, str] | str:
    """Return question and answer, or why there is no such pair."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        return f"no JSON: {error.msg} at column {error.colno}"
    except (ValueError, RecursionError):
        return "no JSON that can be read: a number too long, or nested too deeply"
    if not isinstance(found, dict):
        return "no JSON object"
    names = list(found)
    places = columns_of(names)
    if places is None:
        return f"an object that lacks a question or an answer: expected are {_EXPECTED}"
    question, answer = (found[names[place]] for place in places)
    if not isinstance(question, str) or not isinstance(answer, str):
        return "a question or an answer that is no text"
    return fault_of(question, answer) or (question.strip(), answer.strip())
