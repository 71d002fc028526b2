"""Which hints, follow-ups and nudges of a question file give away what they ask for."""

from collections.abc import Iterator

from interviewer.bank.files import Place, dotted
from interviewer.bank.leaks import told
from interviewer.bank.load import OPEN_PROBES
from interviewer.domain.question import Question

_SHOWN = 80  # characters of a claim that name it


def given_away(question: Question) -> Iterator[tuple[Place, str]]:
    """Yield where a line stands that is said before the answer is in and gives part of it away, and what is wrong."""
    for place, line in said_before(question):
        claim = told(line, question)
        if claim is not None:
            shown = claim if len(claim) <= _SHOWN else f"{claim[:_SHOWN].rstrip()}…"
            yield place, f"{dotted(place)}: gives part of the answer away: {shown!r}"


def said_before(question: Question) -> Iterator[tuple[Place, str]]:
    """Yield the hints, probes and nudges of a question, with where they stand."""
    for number, hint in enumerate(question.hints):
        yield ("hints", number), hint
    for number, probe in enumerate(question.follow_ups):
        if probe.question not in OPEN_PROBES:
            yield ("follow_ups", number, "question"), probe.question
    for number, wrong in enumerate(question.misconceptions):
        if wrong.nudge:
            yield ("misconceptions", number, "nudge"), wrong.nudge
