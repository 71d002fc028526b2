"""Turns texts into what is compared: content words with contextual vectors, and one vector for the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from interviewer.grading.engine import Encoder, Matrix, TextTokens, Vector
from interviewer.grading.words import Word, words

_LEAST_LENGTH = 1e-9


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text with all its words, the content words among them, and their unit vectors.

    `rows` are the unit vectors of its word pieces, which stand at `offsets`, `claim_rows` those that tell a claim from
    its opposite; `whole` and `claim` the directions of their sums.
    """

    text: str
    words: tuple[Word, ...]
    content: tuple[Word, ...]
    vectors: Matrix
    offsets: Sequence[tuple[int, int]]
    rows: Matrix
    claim_rows: Matrix
    whole: Vector
    claim: Vector

    def stretch(self, start: int, end: int) -> tuple[Vector, Vector]:
        """Return the sums of the unit token vectors inside `start` to `end`, those of `whole` and those of `claim`."""
        inside = [i for i, (left, right) in enumerate(self.offsets) if start <= left < right <= end]
        return self.rows[inside].sum(axis=0), self.claim_rows[inside].sum(axis=0)

    def without_pieces(self) -> "Encoded":
        """Return the same without its word pieces, to be kept: of a text that is only compared as a whole."""
        nothing = self.rows[:0].copy()
        return replace(self, offsets=(), rows=nothing, claim_rows=nothing)


def encode(encoder: Encoder, texts: Sequence[str]) -> list[Encoded]:
    """Return `texts` encoded, in order. Raises EmbeddingUnavailable."""
    return [_encoded(text, tokens) for text, tokens in zip(texts, encoder.token_vectors(texts), strict=True)]


def unit(vector: Vector) -> Vector:
    """Return `vector` at length one; a zero vector stays."""
    return vector / max(float(np.linalg.norm(vector)), _LEAST_LENGTH)


def units(rows: Matrix) -> Matrix:
    """Return each row as `unit` does."""
    squares = np.array([row.dot(row) for row in rows], dtype=np.float32)
    lengths: Matrix = np.maximum(np.sqrt(squares), np.float32(_LEAST_LENGTH))[:, None]
    return rows / lengths


def _unit_rows(rows: Matrix) -> Matrix:
    lengths: Matrix = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), _LEAST_LENGTH)
    return rows / lengths


def _encoded(text: str, tokens: TextTokens) -> Encoded:
    spoken = words(text)
    content = tuple(word for word in spoken if word.content)
    rows, claim_rows = _unit_rows(tokens.vectors), _unit_rows(tokens.claims)
    vectors = units(_means(rows, tokens.offsets, content))
    whole: Vector = rows.sum(axis=0)
    claim: Vector = claim_rows.sum(axis=0)
    return Encoded(text, spoken, content, vectors, tokens.offsets, rows, claim_rows, unit(whole), unit(claim))


def _means(rows: Matrix, offsets: Sequence[tuple[int, int]], content: Sequence[Word]) -> Matrix:
    """Return the mean of the word pieces that each word touches, (words, d), zeros where there are none."""
    found = np.zeros((len(content), rows.shape[1]), dtype=np.float32)
    for index, word in enumerate(content):
        start, end = word.start, word.end
        pieces = [i for i, (left, right) in enumerate(offsets) if left < end and right > start and left < right]
        if len(pieces) == 1:
            found[index] = rows[pieces[0]]
        elif pieces:
            found[index] = rows[pieces].mean(axis=0)
    return found
