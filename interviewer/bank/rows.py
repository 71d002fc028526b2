"""A row of a file to grade: what it must hold, and the request it becomes."""

import json
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from interviewer.bank.load import Bank, with_rubric
from interviewer.domain.question import KeyPoint, Question
from interviewer.domain.text import storable


class _Point(BaseModel):
    text: Annotated[str, Field(min_length=1)]
    weight: Annotated[int, Field(ge=1)] = 1


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: str | int | None = None
    answer: str
    question_id: str | None = None
    question: str | None = None
    reference: str | None = None
    key_points: list[_Point] | None = None


class RowRefused(Exception):
    """A row cannot be graded; the message says why."""

    def __init__(self, reason: str, row_id: str | None = None) -> None:
        super().__init__(reason)
        self.row_id = row_id


class AnswerRow(BaseModel):
    """A row that can be graded."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    id: str | None
    question: Question
    answer: str


def read_row(line: str, bank: Bank) -> AnswerRow:
    """Return the row on a line of JSON. Raises RowRefused with the reason."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RowRefused(f"the row is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise RowRefused("the row is not a JSON object")
    row_id = str(value["id"]) if isinstance(value.get("id"), str | int) else None
    try:
        row = _Row.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise RowRefused(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", row_id) from None
    return AnswerRow(id=row_id, question=_question(row, row_id, bank), answer=storable(row.answer))


def _question(row: _Row, row_id: str | None, bank: Bank) -> Question:
    if row.question_id is not None and row.reference is None:
        known = bank.get(row.question_id)
        if known is None:
            raise RowRefused(f"question_id: the bank has no question {row.question_id!r}", row_id)
        return known
    if row.question is None or not row.reference or not row.reference.strip():
        raise RowRefused("a row needs question_id, or question and reference", row_id)
    points = tuple(KeyPoint(f"point-{n}", point.weight, point.text) for n, point in enumerate(row.key_points or (), 1))
    question = Question("row", storable(row.question), storable(row.reference), points)
    return with_rubric(question)
