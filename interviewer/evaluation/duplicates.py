"""How well near-duplicates are told from questions that only look alike, on labelled pairs, by half."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from interviewer.bank.alike import QuestionEncoder
from interviewer.bank.duplicates import judge_pairs
from interviewer.domain.question import Question
from interviewer.evaluation.intervals import Measure, Rows, resampled
from interviewer.evaluation.json_lines import always, read_json_lines

Flags = npt.NDArray[np.bool_]


class Side(BaseModel):
    """One question of a pair; the answer may be empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: Annotated[str, Field(min_length=1)]
    answer: str = ""


class LabelledPair(BaseModel):
    """Two questions, whether they ask the same, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    a: Side
    b: Side
    same: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A pair that was judged otherwise than labelled."""

    id: str
    same: bool
    similarity: float
    reason: str


@dataclass(frozen=True, slots=True)
class DuplicatesScore:
    """What was reached on `n` pairs, `same` of which ask the same; `wrong` names the others."""

    n: int
    same: int
    precision: Measure
    recall: Measure
    f1: Measure
    wrong: tuple[Wrong, ...]


def read_pairs(file: Path) -> list[LabelledPair]:
    """Return the pairs of a JSON Lines file. Raises UsageError naming line and field."""
    return [pair for _, pair in read_json_lines(file, always(LabelledPair))]


def halves(pairs: Sequence[LabelledPair]) -> dict[str, list[LabelledPair]]:
    """Return the pairs by half, sorted by SHA-1 of the id: the first for development, the other for the test."""
    order = sorted(pairs, key=lambda pair: hashlib.sha1(pair.id.encode(), usedforsecurity=False).hexdigest())
    middle = len(order) // 2
    return {"dev": order[:middle], "test": order[middle:]}


def score_pairs(pairs: Sequence[LabelledPair], encoder: QuestionEncoder) -> DuplicatesScore:
    """Judge the pairs and count. Raises EmbeddingUnavailable."""
    judged = judge_pairs([(_question(pair.a), _question(pair.b)) for pair in pairs], encoder)
    said = np.array([one.same for one in judged], dtype=bool)
    true = np.array([pair.same for pair in pairs], dtype=bool)
    groups = [np.array([row], dtype=np.intp) for row in range(len(pairs))]

    def precision(rows: Rows) -> float | None:
        return _share(true[rows] & said[rows], said[rows])

    def recall(rows: Rows) -> float | None:
        return _share(true[rows] & said[rows], true[rows])

    def f1(rows: Rows) -> float | None:
        total = int(said[rows].sum()) + int(true[rows].sum())
        return 2 * int((true[rows] & said[rows]).sum()) / total if total else None

    return DuplicatesScore(
        n=len(pairs),
        same=int(true.sum()),
        precision=resampled(precision, groups),
        recall=resampled(recall, groups),
        f1=resampled(f1, groups),
        wrong=tuple(
            Wrong(pair.id, pair.same, one.similarity, one.reason)
            for pair, one in zip(pairs, judged, strict=True)
            if pair.same is not one.same
        ),
    )


def _share(part: Flags, whole: Flags) -> float | None:
    return int(part.sum()) / int(whole.sum()) if whole.any() else None


def _question(side: Side) -> Question:
    return Question("pair", side.question, side.answer, ())
