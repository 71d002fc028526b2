"""The search as a LangChain retriever, for whoever builds on LangChain."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from interviewer.retrieval.search import EVERYTHING, Filter, Searcher


class HybridRetriever(BaseRetriever):
    """Returns units as Documents, best first, their metadata naming question, source and lines."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    k: int = 5
    which: Filter = EVERYTHING

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - the signature is LangChain's
    ) -> list[Document]:
        return [
            Document(
                page_content=hit.unit.text,
                metadata={
                    "unit_id": hit.unit.id,
                    "kind": hit.unit.kind,
                    "question_id": hit.unit.question_id,
                    "track": hit.unit.track,
                    "topic": hit.unit.topic,
                    "source": hit.unit.source,
                    "document": hit.unit.document,
                    "first_line": hit.unit.first_line,
                    "last_line": hit.unit.last_line,
                    "score": hit.score,
                },
            )
            for hit in self.searcher.search(query, self.k, self.which)
        ]
