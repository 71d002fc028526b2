"""Fits how the fast engine weighs its evidence, into fast_weights.json: `python eval/fit_grader.py [--write]`.

Fractional logistic regressions (Papke and Wooldridge 1996) on the verdicts of the development part of the rubric set,
covered 1, partial one half, else 0; the test part, questions apart, is only reported on. Beside the answers stand
texts that say nothing of the question (other references, the question itself, names of key points, hints, empty talk),
so that the credit does not rise where no answer has ever been; each counts a tenth. The statements of
`eval/statements` are left out: the vectors of claims were trained on them, and would look better than they are.
Readings take some minutes.
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question
from interviewer.embedding.model import MiniLM
from interviewer.grading import credit
from interviewer.grading.align import Reading, read
from interviewer.grading.clauses import cut
from interviewer.grading.credit import EVIDENCE, evidence
from interviewer.grading.features import measure
from interviewer.grading.rubric import Rubric, prepare
from interviewer.grading.texts import encode

CREDIT = {"covered": 1.0, "partial": 0.5, "missing": 0.0, "contradicted": 0.0}
WEIGHTS = Path(credit.__file__).with_name("fast_weights.json")
PENALTY = 0.03  # stronger than needed for the answers alone: at 0.3 a single likeness carries too much
NOTHING = 0.1
EMPTY_TALK = (
    "Well, that is a good question, and it depends on the situation.",
    "Let me think about this carefully before I answer.",
    "It is very important in practice, and everybody uses it.",
    "I read about it last week in a paper, and it works very well.",
    "Lass mich kurz nachdenken, das ist wichtig.",
    "qwe rtyx plokm bnvcx zaqw hhyt mkloi",
)
Rows = npt.NDArray[np.float64]


def read_text(encoder: MiniLM, text: str) -> Reading:
    """Return a text as the engine reads an answer."""
    pieces = cut(text)
    return read(text, pieces, encode(encoder, [span.of(text) for span in pieces.sentences]))


def observed(encoder: MiniLM) -> Iterator[tuple[str, str, float, Rows]]:
    """Yield part, verdict, weight and evidence of every key point of every answer, and of texts that are none."""
    bank = load_bank(bundled("corpus"))
    lines = (bundled("eval") / "rubric_set" / "answers.jsonl").read_text("utf-8").splitlines()
    asked: dict[str, tuple[Question, str]] = {}
    rubrics: dict[str, Rubric] = {}
    for row in map(json.loads, lines):
        question = bank.get(row["question_id"])
        assert question is not None
        if question.id not in rubrics:
            asked[question.id] = question, row["part"]
            rubrics[question.id] = prepare(
                encoder, question.text, question.reference, question.key_points, question.misconceptions
            )
        for point, found in evidence_of(read_text(encoder, row["answer"]), question, rubrics[question.id]):
            yield row["part"], row["verdicts"][point], 1.0, found
    for question, part in asked.values():
        for text in nothing_said(question, [other for other, _ in asked.values()]):
            for _, found in evidence_of(read_text(encoder, text), question, rubrics[question.id]):
                yield part, "missing", NOTHING, found


def evidence_of(reading: Reading, question: Question, rubric: Rubric) -> list[tuple[str, Rows]]:
    """Return the id of every key point with the evidence for it in the whole text."""
    everywhere = np.arange(len(reading.windows))
    measured = measure(reading, rubric) if len(everywhere) else ()
    return [(point.id, evidence(one, everywhere)) for point, one in zip(question.key_points, measured, strict=False)]


def nothing_said(question: Question, others: list[Question]) -> list[str]:
    """Return texts that answer nothing of the question; the draw is the question's own."""
    chance = random.Random(question.id)
    near = [one.reference for one in others if one.topic == question.topic and one.id != question.id]
    far = [one.reference for one in others if one.topic != question.topic]
    names = ", ".join(point.id.replace("-", " ") for point in question.key_points)
    return [
        *chance.sample(near, min(2, len(near))),
        *chance.sample(far, 2),
        *EMPTY_TALK,
        question.text.rstrip("?") + ".",
        names + ".",
        f"Each of these matters: {names}.",
        " ".join([*question.hints, *(one.question for one in question.follow_ups)]),
    ]


def fit(features: Rows, target: Rows, counted: Rows) -> tuple[float, Rows]:
    """Return bias and weights of a fractional logistic regression, standardised inside."""
    mean, spread = features.mean(0), features.std(0) + 1e-9
    scaled = (features - mean) / spread
    model = LogisticRegression(C=PENALTY, max_iter=5000).fit(
        np.concatenate([scaled, scaled]),
        np.repeat([1, 0], len(target)),
        sample_weight=np.concatenate([target * counted, (1 - target) * counted]),
    )
    weights = model.coef_[0] / spread
    return float(model.intercept_[0] - (weights * mean).sum()), weights


def main() -> None:
    """Fit on the development part, report on the test part, print the weights or write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="into fast_weights.json")
    arguments = parser.parse_args()
    encoder = MiniLM()
    parts, verdicts, counts, rows = zip(*observed(encoder), strict=True)
    features, part, weight = np.array(rows), np.array(parts), np.array(counts)
    fitted, test = part != "test", (part == "test") & (weight == 1)
    found = {}
    for name, target in {
        "credit": np.array([CREDIT[verdict] for verdict in verdicts]),
        "contradiction": np.array([float(verdict == "contradicted") for verdict in verdicts]),
    }.items():
        bias, weights = fit(features[fitted], target[fitted], weight[fitted])
        area = roc_auc_score(target[test] > 0, features[test] @ weights)
        print(f"{name}: area under the ROC curve {area:.3f} on the test part, {int(test.sum())} key points")
        for one in ("accepted_cosine", "claim"):
            alone = roc_auc_score(target[test] > 0, features[test, EVIDENCE.index(one)])
            print(f"  {one} alone {alone:.3f}")
        values = {one: round(float(weight), 4) for one, weight in zip(EVIDENCE, weights, strict=True)}
        found[name] = {"bias": round(bias, 4), "features": values}
    print(json.dumps(found, indent=2))
    if arguments.write:
        WEIGHTS.write_text(json.dumps(json.loads(WEIGHTS.read_text("utf-8")) | found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
