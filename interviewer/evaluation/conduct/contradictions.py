"""How surely two answers to one question are found to contradict each other, on answers whose key points were marked.

Every two answers of different voices stand for an earlier and a later one, in both orders. A find is a key point; it is
right where readers settled on covered in the earlier answer and on contradicted in the later.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, permutations

from interviewer.domain.contradiction import LEAST_WORDS, Contradiction, opposed
from interviewer.domain.grade import Grade
from interviewer.domain.question import Misconception
from interviewer.evaluation.agreement.samples import Sample, Samples
from interviewer.evaluation.conduct.counted import Count, Figure, figure_of
from interviewer.evaluation.subject import Progress, Subject, grade_all
from interviewer.grading.words import content_words

SURE = 0.9
"""Credit of a stricter look at the earlier answer."""
_SAY_WRONG = ("wrong", "spoken")
"""The voices that were written to say something wrong; others do so by chance, as most people do."""
Rule = Callable[[Sequence[Misconception], Grade, Grade], Iterable[str]]
"""Returns the key points, by id, that are said in the first grade's answer and turned round in the second's."""


@dataclass(frozen=True, slots=True)
class Finds:
    """What a rule found: right finds of all, and how many of them among pairs without a voice meant to be wrong."""

    right: Figure
    aside: int


@dataclass(frozen=True, slots=True)
class Contradictions:
    """Finds by rule. `pairs`: of answers, whatever their order; `aside`: those without a voice meant to be wrong."""

    samples: str
    engine: str
    pairs: int
    aside: int
    rules: Mapping[str, Finds]


def measure_contradictions(samples: Samples, subject: Subject, progress: Progress) -> Contradictions:
    """Grade each answer once and return what each rule finds among the pairs."""
    with progress(f"{samples.name}: {subject.name}", len(samples.rows)) as advance:
        grades = grade_all(subject.engine, [row.request for row in samples.rows], advance)
    pairs = list(_pairs(list(zip(samples.rows, grades, strict=True))))
    meant = [any(_meant_wrong(sample) for sample, _ in pair) for pair in pairs]
    return Contradictions(
        samples.name,
        subject.name,
        len(pairs) // 2,
        meant.count(False) // 2,
        {name: _finds(rule, pairs, meant) for name, rule in RULES.items()},
    )


def as_object(found: Contradictions) -> dict[str, object]:
    """Return the outcome as one JSON object: by rule `{n, hits, value, low, high, aside}`."""
    rules = {
        name: {"n": one.right.n, "hits": round(one.right.hits), **asdict(one.right.measure), "aside": one.aside}
        for name, one in found.rules.items()
    }
    return asdict(found) | {"rules": rules}


_Marked = tuple[Sample, Grade]


def _pairs(marked: Sequence[_Marked]) -> Iterator[tuple[_Marked, _Marked]]:
    for _, answers in groupby(
        sorted(marked, key=lambda one: (one[0].question, one[0].id)), key=lambda one: one[0].question
    ):
        yield from permutations(answers, 2)


def _meant_wrong(sample: Sample) -> bool:
    return sample.id.removeprefix(f"{sample.question_id}-") in _SAY_WRONG


def _finds(rule: Rule, pairs: Sequence[tuple[_Marked, _Marked]], meant: Sequence[bool]) -> Finds:
    counts: list[Count] = []
    aside = 0
    for ((earlier, first), (later, second)), wrong in zip(pairs, meant, strict=True):
        for point in dict.fromkeys(rule(earlier.request.misconceptions, first, second)):
            right = _verdict(earlier, point) == "covered" and _verdict(later, point) == "contradicted"
            counts.append(Count(earlier.question_id, right, 1))
            aside += not wrong
    return Finds(figure_of(counts), aside)


def _verdict(sample: Sample, point: str) -> str | None:
    return (sample.verdicts or {}).get(point)


def _marked_so(_known: Sequence[Misconception], earlier: Grade, later: Grade) -> Iterator[str]:
    turned = {one.id for one in later.key_points if one.verdict == "contradicted"}
    return (one.id for one in earlier.key_points if one.verdict == "covered" and one.id in turned)


def _denied(least: int, fits: Callable[[Contradiction, Grade], bool]) -> Rule:
    return lambda known, earlier, later: (
        one.point for one in opposed(known, earlier, later, least) if fits(one, earlier)
    )


def _whatever(_one: Contradiction, _earlier: Grade) -> bool:
    return True


def _sure(one: Contradiction, earlier: Grade) -> bool:
    return any(point.id == one.point and point.credit >= SURE for point in earlier.key_points)


def _share_a_word(one: Contradiction, _earlier: Grade) -> bool:
    first, then = ({word.key for word in content_words(quote.text)} for quote in (one.earlier, one.later))
    return not first.isdisjoint(then)


RULES: Mapping[str, Rule] = {
    "covered, then contradicted": _marked_so,
    "covered, then denied by a misconception": _denied(0, _whatever),
    f"the same, the credit {SURE:g} or more": _denied(0, _sure),
    "the same, both quotes share a content word": _denied(0, _share_a_word),
    f"the same, both quotes of {LEAST_WORDS} words or more": _denied(LEAST_WORDS, _whatever),
}
"""The last is the interviewer's (`interviewer/domain/contradiction.py`)."""
