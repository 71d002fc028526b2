"""Prints how the fast engine climbs the ladder: `python -m tests.grading.card`."""

import random
from collections.abc import Sequence
from statistics import fmean

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.embedding.model import MiniLM
from interviewer.grading import FastEngine, request_for
from tests.grading.conftest import ladder

RUNGS = ("paraphrase", "list", "half", "wrong")
RESAMPLES = 2000


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the 80 % interval of the mean from resampling questions (percentile bootstrap, Efron 1979)."""
    chance = random.Random(1)
    means = sorted(fmean(chance.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return means[RESAMPLES // 10], means[RESAMPLES - RESAMPLES // 10]


def main() -> None:
    """Grade the ladder and print the table."""
    bank, engine = load_bank(bundled("corpus")), FastEngine(MiniLM())
    rows = list(ladder())
    questions = [bank.get(row.question_id) for row in rows]
    grades = engine.grade([request_for(q, row.answer) for q, row in zip(questions, rows, strict=True) if q])
    scores: dict[str, dict[str, float]] = {rung: {} for rung in RUNGS}
    for row, grade in zip(rows, grades, strict=True):
        if grade.score is not None:
            scores[row.name][row.question_id] = grade.score
    print("| rung | n | mean score | 80 % interval | lowest | highest |\n|---|---|---|---|---|---|")  # noqa: T201
    for rung in RUNGS:
        values = list(scores[rung].values())
        low, high = interval(values)
        cells = (
            len(values),
            f"{fmean(values):.2f}",
            f"{low:.2f} to {high:.2f}",
            f"{min(values):.2f}",
            f"{max(values):.2f}",
        )
        print(f"| {rung} | {' | '.join(map(str, cells))} |")  # noqa: T201
    below = [scores["wrong"][q] < scores["half"][q] for q in scores["half"]]
    between = [scores["half"][q] < max(scores["paraphrase"][q], scores["list"][q]) for q in scores["half"]]
    print(  # noqa: T201
        f"\nparaphrase at least .7: {sum(s >= 0.7 for s in scores['paraphrase'].values())} of {len(below)}; "
        f"list at least .6: {sum(s >= 0.6 for s in scores['list'].values())} of {len(below)}; "
        f"half below the better full answer: {sum(between)}; wrong below half: {sum(below)}"
    )


if __name__ == "__main__":
    main()
