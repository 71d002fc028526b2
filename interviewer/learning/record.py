"""Per question: when it was last asked, in which words, and what it last earned; the ground for not repeating."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from interviewer.domain.outcome import outcome_of
from interviewer.domain.state import Interview


@dataclass(frozen=True, slots=True)
class Seen:
    """The last time a question was asked: ISO 8601 in UTC, and its raw mark in [0, 1] if there is one."""

    at: str
    raw: float | None


def record_of(interviews: Iterable[Interview], current_id: Callable[[str], str]) -> dict[str, Seen]:
    """Return the latest `Seen` of every question ever asked, by the id that `current_id` gives for the one asked."""
    seen: dict[str, Seen] = {}
    for interview in interviews:
        for turn in interview.turns:
            if not turn.answers and turn.closed is None:
                continue
            question_id = current_id(turn.question.id)
            earlier = seen.get(question_id)
            if earlier is None or turn.asked_at >= earlier.at:
                seen[question_id] = Seen(turn.asked_at, outcome_of(turn).raw)
    return seen


def heard_in(interviews: Iterable[Interview], current_id: Callable[[str], str]) -> dict[str, dict[str, str]]:
    """Return for every question ever put, by its present id, each wording of it with the last time that it was put."""
    heard: dict[str, dict[str, str]] = {}
    for interview in interviews:
        for turn in interview.turns:
            times = heard.setdefault(current_id(turn.question.id), {})
            for words in (turn.asked, *turn.wordings):
                times[words] = max(turn.asked_at, times.get(words, ""))
    return heard
