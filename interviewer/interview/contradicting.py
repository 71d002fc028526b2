"""An answer that denies an earlier one to the same question: which of its claims to hold up, and whether that tells."""

from interviewer.bank.leaks import leaks
from interviewer.domain.contradiction import confrontations
from interviewer.domain.state import Interview


def confronted_in(state: Interview) -> str | None:
    """Return the id of the misconception to hold up after the last answer was marked; None where there is none.

    A line that would give away part of the reference which nobody has said is never put.
    """
    turn = state.turn
    if turn is None or state.phase != "graded":
        return None
    said = [turn.asked, *(answer.text for answer in turn.answers)]
    lines = (one for one in confrontations(turn) if not leaks(one.text, turn.question, said))
    return next((one.misconception for one in lines), None)
