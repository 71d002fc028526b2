"""Fits how the fast engine weighs its evidence, and prints parts of fast_weights.json: `python eval/fit_grader.py`.

Fractional logistic regressions (Papke and Wooldridge 1996) on the verdicts of the development part of the rubric set,
covered 1, partial one half, else 0; the test part, questions apart, is only reported on.
"""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.embedding.model import MiniLM
from interviewer.grading.align import measure, read
from interviewer.grading.clauses import cut
from interviewer.grading.credit import EVIDENCE, evidence
from interviewer.grading.rubric import prepare
from interviewer.grading.texts import encode

CREDIT = {"covered": 1.0, "partial": 0.5, "missing": 0.0, "contradicted": 0.0}
PENALTY = 0.3
Rows = npt.NDArray[np.float64]


def observed(encoder: MiniLM) -> Iterator[tuple[str, str, Rows]]:
    """Yield part, verdict and evidence of every key point of every answer."""
    bank = load_bank(bundled("corpus"))
    lines = (bundled("eval") / "rubric_set" / "answers.jsonl").read_text("utf-8").splitlines()
    rubrics: dict[str, Any] = {}
    for row in map(json.loads, lines):
        question, answer = bank.get(row["question_id"]), row["answer"]
        assert question is not None
        if question.id not in rubrics:
            rubrics[question.id] = prepare(
                encoder, question.text, question.reference, question.key_points, question.misconceptions
            )
        pieces = cut(answer)
        reading = read(answer, pieces, encode(encoder, [span.of(answer) for span in pieces.sentences]))
        everywhere = np.arange(len(reading.windows))
        for point, measured in zip(question.key_points, measure(reading, rubrics[question.id]), strict=True):
            yield row["part"], row["verdicts"][point.id], evidence(measured, everywhere)


def fit(features: Rows, target: Rows) -> tuple[float, Rows]:
    """Return bias and weights of a fractional logistic regression, standardised inside."""
    mean, spread = features.mean(0), features.std(0) + 1e-9
    scaled = (features - mean) / spread
    model = LogisticRegression(C=PENALTY, max_iter=5000).fit(
        np.concatenate([scaled, scaled]),
        np.repeat([1, 0], len(target)),
        sample_weight=np.concatenate([target, 1 - target]),
    )
    weights = model.coef_[0] / spread
    return float(model.intercept_[0] - (weights * mean).sum()), weights


def main() -> None:
    """Fit on the development part, report on the test part, print the weights."""
    parts, verdicts, rows = zip(*observed(MiniLM()), strict=True)
    features, dev = np.array(rows), np.array(parts) == "dev"
    found = {}
    for name, target in {
        "credit": np.array([CREDIT[verdict] for verdict in verdicts]),
        "contradiction": np.array([float(verdict == "contradicted") for verdict in verdicts]),
    }.items():
        bias, weights = fit(features[dev], target[dev])
        area = roc_auc_score(target[~dev] > 0, features[~dev] @ weights)
        print(f"{name}: area under the ROC curve {area:.3f} on the test part, {int((~dev).sum())} key points")
        values = {one: round(float(weight), 4) for one, weight in zip(EVIDENCE, weights, strict=True)}
        found[name] = {"bias": round(bias, 4), "features": values}
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
