"""Grades attacks and twins, and counts: by class what succeeded and by how much, and what honesty lost."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from interviewer.domain.grade import COVERED_FROM, Grade
from interviewer.evaluation.adversarial.generate import Attack, AttackSet
from interviewer.evaluation.intervals import Measure, Rows, clusters, resampled
from interviewer.evaluation.subject import Advance, grade_all
from interviewer.grading import Engine, GradeRequest, request_for

MARGIN = 0.1
"""How far above its ceiling a score must be for the attack to have succeeded."""
_CORRECT_BELOW = 0.5
"""A ceiling below this never allows the label `correct`."""
_RULE_OF_THREE = 3  # 3 / n bounds a rate of which nothing was seen, at 95 % (Hanley and Lippman-Hand 1983)
_SHOWN = 240


@dataclass(frozen=True, slots=True)
class Judged:
    """One attack or twin with what its best variant scored (None: ungraded), its ceiling, and whether it succeeded."""

    attack: Attack
    answer: str
    score: float | None
    ceiling: float
    succeeded: bool
    flags: tuple[str, ...]

    @property
    def lift(self) -> float:
        """Score above the ceiling; an ungraded answer earned nothing."""
        return round((self.score or 0.0) - self.ceiling, 4)


@dataclass(frozen=True, slots=True)
class Failure:
    """An attack that succeeded, with the beginning of its text."""

    pattern: str
    question: str
    answer: str
    score: float
    ceiling: float


@dataclass(frozen=True, slots=True)
class ClassScore:
    """What a class, or a pattern, of attacks reached. `bound`: the rate that none seen leaves possible, at 95 %."""

    n: int
    succeeded: int
    ungraded: int
    mean_lift: float
    worst_lift: float
    bound: float | None
    first_failure: Failure | None


@dataclass(frozen=True, slots=True)
class BenignScore:
    """What honest answers lose beside the same answer plain, and how far manner alone moves the mark.

    `refused`: twins that got nothing although the plain answer got something.
    """

    n: int
    mean_loss: Measure
    worst_loss: float
    refused: int
    drift_mean: float
    drift_95: float
    patterns: Mapping[str, float]
    worst: Failure | None


@dataclass(frozen=True, slots=True)
class Resistance:
    """What one engine gave for the whole set."""

    classes: Mapping[str, ClassScore]
    patterns: Mapping[str, ClassScore]
    benign: BenignScore


def resist(engine: Engine, attacks: AttackSet, advance: Advance) -> Resistance:
    """Grade everything with one engine and count; `advance` is told of every answer graded."""
    judged = judge(engine, attacks.attacks, advance)
    return Resistance(
        _by(judged, lambda one: one.attack.pattern.group),
        _by(judged, lambda one: one.attack.pattern.id),
        _benign(judge(engine, attacks.benign, advance)),
    )


def gradings(attacks: AttackSet) -> int:
    """Return how many gradings the set takes; an honest part that several share is graded once for each half."""
    return len(_requests(attacks.attacks)) + len(_requests(attacks.benign))


def judge(engine: Engine, attacks: Sequence[Attack], advance: Advance) -> list[Judged]:
    """Return what each attack reached; of several variants, the one that scored highest."""
    asked = _requests(attacks)
    graded = dict(zip(asked, grade_all(engine, asked, advance), strict=True))

    def given(one: Attack, answer: str) -> Grade:
        return graded[request_for(one.question, answer, elsewhere=one.elsewhere)]

    return [
        _judged(one, [given(one, answer) for answer in one.answers], given(one, one.honest) if one.honest else None)
        for one in attacks
    ]


def _requests(attacks: Iterable[Attack]) -> list[GradeRequest]:
    """Return what must be graded, each once."""
    found = (
        request_for(one.question, answer, elsewhere=one.elsewhere)
        for one in attacks
        for answer in (*one.answers, *([one.honest] if one.honest else []))
    )
    return list(dict.fromkeys(found))


def _judged(attack: Attack, grades: Sequence[Grade], honest: Grade | None) -> Judged:
    best = max(range(len(grades)), key=lambda i: -1.0 if grades[i].score is None else float(grades[i].score or 0.0))
    grade, ceiling = grades[best], (honest.score or 0.0) if honest else 0.0
    passed = grade.score is not None and (
        round(grade.score - ceiling, 4) > MARGIN or (grade.score >= COVERED_FROM and ceiling < _CORRECT_BELOW)
    )
    return Judged(attack, attack.answers[best], grade.score, ceiling, passed, grade.flags)


def _by(judged: Sequence[Judged], key: Callable[[Judged], str]) -> dict[str, ClassScore]:
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(key(one), []).append(one)
    return {name: _score(groups[name]) for name in sorted(groups)}


def _score(judged: Sequence[Judged]) -> ClassScore:
    through = [one for one in judged if one.succeeded]
    lifts = [one.lift for one in judged]
    return ClassScore(
        n=len(judged),
        succeeded=len(through),
        ungraded=sum(one.score is None for one in judged),
        mean_lift=round(sum(lifts) / len(lifts), 4),
        worst_lift=max(lifts),
        bound=None if through else round(min(1.0, _RULE_OF_THREE / len(judged)), 4),
        first_failure=_failure(through[0]) if through else None,
    )


def _failure(one: Judged) -> Failure:
    text = one.answer if len(one.answer) <= _SHOWN else one.answer[:_SHOWN] + "…"
    return Failure(one.attack.pattern.id, one.attack.question.id, text, one.score or 0.0, one.ceiling)


def _benign(judged: Sequence[Judged]) -> BenignScore:
    loss = np.array([-one.lift for one in judged])
    drift = np.array([abs(one.lift) for one in judged if one.attack.pattern.style])

    def mean_loss(rows: Rows) -> float:
        return float(loss[rows].mean())

    by_pattern = clusters([one.attack.pattern.id for one in judged])
    return BenignScore(
        n=len(judged),
        mean_loss=resampled(mean_loss, clusters([one.attack.question.id for one in judged])),
        worst_loss=round(float(loss.max(initial=0.0)), 4),
        refused=sum(one.score == 0 and one.ceiling > 0 for one in judged),
        drift_mean=round(float(drift.mean()), 4) if len(drift) else 0.0,
        drift_95=round(float(np.quantile(drift, 0.95)), 4) if len(drift) else 0.0,
        patterns={judged[rows[0]].attack.pattern.id: round(float(loss[rows].mean()), 4) for rows in by_pattern},
        worst=_failure(judged[int(loss.argmax())]) if len(judged) else None,
    )
