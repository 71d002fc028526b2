"""How much nearer an answer is, in free words, to the reference of another question than to its own question's.

Who answers something else says it in the words of the field, and long as such an answer is, it has a stretch that
resembles every key point. As a whole it lies where its own question lies: near the middle of that reference and near
one of its passages (nearest centroid and nearest neighbour, Manning, Raghavan and Schütze 2008, chapter 14).
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interviewer.grading.engine import Encoder, Matrix, Vector
from interviewer.grading.texts import Encoded, unit
from interviewer.retrieval.units import passages_of

NEARER_FROM = 0.35
"""Sum of two cosines from which an answer is one to another question; how few honest ones reach it, and how many of
those to other questions, is counted in `tests/grading/test_neighbours.py`."""
LEAST_WORDS = 40
"""Of an answer that can be told; a shorter one, or the first sentence of a long one, may lie anywhere."""
LEAST_REFERENCE = 40
"""Words of its own reference, likewise."""
_KEPT = 1024  # references, a few kilobytes each


@dataclass(frozen=True, slots=True)
class _Region:
    """Where a reference lies: the unit vectors of its passages (passages, d) and of their sum (d,)."""

    passages: Matrix
    centre: Vector

    def near(self, vector: Vector) -> float:
        """Return the cosine with the centre plus the one with the nearest passage, in [-2, 2]."""
        return float(self.centre @ vector) + float((self.passages @ vector).max())


class Neighbours:
    """References by their vectors. Keeps those last used in memory; safe in threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._regions: dict[str, _Region] = {}
        self._turn = threading.Lock()

    def answers_another(self, said: Sequence[Encoded], own: str, others: Sequence[str]) -> bool:
        """Say whether the sentences of an answer are nearer by `NEARER_FROM` to one of `others` than to its `own`.

        Of a short answer, or beside a short reference, nothing is said. Raises EmbeddingUnavailable.
        """
        lengths = np.array([len(one.words) for one in said], dtype=np.float32)
        if lengths.sum() < LEAST_WORDS or len(own.split()) < LEAST_REFERENCE:
            return False
        vector = unit(lengths @ np.stack([one.whole for one in said]))
        mine, *theirs = self._of([own, *others])
        least = mine.near(vector) + NEARER_FROM if mine else np.inf
        return any(one is not None and one.near(vector) >= least for one in theirs)

    def _of(self, references: Sequence[str]) -> list[_Region | None]:
        """Return the region of each reference, None for one without words."""
        with self._turn:
            new = [text for text in dict.fromkeys(references) if text not in self._regions]
            if len(self._regions) + len(new) > _KEPT:
                self._regions.clear()
                new = list(dict.fromkeys(references))
            cut = [passages_of(text) for text in new]
            vectors = self._encoder.encode([passage for passages in cut for passage in passages])
            ends = np.cumsum([len(passages) for passages in cut])
            for text, passages in zip(new, np.split(vectors, ends[:-1]) if new else (), strict=True):
                self._regions[text] = _Region(passages, unit(passages.sum(axis=0)))
            found = [self._regions[text] for text in references]
        return [one if len(one.passages) else None for one in found]
