"""`bank check`: structure is a fault; a key point not found in its own reference is a warning."""

from dataclasses import dataclass, replace

from interviewer.bank.alike import QuestionEncoder
from interviewer.bank.duplicates import Pair, find_duplicates
from interviewer.bank.files import Fault
from interviewer.bank.load import Bank
from interviewer.domain.question import Question
from interviewer.grading import Engine, request_for

REPEATED_FROM = 0.9
"""The chance from which a near-duplicate is a fault."""
ALIKE_FROM = 0.8
"""The chance from which it is a warning: more than a link asks for, since the long answers of one topic overlap."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was found: counts, faults that must be mended, warnings that want a look."""

    questions: int
    key_points: int
    topics: int
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]


def check_bank(bank: Bank, engine: Engine | None, encoder: QuestionEncoder | None = None) -> Check:
    """Check every question; without an engine only the structure, without an encoder only equal words as repeats."""
    # A person's own copy of a bundled question asks the same on purpose.
    repeated = _repeated(bank.questions)
    own = {question.id for question in bank.questions if not question.bundled}
    pairs = _near_duplicates(bank, encoder) if encoder else []
    return Check(
        questions=len(bank.questions),
        key_points=sum(len(question.key_points) for question in bank.questions),
        topics=len({(question.track, question.topic) for question in bank.questions}),
        faults=(
            *bank.faults,
            *(fault for fault in repeated if fault.file not in own),
            *(_fault(pair) for pair in pairs if _is_fault(pair)),
        ),
        warnings=(
            *(str(fault) for fault in repeated if fault.file in own),
            *(_unseen(bank, engine) if engine else ()),
            *(f"{pair.question}: {_said(pair)}" for pair in pairs if not _is_fault(pair)),
        ),
    )


def _repeated(questions: tuple[Question, ...]) -> list[Fault]:
    seen: dict[str, str] = {}
    faults = []
    for question in questions:
        words = " ".join(sorted(set(question.text.lower().split())))
        if words in seen:
            faults.append(Fault(question.id, 1, f"asks the same as {seen[words]!r}"))
        seen[words] = question.id
    return faults


def _near_duplicates(bank: Bank, encoder: QuestionEncoder) -> list[Pair]:
    """Return the pairs of bundled questions that ask the same.

    By their texts alone: a paraphrase may ask for one side of a question that another question is all about.
    """
    bundled = [replace(question, paraphrases=()) for question in bank.questions if question.bundled]
    return [pair for pair in find_duplicates(bundled, (), encoder) if pair.similarity >= ALIKE_FROM]


def _is_fault(pair: Pair) -> bool:
    return pair.similarity >= REPEATED_FROM


def _fault(pair: Pair) -> Fault:
    return Fault(pair.question, 1, _said(pair))


def _said(pair: Pair) -> str:
    return f"asks the same as {pair.same_as!r} ({pair.similarity:.2f}: {pair.reason})"


def _unseen(bank: Bank, engine: Engine) -> list[str]:
    asked = [question for question in bank.questions if question.key_points]
    grades = engine.grade([request_for(question, question.reference) for question in asked])
    return [
        f"{question.id}: the {engine.name} grader finds key point {point.id!r} {point.verdict} in its own reference"
        for question, grade in zip(asked, grades, strict=True)
        for point in grade.key_points
        if point.verdict in ("missing", "contradicted")
    ]
