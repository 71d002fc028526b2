"""Hybrid search: dense and lexical rankings fused by reciprocal rank, several units of a question as one."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from interviewer.embedding.model import Vectors
from interviewer.retrieval.chroma_index import DamagedIndex
from interviewer.retrieval.lexical import LexicalIndex, terms
from interviewer.retrieval.units import Unit, UnitKind

logger = logging.getLogger("interviewer.retrieval")

RANK_CONSTANT = 60
"""k of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""
_DEPTH = 200
_LONGEST_QUERY = 2000
Key = TypeVar("Key", int, str)
Half = Literal["lexical", "dense"]
BOTH: frozenset[Half] = frozenset({"lexical", "dense"})
_WORDS: frozenset[Half] = frozenset({"lexical"})


class DenseIndex(Protocol):
    """Nearest units by cosine."""

    name: str

    def rank(self, vector: Vectors, count: int, among: Collection[int] | None = None) -> list[tuple[int, float]]:
        """Return (place, cosine), best first; only places in `among`, where given."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit that was found. `score` is the sum of reciprocal ranks, at most 2/61."""

    unit: Unit
    score: float


@dataclass(frozen=True, slots=True)
class QuestionHit:
    """A question that was found, by its best unit."""

    question_id: str
    score: float
    unit: Unit


@dataclass(frozen=True, slots=True)
class Filter:
    """What may be found; None admits everything."""

    kinds: Collection[UnitKind] | None = None
    question_ids: Collection[str] | None = None
    source: str | None = None
    track: str | None = None
    topic: str | None = None

    def admits(self, unit: Unit) -> bool:
        """Whether a unit passes."""
        return (
            (self.kinds is None or unit.kind in self.kinds)
            and (self.question_ids is None or unit.question_id in self.question_ids)
            and self.source in (None, unit.source)
            and self.track in (None, unit.track)
            and self.topic in (None, unit.topic)
        )


EVERYTHING = Filter()


class Searcher:
    """Search over fixed units. Lexical only until `add_dense` was called."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self._lexical = LexicalIndex([unit.text for unit in units])
        self._dense: DenseIndex | None = None
        self._spare: DenseIndex | None = None
        self._encode: Callable[[str], Vectors] | None = None

    @property
    def method(self) -> str:
        """`lexical`, or `hybrid` with the dense index's name."""
        return f"hybrid ({self._dense.name})" if self._dense else "lexical"

    def add_dense(self, index: DenseIndex, encode: Callable[[str], Vectors], spare: DenseIndex | None = None) -> None:
        """Add the dense half; `spare` takes over when `index` fails."""
        self._encode, self._spare, self._dense = encode, spare, index

    def search(self, query: str, count: int, which: Filter = EVERYTHING, *, words_only: bool = False) -> list[Hit]:
        """Return the best units, best first; empty for a query that says nothing.

        With `words_only` the result does not depend on whether the model has loaded.
        """
        rankings = self._rankings(query, which, _WORDS if words_only else BOTH)
        fused = _fuse([[(place, place) for place in ranking] for ranking in rankings])
        return [Hit(self.units[place], score) for place, (score, _) in fused[: max(0, count)]]

    def search_questions(
        self, query: str, count: int, which: Filter = EVERYTHING, *, halves: frozenset[Half] = BOTH
    ) -> list[QuestionHit]:
        """Return the best questions, each by its best unit.

        A ranking is first folded to questions: else one with many middling units beats one with a single perfect one.
        """
        folded = [self._by_question(ranking) for ranking in self._rankings(query, which, halves)]
        return [
            QuestionHit(question_id, score, self.units[place])
            for question_id, (score, place) in _fuse(folded)[: max(0, count)]
        ]

    def _rankings(self, query: str, which: Filter, halves: frozenset[Half]) -> list[list[int]]:
        query = query[:_LONGEST_QUERY]
        if not terms(query):
            return []
        admitted = {place for place, unit in enumerate(self.units) if which.admits(unit)}
        among = None if which == EVERYTHING else admitted
        lexical = [place for place, _ in self._lexical.rank(query) if place in admitted] if "lexical" in halves else []
        return [lexical, self._nearest(query, among) if "dense" in halves else []]

    def _by_question(self, ranking: list[int]) -> list[tuple[str, int]]:
        best: dict[str, int] = {}
        for place in ranking:
            question_id = self.units[place].question_id
            if question_id is not None:
                best.setdefault(question_id, place)
        return list(best.items())

    def _nearest(self, query: str, among: Collection[int] | None) -> list[int]:
        if self._dense is None or self._encode is None:
            return []
        vector = self._encode(query)
        while self._dense is not None:
            try:
                return [place for place, _ in self._dense.rank(vector, _DEPTH, among)]
            except DamagedIndex as damage:
                logger.warning("the search index failed (%s); searching without it", damage)
                self._dense, self._spare = self._spare, None
        return []


def _fuse(rankings: Sequence[Sequence[tuple[Key, int]]]) -> list[tuple[Key, tuple[float, int]]]:
    """Return each key with (sum of reciprocal ranks, its best unit's place), best first; ties by the last ranking."""
    scores: dict[Key, float] = {}
    places: dict[Key, int] = {}
    for ranking in rankings:
        for rank, (key, place) in enumerate(ranking[:_DEPTH], 1):
            scores[key] = scores.get(key, 0.0) + 1 / (RANK_CONSTANT + rank)
            places.setdefault(key, place)
    last = {key: rank for rank, (key, _) in enumerate(rankings[-1])} if rankings else {}
    ordered = sorted(scores, key=lambda key: (-scores[key], last.get(key, _DEPTH), places[key]))
    return [(key, (round(scores[key], 6), places[key])) for key in ordered]
