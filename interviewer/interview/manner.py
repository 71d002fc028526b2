"""How an interviewer of a style speaks beside what it asks: friendly, or under pressure. No word of it moves a mark.

A lead goes before a question or a follow-up. It never asks anything, tells nothing of the reference, and quotes only
the candidate. Friendly leads say what was heard and not how good it was, for a grader may be wrong; in a mock
interview, where even that would tell, they only thank. The doubts of pressure fall on right and wrong alike.
"""

import re
from collections.abc import Sequence

from interviewer.domain.events import Plan, Style
from interviewer.domain.grade import Grade, KeyPointGrade
from interviewer.domain.state import Answer, Interview, Turn
from interviewer.interview.cited import in_quotes

PRESSURE_LIMIT_S = 180
"""Seconds for an answer under pressure where no limit is named: two minutes of speech, with a minute for typing it."""
STYLES: dict[Style, str] = {
    "neutral": "asks and follows up, and says nothing beside it",
    "friendly": "says what it has heard from you and leaves you time",
    "pressure": "keeps you on the clock and doubts right and wrong alike",
}
_QUESTION: dict[Style, tuple[str, ...]] = {
    "friendly": (
        "Take your time with this one.",
        "Say first what you know for sure; the rest can follow.",
        "Think aloud as much as you like here.",
        "Every question starts afresh. Here is the next.",
    ),
    "pressure": ("Straight to it.", "Next.", "Keep this one short.", "Be exact with this one."),
}
_HEARD = ("I have noted {}.", "You said {}. Let us build on that.", "{}: I can follow you there.")
_NOTHING = (
    "No hurry. Let us come at it from another side.",
    "That is all right, it is not an easy one. Something smaller:",
)
_LISTENED = ("Thank you, I can follow you.", "All right, thank you.", "Thank you. Take a moment for this:")
_DOUBT = (
    "I am not convinced by {}.",
    "I have heard {} from many people, and few could defend it.",
    "{}: you would have to defend that.",
)
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
_LEAST_WORDS = 4  # fewer are nothing that one could doubt
_TERSE = ("There is nothing in this yet that I could hold you to.", "Be specific.", "I am still waiting.")


def announced(plan: Plan) -> str:
    """Return what is said of the style before the first question; empty for the neutral one."""
    if plan.style == "neutral":
        return ""
    return f"{plan.style.capitalize()} style: the interviewer {STYLES[plan.style]}. Marks are the same in every style."


def before_question(state: Interview) -> str:
    """Return the lead of the question that comes next; empty where the style has none."""
    return _one_of(_QUESTION.get(_style(state), ()), state, len(state.turns))


def before_follow_up(state: Interview) -> str:
    """Return the lead of a follow-up after the last answer, which is marked; empty where the style has none."""
    turn, style = state.turn, _style(state)
    answer = turn.answers[-1] if turn and turn.answers else None
    last = answer.grade if answer else None
    if turn is None or answer is None or last is None or style == "neutral":
        return ""
    place = len(state.turns) + len(turn.answers)
    if style == "pressure":
        return _filled(_DOUBT, _any_words(answer, last, place), state, place) or _one_of(_TERSE, state, place)
    if state.plan and state.plan.mode == "mock":
        return _one_of(_LISTENED, state, place)
    heard = _best(turn, last)
    return _filled(_HEARD, heard, state, place) or ("" if last.misconceptions else _one_of(_NOTHING, state, place))


def _style(state: Interview) -> Style:
    return state.plan.style if state.plan else "neutral"


def _one_of(lines: Sequence[str], state: Interview, place: int) -> str:
    """Return the next line in turn, begun at another for every seed, so that neighbours differ."""
    seed = state.plan.seed or 0 if state.plan else 0
    return lines[(seed + place) % len(lines)] if lines else ""


def _filled(lines: Sequence[str], quote: str | None, state: Interview, place: int) -> str:
    return _one_of(lines, state, place).format(in_quotes(quote)) if quote else ""


def _best(turn: Turn, grade: Grade) -> str | None:
    """Return the words of the last answer that made the heaviest key point."""
    weights = {point.id: point.weight for point in turn.question.key_points}
    made = [one for one in grade.key_points if one.verdict in ("covered", "partial") and one.quote]
    best = max(made, key=lambda one: (one.verdict == "covered", weights[one.id], one.credit), default=None)
    return _words(best)


def _any_words(answer: Answer, grade: Grade, place: int) -> str | None:
    """Return words of an answer, whatever they earned; None where it has hardly any."""
    quoted = [one for one in grade.key_points if one.quote]
    wrong = [one.quote.text for one in grade.misconceptions]
    words = [*wrong, *(text for text in map(_words, quoted) if text)]
    chosen = words[place % len(words)] if words else answer.text
    first = _SENTENCE_END.split(chosen.strip(), maxsplit=1)[0]
    return first if len(first.split()) >= _LEAST_WORDS else None


def _words(point: KeyPointGrade | None) -> str | None:
    return point.quote.text if point and point.quote else None
