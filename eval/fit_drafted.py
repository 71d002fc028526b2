"""Fits marks for answers with a bare reference, `drafted` of fast_weights.json and panel_weights.json.

    python eval/fit_drafted.py ASAG_FOLDER [--readings N] [--write]

On training files only, every file counting alike. The fast engine's signs weigh one standard deviation each: weights of
their own fit the training sets better and carry over worse. One slope and one bias for all of them are of the least
error where the sum of r and macro-F1 of "correct" is the best or nearly (by log loss hardly any answer is correct).
`--readings` first asks the installed local model what so many training answers are worth, as many of each file and none
longer than 1,100 characters with its reference (those take a minute); what it said is in `public_readings.jsonl` by
the answer's id. How much it weighs beside what the fast engine sees is the least of nearly the best r with people's
marks. Without `--write` it only reports.
"""

import argparse
import itertools
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from fit_grader import WEIGHTS as FAST
from fit_grader import named
from fit_panel import WEIGHTS as PANEL
from scipy.special import expit
from scipy.stats import pearsonr
from sklearn.metrics import f1_score

from interviewer.config.paths import bundled, paths
from interviewer.domain.grade import COVERED_FROM
from interviewer.embedding.model import MiniLM
from interviewer.grading import FastEngine, GradeRequest, credit, fusion
from interviewer.grading.credit import DRAFTED
from interviewer.grading.reader import ModelReader
from interviewer.llm.local_model import LocalModel

READINGS = bundled("eval") / "public_readings.jsonl"
EACH = 900  # answers of a training file, drawn by question
PARTLY = {"correct": 1.0, "partially_correct_incomplete": 0.5}
# how much of one point and of the whole reference the words say is one sign in two places
SHARES = np.array([0.5, 0.5, 1.0, 1.0])
SLOPES, BIASES = (0.4, 0.6, 0.8, 1.0, 1.2, 1.5), (0.0, 0.3, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1)
SHARES_OF_MODEL = (0.3, 0.5, 0.7, 1.0, 1.4, 2.0)  # of a standard deviation, beside one of what the fast engine sees
MOST_READ = 1_100  # characters of answer and reference
NEARLY = 0.004  # less than the sum changes with other draws of the answers
NEARLY_READ = 0.02  # likewise of the few answers that the model has read
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Marked:
    """One answer of a file: what the fast engine goes by, (signs,), and what people gave it, in [0, 1].

    `mark` counts what is labelled partly right as half, where the file's own `score` has nothing between 0 and 1.
    """

    id: str
    file: str
    request: GradeRequest
    signs: Values | None
    credit: float
    mark: float
    score: float


def drawn(file: Path, most: int) -> list[dict[str, Any]]:
    """Return answers of a file, as many of each question."""
    by_question: dict[str, list[dict[str, Any]]] = {}
    for row in map(json.loads, file.read_text("utf-8").splitlines()):
        if row["answer"].strip() != row["reference"].strip():
            by_question.setdefault(row["question_id"], []).append(row)
    each, chance = max(1, most // len(by_question)), random.Random(1)
    return [row for _, rows in sorted(by_question.items()) for row in chance.sample(rows, min(each, len(rows)))]


def mark_of(row: dict[str, Any]) -> float:
    """Return the mark, half for what is labelled partly right: such files have no marks between 0 and 1."""
    return PARTLY.get(row["label_5way"], 0.0) if row.get("label_5way") else float(row["score"])


def read(engine: FastEngine, file: Path, most: int) -> list[Marked]:
    """Return what the engine sees of answers of a file; one that it refuses has no signs and a mark of 0."""
    found = []
    for row in drawn(file, most):
        request = GradeRequest(row["question"], row["reference"], (), (), row["answer"])
        seen = engine.appraise(request)
        if seen.traces is None or seen.traces.drafted is None or not seen.traces.usable.any():
            found.append(Marked(row["id"], file.stem, request, None, 0.0, mark_of(row), float(row["score"])))
            continue
        told, rows = seen.traces.drafted, np.flatnonzero(seen.traces.usable)
        whole = [one.said.alignment_of(rows) for one in seen.traces.measured]
        weights = [point.weight for point in seen.grade.key_points]
        signs = np.array([np.average(whole, weights=weights), told.alignment, told.words, told.claim])
        likely = float(np.average([one.credit for one in seen.sights], weights=weights))
        found.append(Marked(row["id"], file.stem, request, signs, likely, mark_of(row), float(row["score"])))
    return found


def balanced(rows: list[Marked]) -> Values:
    """Return what each row counts, so that every file counts alike."""
    files = [row.file for row in rows]
    return np.array([1 / files.count(one) for one in files])


def fit_fast(rows: list[Marked]) -> tuple[float, Values]:
    """Return bias and weights of the signs."""
    seen = [row for row in rows if row.signs is not None]
    signs, counted = np.array([row.signs for row in seen]), balanced(seen)
    mean = np.average(signs, axis=0, weights=counted)
    spread = np.sqrt(np.average((signs - mean) ** 2, axis=0, weights=counted))
    nothing = np.full(len(DRAFTED), -np.inf)
    every = np.array([nothing if row.signs is None else row.signs for row in rows])
    even, own = ((every - mean) / spread) @ SHARES, float(((1 - mean) / spread) @ SHARES)

    def likely(slope: float, bias: float) -> Values:
        whole = max(credit.LEAST_OWN, expit(slope * own + bias))  # what the reference itself would be worth
        found: Values = np.minimum(1, expit(slope * even + bias) / whole)
        return found

    slope, bias = chosen(rows, likely, NEARLY)
    weights = slope * SHARES / spread
    return bias - float(weights @ mean), weights


def chosen(rows: list[Marked], likely: Callable[[float, float], Values], nearly: float) -> tuple[float, float]:
    """Return the slope and bias of least error of those where r and macro-F1 together are the best or nearly."""
    found = {pair: worth(rows, likely(*pair)) for pair in itertools.product(SLOPES, BIASES)}
    best = max(r + correct for r, correct, _ in found.values()) - nearly
    good = (pair for pair, (r, correct, _) in found.items() if r + correct >= best)
    slope, bias = min(good, key=lambda pair: found[pair][2])
    r, correct, error = found[slope, bias]
    print(f"slope {slope}, bias {bias}: training files r {r:.3f}, macro-F1 of correct {correct:.3f}, RMSE {error:.3f}")
    return slope, bias


def worth(rows: list[Marked], likely: Values) -> tuple[float, ...]:
    """Return r, macro-F1 and RMSE, means over files, that marks from these credits in [0, 1] would have."""
    scores = np.array([credit.score_of(float(one)) for one in likely])
    found = []
    for file in sorted({row.file for row in rows}):
        here = np.array([row.file == file for row in rows])
        marks, wanted = (np.array(one)[here] for one in zip(*((row.score, row.mark) for row in rows), strict=True))
        correct = f1_score(marks >= COVERED_FROM, scores[here] >= COVERED_FROM, average="macro")
        error = float(np.sqrt(np.mean((scores[here] - wanted) ** 2)))
        found.append((float(pearsonr(scores[here], marks)[0]), float(correct), error))
    return tuple(float(one) for one in np.mean(found, axis=0))


def logit(probability: Values, least: float = 0.01) -> Values:
    """Return log odds, cut as the engines cut them."""
    kept = np.clip(probability, least, 1 - least)
    cut: Values = np.log(kept / (1 - kept))
    return cut


def kept(reader: str | None = None) -> dict[str, float]:
    """Return what a reader made of answers so far, by id; without its name, that of the last line."""
    rows = [json.loads(line) for line in READINGS.read_text("utf-8").splitlines()] if READINGS.exists() else []
    wanted = reader or (rows[-1]["reader"] if rows else "")
    return {row["id"]: row["same"] for row in rows if row["reader"] == wanted}


def collect(rows: list[Marked], count: int) -> None:
    """Ask the model about so many answers, as many of each file, but for those that it was asked about before."""
    model = LocalModel(paths().models)
    reader = ModelReader(model, bundled("prompts"))
    files = sorted({row.file for row in rows})
    known = kept(reader.identity[:16])
    for file in files:
        shorter = [row for row in rows if row.file == file and row.signs is not None and size(row) < MOST_READ]
        for row in random.Random(2).sample(shorter, min(count // len(files), len(shorter))):
            if row.id not in known:
                request = row.request
                same = reader.same(request.question, request.reference, request.answer)
                with READINGS.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps({"reader": reader.identity[:16], "id": row.id, "same": same}) + "\n")
                print(f"{row.id}: {same}", flush=True)
    model.close()


def fit_readings(rows: list[Marked]) -> dict[str, object]:
    """Return how `local` and `panel` go by whether the model says that the whole answer means the reference.

    `local` has a slope and a bias as the fast engine has. The panel takes the fast engine's log odds as they are, as it
    does beside written key points, and moves them up where the model says yes more readily than on average.
    """
    said = kept()
    read = [row for row in rows if row.id in said]
    files, marks = np.array([row.file for row in read]), np.array([row.mark for row in read])
    seen = logit(np.array([row.credit for row in read]))
    same = logit(np.array([said[row.id] for row in read]), fusion.LEAST_SAME)
    print(f"{len(read)} answers that the model has read; r by file: fast {by_file(seen, marks, files)}")
    spread, mean = float(same.std()), float(same.mean())
    even = (same - mean) / spread
    print(f"local: {by_file(even, marks, files)}")
    slope, bias = chosen(read, lambda slope, bias: expit(slope * even + bias), NEARLY_READ)
    local = named(fusion.FEATURES["local"]["drafted"], bias - slope * mean / spread, np.array([slope / spread]))

    def agreement(share: float) -> float:
        return float(np.mean(list(by_file(seen / seen.std() + share * even, marks, files).values())))

    most = max(map(agreement, SHARES_OF_MODEL))
    share = min(one for one in SHARES_OF_MODEL if agreement(one) >= most - NEARLY)
    weight = share * float(seen.std()) / spread
    print(f"panel: mean r by what the model weighs: { {one: round(agreement(one), 4) for one in SHARES_OF_MODEL} }")
    print(f"panel: r, macro-F1 of correct, RMSE: {worth(read, expit(seen + weight * (same - mean)))}")
    panel = named(fusion.FEATURES["panel"]["drafted"], -weight * mean, np.array([1.0, weight]))
    return {"local": local, "panel": panel}


def by_file(values: Values, marks: Values, files: npt.NDArray[np.str_]) -> dict[str, float]:
    """Return r with the marks in each file."""
    every = np.unique(files)
    return {str(one): round(float(pearsonr(values[files == one], marks[files == one])[0]), 3) for one in every}


def size(row: Marked) -> int:
    """Return the length of what the model is shown."""
    return len(row.request.reference) + len(row.request.answer)


def main() -> None:
    """Fit, print the weights, write them if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readings", type=int, default=0, help="training answers that the local model reads")
    parser.add_argument("--write", action="store_true", help="into fast_weights.json and panel_weights.json")
    arguments = parser.parse_args()
    engine = FastEngine(MiniLM())
    rows = [row for file in sorted(arguments.folder.glob("*.train.jsonl")) for row in read(engine, file, EACH)]
    bias, weights = fit_fast(rows)
    fast = {"drafted": named(DRAFTED, bias, weights)}
    print(json.dumps(fast, indent=2))
    if arguments.write:
        FAST.write_text(json.dumps(json.loads(FAST.read_text("utf-8")) | fast, indent=2) + "\n", "utf-8")
    if arguments.readings:
        collect(rows, arguments.readings)
    found = fit_readings(rows)
    print(json.dumps(found, indent=2))
    if arguments.write:
        known = json.loads(PANEL.read_text("utf-8"))
        merged = {name: known[name] | {"drafted": one} for name, one in found.items()}
        PANEL.write_text(json.dumps(merged, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
