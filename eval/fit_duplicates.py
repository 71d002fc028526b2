"""Fits the chances that two questions ask the same: `python eval/fit_duplicates.py [--documents FOLDER] [--write]`.

Two logistic regressions (L2): at a glance, and with what the trained models read (`eval/train_duplicates.py`). The
pairs are those that nothing forbids of `pairs.jsonl` and `lists_fit.jsonl`, of the development halves of
`reworded.jsonl` and `collected.jsonl`, and of the families that no model was trained on, some of each. Every set and
class weighs as the table says, so that no set's balance of classes is learnt. With the FOLDER of the documents that
`seeds.csv` numbers, the development half of its pairs too: what is shipped was fitted with it. What is printed first is
cross-validated: by pair, or by family. `--write` writes alike_weights.json.
"""

import argparse
import itertools
import json
import random
import sys
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from interviewer.bank import alike
from interviewer.bank.alike import Reading, Signals, readings, signals, wordings
from interviewer.bank.asked import asked, names_in
from interviewer.bank.differing import against, forbidding
from interviewer.bank.duplicates import LINKED_FROM, READ_FROM, answer_vectors
from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question
from interviewer.embedding.model import MiniLM
from interviewer.evaluation.document_pairs import read_document_pairs
from interviewer.evaluation.duplicates import LabelledPair, Side, halves, read_pairs

WEIGHTS = Path(alike.__file__).with_name("alike_weights.json")
Rows: TypeAlias = npt.NDArray[np.float64]
# What real collections hold counts most: the other sets were written to be hard, and in those like words mislead.
WEIGHT_OF = {
    "lists": 3.0,
    "documents": 1.5,
    "pairs": 1.0,
    "reworded": 1.0,
    "collected": 1.0,
    "families": 1.0,
    "bank": 0.5,
}
TWINS, LOOK_ALIKES = 5, 7  # pairs of a family
RIVALS = 6  # nearest bundled questions, by text and key points, each question is told from
PENALTY = 0.003
FOLDS = 8
GLANCE = [field.name for field in fields(Signals)]
READING = GLANCE + [field.name for field in fields(Reading)]
LEAST = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Observed:
    """Pairs: set, fold, label, whether something forbids them, and signals with readings (n, signals)."""

    part: npt.NDArray[np.str_]
    fold: npt.NDArray[np.intp]
    same: Rows
    forbidden: npt.NDArray[np.bool_]
    signals: Rows


def labelled(documents: Path | None) -> Iterator[tuple[str, LabelledPair]]:
    """Yield the pairs of each set."""
    folder = bundled("eval") / "duplicates"
    if documents is not None:
        found = read_document_pairs(folder / "seeds.csv", documents, load_bank(bundled("corpus")).get)
        yield from (("documents", pair) for pair in halves(found)["dev"])
    yield from (("pairs", pair) for pair in read_pairs(folder / "pairs.jsonl"))
    yield from (("lists", pair) for pair in read_pairs(folder / "lists_fit.jsonl"))
    for name in ("reworded", "collected"):
        yield from ((name, pair) for pair in halves(read_pairs(folder / f"{name}.jsonl"))["dev"])
    yield from (("bank", pair) for pair in bank_pairs())
    chance = random.Random(1)
    for line in (folder / "families.jsonl").read_text("utf-8").splitlines():
        family = json.loads(line)
        if family["part"] != "fit":
            continue
        same, other = (
            [Side(question=one["question"], answer=one["answer"]) for one in family[key]] for key in ("same", "other")
        )
        twins, others = list(itertools.combinations(same, 2)), list(itertools.product(same, other))
        for pair in chance.sample(twins, min(TWINS, len(twins))):
            yield "families", LabelledPair(id=family["id"], a=pair[0], b=pair[1], same=True)
        for pair in chance.sample(others, min(LOOK_ALIKES, len(others))):
            yield "families", LabelledPair(id=family["id"], a=pair[0], b=pair[1], same=False)


def bank_pairs() -> Iterator[LabelledPair]:
    """Yield bundled questions, each with a wording of its own and with the nearest others."""
    bank = load_bank(bundled("corpus")).questions
    stated = [" ".join(point.text for point in question.key_points) for question in bank]
    encoder = MiniLM()
    points, texts = encoder.encode(stated), encoder.encode([question.text for question in bank])
    near = points @ points.T + texts @ texts.T - 4 * np.eye(len(bank), dtype=np.float32)
    for place, question in enumerate(bank):
        said = [question.text, *question.paraphrases]
        one, other = said[place % len(said)], said[place % len(said) - 1]
        mine = Side(question=one, answer=question.reference)
        yield LabelledPair(id=question.id, a=mine, b=Side(question=other, answer=stated[place]), same=True)
        mine = Side(question=question.text, answer=question.reference)
        for rival in np.argsort(-near[place])[:RIVALS]:
            its = Side(question=bank[rival].text, answer=bank[rival].reference)
            yield LabelledPair(id=question.id, a=mine, b=its, same=False)


def observe(encoder: MiniLM, documents: Path | None) -> Observed:
    """Return the signals and readings of all pairs."""
    parts, pairs = zip(*labelled(documents), strict=True)
    questions = [Question("pair", side.question, side.answer, ()) for pair in pairs for side in (pair.a, pair.b)]
    names = names_in(text for one in questions for text in (one.text, one.reference))
    taken = [asked(one.text, names, one.reference) for one in questions]
    answers = [one.reference for one in questions]
    made = wordings(encoder, taken, answers, answer_vectors(questions, encoder), names)
    couples = list(zip(made[::2], made[1::2], strict=True))
    seen = [signals(left, right, against(left.asked, right.asked)) for left, right in couples]
    read = readings(encoder, couples)
    rows = [[*asdict(one).values(), *asdict(other).values()] for one, other in zip(seen, read, strict=True)]
    return Observed(
        np.array(parts),
        np.array([zlib.crc32(pair.id.encode()) % FOLDS for pair in pairs]),
        np.array([float(pair.same) for pair in pairs]),
        np.array([forbidding(left.asked, right.asked) is not None for left, right in couples]),
        np.array(rows),
    )


def fit(seen: Observed, rows: npt.NDArray[np.intp], many: int) -> tuple[float, Rows]:
    """Return bias and the weights of the first `many` signals, fitted on those of `rows` that nothing forbids."""
    rows = rows[~seen.forbidden[rows]]
    features, same, part = seen.signals[rows, :many], seen.same[rows], seen.part[rows]
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

    found = minimize(loss, np.zeros(many + 1), jac=True, method="L-BFGS-B").x
    weights = found[1:] / spread
    return float(found[0] - weights @ mean), weights


def held_out(seen: Observed, many: int) -> Rows:
    """Return the chance of each pair by a fit without its fold, 0 where something forbids a link."""
    chances = np.zeros(len(seen.same))
    for number in range(FOLDS):
        bias, weights = fit(seen, np.flatnonzero(seen.fold != number), many)
        chances[seen.fold == number] = 1 / (1 + np.exp(-(seen.signals[seen.fold == number, :many] @ weights + bias)))
    return np.where(seen.forbidden, 0.0, chances)


def table(fitted: tuple[float, Rows], names: list[str]) -> dict[str, object]:
    """Return a fit as the file holds it."""
    bias, weights = fitted
    return {
        "bias": round(bias, 3),
        "weights": {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)},
    }


def main() -> None:
    """Print cross-validated precision and recall, fit on everything, print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, help="folder of the documents that seeds.csv numbers")
    parser.add_argument("--write", action="store_true", help="into alike_weights.json")
    arguments = parser.parse_args()
    seen = observe(MiniLM(), arguments.documents)
    glance, chances = held_out(seen, len(GLANCE)), held_out(seen, len(READING))
    chances = np.where(glance < READ_FROM, 0.0, chances)
    for name in sorted(set(seen.part.tolist())):
        part = seen.part == name
        twins = part & (seen.same > 0)
        lost = {"forbidden": seen.forbidden, "at a glance": ~seen.forbidden & (glance < READ_FROM)}
        shares = ", ".join(f"{float(rows[twins].mean()):.3f} {why}" for why, rows in lost.items())
        read = float(((glance >= READ_FROM) & ~seen.forbidden)[part & (seen.same == 0)].mean())
        print(
            f"{name}: of {int(twins.sum())} that ask the same {shares}; of the others read {read:.3f}", file=sys.stderr
        )
        for least in LEAST:
            said = part & (chances >= least)
            hits = int((said & twins).sum())
            found = f"precision {hits / max(int(said.sum()), 1):.3f}, recall {hits / int(twins.sum()):.3f}"
            print(f"  from {least}{' (used)' if least == LINKED_FROM else ''}: {found}", file=sys.stderr)
    every = np.arange(len(seen.same))
    fits = {"glance": table(fit(seen, every, len(GLANCE)), GLANCE)}
    fits["reading"] = table(fit(seen, every, len(READING)), READING)
    text = json.dumps(fits, indent=2) + "\n"
    if arguments.write:
        WEIGHTS.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
