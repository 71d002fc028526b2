"""Wrong claims put on purpose: which one, how the format is announced, and what is said of them afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.bank.leaks import leaks
from interviewer.domain.challenge import Challenge, claim_line
from interviewer.domain.outcome import may_be_challenged
from interviewer.domain.state import Turn

ANNOUNCED = (
    "After a good answer the interviewer may claim something that is wrong, on purpose. Say whether you agree, and "
    "why. It changes no mark, and what is right is shown afterwards."
)
_REASON = {True: ", with the reason", False: ", without the reason", None: ""}
_HELD = {True: ", and held to it", False: ", and then gave in", None: ""}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many wrong claims were put in an interview, and what the candidate made of them."""

    put: int
    objected: int
    agreed: int
    unclear: int
    with_reason: int
    held: int
    gave_in: int


def claim_for(turn: Turn) -> str | None:
    """Return the id of the misconception to put after these answers, the heaviest first; None where there is none.

    One whose words would give away part of the reference that has not been said is never put.
    """
    said = [turn.asked, *(answer.text for answer in turn.answers)]
    usable = (
        wrong
        for wrong in sorted(turn.question.misconceptions, key=lambda one: -one.weight)
        if may_be_challenged(turn, wrong.id) and not leaks(claim_line(wrong), turn.question, said)
    )
    return next((wrong.id for wrong in usable), None)


def told(challenge: Challenge) -> str:
    """Return in one sentence what the candidate made of the claim."""
    if challenge.position == "objected":
        return f"You objected{_REASON[challenge.reason]}{_HELD[challenge.held]}."
    if challenge.position == "agreed":
        return "You agreed with it."
    return "Where you stand did not become clear." if challenge.position else "You did not reply to it."


def resolved(turn: Turn, challenge: Challenge) -> str:
    """Return what is right instead."""
    return f"The claim was wrong on purpose. {turn.question.misconception(challenge.misconception).correction}"


def tally(turns: Sequence[Turn]) -> Tally | None:
    """Return what was made of all wrong claims; None where none was put."""
    put = [turn.challenge for turn in turns if turn.challenge]
    if not put:
        return None
    positions = [one.position for one in put]
    return Tally(
        put=len(put),
        objected=positions.count("objected"),
        agreed=positions.count("agreed"),
        unclear=positions.count("unclear"),
        with_reason=sum(one.position == "objected" and one.reason is True for one in put),
        held=sum(one.held is True for one in put),
        gave_in=sum(one.held is False for one in put),
    )
