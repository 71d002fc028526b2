"""Fits the 80 % intervals of the fast engine: `python eval/fit_intervals.py [ASAG_FOLDER] [--write]`.

For scores around each knot the interval that holds the most of the marks, less its width cubed at a price: one that
says next to nothing must earn its width. The price is the highest, below 3, at which bands fitted on other questions
hold 80 % of the marks.
`rubric` comes from the development part of the rubric set; `reference` from all files of the folder, each of them
counting alike. What they hold is reported where they were not fitted: on the test part of the rubric set, on its
development part by other questions, and on each development file by bands fitted on all the other files.
"""

import argparse
import itertools
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import GroupKFold

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.embedding.model import MiniLM
from interviewer.grading import FastEngine, GradeRequest, intervals, request_for
from interviewer.grading.intervals import UNSURE_FROM, Band

BANDS = Path(intervals.__file__).with_name("intervals.json")
HELD = 0.8
KNOTS = np.linspace(0.0, 1.0, 11)
ENDS = np.linspace(0.0, 1.0, 21)
REACH = 0.15  # scores this near to a knot tell about it, and its interval holds one of them
LEAST = 25  # answers that a knot must rest on; it reaches further where there are fewer
PRICES = np.arange(0.2, 3.0, 0.02)
FOLDS = 5
ROWS = 600  # of each training file, drawn by question
Values = npt.NDArray[np.float64]
Ends = tuple[Values, Values]


@dataclass(frozen=True, slots=True)
class Marked:
    """Scores and marks in [0, 1], what each answer counts, and its question."""

    score: Values
    mark: Values
    weight: Values
    question: npt.NDArray[np.str_]

    def at(self, rows: npt.NDArray[Any]) -> "Marked":
        """Return some of the answers."""
        return Marked(self.score[rows], self.mark[rows], self.weight[rows], self.question[rows])


def marked(rows: list[tuple[float, float, str]]) -> Marked:
    """Return answers that count 1 together."""
    score, mark, question = zip(*rows, strict=True)
    return Marked(np.array(score), np.array(mark), np.full(len(rows), 1 / len(rows)), np.array(question))


def joined(sets: list[Marked]) -> Marked:
    """Return several sets as one, each counting what it did."""
    parts = ([getattr(one, name) for one in sets] for name in ("score", "mark", "weight", "question"))
    return Marked(*(np.concatenate(part) for part in parts))


def band(known: Marked, price: float) -> Band:
    """Return the interval around each knot that is worth the most, monotone in the score."""
    found = []
    for knot in KNOTS:
        reach = max(REACH, float(np.sort(np.abs(known.score - knot))[min(LEAST, len(known.score)) - 1]))
        near = np.abs(known.score - knot) <= reach
        mark, weight = known.mark[near], known.weight[near] / known.weight[near].sum()
        low, high = np.array(list(itertools.combinations_with_replacement(ENDS, 2))).T
        holds = (low <= knot + REACH) & (high >= knot - REACH)
        low, high = low[holds], high[holds]
        inside = (low[:, None] - 1e-9 <= mark) & (mark <= high[:, None] + 1e-9)
        best = int(np.argmax(inside @ weight - price * (high - low) ** 3))
        found.append((low[best], high[best]))
    rising = (np.maximum.accumulate(end) for end in np.array(found).T)
    return Band(*(tuple(round(float(value), 3) for value in one) for one in (KNOTS, *rising)))


def held(ends: Ends, known: Marked) -> npt.NDArray[np.bool_]:
    """Return for each answer whether its interval holds its mark."""
    low, high = ends
    within: npt.NDArray[np.bool_] = (low - 1e-9 <= known.mark) & (known.mark <= high + 1e-9)
    return within


def bounds(found: Band, known: Marked) -> Ends:
    """Return the ends of each answer's interval."""
    ends = np.array([found.at(float(one)) for one in known.score])
    return ends[:, 0], ends[:, 1]


def fitted(known: Marked) -> Band:
    """Return the band of the highest price at which bands fitted on other questions hold `HELD` of the marks."""
    folds = list(GroupKFold(FOLDS).split(known.score, groups=known.question))

    def coverage(price: float) -> float:
        inside = np.zeros(len(known.score))
        for train, test in folds:
            inside[test] = held(bounds(band(known.at(train), price), known.at(test)), known.at(test))
        return float(np.average(inside, weights=known.weight))

    price = max((one for one in PRICES if coverage(one) >= HELD), default=PRICES[0])
    print(f"price {price:.2f}")
    return band(known, price)


def by_others(known: Marked) -> Ends:
    """Return the ends of each answer's interval by a band fitted on other questions."""
    low, high = np.zeros((2, len(known.score)))
    for train, test in GroupKFold(FOLDS).split(known.score, groups=known.question):
        low[test], high[test] = bounds(fitted(known.at(train)), known.at(test))
    return low, high


@dataclass(frozen=True, slots=True)
class Found:
    """Whether each interval holds its mark, and whether it is so wide that the grader says it is unsure."""

    inside: npt.NDArray[np.bool_]
    unsure: npt.NDArray[np.bool_]


def report(name: str, ends: Ends, known: Marked) -> Found:
    """Print how many marks the intervals hold, how wide they are, and a constant interval of the same coverage."""
    low, high = ends
    inside, unsure = held(ends, known), high - low >= UNSURE_FROM
    half = float(np.quantile(np.abs(known.mark - known.score), inside.mean()))
    constant = (np.minimum(1, known.score + half) - np.maximum(0, known.score - half)).mean()
    print(
        f"{name}: n {len(low)}, coverage {inside.mean():.3f}, width {(high - low).mean():.3f}, "
        f"constant {constant:.3f}, unsure {unsure.mean():.3f}"
    )
    return Found(inside, unsure)


def pooled(name: str, every: list[Found]) -> None:
    """Print the same for several sets, each answer counting alike."""
    inside, unsure = (np.concatenate([getattr(one, field) for one in every]) for field in ("inside", "unsure"))
    print(f"{name}: n {len(inside)}, coverage {inside.mean():.3f}, unsure {unsure.mean():.3f}")


def rubric(engine: FastEngine) -> dict[str, Marked]:
    """Return scores and the readers' marks of each part of the rubric set."""
    bank = load_bank(bundled("corpus"))
    found: dict[str, list[tuple[float, float, str]]] = {"dev": [], "test": []}
    for line in (bundled("eval") / "rubric_set" / "answers.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        question = bank.get(row["question_id"])
        assert question is not None
        mark = sum(reader["mark"] for reader in row["readers"]) / len(row["readers"]) / 5
        score = engine.grade([request_for(question, row["answer"], elsewhere=bank.elsewhere(question))])[0].score
        assert score is not None
        found[row["part"]].append((score, mark, row["question_id"]))
    return {part: marked(rows) for part, rows in found.items()}


def public(engine: FastEngine, file: Path, most: int | None) -> Marked:
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
                found.append((grade.score, float(row["score"]), f"{file.stem} {row['question_id']}"))
    return marked(found)


def main() -> None:
    """Fit, report, print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="the public files")
    parser.add_argument("--write", action="store_true", help="into intervals.json")
    arguments = parser.parse_args()
    engine = FastEngine(MiniLM())
    ours = rubric(engine)
    found = intervals.bands() | {"rubric": fitted(ours["dev"])}
    test = report("rubric set, test part", bounds(found["rubric"], ours["test"]), ours["test"])
    if arguments.folder:
        files = sorted(arguments.folder.glob("*.jsonl"))
        known = {file.stem: public(engine, file, ROWS if "train" in file.stem else None) for file in files}
        train = [one for name, one in known.items() if "train" in name]
        apart = {name: one for name, one in known.items() if "train" not in name}
        found["reference"] = fitted(joined([*train, *apart.values()]))
        left_out = [
            test,
            report("rubric set, development part, by other questions", by_others(ours["dev"]), ours["dev"]),
        ]
        for name, one in apart.items():
            others = [other for its, other in apart.items() if its != name]
            left_out.append(report(f"{name}, left out", bounds(fitted(joined(train + others)), one), one))
        pooled("each left out, and the rubric set", left_out)
    shown = {name: {"score": one.score, "low": one.low, "high": one.high} for name, one in found.items()}
    print(json.dumps(shown, indent=2))
    if arguments.write:
        BANDS.write_text(json.dumps(shown, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
