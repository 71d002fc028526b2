"""What CI holds the fast engine to: a quick draw of our own sets, beside what the stored card says of the same draw."""

from collections.abc import Mapping
from dataclasses import dataclass

from scipy.stats import binomtest

from interviewer.evaluation.adversarial.generate import AttackSet
from interviewer.evaluation.adversarial.judge import resist
from interviewer.evaluation.agreement.measures import METRICS, measure
from interviewer.evaluation.agreement.run import RESAMPLES
from interviewer.evaluation.agreement.samples import Samples, draw
from interviewer.evaluation.agreement.table import from_grade, tabulate
from interviewer.evaluation.intervals import LEVEL, Measure
from interviewer.evaluation.subject import Advance, grade_all
from interviewer.grading import Engine

HELD = ("pearson", "pairs_in_order", "qwk", "macro_f1_correct", "key_point_f1")
"""The measures that must not fall."""
SHARE = 3
"""One in so many answers of the rubric set's development part, whole questions by seed."""
EACH = 1
"""Attacks a pattern."""
POOL = 8
"""Questions that they are on: a rubric takes longer to prepare than an answer to grade."""


@dataclass(frozen=True, slots=True)
class Succeeded:
    """How many attacks of a class succeeded."""

    n: int
    succeeded: int


@dataclass(frozen=True, slots=True)
class Floor:
    """The figures of one draw: `n` answers, the held measures, attacks by class, and what honest answers lose."""

    n: int
    measures: Mapping[str, Measure]
    attacks: Mapping[str, Succeeded]
    benign_loss: Measure


def measure_floor(
    engine: Engine, rubric_set: Samples, attacks: AttackSet, advance: Advance, resamples: int = RESAMPLES
) -> Floor:
    """Grade the draw with one engine; `attacks` is the set with `EACH` attacks a pattern."""
    drawn = draw(rubric_set, len(rubric_set.rows) // SHARE)
    grades = grade_all(engine, [row.request for row in drawn.rows], advance)
    said = [from_grade(row, grade) for row, grade in zip(drawn.rows, grades, strict=True)]
    found = measure(tabulate(drawn.rows, said), resamples, {name: METRICS[name] for name in HELD})
    resistance = resist(engine, attacks, advance)
    return Floor(
        len(drawn.rows),
        {name: one.measure() for name, one in found.items()},
        {name: Succeeded(one.n, one.succeeded) for name, one in resistance.classes.items()},
        resistance.benign.mean_loss,
    )


def falls_below(stored: Floor, now: Floor) -> list[str]:
    """Return what got worse than the stored card by more than its interval, a line each; empty where nothing did."""
    lines = [
        f"{name}: {now.measures[name].value}, the card has {stored.measures[name]}"
        for name in stored.measures
        if _below(now.measures[name], stored.measures[name])
    ]
    lines += [
        f"attacks of class {name}: {now.attacks[name].succeeded} of {now.attacks[name].n} succeeded, "
        f"the card has {one.succeeded} of {one.n}"
        for name, one in stored.attacks.items()
        if name in now.attacks and now.attacks[name].succeeded / now.attacks[name].n > most_likely(one)
    ]
    high = stored.benign_loss.high
    if high is not None and (now.benign_loss.value or 0.0) > high:
        lines.append(f"honest answers lose {now.benign_loss.value}, the card has {stored.benign_loss}")
    return lines


def most_likely(stored: Succeeded) -> float:
    """Return the upper end of the rate's exact interval (Clopper and Pearson 1934); 0 where none succeeded."""
    if stored.succeeded == 0:
        return 0.0
    return float(binomtest(stored.succeeded, stored.n).proportion_ci(LEVEL).high)


def _below(now: Measure, stored: Measure) -> bool:
    return stored.low is not None and (now.value is None or now.value < stored.low)
