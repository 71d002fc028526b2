"""The bench for search: which questions are found, which of them are planned, and what Chroma misses."""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from interviewer.bank.load import Bank
from interviewer.domain.question import Question
from interviewer.embedding.model import Vectors
from interviewer.evaluation.index_recall import IndexRecall, index_recall, padded
from interviewer.evaluation.planning import Planning, measure_planning
from interviewer.evaluation.retrieval import (
    METHODS,
    Part,
    RetrievalScore,
    first_ranks,
    read_queries,
    read_unrelated,
    score,
)
from interviewer.retrieval.library import Library


@dataclass(frozen=True, slots=True)
class SearchBench:
    """What measuring search takes. `library_of` makes a library of questions that writes nothing."""

    bank: Bank
    library_of: Callable[[Sequence[Question]], Library]

    def retrieval(self, samples: Path, part: Part, unrelated: Path | None = None) -> dict[str, RetrievalScore]:
        """Return what each method reaches on a part of the sample queries. Raises UsageError for a faulty file.

        `unrelated` names a file of questions of other fields, one a line, that stand in the index beside the bank.
        """
        queries = [one for one in read_queries(samples, (q.id for q in self._bundled)) if one.part == part]
        library = self._library(unrelated)
        try:
            library.open_dense()
            ranks = {name: first_ranks(library.searcher, queries, halves) for name, halves in METHODS.items()}
        finally:
            library.close()
        return {name: score(found, queries) for name, found in ranks.items()}

    def planning(self, topics: Path, part: Part, count: int) -> Planning:
        """Return what interviews of `count` questions on free-text topics ask, as found and varied.

        Raises UsageError for a faulty file.
        """
        asked = [one for one in read_queries(topics, (q.id for q in self._bundled)) if one.part == part]
        library = self._library(None)
        try:
            return measure_planning(library, {one.id: one for one in self._bundled}, asked, count)
        finally:
            library.close()

    def index_recall(self, samples: Path, unrelated: Path | None = None, units: int | None = None) -> IndexRecall:
        """Return what share of the exactly nearest ten Chroma finds for the development queries, and how fast each is.

        `units`: fill up with noisy copies of vectors to as many. Raises UsageError for a faulty file.
        """
        queries = [one for one in read_queries(samples, (q.id for q in self._bundled)) if one.part == "dev"]
        library = self._library(unrelated)
        texts, vectors = padded(library.searcher.units, library.vectors(), units)
        asked: Vectors = np.stack([library.encode_query(one.query) for one in queries])
        with tempfile.TemporaryDirectory(prefix="index-recall-") as folder:
            return index_recall(texts, vectors, asked, Path(folder), time.perf_counter)

    @property
    def _bundled(self) -> tuple[Question, ...]:
        return tuple(question for question in self.bank.questions if question.bundled)

    def _library(self, unrelated: Path | None) -> Library:
        others = read_unrelated(unrelated) if unrelated else []
        return self.library_of((*self._bundled, *others))
