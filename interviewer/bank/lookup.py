"""A question by its id, with its file; an unknown id is answered with the nearest one."""

from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from interviewer.bank.load import Bank
from interviewer.domain.errors import UsageError
from interviewer.domain.question import Question
from interviewer.domain.text import visible_line

_NEAR = 60.0
"""Character ratio from which an id may be what a person meant."""


@dataclass(frozen=True, slots=True)
class Located:
    """A question's file; without the question where the file has faults."""

    id: str
    file: Path
    question: Question | None
    bundled: bool


def locate(question_id: str, bank: Bank, corpus: Path, personal: Path) -> Located:
    """Return the question of an id or alias, faulty files of the person's own included.

    Raises UsageError that names the nearest id.
    """
    question = bank.get(question_id)
    if question is not None:
        file = corpus / question.track / question.topic if question.bundled else personal / question.topic
        return Located(question.id, file / f"{question.id}.md", question, question.bundled)
    faulty = next((file for file in sorted(personal.glob("*/*.md")) if file.stem == question_id), None)
    if faulty is not None:
        return Located(question_id, faulty, None, bundled=False)
    raise UsageError(f"The bank has no question {visible_line(question_id)!r}. {_remedy(question_id, bank)}")


def asked_already(question: Question, bank: Bank) -> list[str]:
    """Return the ids of other questions in the same words; that which a copy is linked to is not named."""
    words = _words(question)
    others = (one for one in bank.questions if one.id not in (question.id, question.same_as))
    return [one.id for one in others if _words(one) == words]


def _words(question: Question) -> list[str]:
    return question.text.casefold().split()


def _remedy(question_id: str, bank: Bank) -> str:
    ids = [question.id for question in bank.questions]
    near = process.extractOne(question_id, ids, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return f"Did you mean {near[0]!r}?" if near else "`interviewer search WORDS` finds one."
