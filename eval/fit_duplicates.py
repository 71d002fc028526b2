"""Fits the chance that two questions ask the same, and prints alike_weights.json: `python eval/fit_duplicates.py`.

A logistic regression (L2, no weight below zero but that of a missing answer) on pairs that nothing forbids:
`pairs.jsonl`, the development half of `reworded.jsonl`, and bundled questions, each with a paraphrase and with the
nearest other question. Every set and class weighs as the table says, so that no set's balance of classes is learnt.
What is printed first is cross-validated by pair; the lists of words in duplicates.json were made with these pairs in
view.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from interviewer.bank.alike import Signals, signals, wordings
from interviewer.bank.asked import asked, names_in
from interviewer.bank.differing import differing
from interviewer.bank.duplicates import LINKED_IN_DOUBT_FROM, answer_vectors
from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question
from interviewer.embedding.model import MiniLM
from interviewer.evaluation.duplicates import LabelledPair, Side, halves, read_pairs

Rows: TypeAlias = npt.NDArray[np.float64]
WEIGHT_OF = {"pairs": 1.0, "reworded": 1.0, "bank": 0.3}
PENALTY = 0.01
FOLDS = 8
RIVALS = 6  # nearest bundled questions, by their key points, each question is told from
NAMES = [field.name for field in fields(Signals)]


@dataclass(frozen=True, slots=True)
class Observed:
    """Pairs: set, label, whether something forbids them or puts them in doubt, and signals (n, signals)."""

    part: npt.NDArray[np.str_]
    same: Rows
    forbidden: npt.NDArray[np.bool_]
    doubted: npt.NDArray[np.bool_]
    signals: Rows


def labelled(encoder: MiniLM) -> Iterator[tuple[str, LabelledPair]]:
    """Yield the pairs of each set."""
    folder = bundled("eval") / "duplicates"
    yield from (("pairs", pair) for pair in read_pairs(folder / "pairs.jsonl"))
    yield from (("reworded", pair) for pair in halves(read_pairs(folder / "reworded.jsonl"))["dev"])
    bank = load_bank(bundled("corpus")).questions
    stated = [" ".join(point.text for point in question.key_points) for question in bank]
    vectors = encoder.encode(stated)
    near = vectors @ vectors.T - 2 * np.eye(len(bank), dtype=np.float32)
    for place, question in enumerate(bank):
        said = [question.text, *question.paraphrases]
        one, other = said[place % len(said)], said[place % len(said) - 1]
        mine = Side(question=one, answer=question.reference)
        yield "bank", LabelledPair(id=question.id, a=mine, b=Side(question=other, answer=stated[place]), same=True)
        for rival in np.argsort(-near[place])[:RIVALS]:
            side = Side(question=bank[rival].text, answer=bank[rival].reference)
            mine = Side(question=question.text, answer=question.reference)
            yield "bank", LabelledPair(id=question.id, a=mine, b=side, same=False)


def observe(encoder: MiniLM) -> Observed:
    """Return the signals of all pairs."""
    parts, pairs = zip(*labelled(encoder), strict=True)
    questions = [Question("pair", side.question, side.answer, ()) for pair in pairs for side in (pair.a, pair.b)]
    names = names_in(text for one in questions for text in (one.text, one.reference))
    taken = [asked(one.text, names, one.reference) for one in questions]
    made = wordings(encoder, taken, answer_vectors(questions, encoder), names)
    couples = list(zip(made[::2], made[1::2], strict=True))
    return Observed(
        np.array(parts),
        np.array([float(pair.same) for pair in pairs]),
        np.array([differing(left.asked, right.asked) is not None for left, right in couples]),
        np.array([differing(left.asked, right.asked, strictly=True) is not None for left, right in couples]),
        np.array([list(asdict(signals(left, right)).values()) for left, right in couples]),
    )


def fit(seen: Observed, rows: npt.NDArray[np.intp]) -> tuple[float, Rows]:
    """Return bias and weights fitted on those of `rows` that nothing forbids."""
    rows = rows[~seen.forbidden[rows]]
    features, same, part = seen.signals[rows], seen.same[rows], seen.part[rows]
    balance = np.zeros(len(rows))
    for name, worth in WEIGHT_OF.items():
        for label in (0.0, 1.0):
            group = (part == name) & (same == label)
            balance[group] = worth / max(int(group.sum()), 1)
    balance /= balance.sum()
    mean, spread = features.mean(0), features.std(0) + 1e-9
    scaled = (features - mean) / spread

    def loss(point: Rows) -> tuple[float, Rows]:
        total = scaled @ point[1:] + point[0]
        wrong = balance * (1 / (1 + np.exp(-total)) - same)
        value = float((balance * (np.logaddexp(0, total) - same * total)).sum() + PENALTY * (point[1:] ** 2).sum())
        return value, np.concatenate([[wrong.sum()], scaled.T @ wrong + 2 * PENALTY * point[1:]])

    bounds = [(None, None)] + [(None if name == "unanswered" else 0, None) for name in NAMES]
    found = minimize(loss, np.zeros(len(NAMES) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[1:] / spread
    return float(found[0] - weights @ mean), weights


def held_out(seen: Observed) -> Rows:
    """Return the chance of each pair by a fit without its fold, 0 where something forbids a link."""
    fold = np.random.default_rng(0).permutation(len(seen.same)) % FOLDS
    chances = np.zeros(len(seen.same))
    for number in range(FOLDS):
        bias, weights = fit(seen, np.flatnonzero(fold != number))
        chances[fold == number] = 1 / (1 + np.exp(-(seen.signals[fold == number] @ weights + bias)))
    unsure = seen.doubted & (chances < LINKED_IN_DOUBT_FROM)
    return np.where(seen.forbidden | unsure, 0.0, chances)


def main() -> None:
    """Print cross-validated precision and recall on stderr and the weights fitted on everything on stdout."""
    seen = observe(MiniLM())
    chances = held_out(seen)
    for name in WEIGHT_OF:
        part = seen.part == name
        for least in (0.4, 0.5, 0.6, 0.7):
            said, same = chances[part] >= least, seen.same[part] > 0
            hits = int((said & same).sum())
            shares = f"precision {hits / max(int(said.sum()), 1):.3f}, recall {hits / int(same.sum()):.3f}"
            print(f"{name} from {least}: {shares}", file=sys.stderr)
    bias, weights = fit(seen, np.arange(len(seen.same)))
    table = {name: round(float(weight), 3) for name, weight in zip(NAMES, weights, strict=True)}
    print(json.dumps({"bias": round(bias, 3), "weights": table}, indent=2))


if __name__ == "__main__":
    main()
