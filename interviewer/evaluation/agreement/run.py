"""Runs engines over samples and measures each, the markers against each other, and the engines' differences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from interviewer.domain.grade import Grade
from interviewer.evaluation.agreement.measures import METRICS, measure
from interviewer.evaluation.agreement.samples import Sample, Samples, pooled
from interviewer.evaluation.agreement.table import Said, Table, from_grade, from_markers, tabulate
from interviewer.evaluation.intervals import Draws, Measure, difference
from interviewer.evaluation.subject import Progress, Subject, grade_all

RESAMPLES = 500
"""Half of what other figures take: two dozen measures an engine, and more would not move a bound by .01."""
Grades = Mapping[str, Sequence[Grade]]
"""An engine's name to its grades, one a sample."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one grader reached: `n` answers to `questions` questions; those it could not grade are in no figure."""

    n: int
    questions: int
    ungraded: int
    measures: Mapping[str, Measure]


@dataclass(frozen=True, slots=True)
class Difference:
    """The figures of one engine less those of another, on the `n` answers that both graded."""

    engine: str
    other: str
    n: int
    measures: Mapping[str, Measure]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The outcome of one set: engines side by side, the markers against each other, paired differences."""

    name: str
    dropped: int
    engines: Mapping[str, Score]
    markers: Score | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """The answers of one set, what each engine gave for them, and what that measures to."""

    samples: Samples
    grades: Grades
    outcome: Agreement


def run(samples: Sequence[Samples], subjects: Sequence[Subject], progress: Progress) -> list[Run]:
    """Grade every set with every engine and measure; several sets are measured together too, as the last."""
    runs: list[Run] = []
    for one in samples:
        grades: dict[str, list[Grade]] = {}
        for subject in subjects:
            with progress(f"{one.name}: {subject.name}", len(one.rows)) as advance:
                grades[subject.name] = grade_all(subject.engine, [row.request for row in one.rows], advance)
        runs.append(Run(one, grades, agreement(one, grades)))
    if len(runs) > 1:
        together = {subject.name: [one for ran in runs for one in ran.grades[subject.name]] for subject in subjects}
        both = pooled(samples)
        runs.append(Run(both, together, agreement(both, together)))
    return runs


def agreement(samples: Samples, grades: Grades, resamples: int = RESAMPLES) -> Agreement:
    """Measure the engines' grades against the marks of the samples."""
    said = {
        name: [from_grade(row, grade) for row, grade in zip(samples.rows, given, strict=True)]
        for name, given in grades.items()
    }
    drawn = {name: _measured(samples.rows, one, resamples) for name, one in said.items()}
    return Agreement(
        samples.name,
        samples.dropped,
        {name: _score(table, draws, len(samples.rows)) for name, (table, draws) in drawn.items()},
        _markers(samples.rows, resamples),
        tuple(
            _difference(samples.rows, (one, said[one], drawn[one][1]), (other, said[other], drawn[other][1]), resamples)
            for one, other in combinations(said, 2)
        ),
    )


_Engine = tuple[str, Sequence[Said | None], Mapping[str, Draws]]


def _measured(rows: Sequence[Sample], said: Sequence[Said | None], resamples: int) -> tuple[Table, dict[str, Draws]]:
    table = tabulate(rows, said)
    return table, measure(table, resamples)


def _score(table: Table, draws: Mapping[str, Draws], asked: int) -> Score:
    questions = sum(len(rows) > 0 for rows in table.groups["rows"])
    return Score(table.n, questions, asked - table.n, {name: one.measure() for name, one in draws.items()})


def _markers(rows: Sequence[Sample], resamples: int) -> Score | None:
    said = [from_markers(row) for row in rows]
    if not any(said):
        return None
    table = tabulate(rows, said, marked_by_first=True)
    return _score(table, measure(table, resamples), table.n)


def _difference(rows: Sequence[Sample], one: _Engine, other: _Engine, resamples: int) -> Difference:
    """Compare two engines on the answers that both graded; the same seed draws the same questions for both."""
    (left, left_said, left_draws), (right, right_said, right_draws) = one, other
    both = [a is not None and b is not None for a, b in zip(left_said, right_said, strict=True)]
    if not all(a is None or kept for a, kept in zip(left_said, both, strict=True)):
        left_draws = _common(rows, left_said, both, resamples)
    if not all(b is None or kept for b, kept in zip(right_said, both, strict=True)):
        right_draws = _common(rows, right_said, both, resamples)
    found = {name: difference(left_draws[name], right_draws[name]) for name in METRICS}
    return Difference(left, right, sum(both), found)


def _common(
    rows: Sequence[Sample], said: Sequence[Said | None], both: Sequence[bool], resamples: int
) -> dict[str, Draws]:
    return _measured(rows, [one if kept else None for one, kept in zip(said, both, strict=True)], resamples)[1]
