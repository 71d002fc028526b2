"""The bank made searchable: the encoder, the index, and the passages, each loaded when first needed."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewer.domain.errors import InterviewerError, StorageError
from interviewer.domain.question import KeyPoint, Passage, Question
from interviewer.embedding.background import BackgroundEncoder
from interviewer.embedding.cache import CachedEncoder, VectorStore
from interviewer.embedding.model import Vectors, english_words
from interviewer.retrieval.chroma_index import DamagedIndex, Progress, build, drop, open_chroma, published_fault
from interviewer.retrieval.exact import ExactIndex
from interviewer.retrieval.search import EVERYTHING, DenseIndex, Filter, QuestionHit, Searcher
from interviewer.retrieval.units import Unit, UnitKind, fingerprint, reference_passages, units_of, whole_text

logger = logging.getLogger("interviewer.retrieval")


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What there is to be indexed, how many of its texts have no vector yet, and why the index is not `current`."""

    units: int
    questions: int
    paraphrases: int
    passages: int
    vectors_missing: int
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

    def search(self, query: str, count: int, which: Filter = EVERYTHING) -> list[QuestionHit]:
        """Return the nearest questions by words and meaning; waits for the model. Raises EmbeddingUnavailable."""
        self.open_dense()
        return self.searcher.search_questions(query, count, which)

    def questions_about(self, topic: str, count: int, question_ids: set[str]) -> list[str]:
        """Return ids of questions about a free-text topic, best first; by words alone while the model loads."""
        hits = self.searcher.search_questions(topic, count, Filter(question_ids=question_ids))
        return [hit.question_id for hit in hits]

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
        """Load the model and open the index, building it where it is missing."""
        with self._opening:
            if self._dense is None:
                units = self.searcher.units
                vectors = self._cached.encode([unit.text for unit in units])
                exact = ExactIndex(vectors)
                self._dense = self._open(units, vectors) or exact
                self.searcher.add_dense(self._dense, self._encode_query, exact)

    def rebuild(self, encoding: Progress, building: Progress) -> IndexStatus:
        """Drop the index and build it anew from the bank and the passages; texts encoded before are not encoded again.

        Raises EmbeddingUnavailable, and StorageError where the index cannot be written.
        """
        units = self.searcher.units
        with self._opening:
            vectors = self._cached.encode([unit.text for unit in units], encoding)
            name = fingerprint(units, self.encoder.identity)
            try:
                drop(self._home)
                if units:
                    build(self._home, name, units, vectors, building)
            except OSError as error:
                raise StorageError(f"The search index in {self._home} cannot be rebuilt: {error}.") from error
        return self.status()

    def status(self) -> IndexStatus:
        """Return what there is to be indexed and whether the index holds it; loads no model."""
        units = self.searcher.units
        kinds = Counter(unit.kind for unit in units)
        fault = published_fault(self._home, fingerprint(units, self.encoder.identity), units)
        return IndexStatus(
            units=len(units),
            questions=kinds["question"],
            paraphrases=kinds["paraphrase"],
            passages=kinds["passage"],
            vectors_missing=self._cached.missing([unit.text for unit in units]),
            model=self.encoder.identity,
            folder=str(self._home),
            current=fault is None,
            fault=fault,
        )

    def close(self) -> None:
        """Let go of the index's files."""
        if self._dense is not None:
            self._dense.close()

    def _encode_query(self, query: str) -> Vectors:
        vector: Vectors = self.encoder.encode([query])[0]
        return vector

    def _open(self, units: Sequence[Unit], vectors: Vectors) -> DenseIndex | None:
        name = fingerprint(units, self.encoder.identity)
        try:
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
