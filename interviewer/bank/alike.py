"""How alike two questions are: signals of meaning and of words, and the chance that they ask the same."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

import numpy as np
import numpy.typing as npt

from interviewer.bank.asked import Asked, spelt_out
from interviewer.bank.differing import Against, shared
from interviewer.embedding.model import Asking, Vectors
from interviewer.grading.texts import unit

Vector = npt.NDArray[np.float32]


class QuestionEncoder(Protocol):
    """What turns texts into vectors of length 1, and reads two questions beside each other."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (n, d). Raises EmbeddingUnavailable."""
        ...

    def encode_asked(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (n, d), near where texts ask the same. Raises EmbeddingUnavailable."""
        ...

    def same_asked(self, pairs: Sequence[tuple[Asking, Asking]]) -> Vectors:
        """Return float32 (n,): the log odds that two questions ask the same. Raises EmbeddingUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a question, taken apart, as it is `read` with its answer, and unit vectors.

    `spelt` (d,) is of the text with abbreviations written out; `answer` (passages, d) and its `centre` (d,) are of its
    answer, if there is one.
    """

    asked: Asked
    read: Asking
    spelt: Vector
    answer: Vector | None
    centre: Vector | None


@dataclass(frozen=True, slots=True)
class Signals:
    """What two questions have in common at a glance, each in [-1, 1], and what speaks against them, each in [0, 1].

    `near` is the cosine of the questions; `words` and `core` are the shares of words and of the leading phrase in
    common (Dice); `answers`, how near each passage of an answer finds one in the other, in the mean, for the answer
    that finds less; `served`, how much nearer, by cosine, each question is to the other's answer than to its own;
    `unanswered`, 1 where an answer is missing. The others are those of `differing.Against`.
    """

    near: float
    words: float
    core: float
    answers: float
    served: float
    unanswered: float
    aspect: float
    narrowed: float
    substituted: float
    exchanged: float
    unsettled: float
    lacking: float
    another: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the models that were trained on such pairs make of two questions.

    `whole` and `question` are cosines by `encode_asked`, with the answers and without; `odds` and `bare` are the log
    odds of `same_asked`, likewise.
    """

    whole: float
    question: float
    odds: float
    bare: float


@dataclass(frozen=True, slots=True)
class Chances:
    """A logistic regression, from `alike_weights.json`, which `eval/fit_duplicates.py` writes."""

    bias: float
    weights: Mapping[str, float]

    def of(self, values: Mapping[str, float]) -> float:
        """Return the chance that two questions ask the same, in [0, 1], to four decimals."""
        total = self.bias + sum(weight * values[name] for name, weight in self.weights.items())
        return round(1 / (1 + math.exp(-total)), 4)


def wordings(
    encoder: QuestionEncoder,
    taken: Sequence[Asked],
    answers: Sequence[str],
    vectors: Sequence[Vector | None],
    names: Mapping[str, str],
) -> list[Wording]:
    """Return questions made ready for comparison, in order, each with its answer and its passages' vectors (n, d).

    Raises EmbeddingUnavailable.
    """
    texts = [spelt_out(one.text, names) for one in taken]
    centres = [None if rows is None else unit(rows.sum(axis=0)) for rows in vectors]
    read = list(zip(texts, answers, strict=True))
    rows = zip(taken, read, encoder.encode(texts), vectors, centres, strict=True)
    return [Wording(*row) for row in rows]


def signals(left: Wording, right: Wording, found: Against) -> Signals:
    """Return the signals, `found` what speaks against; the order of the two makes no difference."""
    return Signals(
        near=float(left.spelt @ right.spelt),
        words=shared(left.asked.subject, right.asked.subject),
        core=shared(left.asked.core, right.asked.core),
        answers=_answers(left, right),
        served=_served(left, right),
        unanswered=float(left.answer is None or right.answer is None),
        aspect=float(found.aspect is not None),
        narrowed=float(found.narrowed is not None),
        substituted=float(found.substituted is not None),
        exchanged=float(found.exchanged is not None),
        unsettled=float(found.unsettled is not None),
        lacking=found.lacking,
        another=found.another,
    )


def readings(encoder: QuestionEncoder, pairs: Sequence[tuple[Wording, Wording]]) -> list[Reading]:
    """Return what the models make of pairs, in order. Raises EmbeddingUnavailable."""
    whole, question = (_near_asked(encoder, pairs, text) for text in (_whole, _question))
    odds = encoder.same_asked([(left.read, right.read) for left, right in pairs])
    bare = encoder.same_asked([((left.read[0], ""), (right.read[0], "")) for left, right in pairs])
    return [Reading(*map(float, row)) for row in zip(whole, question, odds, bare, strict=True)]


def _near_asked(
    encoder: QuestionEncoder, pairs: Sequence[tuple[Wording, Wording]], text: Callable[[Wording], str]
) -> list[float]:
    """Return the cosine of each pair as `encode_asked` has it."""
    texts = list(dict.fromkeys(text(side) for pair in pairs for side in pair))
    rows = dict(zip(texts, encoder.encode_asked(texts), strict=True))
    return [float(rows[text(left)] @ rows[text(right)]) for left, right in pairs]


def _whole(side: Wording) -> str:
    return " ".join(side.read).strip()


def _question(side: Wording) -> str:
    return side.read[0]


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
def chances() -> tuple[Chances, Chances]:
    """Return the fitted weights, read once: at a glance, and after reading the two beside each other."""
    data = json.loads(files("interviewer.bank").joinpath("alike_weights.json").read_text(encoding="utf-8"))
    return Chances(**data["glance"]), Chances(**data["reading"])


def chance(found: Signals, reading: Reading | None = None) -> float:
    """Return how likely two questions with these signals ask the same, in [0, 1]; at a glance without a reading.

    Only pairs that nothing forbids are ever asked about.
    """
    glance, whole = chances()
    return glance.of(asdict(found)) if reading is None else whole.of({**asdict(found), **asdict(reading)})
