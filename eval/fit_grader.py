"""Fits how the fast engine weighs its evidence, into fast_weights.json: `python eval/fit_grader.py [--write]`.

Fractional logistic regressions (Papke and Wooldridge 1996) on the verdicts of the development part of the rubric set,
covered 1, partial one half, else 0; the test part, questions apart, is only reported on. Beside the answers stand
texts that say nothing of the question (other references, the question itself, names of key points, hints, empty talk),
so that the credit does not rise where no answer has ever been; each counts a tenth. What a credit becomes beside what
is said of the other key points is fitted on likelihoods of questions held out in turn, and on sentences and
misconceptions by themselves, for a reply to a follow-up has no company. The statements of
`eval/statements` are left out: the vectors of claims were trained on them, and would look better than they are.
Readings take some minutes.
"""

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question
from interviewer.embedding.model import MiniLM
from interviewer.grading import credit
from interviewer.grading.align import Reading, read
from interviewer.grading.clauses import cut
from interviewer.grading.company import at_length, companies
from interviewer.grading.credit import EVIDENCE, evidence
from interviewer.grading.features import measure
from interviewer.grading.misconceptions import suspect
from interviewer.grading.rubric import Rubric, prepare
from interviewer.grading.texts import encode

CREDIT = {"covered": 1.0, "partial": 0.5, "missing": 0.0, "contradicted": 0.0}
WEIGHTS = Path(credit.__file__).with_name("fast_weights.json")
PENALTY = 0.03  # stronger than needed for the answers alone: at 0.3 a single likeness carries too much
NOTHING = 0.1
ALONE = 0.5  # a sentence by itself, in what a credit becomes in company
FOLDS = 8
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


@dataclass(frozen=True, slots=True)
class Text:
    """A text read beside a question's key points: evidence (points, features), verdicts, None where not known.

    `weight` is what it counts for in the evidence, `beside` in what a credit becomes in company.
    """

    question: str
    part: str
    evidence: Rows
    verdicts: list[str | None]
    length: float
    weight: float
    beside: float


def observed(encoder: MiniLM) -> Iterator[Text]:
    """Yield every answer, its sentences alone, misconceptions alone, and texts that answer nothing."""
    bank = load_bank(bundled("corpus"))
    lines = (bundled("eval") / "rubric_set" / "answers.jsonl").read_text("utf-8").splitlines()
    asked: dict[str, tuple[Question, str, Rubric]] = {}
    for row in map(json.loads, lines):
        question = bank.get(row["question_id"])
        assert question is not None
        if question.id not in asked:
            rubric = prepare(encoder, question.text, question.reference, question.key_points, question.misconceptions)
            asked[question.id] = question, row["part"], rubric
        _, part, rubric = asked[question.id]
        reading = read_text(encoder, row["answer"])
        verdicts = [row["verdicts"][point.id] for point in question.key_points]
        yield seen(question.id, part, reading, rubric, verdicts, 1.0, 1.0)
        for sentence, told in sentences(reading, rubric, verdicts):
            yield seen(question.id, part, read_text(encoder, sentence), rubric, told, 0.0, ALONE)
    for question, part, rubric in asked.values():
        nothing: list[str | None] = ["missing"] * len(question.key_points)
        for text in nothing_said(question, [other for other, _, _ in asked.values()]):
            yield seen(question.id, part, read_text(encoder, text), rubric, nothing, NOTHING, NOTHING)
        for wrong in question.misconceptions:
            yield seen(question.id, part, read_text(encoder, wrong.text), rubric, nothing, 0.0, ALONE)


def seen(
    question: str,
    part: str,
    reading: Reading,
    rubric: Rubric,
    verdicts: list[str | None],
    weight: float,
    beside: float,
) -> Text:
    """Return a text with the evidence for every key point in all of it; without clauses it counts nothing."""
    rows = np.arange(len(reading.windows))
    if not len(rows):
        return Text(question, part, np.zeros((len(verdicts), len(EVIDENCE))), verdicts, 0.0, 0.0, 0.0)
    measured = measure(reading, rubric, suspect(reading, rubric))
    found = np.array([evidence(one, rows) for one in measured])
    return Text(question, part, found, verdicts, at_length(reading, measured), weight, beside)


def sentences(reading: Reading, rubric: Rubric, verdicts: list[str]) -> Iterator[tuple[str, list[str | None]]]:
    """Yield each sentence that says most of a key point that readers found said or denied, with those verdicts."""
    best: dict[tuple[int, int], dict[int, str]] = {}
    spans = cut(reading.answer).sentences
    measured = measure(reading, rubric, suspect(reading, rubric)) if reading.windows else ()
    for place, (one, verdict) in enumerate(zip(measured, verdicts, strict=False)):
        window = reading.windows[int(np.argmax(credit.worths(one.features)))]
        for span in spans:
            if verdict != "missing" and span.start <= window.span.start < span.end:
                best.setdefault((span.start, span.end), {})[place] = verdict
    for (start, end), told in best.items():
        yield reading.answer[start:end], [told.get(place) for place in range(len(verdicts))]


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


def fit(features: Rows, target: Rows, counted: Rows, penalty: float = PENALTY) -> tuple[float, Rows]:
    """Return bias and weights of a fractional logistic regression, standardised inside."""
    mean, spread = features.mean(0), features.std(0) + 1e-9
    scaled = (features - mean) / spread
    model = LogisticRegression(C=penalty, max_iter=5000).fit(
        np.concatenate([scaled, scaled]),
        np.repeat([1, 0], len(target)),
        sample_weight=np.concatenate([target * counted, (1 - target) * counted]),
    )
    weights = model.coef_[0] / spread
    return float(model.intercept_[0] - (weights * mean).sum()), weights


def rows_of(texts: list[Text]) -> tuple[Rows, dict[str, Rows], Rows]:
    """Return the evidence of all key points, what each model is to say of them, and what each counts."""
    verdicts = [verdict or "missing" for text in texts for verdict in text.verdicts]
    targets = {
        "credit": np.array([CREDIT[verdict] for verdict in verdicts]),
        "contradiction": np.array([float(verdict == "contradicted") for verdict in verdicts]),
    }
    counts = np.array([text.weight for text in texts for _ in text.verdicts])
    return np.concatenate([text.evidence for text in texts]), targets, counts


def in_company(texts: list[Text]) -> tuple[Rows, Rows, Rows]:
    """Return the evidence of `TOGETHER`, credits and counts; no likelihood is by a fit that has seen the question."""
    rows, targets, counts = [], [], []
    groups = np.array([text.question for text in texts])
    for fitted, held in GroupKFold(FOLDS).split(groups, groups=groups):
        features, wanted, weight = rows_of([texts[i] for i in fitted])
        models = [fit(features[weight > 0], wanted[name][weight > 0], weight[weight > 0]) for name in wanted]
        for text in (texts[i] for i in held):
            said, turned = (1 / (1 + np.exp(-bias - text.evidence @ weights)) for bias, weights in models)
            company = companies(said.tolist(), turned.tolist(), text.length)
            for likely, against, beside, verdict in zip(said, turned, company, text.verdicts, strict=True):
                if verdict is not None and text.beside:
                    rows.append(credit.beside(float(likely), float(against), beside))
                    targets.append(CREDIT[verdict])
                    counts.append(text.beside)
    return np.array(rows), np.array(targets), np.array(counts)


def named(names: tuple[str, ...], bias: float, weights: Rows) -> dict[str, object]:
    """Return a model as the file of weights has it."""
    return {
        "bias": round(bias, 4),
        "features": {one: round(float(w), 4) for one, w in zip(names, weights, strict=True)},
    }


def main() -> None:
    """Fit on the development part, report on the test part, print the weights or write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="into fast_weights.json")
    arguments = parser.parse_args()
    texts = list(observed(MiniLM()))
    fitted = [one for one in texts if one.part != "test"]
    features, targets, counts = rows_of([one for one in fitted if one.weight])
    unseen, wanted, _ = rows_of([one for one in texts if one.part == "test" and one.weight == 1])
    found = {}
    for name, target in targets.items():
        bias, weights = fit(features, target, counts)
        area = roc_auc_score(wanted[name] > 0, unseen @ weights)
        print(f"{name}: area under the ROC curve {area:.3f} on the test part, {len(unseen)} key points")
        for one in ("accepted_cosine", "claim"):
            alone = roc_auc_score(wanted[name] > 0, unseen[:, EVIDENCE.index(one)])
            print(f"  {one} alone {alone:.3f}")
        found[name] = named(EVIDENCE, bias, weights)
    found["together"] = named(credit.TOGETHER, *fit(*in_company(fitted), penalty=1.0))
    print(json.dumps(found, indent=2))
    if arguments.write:
        WEIGHTS.write_text(json.dumps(json.loads(WEIGHTS.read_text("utf-8")) | found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
