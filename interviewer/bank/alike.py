"""How alike two questions are: signals of meaning and of words, and the chance that they ask the same."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from interviewer.bank.asked import Asked, asked
from interviewer.bank.differing import extends
from interviewer.embedding.model import TokenVectors, Vectors
from interviewer.grading.texts import Encoded, encode

Vector = npt.NDArray[np.float32]
_GENERIC_WORD = 0.2  # what a word such as "explain" weighs beside a word of the subject


class QuestionEncoder(Protocol):
    """What turns texts into vectors of length 1, and into contextual word vectors."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (n, d). Raises EmbeddingUnavailable."""
        ...

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the token vectors of each text. Raises EmbeddingUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a question, taken apart and encoded; `answer` is its answer's unit vector, if there is one."""

    asked: Asked
    encoded: Encoded
    answer: Vector | None


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for two questions being one, each in [0, 1].

    `cosine` of the texts without filler; `alignment`, the lesser recall of their words (BERTScore, Zhang et al. 2020);
    `words` and `core`, the shares of words and of the leading phrase that they have in common (Dice); `extended`, 1
    where one phrase goes on; `answers`, the cosine of the answers, and `unanswered`, 1 where one is missing.
    """

    cosine: float
    alignment: float
    words: float
    core: float
    extended: float
    answers: float
    unanswered: float


def wordings(
    encoder: QuestionEncoder, texts: Sequence[str], answers: Sequence[Vector | None], names: Mapping[str, str]
) -> list[Wording]:
    """Return the texts made ready for comparison, in order. Raises EmbeddingUnavailable."""
    taken = [asked(text, names) for text in texts]
    encoded = encode(encoder, [one.plain or text for one, text in zip(taken, texts, strict=True)])
    return [Wording(*row) for row in zip(taken, encoded, answers, strict=True)]


def signals(left: Wording, right: Wording) -> Signals:
    """Return the signals; the order of the two makes no difference."""
    answers = float(left.answer @ right.answer) if left.answer is not None and right.answer is not None else None
    return Signals(
        cosine=float(left.encoded.whole @ right.encoded.whole),
        alignment=min(_recall(left, right), _recall(right, left)),
        words=_shared(left.asked.subject, right.asked.subject),
        core=_shared(left.asked.core, right.asked.core),
        extended=float(extends(left.asked, right.asked)),
        answers=answers or 0.0,
        unanswered=float(answers is None),
    )


def _shared(left: Sequence[str], right: Sequence[str]) -> float:
    return 2 * len(set(left) & set(right)) / (len(left) + len(right)) if left or right else 0.0


def _recall(left: Wording, right: Wording) -> float:
    words = left.encoded.content
    if not words or not right.encoded.content:
        return 0.0
    weights = np.array([1.0 if word.stem in left.asked.subject else _GENERIC_WORD for word in words])
    nearest = (left.encoded.vectors @ right.encoded.vectors.T).max(axis=1)
    return float((weights * nearest).sum() / weights.sum())


# A logistic regression on the development half of eval/duplicates and on bundled questions of one topic as further
# different ones, rounded; only pairs that nothing forbids are ever asked about.
_BIAS = -5.6
_WEIGHTS = (2.3, 0.7, 3.4, 1.25, -0.7, 1.8, 0.45)


def chance(found: Signals) -> float:
    """Return how likely two questions with these signals ask the same, in [0, 1], to four decimals."""
    total = _BIAS + sum(weight * value for weight, value in zip(_WEIGHTS, astuple(found), strict=True))
    return round(1 / (1 + math.exp(-total)), 4)
