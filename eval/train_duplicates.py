"""Trains what tells questions that ask the same: `python eval/train_duplicates.py asked|same`.

Both start from all-MiniLM-L6-v2 and learn from part `train` of `eval/duplicates/families.jsonl` and from the bundled
bank: a family is one question as up to six people put it, each with an answer, and five or six that look like it and
ask something else; a bundled question's family are its paraphrases, with its reference or its key points as answers,
and its neighbours.

`asked` learns vectors of questions, with and without their answers: a softmax over cosines, look-alikes and the rest of
the batch as negatives (van den Oord et al. 2018). `same` reads two questions as one text, with their answers and
without, and says whether they ask the same, as a cross-encoder does (Nogueira and Cho 2019); it starts from `asked`.
What is kept is the change of the weights at rank 64. Part `fit` is for `eval/fit_duplicates.py` and is not looked at
here. `--begin` goes on from a change; in what goes the shipped ones learnt stands in eval/README.md. Two cores take 2 s
for a batch of `asked` and 1 to 1.5 s for one of `same`: some three hours for all passes.
"""

import argparse
import itertools
import json
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from interviewer.bank.asked import spelt_out
from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.embedding.adapter import ASKED, HEAD, SAME, changed, read_change, write_change
from interviewer.embedding.model import Asking, MiniLM, model_folder

RANK = 64
ASKED_FROM = 240  # of the families; a pass over all of them made it worse on most other sets
RATES = {"asked": 5e-5, "same": 1.3e-4}
PASSES = {"asked": 6, "same": 5}
FAMILIES, TWINS, LOOK_ALIKES = 6, 3, 4  # of a batch of `asked`, and of each family in it
TEMPERATURE = 0.05
ASKED_PIECES = (48, 80)  # of a question, and of a question with its answer
PAIRED_PIECES = (64, 64, 48, 48)  # of the four texts that `same` reads: two questions, two answers
PAIRS, BATCHES = 32, 16  # of a batch of `same`; batches whose pairs are sorted by length, against padding
SAME_PAIRS, OTHER_PAIRS, STRANGE_PAIRS = 8, 10, 2  # of each family in a pass
NEIGHBOURS = 5
SMOOTHING = 0.02
BARE = 0.6  # of the pairs, the share that is read without answers too
Row = tuple[Asking, Asking, float]


@dataclass(frozen=True, slots=True)
class Family:
    """Questions that ask the same, and some that look like them, each with its answer."""

    same: list[Asking]
    other: list[Asking]


def written(most: int | None = None) -> list[Family]:
    """Return the families of part `train`, or the first of them."""
    lines = (bundled("eval") / "duplicates" / "families.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["part"] == "train"][:most]
    return [Family(_sides(row["same"]), _sides(row["other"])) for row in rows]


def _sides(rows: Sequence[dict[str, str]]) -> list[Asking]:
    return [(spelt_out(row["question"]), row["answer"]) for row in rows]


def of_the_bank(encoder: MiniLM, chance: random.Random) -> list[Family]:
    """Return a family for each bundled question."""
    bank = load_bank(bundled("corpus")).questions
    stated = [" ".join(point.text for point in question.key_points) for question in bank]
    vectors = encoder.encode(stated)
    near = vectors @ vectors.T - 2 * np.eye(len(bank), dtype=np.float32)
    families = []
    for place, question in enumerate(bank):
        answers = itertools.cycle([question.reference, stated[place], ""])
        same = [(spelt_out(text), answer) for text, answer in zip([question.text, *question.paraphrases], answers)]  # noqa: B905
        rivals = [bank[row] for row in np.argsort(-near[place])[:NEIGHBOURS]]
        other = [(spelt_out(chance.choice([one.text, *one.paraphrases])), one.reference) for one in rivals]
        families.append(Family(same, other))
    return families


class Encoder(nn.Module):
    """The embedding model with a head; its embeddings of word pieces stay as they are in `same`."""

    def __init__(self, begin: Path | None = None) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(str(model_folder()))
        self.encoder = AutoModel.from_pretrained(str(model_folder()))
        self.encoder.embeddings.requires_grad_(False)
        self.start = {name: value.detach().clone() for name, value in self.layers()}
        self.head = nn.Linear(self.encoder.config.hidden_size, 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        change = read_change(begin) if begin is not None else {}
        head = {name.removeprefix(HEAD): change.pop(name) for name in list(change) if name.startswith(HEAD)}
        self.encoder.load_state_dict(changed(torch, self.encoder.state_dict(), change))
        if head:
            self.head.load_state_dict({name: torch.from_numpy(value) for name, value in head.items()})

    def layers(self) -> Iterator[tuple[str, nn.Parameter]]:
        """Yield what is trained of the encoder."""
        return ((name, value) for name, value in self.encoder.named_parameters() if "encoder.layer" in name)

    def forward(self, rows: Sequence[Sequence[int]]) -> torch.Tensor:
        """Return the mean vector of each row of word pieces, (rows, 384)."""
        longest = max(map(len, rows))
        ids = torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])
        seen = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.encoder(input_ids=ids, attention_mask=seen).last_hidden_state
        weight = seen.unsqueeze(-1).float()
        mean: torch.Tensor = (hidden.float() * weight).sum(1) / weight.sum(1)
        return mean

    def pieces(self, text: str, most: int, *, special: bool) -> list[int]:
        """Return the first word pieces of a text."""
        ids: list[int] = self.tokenizer(text, truncation=True, max_length=most, add_special_tokens=special)["input_ids"]
        return ids

    def paired(self, left: Asking, right: Asking) -> list[int]:
        """Return two questions and their answers as one row, as `MiniLM.same_asked` reads them."""
        texts = (left[0], right[0], left[1], right[1])
        row = [self.tokenizer.cls_token_id]
        for text, most in zip(texts, PAIRED_PIECES, strict=True):
            row += [*self.pieces(text, most, special=False), self.tokenizer.sep_token_id]
        return row

    def change(self) -> dict[str, np.ndarray]:
        """Return what training has added to each weight."""
        return {name: (value.detach() - self.start[name]).numpy() for name, value in self.layers()}


def roughened(text: str, chance: random.Random) -> str:
    """Return a question as somebody may type it."""
    drawn = chance.random()
    return text.lower() if drawn < 0.1 else text.rstrip("?.") if drawn < 0.2 else text


def apart(vectors: torch.Tensor, family: torch.Tensor, twin: torch.Tensor) -> torch.Tensor:
    """Return the loss of a batch: each pair of twins among all that are none."""
    near = vectors @ vectors.T / TEMPERATURE
    together = (family[:, None] == family) & twin[:, None] & twin
    rest = near.masked_fill(together, -1e4).masked_fill(torch.eye(len(near), dtype=torch.bool), -1e4)
    wanted = together & ~torch.eye(len(near), dtype=torch.bool)
    loss = torch.logaddexp(near, rest.logsumexp(1)[:, None]) - near
    return (loss * wanted).sum() / wanted.sum()


def asked_losses(model: Encoder, families: list[Family], chance: random.Random) -> Iterator[torch.Tensor]:
    """Yield the loss of every batch of one pass."""
    chance.shuffle(families)
    for start in range(0, len(families) - FAMILIES + 1, FAMILIES):
        sides: list[Asking] = []
        family, twin = [], []
        for number, one in enumerate(families[start : start + FAMILIES]):
            for rows, many, label in ((one.same, TWINS, True), (one.other, LOOK_ALIKES, False)):
                drawn = chance.sample(rows, min(many, len(rows)))
                sides += drawn
                family += [number] * len(drawn)
                twin += [label] * len(drawn)
        texts = [roughened(question, chance) for question, _ in sides]
        whole = [f"{text} {answer}".strip() for text, (_, answer) in zip(texts, sides, strict=True)]
        total = torch.zeros(())
        for view, most in zip((texts, whole), ASKED_PIECES, strict=True):
            vectors = nn.functional.normalize(model([model.pieces(text, most, special=True) for text in view]), dim=1)
            total = total + apart(vectors, torch.tensor(family), torch.tensor(twin))
        yield total


def rows_of(families: list[Family], near: np.ndarray, chance: random.Random) -> list[Row]:
    """Return the pairs of one pass."""
    rows: list[Row] = []
    for place, one in enumerate(families):
        same = list(itertools.combinations(one.same, 2))
        other = [*itertools.product(one.same, one.other), *itertools.combinations(one.other, 2)]
        rows += [(*pair, 1.0) for pair in chance.sample(same, min(SAME_PAIRS, len(same)))]
        rows += [(*pair, 0.0) for pair in chance.sample(other, min(OTHER_PAIRS, len(other)))]
        strangers = chance.sample(np.argsort(-near[place])[: 3 * STRANGE_PAIRS].tolist(), STRANGE_PAIRS)
        rows += [
            (chance.choice(one.same), chance.choice(families[other].same), 0.0)
            for other in strangers
            if near[place][other] < 0.8  # nearer ones may ask the same
        ]
    return rows


def beginning(side: Asking, chance: random.Random) -> Asking:
    """Return a question as somebody may type it, at times without its answer or with the first sentences only."""
    answer = "" if chance.random() < 0.15 else side[1]
    if answer and chance.random() < 0.3:
        sentences = answer.split(". ")
        answer = ". ".join(sentences[: chance.randrange(1, len(sentences) + 1)])
    return roughened(side[0], chance), answer


def same_losses(
    model: Encoder, families: list[Family], near: np.ndarray, chance: random.Random
) -> Iterator[torch.Tensor]:
    """Yield the loss of every batch of one pass."""
    rows = rows_of(families, near, chance)
    chance.shuffle(rows)
    read: list[tuple[list[int], float]] = []
    for left, right, wanted in rows:
        first, second = chance.sample([beginning(left, chance), beginning(right, chance)], 2)
        target = wanted * (1 - 2 * SMOOTHING) + SMOOTHING
        read.append((model.paired(first, second), target))
        if chance.random() < BARE:
            read.append((model.paired((first[0], ""), (second[0], "")), target))
    chance.shuffle(read)
    some = PAIRS * BATCHES
    windows = (sorted(read[start : start + some], key=lambda row: len(row[0])) for start in range(0, len(read), some))
    for window in windows:
        batches = [window[start : start + PAIRS] for start in range(0, len(window), PAIRS)]
        for batch in chance.sample(batches, len(batches)):
            odds = model.head(model([pieces for pieces, _ in batch]))[:, 0]
            targets = torch.tensor([wanted for _, wanted in batch])
            yield nn.functional.binary_cross_entropy_with_logits(odds, targets)


def train(model: Encoder, rate: float, steps: int, losses: Callable[[], Iterator[torch.Tensor]]) -> None:
    """Train in place, the rate rising for a tenth of the steps and falling to zero."""
    groups = [
        {"params": [value for _, value in model.layers()], "lr": rate},
        {"params": model.head.parameters(), "lr": 1e-3},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [rate, 1e-3], total_steps=steps + 1, pct_start=0.1)
    model.train()
    began, step = time.monotonic(), 0
    while step < steps:
        for loss in itertools.islice(losses(), steps - step):
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
            step += 1
            if step % 50 == 0:
                print(f"step {step} of {steps}, loss {loss.item():.2f}, {time.monotonic() - began:.0f} s", flush=True)


def main() -> None:
    """Read the arguments, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=sorted(RATES))
    parser.add_argument("--begin", type=Path, help="go on from this change, not from the published weights or `asked`")
    parser.add_argument("--passes", type=float)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    torch.manual_seed(1)
    chance, encoder = random.Random(1), MiniLM()
    passes = arguments.passes or PASSES[arguments.what]
    rate = arguments.rate or RATES[arguments.what]
    families = written(ASKED_FROM if arguments.what == "asked" else None) + of_the_bank(encoder, chance)
    if arguments.what == "asked":
        model = Encoder(arguments.begin)
        steps = int(passes * (len(families) // FAMILIES))
        train(model, rate, steps, lambda: asked_losses(model, families, chance))
        write_change(arguments.out or ASKED, model.change(), RANK)
        return
    vectors = encoder.encode([one.same[0][0] for one in families])
    near = vectors @ vectors.T - 2 * np.eye(len(families), dtype=np.float32)
    model = Encoder(arguments.begin or ASKED)
    steps = int(passes * (1 + BARE) * len(rows_of(families, near, chance)) / PAIRS)
    train(model, rate, steps, lambda: same_losses(model, families, near, chance))
    head = {f"{HEAD}{name}": value.detach().numpy() for name, value in model.head.named_parameters()}
    write_change(arguments.out or SAME, model.change() | head, RANK)


if __name__ == "__main__":
    main()
