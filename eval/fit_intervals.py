"""Fits the 80 % intervals of the fast engine, and prints intervals.json: `python eval/fit_intervals.py [ASAG_FOLDER]`.

By bins: the shortest interval that holds 80 % of the marks of answers with about the same score, made monotone.
`rubric` comes from the development part of the rubric set; `reference` from the training files of the folder, each of
them counting alike, and is reported on its development files, which it was not fitted on.
"""

import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.embedding.model import MiniLM
from interviewer.grading import FastEngine, GradeRequest, request_for
from interviewer.grading.intervals import Band

HELD = 0.8
KNOTS = np.linspace(0.0, 1.0, 6)
REACH = 0.15  # scores this near to a knot tell about it
LEAST = 25  # answers that a knot must rest on; it reaches further where there are fewer
ROWS = 300  # of each training file, drawn by question
Values = npt.NDArray[np.float64]


def band(score: Values, mark: Values, weight: Values) -> Band:
    """Return the shortest interval that holds `HELD` of the marks around each knot, monotone in the score."""
    low, high = [], []
    for knot in KNOTS:
        reach = max(REACH, float(np.sort(np.abs(score - knot))[min(LEAST, len(score)) - 1]))
        near = np.abs(score - knot) <= reach
        least, most = shortest(mark[near], weight[near])
        low.append(least)
        high.append(most)
    rising = np.maximum.accumulate(low), np.maximum.accumulate(high)
    return Band(*(tuple(round(float(value), 3) for value in one) for one in (KNOTS, *rising)))


def shortest(mark: Values, weight: Values) -> tuple[float, float]:
    """Return the shortest interval that holds `HELD` of the weight, interpolated between marks so that ties do not."""
    order = np.argsort(mark, kind="stable")
    values, total = mark[order], np.cumsum(weight[order]) / weight.sum()
    starts = np.linspace(0.0, 1 - HELD, 41)
    ends = [(float(np.interp(s, total, values)), float(np.interp(s + HELD, total, values))) for s in starts]
    return min(ends, key=lambda one: (one[1] - one[0], one))


def report(name: str, found: Band, score: Values, mark: Values) -> None:
    """Print how many marks the intervals hold, how wide they are, and a constant interval of the same coverage."""
    bounds = np.array([found.at(float(one)) for one in score])
    inside = (bounds[:, 0] - 1e-9 <= mark) & (mark <= bounds[:, 1] + 1e-9)
    width = (bounds[:, 1] - bounds[:, 0]).mean()
    half = float(np.quantile(np.abs(mark - score), inside.mean()))
    constant = (np.minimum(1, score + half) - np.maximum(0, score - half)).mean()
    print(f"{name}: n {len(score)}, coverage {inside.mean():.3f}, width {width:.3f}, constant {constant:.3f}")


def rubric(engine: FastEngine) -> dict[str, tuple[Values, Values]]:
    """Return scores and the readers' marks of each part of the rubric set."""
    bank = load_bank(bundled("corpus"))
    found: dict[str, list[tuple[float, float]]] = {"dev": [], "test": []}
    for line in (bundled("eval") / "rubric_set" / "answers.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        question = bank.get(row["question_id"])
        assert question is not None
        mark = sum(reader["mark"] for reader in row["readers"]) / len(row["readers"]) / 5
        score = engine.grade([request_for(question, row["answer"])])[0].score
        assert score is not None
        found[row["part"]].append((score, mark))
    return {part: (np.array(rows)[:, 0], np.array(rows)[:, 1]) for part, rows in found.items()}


def public(engine: FastEngine, file: Path, most: int | None) -> tuple[Values, Values]:
    """Return scores and marks of a file, `most` of its answers drawn by question."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    by_question: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_question.setdefault(row["question_id"], []).append(row)
    if most:
        each, chance = max(1, most // len(by_question)), random.Random(1)
        rows = [
            row
            for one in sorted(by_question)
            for row in chance.sample(by_question[one], min(each, len(by_question[one])))
        ]
    found = []
    for row in sorted(rows, key=lambda row: (row["question_id"], row["reference"])):
        if row["answer"].strip() != row["reference"].strip():
            grade = engine.grade([GradeRequest(row["question"], row["reference"], (), (), row["answer"])])[0]
            if grade.score is not None:
                found.append((grade.score, row["score"]))
    return np.array(found)[:, 0], np.array(found)[:, 1]


def main() -> None:
    """Fit, report, print."""
    engine = FastEngine(MiniLM())
    ours = rubric(engine)
    fitted = {"rubric": band(*ours["dev"], np.ones(len(ours["dev"][0])))}
    report("rubric set, test part", fitted["rubric"], *ours["test"])
    if len(sys.argv) > 1:
        files = sorted(Path(sys.argv[1]).glob("*.train.jsonl"))
        train = [public(engine, file, ROWS) for file in files]
        weights = np.concatenate([np.full(len(score), 1 / len(score)) for score, _ in train])
        score, mark = (np.concatenate([one[place] for one in train]) for place in (0, 1))
        fitted["reference"] = band(score, mark, weights)
        for file in sorted(Path(sys.argv[1]).glob("*.dev*.jsonl")):
            report(file.stem, fitted["reference"], *public(engine, file, None))
    shown = {name: {"score": one.score, "low": one.low, "high": one.high} for name, one in fitted.items()}
    print(json.dumps(shown, indent=2))


if __name__ == "__main__":
    main()
