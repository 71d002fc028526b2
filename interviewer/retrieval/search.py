"""Hybrid search: dense and lexical rankings fused by reciprocal rank, several units of a question as one."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from interviewer.embedding.model import Vectors
from interviewer.retrieval.chroma_index import DamagedIndex
from interviewer.retrieval.lexical import LexicalIndex, terms
from interviewer.retrieval.spelling import Speller
from interviewer.retrieval.units import Unit, UnitKind

logger = logging.getLogger("interviewer.retrieval")

RANK_CONSTANT = 20
"""k of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009); their 60 is for lists of thousands."""
DEPTH = 400
"""Units that each ranking is asked for."""
_BEST_UNITS = 3
"""Units of a question whose cosines are averaged: one lucky unit says less than three good ones."""
_SAME, _WHOLE, _PARTS, _MEANING = 10.0, 2.0, 1.0, 2.0
"""Weights of the rankings by the very words, by a question's whole text, by its best unit's words, and by meaning."""
NEAR_ENOUGH = 0.48
"""Cosine from which a question is about a text that may be about anything. In an advertisement and a CV of our own
writing, lines that one would ask about reached .5 to .7 with their question; what is about no subject of the bank
stayed below .47. Of two more, written afterwards, one led to nine questions that all suit their lines, a front-end
developer's to none."""
_LONGEST_QUERY = 2000
Key = TypeVar("Key", int, str)
Half = Literal["lexical", "dense"]
BOTH: frozenset[Half] = frozenset({"lexical", "dense"})


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
    """A unit that was found. `score` is the sum of reciprocal ranks, at most 2/21."""

    unit: Unit
    score: float


@dataclass(frozen=True, slots=True)
class QuestionHit:
    """A question that was found, with its best unit. `score` is the weighted sum of reciprocal ranks, at most 15/21.

    `cosine` is that of its nearest unit with the query, None where meaning played no part.
    """

    question_id: str
    score: float
    unit: Unit
    cosine: float | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What may be found; None admits everything."""

    kinds: Collection[UnitKind] | None = None
    question_ids: Collection[str] | None = None
    source: str | None = None
    track: str | None = None
    topic: str | None = None
    difficulty: Collection[int] | None = None
    """A set or a `range`; passages of documents have no difficulty, so one that names any leaves them out."""

    def admits(self, unit: Unit) -> bool:
        """Whether a unit passes."""
        return (
            (self.kinds is None or unit.kind in self.kinds)
            and (self.question_ids is None or unit.question_id in self.question_ids)
            and self.source in (None, unit.source)
            and self.track in (None, unit.track)
            and self.topic in (None, unit.topic)
            and (self.difficulty is None or unit.difficulty in self.difficulty)
        )


EVERYTHING = Filter()


class Searcher:
    """Search over fixed units. Lexical only until `add_dense` was called.

    `whole` gives the whole text of a question where that is more than its units; `known` the words that are English.
    """

    def __init__(
        self, units: Sequence[Unit], whole: Mapping[str, str] | None = None, known: frozenset[str] = frozenset()
    ) -> None:
        self.units = units
        self._lexical = LexicalIndex([unit.text for unit in units])
        texts = _texts_of_questions(units) | dict(whole or {})
        self._question_ids = tuple(texts)
        self._whole = LexicalIndex(list(texts.values()))
        self._speller = Speller((*texts.values(), *(unit.text for unit in units if unit.question_id is None)), known)
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
        asked = self._asked(query, which)
        if asked is None:
            return []
        nearest = [] if words_only else [place for place, _ in self._nearest(asked)]
        fused = _fuse([(1.0, self._by_words(asked)), (1.0, nearest)])
        return [Hit(self.units[place], score) for place, score in fused[: max(0, count)]]

    def search_questions(
        self, query: str, count: int, which: Filter = EVERYTHING, *, halves: frozenset[Half] = BOTH
    ) -> list[QuestionHit]:
        """Return the best questions, each by its best unit.

        Rankings are of questions, not of units: else one with many middling units beats one with a single perfect one.
        """
        asked = self._asked(query, which)
        if asked is None:
            return []
        nearest = self._nearest(asked) if "dense" in halves else []
        words = self._by_words(asked) if "lexical" in halves else []
        rankings = [
            (_SAME, self._questions_of(place for place in words if self.units[place].text == query)),
            (_WHOLE, self._by_whole_text(asked) if "lexical" in halves else []),
            (_PARTS, self._questions_of(words)),
            (_MEANING, self._by_meaning(nearest)),
        ]
        units = self._best_units([place for place, _ in nearest], words)
        cosines = dict(reversed([(self.units[place].question_id, cosine) for place, cosine in nearest]))
        return [
            QuestionHit(question_id, score, self.units[units[question_id]], cosines.get(question_id))
            for question_id, score in _fuse(rankings)[: max(0, count)]
        ]

    def is_foreign(self, query: str, which: Filter, hits: Sequence[QuestionHit]) -> bool:
        """Whether a query has no word in common with what may be found, and none of its `hits` is near."""
        asked = self._asked(query, which)
        if asked is not None and (self._by_words(asked) or self._by_whole_text(asked)):
            return False
        return not any(hit.cosine is not None and hit.cosine >= NEAR_ENOUGH for hit in hits)

    def _asked(self, query: str, which: Filter) -> "_Asked | None":
        text = self._speller.correct(query[:_LONGEST_QUERY])
        if not terms(text):
            return None
        places = frozenset(place for place, unit in enumerate(self.units) if which.admits(unit))
        return _Asked(text, places, everything=which == EVERYTHING)

    def _by_words(self, asked: "_Asked") -> list[int]:
        return [place for place, _ in self._lexical.rank(asked.text) if place in asked.places]

    def _by_whole_text(self, asked: "_Asked") -> list[str]:
        admitted = {self.units[place].question_id for place in asked.places}
        ranked = (self._question_ids[place] for place, _ in self._whole.rank(asked.text))
        return [question_id for question_id in ranked if question_id in admitted]

    def _by_meaning(self, nearest: Sequence[tuple[int, float]]) -> list[str]:
        """Rank questions by the mean cosine of their three best units; the least found stands for what was not."""
        found: dict[str, list[float]] = {}
        for place, cosine in nearest:
            question_id = self.units[place].question_id
            if question_id is not None:
                found.setdefault(question_id, []).append(cosine)
        least = nearest[-1][1] if nearest else 0.0
        means = {
            question_id: round(sum((*cosines, least, least)[:_BEST_UNITS]) / _BEST_UNITS, 5)
            for question_id, cosines in found.items()
        }
        return sorted(means, key=lambda question_id: (-means[question_id], question_id))

    def _questions_of(self, places: Iterable[int]) -> list[str]:
        found = (self.units[place].question_id for place in places)
        return list(dict.fromkeys(question_id for question_id in found if question_id is not None))

    def _best_units(self, *rankings: Sequence[int]) -> dict[str, int]:
        """Return each question's best unit: by meaning, else by words, else its first."""
        best: dict[str, int] = {}
        for place in (*(place for ranking in rankings for place in ranking), *range(len(self.units))):
            question_id = self.units[place].question_id
            if question_id is not None:
                best.setdefault(question_id, place)
        return best

    def _nearest(self, asked: "_Asked") -> list[tuple[int, float]]:
        if self._dense is None or self._encode is None:
            return []
        vector = self._encode(asked.text)
        while self._dense is not None:
            try:
                return self._dense.rank(vector, DEPTH, None if asked.everything else asked.places)
            except DamagedIndex as damage:
                logger.warning("the search index failed (%s); searching without it", damage)
                self._dense, self._spare = self._spare, None
        return []


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query with its spelling mended, and the places of the units that may be found."""

    text: str
    places: frozenset[int]
    everything: bool


def _texts_of_questions(units: Iterable[Unit]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for unit in units:
        if unit.question_id is not None:
            found.setdefault(unit.question_id, []).append(unit.text)
    return {question_id: " ".join(texts) for question_id, texts in found.items()}


def _fuse(rankings: Sequence[tuple[float, Sequence[Key]]]) -> list[tuple[Key, float]]:
    """Return each key with its weighted sum of reciprocal ranks, best first; ties by the last ranking."""
    scores: dict[Key, float] = {}
    for weight, ranking in rankings:
        for rank, key in enumerate(ranking[:DEPTH], 1):
            scores[key] = scores.get(key, 0.0) + weight / (RANK_CONSTANT + rank)
    last = {key: rank for rank, key in enumerate(rankings[-1][1])}
    order = {key: place for place, key in enumerate(scores)}
    ordered = sorted(scores, key=lambda key: (-scores[key], last.get(key, DEPTH), order[key]))
    return [(key, round(scores[key], 6)) for key in ordered]
