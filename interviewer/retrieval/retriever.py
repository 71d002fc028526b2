"""The one LangChain retriever: what the program searches with, and whoever else builds on LangChain.

Two calls go past it to the `Searcher` that it wraps: planning for a topic, and the passage that demands a key point.
They come before the first question is shown, and importing LangChain would hold that up (docs/measurements.md).
"""

from dataclasses import asdict, dataclass
from typing import Literal

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langsmith import tracing_context
from pydantic import ConfigDict

from interviewer.retrieval.search import BOTH, EVERYTHING, Filter, Half, Searcher
from interviewer.retrieval.units import Unit


@dataclass(frozen=True, slots=True)
class FoundQuestion:
    """A question that was found; `score` and `cosine` as in `QuestionHit`."""

    question_id: str
    score: float
    cosine: float | None


class HybridRetriever(BaseRetriever):
    """Returns units as Documents, best first, their metadata naming question, source, difficulty and lines.

    With `finds="questions"` each question comes once, by its best unit. `halves` are those that search for questions.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    k: int = 5
    which: Filter = EVERYTHING
    finds: Literal["units", "questions"] = "units"
    halves: frozenset[Half] = BOTH

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - the signature is LangChain's
    ) -> list[Document]:
        if self.finds == "questions":
            found = self.searcher.search_questions(query, self.k, self.which, halves=self.halves)
            return [_document(hit.unit, score=hit.score, cosine=hit.cosine) for hit in found]
        return [_document(hit.unit, score=hit.score) for hit in self.searcher.search(query, self.k, self.which)]


def questions_found(
    searcher: Searcher, query: str, count: int, which: Filter = EVERYTHING, *, halves: frozenset[Half] = BOTH
) -> list[FoundQuestion]:
    """Return the best questions by the retriever, best first; whatever the environment says, nothing is traced."""
    retriever = HybridRetriever(searcher=searcher, k=count, which=which, finds="questions", halves=halves)
    with tracing_context(enabled=False):
        told = [document.metadata for document in retriever.invoke(query)]
    return [FoundQuestion(one["question_id"], one["score"], one["cosine"]) for one in told]


def _document(unit: Unit, **measures: float | None) -> Document:
    fields = asdict(unit)
    text, unit_id = fields.pop("text"), fields.pop("id")
    return Document(id=unit_id, page_content=text, metadata={"unit_id": unit_id} | fields | measures)
