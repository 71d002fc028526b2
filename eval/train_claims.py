"""Trains the vectors of claims: `python eval/train_claims.py [--asag FOLDER] [--leave-out QUESTIONS] [--out FILE]`.

All-MiniLM-L6-v2 as published puts a statement nearer to its opposite than to its paraphrase. Here its six layers learn
to bring what says a key point near to its text and its accepted phrases, and what contradicts it, or says another point
of the question, away from them: a softmax over cosines with negatives of the same batch (van den Oord et al. 2018) and
hard ones (Karpukhin et al. 2020). Batches hold four key points of each of three questions. A quarter of the batches are
reference and answers of public sets marked by people (training files in FOLDER; without it there are none).

The statements are those of `eval/statements`, written by language models that saw the question files and no answer.
What is kept is the change of the weights at rank 64: five megabytes. About ten minutes on two cores. With `--leave-out`
naming a part of the rubric set (`rubric`), its questions are not trained on: what the vectors are worth on questions
that nobody wrote statements for. Same seed, same machine, same weights.
"""

import argparse
import json
import os
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import KeyPoint
from interviewer.embedding.adapter import CLAIMS, write_change
from interviewer.embedding.model import model_folder

RANK = 64
RATE = 1e-4
PASSES = 3
TEMPERATURE = 0.05
QUESTIONS, POINTS = 3, 4  # of a batch
MARKED = 0.25  # share of the batches that people marked
GROUPS = 10  # references in such a batch
JOINED, LOWER, BARE = 0.2, 0.12, 0.12  # shares of statements said beside another, in lower case, without punctuation
LONGEST = 96  # tokens
SETS = ("scientsbank", "beetle", "saf")
RIGHT, WRONG = {"correct"}, {"contradictory", "incorrect", "irrelevant"}
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sayings:
    """Sentences about one key point: that say it, that contradict it, that are near it and do not say it."""

    said: list[str] = field(default_factory=list)
    opposite: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Batch:
    """`wanted[i]` is said by `said[i]` and by none of `others`."""

    wanted: list[str]
    said: list[str]
    others: list[str]


def sayings(without: set[str]) -> dict[Key, Sayings]:
    """Return the statements by question and key point, those of the questions `without` left out."""
    found: dict[Key, Sayings] = defaultdict(Sayings)
    for name in ("statements", "every_point"):
        for line in (bundled("eval") / "statements" / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            one = found[row["question_id"], row["key_point"]]
            if row["kind"] in ("said", "opposite", "related") and row["question_id"] not in without:
                getattr(one, row["kind"]).append(row["text"])
    return {key: one for key, one in sorted(found.items()) if one.said and one.opposite}


def marked(folder: Path | None) -> list[tuple[str, list[str], list[str]]]:
    """Return reference, right answers and wrong ones of every question of the training files that has both."""
    groups: dict[tuple[str, str, str], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for name in SETS if folder else ():
        for line in (Path(str(folder)) / f"{name}.train.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            label = (row.get("label_5way") or row.get("label_3way") or "").lower()
            right, wrong = groups[name, row["question_id"], row["reference"]]
            if label in RIGHT:
                right.append(row["answer"])
            elif label in WRONG:
                wrong.append(row["answer"])
    return [(key[2], right, wrong) for key, (right, wrong) in sorted(groups.items()) if right and wrong]


def spoken(text: str, chance: random.Random) -> str:
    """Return a sentence as somebody may type it."""
    text = text.lower() if chance.random() < LOWER else text
    return re.sub(r"[,.;:?!]", "", text) if chance.random() < BARE else text


def batches(known: dict[Key, Sayings], points: dict[Key, KeyPoint], chance: random.Random) -> Iterator[Batch]:
    """Yield batches of key points for ever, each point once a pass."""
    of_question: dict[str, list[Key]] = defaultdict(list)
    for key in known:
        of_question[key[0]].append(key)
    while True:
        groups = []
        for keys in of_question.values():
            order = chance.sample(keys, len(keys))
            groups += [order[start : start + POINTS] for start in range(0, len(order), POINTS)]
        chance.shuffle(groups)
        for start in range(0, len(groups) - QUESTIONS + 1, QUESTIONS):
            chosen = [key for group in groups[start : start + QUESTIONS] for key in group]
            yield _batch(chosen, known, points, of_question, chance)


def _batch(
    chosen: Sequence[Key],
    known: dict[Key, Sayings],
    points: dict[Key, KeyPoint],
    of_question: dict[str, list[Key]],
    chance: random.Random,
) -> Batch:
    wanted, said, others = [], [], []
    for key in chosen:
        point, one = points[key], known[key]
        wanted.append(spoken(chance.choice([point.text, point.text, *point.accept]), chance))
        text = chance.choice(one.said)
        beside = [other for other in of_question[key[0]] if other not in chosen]
        if beside and chance.random() < JOINED:
            both = [text, chance.choice(known[chance.choice(beside)].said)]
            text = " ".join(chance.sample(both, 2))
        said.append(spoken(text, chance))
        others += [spoken(text, chance) for text in chance.sample(one.opposite, min(2, len(one.opposite)))]
        if one.related and chance.random() < 0.5:
            others.append(chance.choice(one.related))
    return Batch(wanted, said, others)


def marked_batch(groups: list[tuple[str, list[str], list[str]]], chance: random.Random) -> Batch:
    """Return references with a right answer each, and wrong answers."""
    chosen = chance.sample(groups, min(GROUPS, len(groups)))
    wrong = [text for _, _, texts in chosen for text in chance.sample(texts, min(2, len(texts)))]
    return Batch([reference for reference, _, _ in chosen], [chance.choice(right) for _, right, _ in chosen], wrong)


class Claims(nn.Module):
    """The embedding model, pooled as the grader pools: the direction of the sum of unit token vectors."""

    def __init__(self) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(str(model_folder()))
        self.encoder = AutoModel.from_pretrained(str(model_folder()))
        self.encoder.embeddings.requires_grad_(False)
        self.start = {name: value.detach().clone() for name, value in self.layers()}

    def layers(self) -> Iterator[tuple[str, nn.Parameter]]:
        """Yield what is trained."""
        return ((name, value) for name, value in self.encoder.named_parameters() if "encoder.layer" in name)

    def forward(self, texts: list[str]) -> torch.Tensor:
        """Return unit vectors, (texts, 384)."""
        inputs = self.tokenizer(
            texts,
            padding=True,
            truncation=True,
            max_length=LONGEST,
            return_tensors="pt",
            return_special_tokens_mask=True,
        )
        special = inputs.pop("special_tokens_mask").unsqueeze(-1)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.encoder(**inputs).last_hidden_state
        units = nn.functional.normalize(hidden.float(), dim=-1) * (1 - special)
        return nn.functional.normalize(units.sum(1), dim=1)

    def change(self) -> dict[str, np.ndarray]:
        """Return what training has added to each weight."""
        return {name: (value.detach() - self.start[name]).numpy() for name, value in self.layers()}


def loss_of(model: Claims, batch: Batch, *, both_ways: bool) -> torch.Tensor:
    """Return the loss of a batch; `both_ways`: a statement must find its key point too, among what contradicts it."""
    vectors = model([*batch.wanted, *batch.said, *batch.others])
    count = len(batch.wanted)
    wanted, said, others = vectors[:count], vectors[count : 2 * count], vectors[2 * count :]
    right = torch.arange(count)
    loss = nn.functional.cross_entropy(wanted @ torch.cat([said, others]).T / TEMPERATURE, right)
    if both_ways:
        loss = loss + 0.5 * nn.functional.cross_entropy(said @ torch.cat([wanted, others]).T / TEMPERATURE, right)
    return loss


def train(model: Claims, known: dict[Key, Sayings], groups: list[tuple[str, list[str], list[str]]]) -> None:
    """Train in place, the rate rising for a twelfth of the steps and falling to zero."""
    chance = random.Random(1)
    points = {
        (question.id, point.id): point
        for question in load_bank(bundled("corpus")).questions
        for point in question.key_points
    }
    share = MARKED if groups else 0.0
    steps = int(PASSES * len(known) / (QUESTIONS * POINTS) / (1 - share))
    trained = [value for _, value in model.layers()]
    optimiser = torch.optim.AdamW(trained, lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (steps / 12)) * max(0.0, 1 - step / steps)
    )
    source, began = batches(known, points, chance), time.monotonic()
    model.train()
    for step in range(steps):
        by_people = chance.random() < share
        batch = marked_batch(groups, chance) if by_people else next(source)
        loss = loss_of(model, batch, both_ways=not by_people)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()
        if step % 50 == 0:
            print(f"step {step} of {steps}, loss {loss.item():.2f}, {time.monotonic() - began:.0f} s", flush=True)


def main() -> None:
    """Read the arguments, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--asag", type=Path, help="folder of the public training files")
    parser.add_argument("--leave-out", choices=["rubric"], help="questions not to train on: those of the rubric set")
    parser.add_argument("--out", type=Path, default=CLAIMS)
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    torch.manual_seed(1)
    without: set[str] = set()
    if arguments.leave_out:
        lines = (bundled("eval") / "rubric_set" / "answers.jsonl").read_text("utf-8").splitlines()
        without = {json.loads(line)["question_id"] for line in lines}
    model = Claims()
    train(model, sayings(without), marked(arguments.asag))
    write_change(arguments.out, model.change(), RANK)


if __name__ == "__main__":
    main()
