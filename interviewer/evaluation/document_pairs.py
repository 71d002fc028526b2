"""Labelled pairs of real questions: named by document and number, so that no document's text stands in the project."""

import csv
from collections.abc import Callable
from pathlib import Path

from interviewer.bank.alike import QuestionEncoder
from interviewer.domain.document import Document
from interviewer.domain.errors import UsageError
from interviewer.domain.question import Question
from interviewer.evaluation.duplicates import DuplicatesScore, LabelledPair, Side, halves, read_pairs, score_pairs
from interviewer.ingest import read_document

COLUMNS = ("id", "a_document", "a_number", "b_document", "b_number", "same", "why")
Lookup = Callable[[str], Question | None]


def score_parts(
    file: Path, documents: Path | None, question: Lookup, encoder: QuestionEncoder
) -> dict[str, DuplicatesScore]:
    """Judge the pairs of each part and count. Raises UsageError, DocumentError, and EmbeddingUnavailable."""
    parts = parts_of(file, documents, question)
    return {name: score_pairs(pairs, encoder) for name, pairs in parts.items()}


def parts_of(file: Path, documents: Path | None, question: Lookup) -> dict[str, list[LabelledPair]]:
    """Return the halves of a file of pairs with texts and the whole, or the whole of the pairs of `documents` alone.

    Raises UsageError and DocumentError.
    """
    if documents is None:
        pairs = read_pairs(file)
        return {**halves(pairs), "all": pairs}
    return {"all": read_document_pairs(file, documents, question)}


def read_document_pairs(file: Path, folder: Path, question: Lookup) -> list[LabelledPair]:
    """Return the pairs of a CSV file of `COLUMNS`, their questions read from the documents in `folder`.

    A number counts a document's questions from 1; without a document it is the id of a question of the bank. `same` is
    1 or 0. Raises UsageError naming the row, and DocumentError for a document that cannot be read.
    """
    documents: dict[str, Document] = {}

    def side(name: str, number: str) -> Side:
        if not name:
            found = question(number)
            if found is None:
                raise UsageError(f"no question {number!r} in the bank")
            return Side(question=found.text, answer=found.reference)
        if name not in documents:
            documents[name] = read_document(folder / name)
        asked = documents[name].questions
        if not number.isdecimal() or not 1 <= int(number) <= len(asked):
            raise UsageError(f"{name} has questions 1 to {len(asked)}, none numbered {number!r}")
        one = asked[int(number) - 1]
        return Side(question=one.question, answer=one.answer)

    with file.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise UsageError(f"{file}: the columns must be {', '.join(COLUMNS)}")
        pairs = []
        for row in rows:
            if row["same"] not in {"0", "1"}:
                raise UsageError(f"{file}, {row['id']}: `same` must be 0 or 1")
            try:
                left, right = side(row["a_document"], row["a_number"]), side(row["b_document"], row["b_number"])
            except UsageError as error:
                raise UsageError(f"{file}, {row['id']}: {error}") from error
            pairs.append(LabelledPair(id=row["id"], a=left, b=right, same=row["same"] == "1", why=row["why"] or ""))
    return pairs
