"""Makes an engine's grade from the fast engine's: credits judged anew, quotes from code, a wider interval."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from interviewer.domain.grade import (
    Grade,
    KeyPointGrade,
    MisconceptionGrade,
    Opinion,
    label_of,
    raw_score,
    verdict_of,
)
from interviewer.grading.clauses import Span
from interviewer.grading.credit import NO_CREDIT_BELOW, score_of
from interviewer.grading.fast import CAPPED_CREDIT, CAPPING, Appraisal, quote_of
from interviewer.grading.fusion import Judged
from interviewer.grading.intervals import UNSURE_FROM, interval_of

_DISAGREE_FROM = 0.3  # between two marks; from about here they mean different labels
_WIDENED_BY = 0.5  # of the distance between two marks: an interval about their middle then holds both


def regraded(
    seen: Appraisal, answer: str, judged: Mapping[int, Judged], *, name: str, other: Grade | None = None
) -> Grade:
    """Return the grade with the key points at these places judged anew, the rest as they were.

    `other` is a second grade to hold against the fast one: the interval widens by their distance, and what both said
    of the key points judged anew is kept.
    """
    capped = not CAPPING.isdisjoint(seen.grade.flags)
    points = tuple(
        _judged(point, judged[place], seen.sights[place].nearest, answer, capped=capped) if place in judged else point
        for place, point in enumerate(seen.grade.key_points)
    )
    if other is not None:
        points = tuple(
            replace(point, said=(opinion("fast", seen.grade, place), opinion(other.engine, other, place)))
            if place in judged
            else point
            for place, point in enumerate(points)
        )
    against = settled(seen, points, seen.grade.misconceptions).score if other is None else other.score
    apart = abs((seen.grade.score or 0.0) - (against or 0.0))
    return settled(seen, points, seen.grade.misconceptions, name=name, apart=apart)


def opinion(engine: str, grade: Grade, place: int) -> Opinion:
    """Return what a grade says of the key point at `place` as one engine's opinion."""
    point = grade.key_points[place]
    return Opinion(engine, point.credit, point.verdict, point.quote)


def settled(
    seen: Appraisal,
    points: tuple[KeyPointGrade, ...],
    misconceptions: Sequence[MisconceptionGrade],
    *,
    name: str = "",
    apart: float = 0.0,
) -> Grade:
    """Return the grade that these key points and misconceptions come to; `apart` is how far engines' marks lie apart.

    The map from raw to score is that of every engine, so that a score means the same whoever marked.
    """
    raw = raw_score(((one.weight, one.credit) for one in points), sum(one.weight for one in misconceptions))
    score = score_of(raw)
    low, high = interval_of(score, drafted=seen.drafted)
    low, high = max(0.0, low - _WIDENED_BY * apart), min(1.0, high + _WIDENED_BY * apart)
    flags = [one for one in seen.grade.flags if one != "unsure"]
    flags += ["engines-disagree"] if apart >= _DISAGREE_FROM else []
    flags += ["unsure"] if high - low >= UNSURE_FROM else []
    return replace(
        seen.grade,
        engine=name,
        key_points=points,
        misconceptions=tuple(misconceptions),
        flags=tuple(flags),
        score=score,
        raw=raw,
        low=round(low, 4),
        high=round(high, 4),
        label=label_of(score),
    )


def _judged(point: KeyPointGrade, one: Judged, nearest: Span | None, answer: str, *, capped: bool) -> KeyPointGrade:
    """Return a key point's grade; without a quote that can be verified it earns nothing and is not contradicted."""
    quote = quote_of(answer, nearest) if nearest else None
    said = quote is not None and quote.verified_in(answer)
    contradicted = one.contradicted and said
    credit = one.credit if said and not contradicted and one.credit >= NO_CREDIT_BELOW else 0.0
    credit = min(credit, CAPPED_CREDIT) if capped else credit
    return replace(
        point,
        credit=credit,
        verdict=verdict_of(credit, contradicted=contradicted),
        quote=quote if credit or contradicted else None,
        confidence=round(abs(2 * credit - 1), 4),
    )
