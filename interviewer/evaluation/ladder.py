"""How an engine climbs the ladder: a paraphrase, a list, half an answer and a wrong one to each of some questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from interviewer.domain.errors import UsageError
from interviewer.domain.question import Question
from interviewer.evaluation.intervals import Measure, Rows, clusters, resampled
from interviewer.evaluation.json_lines import always, read_json_lines
from interviewer.evaluation.subject import Advance, grade_all
from interviewer.grading import Engine, request_for

Name = Literal["paraphrase", "list", "half", "wrong"]
_HEIGHT: Mapping[Name, int] = {"paraphrase": 2, "list": 2, "half": 1, "wrong": 0}


class Rung(BaseModel):
    """One answer of the ladder."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    question_id: str
    rung: Name
    answer: Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Climb:
    """Mean score by rung, and the share of pairs of one question on different heights that are in order."""

    n: int
    questions: int
    rungs: Mapping[Name, Measure]
    in_order: Measure


def read_ladder(folder: Path) -> list[Rung]:
    """Return the answers of both parts. Raises UsageError naming line and field."""
    return [rung for part in (1, 2) for _, rung in read_json_lines(folder / f"part{part}.jsonl", always(Rung))]


def climb(
    engine: Engine,
    rungs: Sequence[Rung],
    question: Callable[[str], Question | None],
    advance: Advance,
    elsewhere: Callable[[Question], tuple[str, ...]] = lambda _: (),
) -> Climb:
    """Grade the ladder with one engine. Raises UsageError for a question that the bank does not have."""
    requests = []
    for rung in rungs:
        asked = question(rung.question_id)
        if asked is None:
            raise UsageError(f"The ladder asks {rung.question_id!r}, which the bank does not have.")
        requests.append(request_for(asked, rung.answer, elsewhere=elsewhere(asked)))
    grades = grade_all(engine, requests, advance)
    graded = [(rung, grade.score) for rung, grade in zip(rungs, grades, strict=True) if grade.score is not None]
    scores = np.array([score for _, score in graded], dtype=np.float64)
    names = np.array([rung.rung for rung, _ in graded])
    groups = clusters([rung.question_id for rung, _ in graded])
    pairs = [_pairs([graded[row] for row in rows]) for rows in groups]
    order = np.array([one for found in pairs for one in found], dtype=np.float64)

    def mean_of(name: Name) -> Measure:
        def mean(rows: Rows) -> float | None:
            found = scores[rows][names[rows] == name]
            return float(found.mean()) if len(found) else None

        return resampled(mean, groups)

    ends = np.cumsum([0, *map(len, pairs)])
    pair_groups = [np.arange(ends[i], ends[i + 1], dtype=np.intp) for i in range(len(pairs))]
    in_order = resampled(lambda rows: float(order[rows].mean()) if len(rows) else None, pair_groups)
    return Climb(len(graded), len(groups), {name: mean_of(name) for name in _HEIGHT}, in_order)


def _pairs(graded: Sequence[tuple[Rung, float]]) -> list[bool]:
    """Return for each pair of different heights whether the higher rung scored more; a tie counts as wrong."""
    return [
        high_score > low_score
        for high, high_score in graded
        for low, low_score in graded
        if _HEIGHT[high.rung] > _HEIGHT[low.rung]
    ]
