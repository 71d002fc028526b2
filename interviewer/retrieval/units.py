"""What is indexed: each question, each paraphrase, and passages of references and documents."""

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Literal

from interviewer.domain.question import Passage, Question
from interviewer.ingest.passages import ENOUGH_WORDS, Line, passages

UnitKind = Literal["question", "paraphrase", "passage"]
_VERSION = "3"
"""Of the cutting into units and of what is kept beside them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One indexed text. `document` and lines (from 1) are those of a passage; `source` is "bundled" or a document.

    `difficulty`, from 1 to 5, is its question's; None for a passage of a document, which has none.
    """

    id: str
    kind: UnitKind
    question_id: str | None
    text: str
    track: str
    topic: str
    source: str
    document: str
    first_line: int
    last_line: int
    difficulty: int | None = None


def units_of(questions: Iterable[Question], read: Iterable[Passage] = ()) -> list[Unit]:
    """Return the units of a bank and of the passages `read` from documents, in a fixed order, each id once."""
    units: dict[str, Unit] = {}
    for question in questions:
        for unit in _of_question(question):
            units.setdefault(unit.id, unit)
    for passage in read:
        unit = _unit("passage", None, passage.text, passage)
        units.setdefault(unit.id, unit)
    return list(units.values())


def whole_text(question: Question) -> str:
    """Return all that a question file says of its subject, as one text for the lexical index."""
    points = (text for point in question.key_points for text in (point.text, *point.accept))
    return " ".join((question.text, *question.paraphrases, question.reference, *points))


def fingerprint(units: Iterable[Unit], model: str) -> str:
    """Return a hash over all units, the model and the version of the cutting: the name of their index."""
    digest = hashlib.sha256(f"{model}\n{_VERSION}\n".encode())
    for unit in units:
        digest.update("\x1f".join(map(str, astuple(unit))).encode("utf-8", "replace") + b"\x1e")
    return digest.hexdigest()[:32]


def reference_passages(question: Question) -> list[Passage]:
    """Return the passages of a question's reference; lines count within the reference."""
    return _passages(f"{question.track}/{question.topic}/{question.id}", question.reference)


def passages_of(reference: str) -> list[str]:
    """Return the texts of the passages that `reference_passages` cuts such a reference into."""
    return [one.text for one in _passages("", reference)]


def _passages(name: str, reference: str) -> list[Passage]:
    return passages(name, list(_lines(reference)), ENOUGH_WORDS)


def _lines(text: str) -> Iterable[Line]:
    """Yield the numbered lines of Markdown, those of code between fences marked."""
    code = False
    for number, line in enumerate(text.split("\n"), 1):
        fence = line.lstrip().startswith(("```", "~~~"))
        yield Line(number, line, code=code or fence)
        code = code != fence


def _of_question(question: Question) -> Iterable[Unit]:
    nowhere = Passage("", 0, 0, "")
    yield _unit("question", question, question.text, nowhere)
    for paraphrase in question.paraphrases:
        yield _unit("paraphrase", question, paraphrase, nowhere)
    for passage in reference_passages(question):
        yield _unit("passage", question, passage.text, passage)


def _unit(kind: UnitKind, question: Question | None, text: str, place: Passage) -> Unit:
    """Return the unit of a text: of a question, else of the document that `place` names."""
    question_id = question.id if question else None
    key = f"{kind}\x1f{question_id}\x1f{place.document}\x1f{place.first_line}\x1f{text}"
    return Unit(
        id=hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32],
        kind=kind,
        question_id=question_id,
        text=text,
        track=question.track if question else "",
        topic=question.topic if question else "",
        source=question.source if question else place.document,
        document=place.document,
        first_line=place.first_line,
        last_line=place.last_line,
        difficulty=question.difficulty if question else None,
    )
