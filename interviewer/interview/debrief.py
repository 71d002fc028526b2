"""The debrief: what an interviewer says when it is over, from facts of the transcript and the bank alone.

No model is asked. Nothing is said of a question that is still open, and nothing where there is nothing to say.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence

from interviewer.domain.state import Interview
from interviewer.interview.cited import (
    WEIGHTY,
    Citation,
    Figure,
    Place,
    Sentence,
    about,
    answer_number,
    capital,
    count,
    in_quotes,
    number,
    numbered,
)
from interviewer.interview.debrief_turns import changes, claims
from interviewer.interview.debrief_work import Gap, gaps_of, work_on, wrongs
from interviewer.interview.summary import QuestionSummary, Summary
from interviewer.interview.supported import unsupported

_log = logging.getLogger(__name__)
_MOST_STRONG, _MOST_PLACES, _MOST_AGAIN = 3, 3, 2
_BEST = ("Strongest was", "Then", "And then")
_CORE = ("the core of it with", "its core with", "most of all with")


def debrief(state: Interview, summary: Summary) -> tuple[Sentence, ...]:
    """Return the debrief of an interview, finished or not; what is not backed is left unsaid, and logged."""
    sentences = composed(state, summary)
    faults = unsupported(sentences, state)
    for fault in faults:
        _log.error("a sentence of the debrief is not backed: %s", fault.why)
    return tuple(one for one in sentences if all(one is not fault.sentence for fault in faults))


def composed(state: Interview, summary: Summary) -> tuple[Sentence, ...]:
    """Return the sentences of the debrief in the order in which they are said, before they are checked."""
    closed = [one for one in summary.questions if one.turn.closed]
    marked = [one for one in closed if one.turn.answers and one.score is not None]
    gaps = gaps_of(closed)
    reading = tuple(_reading(gaps))
    return (
        *_opening(state, summary, closed, marked),
        *_strong(marked),
        *work_on(gaps),
        *wrongs(marked),
        *changes(marked),
        *claims(closed),
        *reading,
        *_again(marked, after_reading=bool(reading)),
        *_left(state, summary),
    )


def _opening(
    state: Interview, summary: Summary, closed: Sequence[QuestionSummary], marked: Sequence[QuestionSummary]
) -> Iterator[Sentence]:
    skipped = [one for one in closed if not one.turn.answers]
    if marked:
        yield _covered(state, summary, marked)
    if skipped:
        which = numbered([one.number for one in skipped])
        told = f"You skipped {which}" if marked else f"You skipped {which}, so there is nothing of yours to go by"
        yield Sentence("opening", f"{told}.", _questions(skipped))
    for one in closed:
        if one.score is None and one.turn.answers:
            place = Citation(one.number, len(one.turn.answers))
            waits = f"Question {one.number} still waits for its mark, so I say nothing of it."
            failed = f"I could not mark your answer to question {one.number}, so I say nothing of it."
            yield Sentence("opening", waits if one.pending else failed, (place,))


def _covered(state: Interview, summary: Summary, marked: Sequence[QuestionSummary]) -> Sentence:
    """Return how much of the marked questions was covered, and by how much help."""
    points, own, helped = (sum(part) for part in zip(*(_counts(one) for one in marked), strict=True))
    answered, figures = _answered(state, summary, marked)
    if own == points:
        told = "all on your own" if points > 1 else "on your own"
        whole = f"You answered {answered} and covered {'every point' if points > 1 else 'its point'}, {told}."
        return Sentence("opening", whole, _questions(marked), (*figures, Figure("not own", 0)))
    figures += (Figure("points", points),)
    said = f"You answered {answered}; of the {count(points, 'point')} that I listened for"
    if own:
        figures += (Figure("own", own),)
        said += f", you covered {number(own)} on your own"
    if helped:
        figures += (Figure("helped", helped),)
        said += f" and {number(helped)} with help" if own else f", you covered {number(helped)} with help"
    if not own and not helped:
        said += ", none was there yet"
        figures += (Figure("own", 0), Figure("helped", 0))
    return Sentence("opening", f"{said}.", _questions(marked), figures)


def _answered(state: Interview, summary: Summary, marked: Sequence[QuestionSummary]) -> tuple[str, tuple[Figure, ...]]:
    answered = Figure("answered", len(marked))
    if state.finished_at is None and summary.planned > len(marked):
        of_all = f"{number(len(marked))} of {count(summary.planned, 'planned question')}"
        return of_all, (answered, Figure("planned", summary.planned))
    return count(len(marked), "question"), (answered,)


def _counts(one: QuestionSummary) -> tuple[int, int, int]:
    """Return how many key points there are, were covered without help, and with it."""
    covered = [point for point in one.outcome.points if point.verdict == "covered"]
    own = sum(point.help == "unaided" for point in covered)
    return len(one.outcome.points), own, len(covered) - own


def _strong(marked: Sequence[QuestionSummary]) -> Iterator[Sentence]:
    """Yield what was covered without help, in the candidate's own words: the questions with most of it first."""
    shares = {one.number: _own_weight(one) for one in marked}
    best = sorted((one for one in marked if shares[one.number]), key=lambda one: -shares[one.number])
    perfect = all(
        point.verdict == "covered" and point.help == "unaided" for one in marked for point in one.outcome.points
    )
    for place, one in enumerate(best[:_MOST_STRONG]):
        yield _strength(one, place, perfect=perfect)


def _own_weight(one: QuestionSummary) -> float:
    """Return the share of the weight that was covered without help, 0 where none of it was weighty."""
    own = [p.point.weight for p in one.outcome.points if p.verdict == "covered" and p.help == "unaided"]
    return sum(own) / sum(p.point.weight for p in one.outcome.points) if max(own, default=0) >= WEIGHTY else 0.0


def _strength(one: QuestionSummary, place: int, *, perfect: bool) -> Sentence:
    own = [point for point in one.outcome.points if point.verdict == "covered" and point.help == "unaided"]
    best = max(own, key=lambda point: (point.point.weight, point.credit))
    quote = best.grade.quote.text if best.grade and best.grade.quote else ""
    heaviest = best.point.weight == max(p.point.weight for p in one.outcome.points)
    where, total = f"question {one.number}{about(one)}", len(one.outcome.points)
    figures: tuple[Figure, ...] = ()
    if 1 < len(own) < total:
        said = f"you covered {number(len(own))} of {number(total)} points"
        figures = (Figure("own", len(own), one.number), Figure("points", total, one.number))
        core = _CORE[place] if heaviest else "among them with"
        text = f"{_BEST[place]} {where}: {said}, {core} {in_quotes(quote)}."
    elif perfect:
        text = f"In {where}, {'it was' if place else 'you put the core as'} {in_quotes(quote)}."
    elif len(own) == total and total > 1:
        text = f"{capital(where)} was complete; its core you put as {in_quotes(quote)}."
    else:
        what = "the heart of it" if heaviest else "a point that counts"
        text = f"In {where}, you had {what} on your own: {in_quotes(quote)}."
    cited = Citation(one.number, answer_number(one, best.answer_id), best.point.id, "covered", "unaided", quote)
    return Sentence("strong", text, (cited,), figures)


def _reading(gaps: Sequence[Gap]) -> Iterator[Sentence]:
    """Yield where to read about what was missed: the passages retrieved for those key points, each once."""
    found: dict[Place, Citation] = {}
    for gap in gaps:
        passage = gap.question.turn.question.passages.get(gap.point.point.id)
        if passage:
            place = Place(passage.document, passage.first_line, passage.last_line)
            found.setdefault(place, Citation(gap.question.number, key_point=gap.point.point.id, passage=place))
    cited = tuple(found.values())[:_MOST_PLACES]
    if cited:
        places = "; ".join(f"for question {one.question}, {one.passage.shown}" for one in cited if one.passage)
        yield Sentence("reading", f"To read next: {places}.", cited)


def _again(marked: Sequence[QuestionSummary], *, after_reading: bool) -> Iterator[Sentence]:
    weak = sorted((one for one in marked if one.label != "correct"), key=lambda one: one.score or 0.0)[:_MOST_AGAIN]
    if weak:
        which = numbered(sorted(one.number for one in weak))
        first = "After that, answer" if after_reading else "Answer"
        text = f"{first} {which} once more, from memory; a drill begins with what was weakest."
        yield Sentence("next", text, _questions(weak))


def _left(state: Interview, summary: Summary) -> Iterator[Sentence]:
    """Yield what is open where the interview is not over."""
    if state.finished_at is not None:
        return
    last = summary.questions[-1] if summary.questions else None
    if last and not last.turn.closed:
        yield Sentence("next", f"Question {last.number} is still open.", (Citation(last.number),))
    left = summary.planned - len(summary.questions)
    if last and left > 0:
        verb = "waits" if left == 1 else "wait"
        text = f"{capital(count(left, 'planned question'))} still {verb} for you."
        yield Sentence("next", text, (Citation(last.number),), (Figure("left", left),))


def _questions(some: Iterable[QuestionSummary]) -> tuple[Citation, ...]:
    return tuple(Citation(number) for number in sorted(one.number for one in some))
