"""Questions by id, track and topic; a name that the bank does not know is answered with the nearest one."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from interviewer.bank.load import Bank
from interviewer.domain.errors import UsageError
from interviewer.domain.question import PERSONAL_TRACK, Question
from interviewer.domain.text import visible_line

_NEAR = 60.0
"""Character ratio from which an id may be what a person meant."""
_MOST_NAMED = 30
"""Topics that one message names; the bundled bank has 18."""


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


def select(bank: Bank, *, track: str | None = None, topic: str | None = None) -> tuple[Question, ...]:
    """Return the questions of a track and of a topic. Raises UsageError that names those there are, nearest first.

    The track of one's own questions is there even before the first of them.
    """
    found = bank.choose(track=track)
    if track not in (None, PERSONAL_TRACK) and not found:
        raise UsageError(_no_such("track", track or "", bank.tracks))
    if topic is None:
        return found
    where = "" if track is None else f" of track {track!r}"
    chosen = tuple(one for one in found if one.topic == topic)
    if not chosen:
        raise UsageError(_no_such("topic", topic, {one.topic for one in found}, where))
    return chosen


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


def _no_such(what: str, name: str, known: Collection[str], where: str = "") -> str:
    """Return the message for a track or topic that no question has; of the known ones the nearest stand first."""
    near = [one for one, _, _ in process.extract(name, sorted(known), scorer=fuzz.ratio, limit=len(known))]
    more = f" and {len(near) - _MOST_NAMED} more" if len(near) > _MOST_NAMED else ""
    named = f"There are: {', '.join(map(visible_line, near[:_MOST_NAMED]))}{more}." if near else "The bank is empty."
    return f"No question{where} has the {what} {visible_line(name)!r}. {named}"
