"""Tables of rich formats that ask: questions in a column, in rows above their answers, or named by the first column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviewer.ingest.readers.columns import columns_in, is_answer_label, is_question_label
from interviewer.ingest.sentences import asks

_LABEL_WORDS = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and its answer, which may have several paragraphs; `row` is the question's, from 0."""

    question: str
    answer: str
    row: int


def pairs_of(rows: Sequence[Sequence[str]]) -> list[Pair] | None:
    """Return the questions of a table with their answers; None for a table that does not ask."""
    if is_upright(rows):
        return _upright(rows)
    return _stacked(rows) or _in_columns(rows)


def names_terms(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table's first row names a column of terms and one of their definitions."""
    columns = columns_in(rows[0], rows[1:]) if rows else None
    return columns is not None and columns.terms


def is_upright(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the table has two columns, the first of which names a question and, below it, its answer."""
    if not rows or any(len(row) != 2 for row in rows):
        return False
    questions = [place for place, row in enumerate(rows) if is_question_label(row[0]) and row[1].strip()]
    answers = [place for place, row in enumerate(rows) if is_answer_label(row[0])]
    return bool(questions) and bool(answers) and questions[0] < answers[0]


def _upright(rows: Sequence[Sequence[str]]) -> list[Pair]:
    pairs: list[Pair] = []
    for place, (name, content) in enumerate(rows):
        if is_question_label(name):
            pairs.append(Pair(content, "", place))
        elif is_answer_label(name) and pairs:
            pairs[-1] = _with(pairs[-1], content)
    return pairs


def _stacked(rows: Sequence[Sequence[str]]) -> list[Pair]:
    """Return the pairs of a table in which a question fills a row, its answer those below, behind a label or alone."""
    pairs: list[Pair] = []
    for place, row in enumerate(rows):
        filled = [cell for cell in row if cell.strip()]
        if len(filled) == 1 and asks(filled[0]):
            pairs.append(Pair(filled[0], "", place))
        elif filled:
            labelled = len(filled) == 2 and len(filled[0].split()) <= _LABEL_WORDS
            if not pairs or not (labelled or len(filled) == 1):
                return []
            pairs[-1] = _with(pairs[-1], filled[-1])
    return pairs if all(pair.answer for pair in pairs) else []


def _with(pair: Pair, more: str) -> Pair:
    return replace(pair, answer=f"{pair.answer}\n\n{more}".strip())


def _in_columns(rows: Sequence[Sequence[str]]) -> list[Pair] | None:
    told = [[" ".join(cell.split()) for cell in row] for row in rows]
    width = max(map(len, told), default=0)
    even = [[*row, *[""] * (width - len(row))] for row in told]
    columns = columns_in(even[0], even[1:]) if even else None
    if columns is None or columns.terms:
        return None
    whole = [row[columns.answer] if columns.answer < len(row) else "" for row in rows[1:]]
    asked = [row[columns.question] for row in even[1:]]
    return [Pair(one, answer, place) for place, (one, answer) in enumerate(zip(asked, whole, strict=True), 1)]
