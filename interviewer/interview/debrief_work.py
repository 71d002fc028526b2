"""What to work on, of the debrief: the heaviest gaps of the interview, as a pattern where questions share a topic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from interviewer.domain.grade import Quote
from interviewer.domain.outcome import PointOutcome
from interviewer.domain.state import Turn
from interviewer.interview.cited import (
    WEIGHTY,
    Citation,
    Sentence,
    about,
    answer_number,
    ended,
    in_quotes,
    numbered,
    topic_of,
)
from interviewer.interview.summary import QuestionSummary

_MOST_THINGS, _MOST_OF_A_PATTERN, _MOST_WRONG = 3, 3, 2


@dataclass(frozen=True, slots=True)
class Gap:
    """The heaviest key point of a question that its answers left open."""

    question: QuestionSummary
    point: PointOutcome

    @property
    def urgency(self) -> tuple[int, int, int]:
        """What comes first: something that was answered, the heavier, and of those the opposite said."""
        return (bool(self.question.turn.answers), self.point.point.weight, self.point.verdict == "contradicted")


def gaps_of(closed: Sequence[QuestionSummary]) -> list[Gap]:
    """Return the gaps to speak of, the most urgent first; those of a topic that several share stand together."""
    found = sorted((gap for one in closed if (gap := _gap(one))), key=lambda gap: gap.urgency, reverse=True)
    topics = dict.fromkeys(_thing(gap) for gap in found)
    things = [[gap for gap in found if _thing(gap) == topic][:_MOST_OF_A_PATTERN] for topic in topics]
    things.sort(key=_loss, reverse=True)
    return [gap for thing in things[:_MOST_THINGS] for gap in sorted(thing, key=lambda one: one.question.number)]


def _loss(gaps: Sequence[Gap]) -> tuple[int, float, int]:
    """What comes first of several things: answered ones, those that lost the larger part of the mark, the heavier."""
    lost = sum(1.0 - (gap.question.score or 0.0) for gap in gaps)
    return gaps[0].urgency[0], round(lost, 4), sum(gap.point.point.weight for gap in gaps)


def _gap(one: QuestionSummary) -> Gap | None:
    """Return the heaviest of what is missing or contradicted, else of what is half said; a wrong claim tells itself."""
    if one.score is None:
        return None
    told = {_place(answer_id, wrong.quote) for answer_id, wrong in one.outcome.misconceptions}
    rest = [point for point in one.outcome.missed if point.point.weight >= WEIGHTY]
    open_points = [
        point
        for point in rest
        if point.verdict == "missing"
        or (point.verdict == "contradicted" and _place(point.answer_id, _quote(point)) not in told)
    ]
    half = [point for point in rest if point.verdict == "partial" and _quote(point)]
    best = max(
        open_points or half, key=lambda point: (point.point.weight, point.verdict == "contradicted"), default=None
    )
    return Gap(one, best) if best else None


def _thing(gap: Gap) -> str:
    """Return what the gap is filed under: its topic, or the question where that has none or was skipped."""
    topic = topic_of(gap.question.turn) if gap.question.turn.answers else ""
    return topic or f"question {gap.question.number}"


def work_on(gaps: Sequence[Gap]) -> Iterator[Sentence]:
    """Yield what to work on; `gaps` as `gaps_of` returns them."""
    topics = list(dict.fromkeys(_thing(gap) for gap in gaps))
    for place, topic in enumerate(topics):
        thing = [gap for gap in gaps if _thing(gap) == topic]
        start = _start(place, len(topics))
        if len(thing) == 1:
            yield _single(thing[0], start)
            continue
        which = numbered([gap.question.number for gap in thing])
        pattern = f"{start} {topic}, where {which} each left a main point open."
        yield Sentence("gap", pattern, tuple(replace(_cited(gap), quote=None) for gap in thing))
        for gap in thing:
            yield Sentence("gap", f"In question {gap.question.number} {_told(gap)}", (_cited(gap),))


def _single(gap: Gap, start: str) -> Sentence:
    where = f"question {gap.question.number}{about(gap.question)}"
    told = _told(gap) if gap.question.turn.answers else f"which you skipped; a main point is this: {_claim(gap)}"
    joined = ", where " if gap.question.turn.answers else ", "
    return Sentence("gap", f"{start} {where}{joined}{told}", (_cited(gap),))


def _start(place: int, of: int) -> str:
    if place == 0:
        return "Work on" if of == 1 else "Work first on"
    return "Last comes" if place == of - 1 else "Next comes"


def _told(gap: Gap) -> str:
    """Return what is open. The marks are an engine's, so that a contradiction is told as how it was taken."""
    quote = _quote(gap.point)
    if gap.point.verdict == "contradicted":
        said = f"I took {in_quotes(quote.text)} for" if quote else "I heard"
        return f"{said} the opposite of this: {_claim(gap)}"
    if gap.point.verdict == "partial" and quote:
        return f"{in_quotes(quote.text)} is half of this: {_claim(gap)}"
    return f"this was missing: {_claim(gap)}"


def _claim(gap: Gap) -> str:
    return ended(gap.point.point.text)


def _cited(gap: Gap) -> Citation:
    point = gap.point
    quote = _quote(point)
    place = answer_number(gap.question, point.answer_id) if quote else None
    shown = quote.text if quote and point.verdict != "missing" else None
    return Citation(gap.question.number, place, point.point.id, point.verdict, quote=shown)


def wrongs(marked: Sequence[QuestionSummary]) -> Iterator[Sentence]:
    """Yield the misconceptions that were asserted, the heaviest first, with what is right instead."""
    found = [(one, answer_id, wrong) for one in marked for answer_id, wrong in one.outcome.misconceptions]
    for one, answer_id, wrong in sorted(found, key=lambda each: -each[2].weight)[:_MOST_WRONG]:
        correction = _correction(one.turn, wrong.id)
        if correction:
            said = f"In question {one.number} I heard a common mistake in {in_quotes(wrong.quote.text)}"
            text = f"{said}; right is this: {ended(correction)}"
            place = answer_number(one, answer_id)
            yield Sentence(
                "wrong", text, (Citation(one.number, place, quote=wrong.quote.text, misconception=wrong.id),)
            )


def _correction(turn: Turn, misconception_id: str) -> str:
    return next((one.correction for one in turn.question.misconceptions if one.id == misconception_id), "")


def _quote(point: PointOutcome) -> Quote | None:
    return point.grade.quote if point.grade else None


def _place(answer_id: str | None, quote: Quote | None) -> tuple[str | None, int, int] | None:
    return (answer_id, quote.start, quote.end) if quote else None
