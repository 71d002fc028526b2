"""Which hint to give: one fitted to what went wrong, before the next of the file's."""

from collections.abc import Iterator

from interviewer.bank.leaks import leaks
from interviewer.domain.grade import Grade, MisconceptionGrade
from interviewer.domain.outcome import outcome_of
from interviewer.domain.state import Hint, Turn
from interviewer.interview.cited import in_quotes


def hint_for(turn: Turn, draft: Grade | None = None) -> Hint | None:
    """Return the hint that helps most now; None where the question has no further one.

    `draft`: what the engine makes of the words being typed. Who asserts a misconception gets its nudge, with their own
    words; else the first hint that leads to what is asked for or still missing, else the next one.
    """
    return next(_nudges(turn, draft), None) or _next_of_file(turn, draft)


def spoken(hint: Hint) -> str:
    """Return the hint as it is said, after the words of the candidate's that it is about."""
    return f"You said {in_quotes(hint.quote)}. {hint.text}" if hint.quote else hint.text


def _nudges(turn: Turn, draft: Grade | None) -> Iterator[Hint]:
    """Yield the nudges that were not given, of the latest mistakes first; none that would give the answer away."""
    said = [turn.asked, *(answer.text for answer in turn.answers)]
    wrongs = {wrong.id: wrong for wrong in turn.question.misconceptions}
    for made in _mistakes(turn, draft):
        wrong = wrongs.get(made.id)
        if wrong is None or wrong.nudge is None or wrong.nudge in turn.hints_put:
            continue
        if not leaks(wrong.nudge, turn.question, (*said, wrong.text)):
            yield Hint(wrong.nudge, wrong.id, made.quote.text)


def _mistakes(turn: Turn, draft: Grade | None) -> Iterator[MisconceptionGrade]:
    """Yield what was asserted and not put right since: in the draft, then in the latest answer, the heaviest first."""
    covered = {point.point.id for point in outcome_of(turn).points if point.verdict == "covered"}
    denies = {wrong.id: wrong.denies for wrong in turn.question.misconceptions}
    for grade in (draft, *(answer.grade for answer in reversed(turn.answers))):
        for made in sorted(grade.misconceptions if grade else (), key=lambda one: -one.weight):
            if grade is draft or denies.get(made.id) not in covered:
                yield made


def _next_of_file(turn: Turn, draft: Grade | None) -> Hint | None:
    question = turn.question
    left = [place for place, text in enumerate(question.hints) if text not in turn.hints_put]
    if not left:
        return None
    wanted = _wanted(turn, draft)
    leads = question.leads or ((),) * len(question.hints)
    return Hint(question.hints[next((place for place in left if wanted.intersection(leads[place])), left[0])])


def _wanted(turn: Turn, draft: Grade | None) -> set[str]:
    """Return the key points that a hint should lead to: the one that is asked for, else all that were not made."""
    probe = turn.awaited_follow_up
    if probe:
        return {probe.asks_for}
    made = {point.id for point in draft.key_points if point.verdict == "covered"} if draft else set()
    return {point.point.id for point in outcome_of(turn).missed} - made
