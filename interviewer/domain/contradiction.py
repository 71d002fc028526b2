"""A later answer that denies what an earlier one said: found in the marks of both, and the line that takes it up."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import shorten

from interviewer.domain.aloud import read_aloud
from interviewer.domain.grade import Grade, Quote
from interviewer.domain.outcome import MAX_PROBES, gave_up
from interviewer.domain.question import Misconception
from interviewer.domain.state import Answer, Turn

LEAST_WORDS = 8
"""Shorter stretches show no claim. Of the finds among answers that readers marked, .88 are right with stretches of any
length and .91 with these, on the development part; `interviewer eval contradictions` counts them."""
_SELF_CONTRADICTION = "self-contradiction"
_MOST_SHOWN = 220
"""Characters of a stretch that are quoted: two sentences can still be held against each other."""
_SENTENCE_START = re.compile(r"[.!?…][\"”’)]*\s+|\n\s*")
_SENTENCE_END = re.compile(r"[.!?…](?=[\"”’)]*(?:\s|$))|\n")
_OWN_CORRECTION = re.compile(
    r"\bi(?:'d|'ve| had| have)? (?:(?:just|already|first|originally|initially|previously|earlier|wrongly|also) )?"
    r"(?:said|claimed|stated|wrote|told you|answered|mentioned|called|thought|meant|mis\w+|confused|mixed|swapped)\b"
    r"|\b(?:i|that|this|it)(?:'m| was| am| (?:might|may|must) have been) (?:\w+ )?"
    r"(?:wrong|mistaken|mistake|incorrect|confus\w+|nonsense|not right|imprecise)\b|\bin hindsight\b|\blooking back\b"
    r"|\bi (?:now|no longer)\b|\bnow i (?:think|believe|see|realise|realize)\b|\bcontrary to\b"
    r"|\b(?:said|stated|claimed|mentioned|written|described) (?:above|before|earlier|at first)\b"
    r"|\blet me (?:rephrase|fix|amend|restate|reconsider|rectify|revise|try again|start (?:over|again))\b"
    r"|\bi (?:got|had) [^.!?\n]{0,40}\b(?:wrong|backwards|mixed up|the other way)\b|\bi should have said\b"
    r"|\b(?:tak(?:e|es|ing)|took) (?:[^.!?\n]{1,60} )?back\b|\bretract|\bwithdraw|\brevis(?:e|ing) (?:my|what|that)\b"
    r"|\bcorrections?\b|\bcorrect(?:ing)? (?:myself|me|my|what|that|it|this|an?)\b|\bstand corrected\b"
    r"|\bmy (?:(?:own|very) )?(?:first|earlier|previous|last|initial|original|other)\b"
    r"|\bmy (?:mistake|bad|error)\b|\b(?:scratch|strike) (?:that|it|this)\b"
    r"|\b(?:forget|ignore|disregard) (?:what|that|my|it)\b|\bon second thoughts?\b|\bcome to think\b"
    r"|\bthinking (?:about (?:it|that|this) )?(?:again|more)\b|\bchang(?:e|ed|ing) my (?:mind|answer|view|opinion)\b"
    r"|\b(?:actually|wait|sorry|hm+|oh),? no\b|\bno,? (?:wait|actually|sorry)\b|\b(?:sorry|apolog\w+)\b"
    r"|\bcontradict\w* myself\b"
)
"""Words of one who corrects himself. They are wide: nobody must be held to what he took back, and little is lost."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A key point that an answer covers and a later one denies by a misconception, both by id, with the quotes."""

    point: str
    misconception: str
    earlier: Quote
    later: Quote


@dataclass(frozen=True, slots=True)
class Confrontation:
    """A line that holds two statements of the candidate's up: the key point and the misconception (ids) at odds."""

    point: str
    misconception: str
    text: str


def opposed(
    misconceptions: Iterable[Misconception], earlier: Grade, later: Grade, least: int = LEAST_WORDS
) -> Iterator[Contradiction]:
    """Yield each key point covered in `earlier` that one of these misconceptions denies, asserted in `later`.

    Both stretches have `least` words or more.
    """
    covered = {one.id: one.quote for one in earlier.key_points if one.verdict == "covered" and one.quote}
    denied = {one.id: one.denies for one in misconceptions if one.denies}
    for wrong in later.misconceptions:
        point = denied.get(wrong.id, "")
        said = covered.get(point)
        if said and min(len(said.text.split()), len(wrong.quote.text.split())) >= least:
            yield Contradiction(point, wrong.id, said, wrong.quote)


def corrects_himself(answer: str) -> bool:
    """Say whether an answer speaks of what was said before as wrong, or of itself as a correction."""
    return _OWN_CORRECTION.search(answer.lower().replace("’", "'")) is not None


def confrontations(turn: Turn) -> tuple[Confrontation, ...]:
    """Return the lines that may be put now, the heaviest key point first: probes among the probes of a question.

    Spared are who corrects himself, what an answer takes back itself, lines of the interviewer's read aloud, key points
    that a follow-up has asked for, and what was denied before.
    """
    last = turn.answers[-1] if turn.answers else None
    if last is None or last.grade is None or gave_up(turn) or len(turn.follow_ups) >= MAX_PROBES:
        return ()
    if _SELF_CONTRADICTION in last.grade.flags or corrects_himself(last.text):
        return ()
    before = [(place, one, one.grade) for place, one in enumerate(turn.answers[:-1]) if one.grade]
    asserted = {wrong.id for _, _, grade in before for wrong in grade.misconceptions}
    settled = {one.denies for one in turn.question.misconceptions if one.id in asserted}
    settled |= {probe.asks_for for probe in turn.follow_ups}
    found: dict[str, Confrontation] = {}
    for place, answer, grade in reversed(before):
        for one in (
            opposed(turn.question.misconceptions, grade, last.grade) if _SELF_CONTRADICTION not in grade.flags else ()
        ):
            aloud = read_aloud(turn, one.earlier.text, place)
            if one.point not in settled and not aloud and one.point not in found:
                text = _line(_shown(answer, one.earlier), _shown(last, one.later))
                found[one.point] = Confrontation(one.point, one.misconception, text)
    return tuple(sorted(found.values(), key=lambda one: -turn.question.key_point(one.point).weight))


def next_confrontation(turn: Turn, misconception_id: str | None) -> Confrontation | None:
    """Return the line that holds this misconception up, where it may be put now."""
    return next((one for one in confrontations(turn) if one.misconception == misconception_id), None)


def _line(earlier: str, later: str) -> str:
    return f"Earlier you said “{earlier}”; now you say “{later}”. Which of the two holds, and why?"


def _shown(answer: Answer, quote: Quote) -> str:
    """Return the sentence around a quote on one line; where that is long the quote alone, cut between words."""
    starts = [found.end() for found in _SENTENCE_START.finditer(answer.text, 0, quote.start)]
    end = _SENTENCE_END.search(answer.text, quote.end - 1)
    whole = " ".join(answer.text[max(starts, default=0) : end.end() if end else None].split())
    shown = whole if len(whole) <= _MOST_SHOWN else shorten(quote.text, _MOST_SHOWN, placeholder="…")
    return shown.rstrip(" .;,:")
