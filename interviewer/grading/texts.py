"""Turns texts into what is compared: content words with contextual vectors, and one vector for the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interviewer.grading.engine import Encoder, Matrix, TextTokens, Vector
from interviewer.grading.words import Word, words


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text with all its words, the content words among them, and their unit vectors.

    `whole` is the direction of its token vectors, `claim` of those that tell a claim from its opposite.
    """

    text: str
    words: tuple[Word, ...]
    content: tuple[Word, ...]
    vectors: Matrix
    tokens: TextTokens
    whole: Vector
    claim: Vector

    def stretch(self, start: int, end: int) -> tuple[Vector, Vector]:
        """Return the sums of the unit token vectors inside `start` to `end`, those of `whole` and those of `claim`."""
        inside = [i for i, (left, right) in enumerate(self.tokens.offsets) if start <= left < right <= end]
        return _unit_rows(self.tokens.vectors[inside]).sum(axis=0), _unit_rows(self.tokens.claims[inside]).sum(axis=0)


def encode(encoder: Encoder, texts: Sequence[str]) -> list[Encoded]:
    """Return `texts` encoded, in order. Raises EmbeddingUnavailable."""
    return [_encoded(text, tokens) for text, tokens in zip(texts, encoder.token_vectors(texts), strict=True)]


def unit(vector: Vector) -> Vector:
    """Return `vector` at length one; a zero vector stays."""
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _unit_rows(rows: Matrix) -> Matrix:
    lengths: Matrix = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return rows / lengths


def _encoded(text: str, tokens: TextTokens) -> Encoded:
    spoken = words(text)
    content = tuple(word for word in spoken if word.content)
    rows = _unit_rows(tokens.vectors)
    whole: Vector = rows.sum(axis=0)
    vectors = np.zeros((len(content), rows.shape[1]), dtype=np.float32)
    offsets = tokens.offsets
    for index, word in enumerate(content):
        pieces = [
            i for i, (left, right) in enumerate(offsets) if left < right and left < word.end and right > word.start
        ]
        if pieces:
            vectors[index] = unit(rows[pieces].mean(axis=0))
    claim: Vector = _unit_rows(tokens.claims).sum(axis=0)
    return Encoded(text, spoken, content, vectors, tokens, unit(whole), unit(claim))
