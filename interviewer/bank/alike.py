"""How alike two questions are: signals of meaning and of words, and the chance that they ask the same."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

import numpy as np
import numpy.typing as npt

from interviewer.bank.asked import Asked, spelt_out
from interviewer.bank.differing import shared
from interviewer.embedding.model import Vectors
from interviewer.grading.texts import unit

Vector = npt.NDArray[np.float32]


class QuestionEncoder(Protocol):
    """What turns texts into vectors of length 1."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (n, d). Raises EmbeddingUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a question, taken apart, and its unit vectors.

    `spelt` (d,) is of the text with abbreviations written out; `answer` (passages, d) and its `centre` (d,) are of its
    answer, if there is one.
    """

    asked: Asked
    spelt: Vector
    answer: Vector | None
    centre: Vector | None


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for two questions being one, each in [-1, 1].

    `words` and `core` are the shares of words and of the leading phrase in common (Dice); `answers`, how near
    each passage of an answer finds one in the other, in the mean, for the answer that finds less; `served`, how much
    nearer, by cosine, each question is to the other's answer than to its own; `unanswered`, 1 where one is missing.

    The cosine of the questions is not among them: of questions that look alike it tells nothing (a fit gives it 0).
    """

    words: float
    core: float
    answers: float
    served: float
    unanswered: float


@dataclass(frozen=True, slots=True)
class Chances:
    """A logistic regression on the signals, from `alike_weights.json`, which `eval/fit_duplicates.py` writes."""

    bias: float
    weights: Mapping[str, float]


def wordings(
    encoder: QuestionEncoder, taken: Sequence[Asked], answers: Sequence[Vector | None], names: Mapping[str, str]
) -> list[Wording]:
    """Return questions made ready for comparison, in order, each with its answer's passages (n, d).

    Raises EmbeddingUnavailable.
    """
    spelt = encoder.encode([spelt_out(one.text, names) for one in taken])
    centres = [None if answer is None else unit(answer.sum(axis=0)) for answer in answers]
    return [Wording(*row) for row in zip(taken, spelt, answers, centres, strict=True)]


def signals(left: Wording, right: Wording) -> Signals:
    """Return the signals; the order of the two makes no difference."""
    return Signals(
        words=shared(left.asked.subject, right.asked.subject),
        core=shared(left.asked.core, right.asked.core),
        answers=_answers(left, right),
        served=_served(left, right),
        unanswered=float(left.answer is None or right.answer is None),
    )


def _answers(left: Wording, right: Wording) -> float:
    if left.answer is None or right.answer is None:
        return 0.0
    # Passage by passage: the mean vectors of two long answers of one field are alike whatever they answer.
    near = left.answer @ right.answer.T
    return float(min(near.max(axis=1).mean(), near.max(axis=0).mean()))


def _served(left: Wording, right: Wording) -> float:
    if left.centre is None or right.centre is None:
        return 0.0
    return float((left.spelt - right.spelt) @ (right.centre - left.centre)) / 2


@lru_cache(maxsize=1)
def chances() -> Chances:
    """Return the fitted weights, read once."""
    data = json.loads(files("interviewer.bank").joinpath("alike_weights.json").read_text(encoding="utf-8"))
    return Chances(**data)


def chance(found: Signals) -> float:
    """Return how likely two questions with these signals ask the same, in [0, 1], to four decimals.

    Only pairs that nothing forbids are ever asked about.
    """
    model, values = chances(), asdict(found)
    total = model.bias + sum(weight * values[name] for name, weight in model.weights.items())
    return round(1 / (1 + math.exp(-total)), 4)
