"""A chat model at our own port that says what a test wrote, in order, and fails when its script has run out."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import pytest
from pydantic import BaseModel

from interviewer.domain.errors import ModelError
from interviewer.llm.counting import most_tokens, tokens_of
from interviewer.llm.local_model import MOST_TOKENS, WITHIN, Reply, Said


@dataclass(frozen=True, slots=True)
class Asked:
    """One call as it was made."""

    messages: tuple[Said, ...]
    most: int
    within: float
    schema: type[BaseModel] | None


@dataclass(slots=True)
class ScriptedChat:
    """Each line of the script answers one call: its text, word by word, or the error that it ends with."""

    script: list[str | ModelError]
    name: str = "scripted"
    asked: list[Asked] = field(default_factory=list)

    def stream(
        self,
        messages: Sequence[Said],
        *,
        most: int = MOST_TOKENS,
        within: float = WITHIN,
        schema: type[BaseModel] | None = None,
    ) -> Generator[Reply]:
        """Yield the next line of the script, cut off behind `most` words."""
        self.asked.append(Asked(tuple(messages), most, within, schema))
        if not self.script:
            pytest.fail(f"the script has run out; asked for: {messages[-1].content}")
        line = self.script.pop(0)
        if isinstance(line, ModelError):
            raise line
        words = line.split(" ")
        for place, word in enumerate(words[:most]):
            yield Reply(f" {word}" if place else word, "", 0, 0)
        yield Reply("", "length" if len(words) > most else "stop", most_tokens(messages), tokens_of(line))

    def complete(
        self,
        messages: Sequence[Said],
        *,
        most: int = MOST_TOKENS,
        within: float = WITHIN,
        schema: type[BaseModel] | None = None,
    ) -> Reply:
        """Return the next line of the script as a whole."""
        parts = list(self.stream(messages, most=most, within=within, schema=schema))
        last = parts[-1]
        return Reply("".join(part.text for part in parts), last.finish, last.prompt_tokens, last.reply_tokens)
