"""Weighs an unmeasured judge against the engines that were measured: what it says counts as far as code can see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviewer.domain.aloud import repeats
from interviewer.domain.grade import (
    Grade,
    KeyPointGrade,
    MisconceptionGrade,
    Opinion,
    Quote,
    verdict_of,
)
from interviewer.grading.chat_judge import Judgement
from interviewer.grading.clauses import Span
from interviewer.grading.engine import GradeRequest
from interviewer.grading.fast import Appraisal
from interviewer.grading.quoting import find_quote
from interviewer.grading.regrade import opinion, settled
from interviewer.grading.traces import Traces
from interviewer.grading.verdicts import Held

CREDITS = {"covered": 1.0, "partial": 0.5, "missing": 0.0, "contradicted": 0.0}
TRACE_FROM = 0.2
"""Likelihood in the quoted stretch below which fast sees no trace of a key point, and gives nothing for it itself. Of
710 key points of the rubric set's dev part, 87 in 100 of the missing ones and 8 in 100 of the covered ones reach it in
no sentence of the answer."""
SUSPECTED_FROM = 0.25
"""The same for a misconception: a third of the likelihood from which fast takes it for asserted without a judge."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A judge's opinion of one key point with its quote verified, and whether fast sees a trace of the point there."""

    opinion: Opinion
    traced: bool


def weighed(request: GradeRequest, seen: Appraisal, traces: Traces, rest: Grade, said: Judgement, name: str) -> Grade:
    """Return the grade of the measured engines, `rest`, with the judge as one more voice among them.

    Every engine has one voice for a key point, so the judge has half of two or a third of three: alone it moves a
    point by one verdict at most. The interval widens by the distance of the marks, in which a verdict that fast sees
    no trace of counts as partial.
    """
    voices = 2 if rest.engine == "panel" else 1
    lines = (request.question, request.follow_up or "", *request.lines)
    heard = {
        place: one
        for place, held in said.points.items()
        if (one := _heard(held, place, request.answer, seen, traces, lines, said.judging.model))
    }
    points = tuple(_point(point, place, heard.get(place), voices, seen) for place, point in enumerate(rest.key_points))
    wrongs = _misconceptions(request, seen, traces, rest, said)
    alone = settled(seen, tuple(_alone(one, heard.get(i)) for i, one in enumerate(rest.key_points)), wrongs).score
    marks = [one for one in (seen.grade.score, rest.score, alone) if one is not None]
    grade = settled(seen, points, wrongs, name=name, apart=max(marks) - min(marks))
    kept = [one for one in rest.flags if one not in ("unsure", *grade.flags)]
    return replace(grade, flags=(*grade.flags, *kept), judging=said.judging)


def _heard(
    held: Held, place: int, answer: str, seen: Appraisal, traces: Traces, lines: Sequence[str], model: str
) -> _Heard | None:
    """Return a judge's opinion; None where it names words that are not the candidate's, for then it says nothing."""
    if held.verdict == "missing":
        return _Heard(Opinion(model, 0.0, "missing"), traced=True)
    quote = find_quote(held.quote, seen.text, answer)
    if quote is None or repeats(quote.text, lines):
        return None
    if held.verdict == "contradicted":
        return _Heard(Opinion(model, 0.0, "contradicted", quote), traced=True)
    traced = traces.stated(place, Span(quote.start, quote.end)) >= TRACE_FROM
    credit = CREDITS[held.verdict] if traced else CREDITS["partial"]
    return _Heard(Opinion(model, credit, held.verdict, quote), traced)


def _point(rest: KeyPointGrade, place: int, heard: _Heard | None, voices: int, seen: Appraisal) -> KeyPointGrade:
    before = rest.said or (opinion("fast", seen.grade, place),)
    if heard is None:
        return replace(rest, said=before)
    rest = replace(rest, said=(*before, heard.opinion))
    if rest.verdict == "contradicted" or not heard.traced:
        return rest  # an unmeasured model does not unsay it, and what nobody else sees only widens the interval
    sight = seen.sights[place]
    if heard.opinion.verdict == "contradicted" and sight.contradiction >= sight.credit:
        return _with(rest, 0.0, heard.opinion.quote, contradicted=True)
    credit = round((voices * rest.credit + heard.opinion.credit) / (voices + 1), 4)
    if not rest.credit and verdict_of(credit) == "missing":
        credit = 0.0
    return _with(rest, credit, rest.quote or heard.opinion.quote)


def _with(point: KeyPointGrade, credit: float, quote: Quote | None, *, contradicted: bool = False) -> KeyPointGrade:
    return replace(
        point,
        credit=credit,
        verdict=verdict_of(credit, contradicted=contradicted),
        quote=quote if credit or contradicted else None,
        confidence=round(abs(2 * credit - 1), 4),
    )


def _alone(rest: KeyPointGrade, heard: _Heard | None) -> KeyPointGrade:
    """Return the point as the judge alone would have it, and as the others do where it says nothing."""
    return rest if heard is None else replace(rest, credit=heard.opinion.credit)


def _misconceptions(
    request: GradeRequest, seen: Appraisal, traces: Traces, rest: Grade, said: Judgement
) -> tuple[MisconceptionGrade, ...]:
    """Return the misconceptions that the other engines found, and those of the judge that fast suspects too."""
    known = {one.id for one in rest.misconceptions}
    found = list(rest.misconceptions)
    for place, words in sorted(said.wrongs.items()):
        wrong = request.misconceptions[place]
        quote = find_quote(words, seen.text, request.answer)
        if quote is None or wrong.id in known:
            continue
        if traces.asserted(wrong.id, Span(quote.start, quote.end)) >= SUSPECTED_FROM:
            found.append(MisconceptionGrade(wrong.id, wrong.weight, quote))
    return tuple(found)
