"""Follow-ups in a model's words beside the written ones, for a reader who is not told which is which."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from interviewer.domain.errors import UsageError
from interviewer.evaluation.intervals import Measure, Rows, clusters, resampled

Side = Literal["one", "two"]


@dataclass(frozen=True, slots=True)
class Pair:
    """One turn in which both lines could be put; `asks_for` is the text of the key point that both ask for."""

    question_id: str
    voice: str
    question: str
    answer: str
    asks_for: str
    key_points: tuple[str, ...]
    written: str
    model: str


class KeyRow(BaseModel):
    """Which side of a sheet's row is the model's."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    model: Side
    question_id: str
    voice: str = ""


class Judged(BaseModel):
    """What a reader says of a row: which line takes the better aim, and which give part of the answer away."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    better: Literal["one", "two", "same"]
    leak_one: bool
    leak_two: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Shares of `n` judged turns, with 80 % intervals by questions; lines that leak: the model's, and the file's."""

    n: int
    questions: int
    at_least_as_pointed: Measure
    better: Measure
    worse: Measure
    leaks: int
    leaks_written: int


def sheet_of(pairs: Sequence[Pair], seed: int) -> tuple[list[dict[str, object]], list[KeyRow]]:
    """Return the rows that the reader gets, in an order and on sides that the seed draws, and the key to them."""
    chance = random.Random(seed)  # noqa: S311 - an order, not a secret
    rows: list[dict[str, object]] = []
    key: list[KeyRow] = []
    for number, pair in enumerate(chance.sample(pairs, len(pairs)), 1):
        side: Side = chance.choice(("one", "two"))
        lines = (pair.model, pair.written) if side == "one" else (pair.written, pair.model)
        shown = {name: value for name, value in asdict(pair).items() if name in _SHOWN}
        rows.append({"id": f"t{number:03}", **shown, "one": lines[0], "two": lines[1]})
        key.append(KeyRow(id=f"t{number:03}", model=side, question_id=pair.question_id, voice=pair.voice))
    return rows, key


def compared(key: Sequence[KeyRow], judged: Sequence[Judged]) -> Comparison:
    """Return what the reader found. Raises UsageError for a row that is not in the key, judged twice or not at all."""
    found = {one.id: one for one in judged}
    if len(found) != len(judged) or found.keys() != {one.id for one in key}:
        odd = sorted(found.keys() ^ {one.id for one in key})
        raise UsageError(
            f"The sheet is not the key's, or not judged once a row: {', '.join(odd[:5]) or 'a row twice'}."
        )
    outcomes = np.array([_outcome(one, found[one.id]) for one in key], dtype=np.int8)
    groups = clusters([one.question_id for one in key])

    def share(*wanted: int) -> Measure:
        def of(rows: Rows) -> float | None:
            return float(np.isin(outcomes[rows], wanted).mean()) if len(rows) else None

        return resampled(of, groups)

    leaks = {one.id: {"one": found[one.id].leak_one, "two": found[one.id].leak_two} for one in key}
    return Comparison(
        len(key),
        len(groups),
        share(0, 1),
        share(1),
        share(-1),
        sum(leaks[one.id][one.model] for one in key),
        sum(leaks[one.id][_OTHER[one.model]] for one in key),
    )


_SHOWN = ("question", "answer", "asks_for", "key_points")
_OTHER: Mapping[Side, Side] = {"one": "two", "two": "one"}


def _outcome(key: KeyRow, judged: Judged) -> int:
    """Return 1 where the model's line is the better one, 0 where both are alike, -1 where it is the worse."""
    if judged.better == "same":
        return 0
    return 1 if judged.better == key.model else -1
