"""Fits how `local` and `panel` weigh the local model's readings: `python eval/fit_panel.py [--seconds S]`.

With `--seconds` it first reads points of the development part of the rubric set with the installed local model, for
about that long; readings are kept in `rubric_set/readings.jsonl` by the hash of model and prompts, and the next run
goes on where this one stopped. Then it fits fractional logistic regressions as in `fit_grader.py`, writes
`panel_weights.json`, and prints what cross-validation by question says of them. What is gone by beside a bare reference
`fit_drafted.py` fits.
"""

import argparse
import hashlib
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from fit_grader import CREDIT, PENALTY, Rows, fit
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled, paths
from interviewer.embedding.model import MiniLM
from interviewer.grading import FastEngine, fusion, request_for
from interviewer.grading.local import read_points
from interviewer.grading.panel import SURE_BELOW, SURE_FROM, unsure
from interviewer.grading.reader import ModelReader
from interviewer.grading.sight import BLIND, Sight
from interviewer.llm.local_model import LocalModel

READINGS = bundled("eval") / "rubric_set" / "readings.jsonl"
WEIGHTS = Path(fusion.__file__).with_name("panel_weights.json")
FOLDS = 8
TARGETS = {"credit": CREDIT, "contradiction": {verdict: float(verdict == "contradicted") for verdict in CREDIT}}
Row = dict[str, Any]


def in_drawn_order() -> list[Row]:
    """Return the rows of the development part in an order that a hash decides, so that any head of it is a sample."""
    lines = (bundled("eval") / "rubric_set" / "answers.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["part"] == "dev"]
    return sorted(rows, key=lambda row: hashlib.sha256(f"panel {row['id']}".encode()).hexdigest())


def kept() -> list[Row]:
    """Return the readings so far."""
    return [json.loads(line) for line in READINGS.read_text("utf-8").splitlines()] if READINGS.exists() else []


def collect(seconds: float) -> None:
    """Read answers until the time is up."""
    bank, fast, model = load_bank(bundled("corpus")), FastEngine(MiniLM()), LocalModel(paths().models)
    reader = ModelReader(model, bundled("prompts"))
    identity = reader.identity[:16]
    known = {one["id"] for one in kept() if one["reader"] == identity}
    model.start()
    end = time.monotonic() + seconds
    for row in in_drawn_order():
        if row["id"] in known:
            continue
        if time.monotonic() > end:
            break
        question = bank.get(row["question_id"])
        assert question is not None
        request = request_for(question, row["answer"], elsewhere=bank.elsewhere(question))
        seen = fast.appraise(request)
        began = time.monotonic()
        reads = read_points(reader, request, seen, unsure(seen.sights))
        print(f"{row['id']}: {len(reads)} points, {time.monotonic() - began:.1f} s", flush=True)
        with READINGS.open("a", encoding="utf-8") as stream:
            for place, made in reads.items():
                stream.write(json.dumps(_kept(identity, row, question.key_points[place].id, made)))
                stream.write("\n")
    model.close()


def _kept(identity: str, row: Row, point: str, made: float) -> Row:
    return {
        "reader": identity,
        "id": row["id"],
        "question_id": row["question_id"],
        "point": point,
        "verdict": row["verdicts"][point],
        "made": made,
    }


def seen_now(rows: list[Row]) -> list[Sight]:
    """Return what the fast engine sees of each row's key point today, whatever it saw when the model was asked."""
    bank, fast = load_bank(bundled("corpus")), FastEngine(MiniLM())
    answers = {row["id"]: row["answer"] for row in in_drawn_order()}
    sights: dict[tuple[str, str], Sight] = {}
    for row in rows:
        question = bank.get(row["question_id"])
        assert question is not None
        if (row["id"], row["point"]) not in sights:
            request = request_for(question, answers[row["id"]], elsewhere=bank.elsewhere(question))
            seen = fast.appraise(request).sights or [BLIND] * len(question.key_points)
            sights |= {(row["id"], one.id): own for one, own in zip(question.key_points, seen, strict=True)}
    return [sights[row["id"], row["point"]] for row in rows]


def features(rows: list[tuple[Row, Sight]], names: tuple[str, ...]) -> Rows:
    """Return what an engine goes by, (rows, names)."""
    found = []
    for row, sight in rows:
        known = fusion.evidence(sight, row["made"])
        found.append([known[name] for name in names])
    return np.array(found, dtype=np.float64)


def fit_beside(values: Rows, target: Rows, offset: Rows) -> tuple[float, Rows]:
    """Return bias and weights of a fractional logistic regression beside logits that are taken as they are."""
    mean, spread = values.mean(0), values.std(0) + 1e-9
    scaled = (values - mean) / spread

    def loss(free: Rows) -> float:
        logits = offset + scaled @ free[1:] + free[0]
        return float((np.logaddexp(0, logits) - target * logits).sum() + (free[1:] ** 2).sum() / (2 * PENALTY))

    free = minimize(loss, np.zeros(1 + values.shape[1])).x
    weights = free[1:] / spread
    return float(free[0] - (weights * mean).sum()), weights


def fitted(name: str, values: Rows, wanted: Rows) -> tuple[float, Rows]:
    """Return bias and weights of one model; the panel's is what the fast engine says, moved by the rest."""
    if name != "panel":
        return fit(values, wanted, np.ones(len(wanted)))
    bias, weights = fit_beside(values[:, 1:], wanted, values[:, 0])
    return bias, np.concatenate([[1.0], weights])


def crossed(name: str, values: Rows, wanted: Rows, groups: npt.NDArray[np.str_]) -> Rows:
    """Return the logit of each row from a fit on other questions."""
    found = np.zeros(len(wanted))
    for train, test in GroupKFold(FOLDS).split(values, groups=groups):
        bias, weights = fitted(name, values[train], wanted[train])
        found[test] = values[test] @ weights + bias
    return found


def area(wanted: Rows, values: Rows) -> str:
    """Return the area under the ROC curve for the points that are wholly so."""
    return f"{roc_auc_score(wanted > 0.5, values):.3f}"


def main() -> None:
    """Collect, fit, report, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=0, help="how long to read with the local model")
    if seconds := parser.parse_args().seconds:
        collect(seconds)
    found: dict[str, Any] = json.loads(WEIGHTS.read_text("utf-8"))
    readings = kept()
    every = list(zip(readings, seen_now(readings), strict=True))
    for name, models in fusion.FEATURES.items():
        for target in TARGETS:
            names = models[target]
            asked = name == "panel"
            rows = [(row, own) for row, own in every if not asked or SURE_BELOW <= own.credit < SURE_FROM]
            groups = np.array([row["question_id"] for row, _ in rows])
            wanted = np.array([TARGETS[target][row["verdict"]] for row, _ in rows])
            values = features(rows, names)
            bias, weights = fitted(name, values, wanted)
            alone = ", ".join(f"{one} {area(wanted, values[:, i])}" for i, one in enumerate(names))
            both = area(wanted, crossed(name, values, wanted, groups))
            print(f"{name} {target}: {len(rows)} points of {len(set(groups))} questions, areas under the ROC curve")
            print(f"  together {both} on other questions; each alone: {alone}")
            each = {one: round(float(weight), 4) for one, weight in zip(names, weights, strict=True)}
            found[name][target] = {"bias": round(bias, 4), "features": each}
    WEIGHTS.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
