"""Whether an engine gives the same answer the same mark again, its key points told in another order each time."""

import random
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, permutations

from interviewer.domain.grade import Grade, Verdict
from interviewer.evaluation.agreement.samples import Sample, Samples
from interviewer.evaluation.subject import Advance, Progress, Subject, grade_all
from interviewer.grading import Engine, GradeRequest

SEED = 1
_FEW = 5
"""Key points of which all orders are listed, 120 of them, to draw from; of more, orders are drawn as they come."""


@dataclass(frozen=True, slots=True)
class Stability:
    """How far marks move between `runs` orders of the key points, over `n` answers graded in all of them.

    `score_sd`: the standard deviation of an answer's score, in the mean and at worst; `same`: the share of answers
    with one score and one verdict a key point throughout. `verdicts_changed`: the share of verdicts other than in the
    run before; `judge_changed`: the same of what the judge said, None without a judge.
    """

    runs: int
    n: int
    score_sd: float | None
    score_sd_worst: float | None
    same: float | None
    verdicts_changed: float | None
    judge_changed: float | None

    @property
    def line(self) -> str:
        """The figures in a line for a person."""
        if self.score_sd is None or self.same is None or self.verdicts_changed is None:
            return "no answer with two or more key points was graded in every run"
        judge = f", of the judge's own {self.judge_changed:.3f}" if self.judge_changed is not None else ""
        return (
            f"{self.n} answers in {self.runs} orders: standard deviation of the score {self.score_sd:.4f} in the mean, "
            f"{self.score_sd_worst:.4f} at worst; the same throughout {self.same:.2f}; verdicts that change "
            f"{self.verdicts_changed:.3f}{judge}"
        )


def orders(request: GradeRequest, runs: int, seed: int = SEED) -> list[GradeRequest]:
    """Return a request with its key points in at most `runs` orders, all different, the written one first."""
    points = request.key_points
    chance = random.Random(f"{seed}:{request.question}")  # noqa: S311 - a draw of orders, not a secret
    if len(points) <= _FEW:
        others = [one for one in permutations(points) if one != points]
        drawn = chance.sample(others, min(runs - 1, len(others)))
    else:
        distinct: dict[tuple[str, ...], None] = {}
        while len(distinct) < runs - 1:
            order = chance.sample(points, len(points))
            if tuple(order) != points:
                distinct[tuple(one.id for one in order)] = None
        by_id = {one.id: one for one in points}
        drawn = [tuple(by_id[one] for one in order) for order in distinct]
    return [request, *(replace(request, key_points=one) for one in drawn)]


def repeated(subject: Subject, samples: Sequence[Samples], runs: int, progress: Progress) -> Stability:
    """Return the stability of one engine over several sets together."""
    rows = [row for one in samples for row in one.rows]
    with progress(f"in {runs} orders: {subject.name}", gradings(rows, runs)) as advance:
        return stability(subject.engine, rows, runs, advance)


def gradings(samples: Sequence[Sample], runs: int) -> int:
    """Return how many gradings `stability` takes."""
    return sum(len(one) for one in _asked(samples, runs))


def stability(engine: Engine, samples: Sequence[Sample], runs: int, advance: Advance) -> Stability:
    """Grade every answer that has two or more written key points in `runs` orders, and say what moves.

    An answer that one run could not grade, or graded without its judge, is left out.
    """
    asked = _asked(samples, runs)
    flat = iter(grade_all(engine, [request for one in asked for request in one], advance))
    graded = [[next(flat) for _ in one] for one in asked]
    whole = [one for one in graded if all(grade.engine == engine.name and grade.score is not None for grade in one)]
    return _of(whole, runs)


def _asked(samples: Sequence[Sample], runs: int) -> list[list[GradeRequest]]:
    return [orders(one.request, runs) for one in samples if len(one.request.key_points) > 1]


def _of(graded: Sequence[Sequence[Grade]], runs: int) -> Stability:
    if not graded:
        return Stability(runs, 0, None, None, None, None, None)
    spread = [statistics.pstdev([grade.score or 0.0 for grade in one]) for one in graded]
    final = [[_verdicts(grade) for grade in one] for one in graded]
    own = [[_said(grade) for grade in one] for one in graded]
    same = [
        len({grade.score for grade in one}) == 1 and not _changed([told])
        for one, told in zip(graded, final, strict=True)
    ]
    return Stability(
        runs,
        len(graded),
        round(statistics.fmean(spread), 4),
        round(max(spread), 4),
        round(statistics.fmean(same), 4),
        _changed(final),
        _changed(own) if any(one for told in own for one in told) else None,
    )


def _verdicts(grade: Grade) -> dict[str, Verdict]:
    return {point.id: point.verdict for point in grade.key_points}


def _said(grade: Grade) -> dict[str, Verdict]:
    """Return what the judge said of each key point of which it said something."""
    model = grade.judging.model if grade.judging else None
    return {point.id: one.verdict for point in grade.key_points for one in point.said if one.engine == model}


def _changed(told: Sequence[Sequence[Mapping[str, Verdict]]]) -> float:
    """Return the share of verdicts that differ from the run before; what one of two runs says nothing of differs."""
    changed = [
        one.get(point) != other.get(point)
        for runs in told
        for one, other in pairwise(runs)
        for point in {**one, **other}
    ]
    return round(statistics.fmean(changed), 4) if changed else 0.0
