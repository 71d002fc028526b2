"""`bank check`: structure is a fault; a key point not found in its own reference is a warning."""

from dataclasses import dataclass

from interviewer.bank.files import Fault
from interviewer.bank.load import Bank
from interviewer.domain.question import Question
from interviewer.grading import Engine, request_for


@dataclass(frozen=True, slots=True)
class Check:
    """What was found: counts, faults that must be mended, warnings that want a look."""

    questions: int
    key_points: int
    topics: int
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]


def check_bank(bank: Bank, engine: Engine | None) -> Check:
    """Check every question; without an engine only the structure."""
    # A person's own copy of a bundled question asks the same on purpose.
    repeated = _repeated(bank.questions)
    own = {question.id for question in bank.questions if not question.bundled}
    warnings = [str(fault) for fault in repeated if fault.file in own]
    return Check(
        questions=len(bank.questions),
        key_points=sum(len(question.key_points) for question in bank.questions),
        topics=len({(question.track, question.topic) for question in bank.questions}),
        faults=(*bank.faults, *(fault for fault in repeated if fault.file not in own)),
        warnings=(*warnings, *(_unseen(bank, engine) if engine else ())),
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


def _unseen(bank: Bank, engine: Engine) -> list[str]:
    asked = [question for question in bank.questions if question.key_points]
    grades = engine.grade([request_for(question, question.reference) for question in asked])
    return [
        f"{question.id}: the {engine.name} grader finds key point {point.id!r} {point.verdict} in its own reference"
        for question, grade in zip(asked, grades, strict=True)
        for point in grade.key_points
        if point.verdict in ("missing", "contradicted")
    ]
