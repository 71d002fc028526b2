"""A sentence of a rubric, and several side by side: what the words of an answer are laid against."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from interviewer.grading.engine import Vector
from interviewer.grading.polarity import Claims, Signed
from interviewer.grading.texts import Encoded
from interviewer.grading.words import Wanted

_FULL_PHRASE = 3.0  # weight from which an accept phrase is as specific as a statement


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the rubric: weight of each content word, and its signs."""

    encoded: Encoded
    weights: Vector
    signs: tuple[Signed, ...]

    @property
    def vector(self) -> Vector:
        """The unit vector of the whole."""
        return self.encoded.whole

    @property
    def claim(self) -> Vector:
        """The unit vector of the whole that tells a claim from its opposite."""
        return self.encoded.claim

    @property
    def specificity(self) -> float:
        """How much an answer says by using these very words, in [0, 1]."""
        return min(1.0, float(self.weights.sum()) / _FULL_PHRASE)


class Columns:
    """The content words of different statements, one after another: the columns of a table of an answer's words.

    `shares` is what each word weighs in its statement, `bounds` where each statement begins, and where the last ends.
    """

    def __init__(self, statements: Sequence[Statement]) -> None:
        words = [word for one in statements for word in one.encoded.content]
        self.statements = tuple(statements)
        self.wanted = Wanted(words)
        self.claims = Claims([(one.signs, one.weights) for one in statements])
        self.bounds = [0, *np.cumsum([len(one.encoded.content) for one in statements]).tolist()]
        self.vectors = np.concatenate([one.encoded.vectors for one in statements]) if words else np.zeros((0, 0))
        self.shares = np.concatenate([_shares(one) for one in statements]) if words else np.zeros(0)


def _shares(statement: Statement) -> npt.NDArray[np.float64]:
    total = float(statement.weights.sum())
    weights = statement.weights.astype(np.float64)
    return weights / total if total else np.zeros_like(weights)
