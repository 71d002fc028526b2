"""The outcome of `eval grading` as the object that programs read, and as rows of a table."""

from collections.abc import Sequence
from dataclasses import asdict

from interviewer.evaluation.agreement.measures import METRICS
from interviewer.evaluation.agreement.run import Agreement, Difference, Score

COMPARED = tuple(name for name in METRICS if name != "milliseconds_median")
"""What paired differences are told of."""


def as_object(outcomes: Sequence[Agreement]) -> dict[str, object]:
    """Return `engines`, `markers` and `differences` of all samples together, and of each set under `sets`."""
    sets = outcomes if len(outcomes) == 1 else outcomes[:-1]
    return _object(outcomes[-1]) | {"sets": {one.name: _object(one) for one in sets}}


def _object(outcome: Agreement) -> dict[str, object]:
    return {
        "dropped": outcome.dropped,
        "engines": {name: score_object(score) for name, score in outcome.engines.items()},
        "markers": score_object(outcome.markers) if outcome.markers else None,
        "differences": [
            {"engine": one.engine, "other": one.other, "n": one.n}
            | {name: asdict(one.measures[name]) for name in COMPARED}
            for one in outcome.differences
        ],
    }


def score_object(score: Score) -> dict[str, object]:
    """Return a score as one flat object, every measure `{value, low, high}`."""
    counts: dict[str, object] = {"n": score.n, "questions": score.questions, "ungraded": score.ungraded}
    return counts | {name: asdict(measure) for name, measure in score.measures.items()}


def table(outcome: Agreement) -> list[list[str]]:
    """Return the measures that some grader has, a row each: name, each engine's figure, the markers' figure."""
    columns = dict(outcome.engines)
    if outcome.markers:
        columns["markers"] = outcome.markers
    head = ["", *columns]
    counts = [
        ["answers", *(str(score.n) for score in columns.values())],
        ["questions", *(str(score.questions) for score in columns.values())],
        ["ungraded", *(str(score.ungraded) for score in columns.values())],
    ]
    rows = [
        [name, *(str(score.measures[name]) for score in columns.values())]
        for name in METRICS
        if any(score.measures[name].value is not None for score in columns.values())
    ]
    return [head, *counts, *rows]


def difference_table(differences: Sequence[Difference]) -> list[list[str]]:
    """Return the paired differences, a row a measure, a column a pair of engines; nothing without a pair."""
    if not differences:
        return []
    head = ["", *(f"{one.engine} less {one.other}" for one in differences)]
    rows = [
        [name, *(str(one.measures[name]) for one in differences)]
        for name in COMPARED
        if any(one.measures[name].value is not None for one in differences)
    ]
    return [head, *rows]
