"""The encoder as LangChain's `Embeddings`, for whoever builds on LangChain."""

from langchain.embeddings import Embeddings

from interviewer.embedding.model import TextEncoder


class MiniLMEmbeddings(Embeddings):
    """all-MiniLM-L6-v2 from the installed package; 384 numbers a text, of length 1."""

    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector a text."""
        return [[float(number) for number in row] for row in self._encoder.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a query; the model treats queries and documents alike."""
        return self.embed_documents([text])[0]
