"""The port to a chat model: what the rest of the program asks for, whoever answers."""

from collections.abc import Generator, Sequence
from typing import Protocol

from pydantic import BaseModel

from interviewer.llm.local_model import MOST_TOKENS, WITHIN, Reply, Said


class Chat(Protocol):
    """A chat model. Whatever goes wrong is a ModelError, whose message is one line for a person."""

    @property
    def name(self) -> str:
        """`local`, or `provider:model`: what is stored and shown beside its words."""
        ...

    def stream(
        self,
        messages: Sequence[Said],
        *,
        most: int = MOST_TOKENS,
        within: float = WITHIN,
        schema: type[BaseModel] | None = None,
    ) -> Generator[Reply]:
        """Yield a reply as it is made; the last part has `finish` and the counts. Closing it breaks the reply off.

        At most `most` tokens and `within` seconds. A `schema` is asked of the host where it knows how; the reply may
        still be anything. Raises ModelError, after some parts too.
        """
        ...

    def complete(
        self,
        messages: Sequence[Said],
        *,
        most: int = MOST_TOKENS,
        within: float = WITHIN,
        schema: type[BaseModel] | None = None,
    ) -> Reply:
        """Return a whole reply. Raises ModelError."""
        ...
