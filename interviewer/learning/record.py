"""Per question: when it was last asked and what it last earned; the ground for drills and for not repeating."""

from collections.abc import Iterable
from dataclasses import dataclass

from interviewer.domain.outcome import outcome_of
from interviewer.domain.state import Interview


@dataclass(frozen=True, slots=True)
class Seen:
    """The last time a question was asked: ISO 8601 in UTC, and its raw mark in [0, 1] if there is one."""

    at: str
    raw: float | None


def record_of(interviews: Iterable[Interview]) -> dict[str, Seen]:
    """Return the latest `Seen` of every question ever asked, by id."""
    seen: dict[str, Seen] = {}
    for interview in interviews:
        for turn in interview.turns:
            if not turn.answers and turn.closed is None:
                continue
            earlier = seen.get(turn.question.id)
            if earlier is None or turn.asked_at >= earlier.at:
                seen[turn.question.id] = Seen(turn.asked_at, outcome_of(turn).raw)
    return seen
