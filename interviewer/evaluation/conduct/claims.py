"""What a report claims about the candidate, and whether a quote or a grade stands behind each claim."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.domain.grade import Quote
from interviewer.domain.outcome import PointOutcome
from interviewer.domain.state import Interview, Turn
from interviewer.grading.credit import score_of
from interviewer.interview.debrief import composed
from interviewer.interview.summary import QuestionSummary, Summary, summarize
from interviewer.interview.supported import unsupported


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim; `supported`: a verified quote, a grade, or the record that nothing was said stands behind it."""

    text: str
    supported: bool


def claims_of(state: Interview) -> list[Claim]:
    """Return the claims of the report on an interview: strengths, what was missed, what to unlearn, credits, marks."""
    summary = summarize(state, score_of)
    return [*_listed(summary), *(claim for one in summary.questions for claim in _of_question(one))]


def told_in_debrief(state: Interview) -> list[Claim]:
    """Return the sentences of the debrief on an interview, each looked up anew, those left unsaid among them."""
    sentences = composed(state, summarize(state, score_of))
    faulty = {id(fault.sentence) for fault in unsupported(sentences, state)}
    return [Claim(one.text, id(one) not in faulty) for one in sentences]


def _listed(summary: Summary) -> Iterator[Claim]:
    strong = {_name(one, p) for one in summary.questions for p in one.outcome.points if _is_strength(one.turn, p)}
    missed = {_name(one, p) for one in summary.questions for p in one.outcome.points if _is_missed(one.turn, p)}
    wrong = {correction for one in summary.questions for correction in _corrections(one)}
    weak = {one.turn.asked for one in summary.questions if one.score is not None and one.label != "correct"}
    yield from (Claim(text, text in strong) for text in summary.strengths)
    yield from (Claim(text, text in missed) for text in summary.missed)
    for head, backed in (("Unlearn: ", wrong), ("Answer again, from memory: ", weak)):
        for step in summary.next_steps:
            if step.startswith(head):
                yield Claim(step, step.removeprefix(head) in backed)


def _of_question(one: QuestionSummary) -> Iterator[Claim]:
    for point in one.outcome.points:
        if point.credit > 0:
            yield Claim(f"{point.verdict}: {point.point.text}", _quoted(one.turn, point))
    for answer_id, wrong in one.outcome.misconceptions:
        yield Claim(f"said {wrong.quote.text!r}", _verified(one.turn, answer_id, wrong.quote))
    if one.score is not None:
        graded = any(answer.grade and answer.grade.score is not None for answer in one.turn.answers)
        yield Claim(f"score {one.score}", graded or not one.turn.answers)


def _name(one: QuestionSummary, point: PointOutcome) -> str:
    return f"{one.turn.question.topic}: {point.point.text}"


def _is_strength(turn: Turn, point: PointOutcome) -> bool:
    return point.verdict == "covered" and point.help == "unaided" and _quoted(turn, point)


def _is_missed(turn: Turn, point: PointOutcome) -> bool:
    if point.grade is None:
        return not turn.answers and turn.closed is not None
    return point.verdict in ("missing", "contradicted")


def _quoted(turn: Turn, point: PointOutcome) -> bool:
    return point.grade is not None and _verified(turn, point.answer_id, point.grade.quote)


def _corrections(one: QuestionSummary) -> Sequence[str]:
    known = {wrong.id: wrong.correction for wrong in one.turn.question.misconceptions}
    asserted = one.outcome.misconceptions
    return [known[wrong.id] for answer_id, wrong in asserted if _verified(one.turn, answer_id, wrong.quote)]


def _verified(turn: Turn, answer_id: str | None, quote: Quote | None) -> bool:
    return quote is not None and any(one.id == answer_id and quote.verified_in(one.text) for one in turn.answers)
