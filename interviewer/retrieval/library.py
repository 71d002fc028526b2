"""The bank made searchable: the encoder, the index, and the passages, each loaded when first needed."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from interviewer.domain.errors import EmbeddingUnavailable, InterviewerError, StorageError
from interviewer.domain.question import KeyPoint, Passage, Question
from interviewer.embedding.background import BackgroundEncoder
from interviewer.embedding.cache import CachedEncoder, VectorStore
from interviewer.embedding.model import DIMENSION, Vectors, english_words
from interviewer.retrieval.chroma_index import DamagedIndex, Progress, build, drop, open_chroma, published_fault
from interviewer.retrieval.diversity import varied
from interviewer.retrieval.exact import ExactIndex
from interviewer.retrieval.search import EVERYTHING, DenseIndex, Filter, Searcher
from interviewer.retrieval.units import UnitKind, fingerprint, reference_passages, units_of, whole_text

if TYPE_CHECKING:
    from interviewer.retrieval.retriever import FoundQuestion

logger = logging.getLogger("interviewer.retrieval")

EXACT_UP_TO = 20_000
"""Texts that are compared with a query one and all; among more, Chroma searches (docs/measurements.md)."""


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What there is to be indexed, how many of its texts have no vector yet, and why the index is not `current`.

    `search`: whether all vectors are compared, so that nothing need be built, or Chroma's index is asked.
    """

    units: int
    questions: int
    paraphrases: int
    passages: int
    vectors_missing: int
    search: Literal["exact", "chroma"]
    model: str
    folder: str
    current: bool
    fault: str | None


class Library:
    """Search over questions and passages. Words at once, meaning as soon as the model is there."""

    def __init__(
        self,
        questions: Sequence[Question],
        passages: Sequence[Passage],
        vectors: VectorStore,
        home: Path,
        *,
        writable: bool,
        clock: Callable[[], str],
        encoder: BackgroundEncoder | None = None,
    ) -> None:
        self.encoder = encoder or BackgroundEncoder()
        whole = {question.id: whole_text(question) for question in questions}
        self.searcher = Searcher(units_of(questions, passages), whole, english_words())
        self._cached = CachedEncoder(self.encoder, vectors)
        self._home = home
        self._writable = writable
        self._clock = clock
        self._opening = threading.Lock()
        self._dense: DenseIndex | None = None

    @property
    def model_ready(self) -> bool:
        """Whether the model is loaded."""
        return self.encoder.ready

    def warm_up(self) -> None:
        """Load model and index in the background; returns at once."""
        self.encoder.start()
        # Not a daemon: one that the interpreter's end finds inside native code aborts the process.
        threading.Thread(target=self._open_quietly, name="search-index").start()

    def search(self, query: str, count: int, which: Filter = EVERYTHING) -> "list[FoundQuestion]":
        """Return the nearest questions by words and meaning; waits for the model. Raises EmbeddingUnavailable."""
        self.encoder.start()  # LangChain is imported while the model loads
        from interviewer.retrieval.retriever import questions_found

        self.open_dense()
        return questions_found(self.searcher, query, count, which)

    def questions_about(self, topic: str, count: int, which: Filter) -> list[str]:
        """Return ids of questions about a free-text topic, best first; by words alone while the model loads.

        None for a topic that the bank knows neither by its words nor by its meaning: the nearest would be about nothing
        that was asked for. Without LangChain, whose import would hold up the first question.
        """
        hits = self.searcher.search_questions(topic, count, which)
        return [] if self.searcher.is_foreign(topic, which, hits) else [hit.question_id for hit in hits]

    def varied(self, questions: Sequence[Question]) -> list[Question]:
        """Return questions found, best first, in an order in which near ones do not follow each other.

        By the vectors that are kept, so that nobody waits for a model; a question that has none yet is like no other.
        """
        vectors = np.zeros((len(questions), DIMENSION), np.float32)
        try:
            known = [place for place, one in enumerate(questions) if not self._cached.missing([one.text])]
            vectors[known] = self._cached.encode([questions[place].text for place in known])
        except EmbeddingUnavailable:
            return list(questions)
        return [questions[place] for place in varied(vectors)]

    def passage_for(self, question: Question, key_point: KeyPoint) -> Passage | None:
        """Return the passage that demands a key point: of the question's own reference.

        By words alone, so that it is the same before and after the model has loaded.
        """
        own = Filter(kinds=frozenset[UnitKind]({"passage"}), question_ids=(question.id,))
        hits = self.searcher.search(f"{key_point.text} {' '.join(key_point.accept)}", 1, own, words_only=True)
        if hits:
            unit = hits[0].unit
            return Passage(unit.document, unit.first_line, unit.last_line, unit.text)
        return next(iter(reference_passages(question)), None)

    def open_dense(self) -> None:
        """Make ready to search by meaning: exactly in a small bank, else by the index, built where it is missing."""
        with self._opening:
            if self._dense is None:
                vectors = self.vectors()
                exact = ExactIndex(vectors)
                self._dense = self._open(vectors) or exact
                self.searcher.add_dense(self._dense, self.encode_query, exact)

    def vectors(self) -> Vectors:
        """Return the vector of every unit, float32 (n, 384); those that have none yet are encoded and kept."""
        return self._cached.encode([unit.text for unit in self.searcher.units])

    def encode_query(self, query: str) -> Vectors:
        """Return the vector of a query, float32 (384,)."""
        vector: Vectors = self.encoder.encode([query])[0]
        return vector

    def rebuild(self, encoding: Progress, building: Progress) -> IndexStatus:
        """Drop the index and build it anew from the bank and the passages; texts encoded before are not encoded again.

        A bank that is searched exactly has none: its texts are encoded, and an index of former days is dropped.
        Raises EmbeddingUnavailable, and StorageError where the index cannot be written.
        """
        units = self.searcher.units
        with self._opening:
            vectors = self._cached.encode([unit.text for unit in units], encoding)
            name = fingerprint(units, self.encoder.identity)
            try:
                drop(self._home)
                if not self._exact:
                    build(self._home, name, units, vectors, building)
            except OSError as error:
                raise StorageError(f"The search index in {self._home} cannot be rebuilt: {error}.") from error
        return self.status()

    def status(self) -> IndexStatus:
        """Return what there is to be indexed and whether the index holds it; loads no model."""
        units = self.searcher.units
        kinds = Counter(unit.kind for unit in units)
        missing = self._cached.missing([unit.text for unit in units])
        return IndexStatus(
            units=len(units),
            questions=kinds["question"],
            paraphrases=kinds["paraphrase"],
            passages=kinds["passage"],
            vectors_missing=missing,
            search="exact" if self._exact else "chroma",
            model=self.encoder.identity,
            folder=str(self._home),
            current=(fault := self._fault(missing)) is None,
            fault=fault,
        )

    def _fault(self, missing: int) -> str | None:
        if self._exact:
            return f"{missing} texts are not encoded yet" if missing else None
        units = self.searcher.units
        return published_fault(self._home, fingerprint(units, self.encoder.identity), units)

    def close(self) -> None:
        """Let go of the index's files."""
        if self._dense is not None:
            self._dense.close()

    @property
    def _exact(self) -> bool:
        """Whether the bank is small enough for all its vectors to be compared."""
        return len(self.searcher.units) <= EXACT_UP_TO

    def _open(self, vectors: Vectors) -> DenseIndex | None:
        units = self.searcher.units
        name = fingerprint(units, self.encoder.identity)
        try:
            if self._exact:
                if self._writable:
                    drop(self._home)
                return None
            return open_chroma(self._home, name, units, vectors, writable=self._writable, now=self._clock())
        except (DamagedIndex, OSError) as reason:
            logger.info("searching without Chroma: %s", reason)
            return None

    def _open_quietly(self) -> None:
        try:
            self.open_dense()
        except InterviewerError as error:
            logger.warning("the search index is not opened: %s", error)
        except Exception:  # a thread has nobody else to tell; whoever searches meets the error again
            logger.exception("the search index is not opened")
