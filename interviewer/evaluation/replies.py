"""Keeps a chat model's replies on disk with the time that each took, so that a run over a slow model resumes."""

import contextlib
import hashlib
import json
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import BaseModel

from interviewer.domain.codec import from_plain, to_plain
from interviewer.domain.errors import ModelError, ModelUnavailable
from interviewer.evaluation.cache import file_name
from interviewer.evaluation.kept import KeptLines
from interviewer.llm.local_model import MOST_TOKENS, WITHIN, Reply, Said
from interviewer.llm.port import Chat

_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a reply, `seconds` after the call; None where the time was over before the reply was whole."""

    reply: Reply | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Parts:
    """A reply to its end, or to the end of the time."""

    parts: tuple[Part, ...]

    @property
    def whole(self) -> bool:
        """Whether there is nothing to be had by asking again."""
        last = self.parts[-1].reply if self.parts else None
        return bool(self.parts) and (last is None or bool(last.finish))

    def serves(self, within: float) -> bool:
        """Whether this is what a call with so much time gets: one that was cut off sooner is not."""
        return self.whole and (self.parts[-1].reply is not None or self.parts[-1].seconds >= within)


class KeptChat:
    """A `Chat` that asks another only for what no earlier run has asked, and says again when each part came.

    A reply is read to its end even where its reader has had enough, so that another reader finds it whole. One that
    did not come in time is kept too: the next run would wait for it in vain. Any other failure is asked again.
    """

    def __init__(
        self,
        chat: Chat,
        identity: str,
        folder: Path,
        *,
        patience: float = 0.0,
        fresh: bool = False,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        """`identity` changes whenever replies may; `patience`: seconds for a call, where its own are fewer."""
        self.name = chat.name
        self.waited = 0.0
        """Seconds that the reader of the latest reply waited for what they took of it."""
        self.spared = False
        """Whether they were spared this wait, because the reply was kept."""
        self._chat, self._patience, self._timer = chat, patience, timer
        digits = hashlib.sha256(identity.encode()).hexdigest()[:_DIGITS]
        file = folder / f"replies-{file_name(chat.name)}-{digits}.jsonl"
        self._kept = KeptLines(file, "reply", lambda plain: from_plain(Parts, plain), to_plain)
        if fresh:
            self._kept.known.clear()

    def stream(
        self,
        messages: Sequence[Said],
        *,
        most: int = MOST_TOKENS,
        within: float = WITHIN,
        schema: type[BaseModel] | None = None,
    ) -> Generator[Reply]:
        """Yield a reply as it is made, or at once as it was made. Raises ModelError."""
        limit = max(within, self._patience)
        key = _key(messages, most, schema)
        known = self._kept.known.get(key)
        self.spared = known is not None and known.serves(limit)
        if known is not None and self.spared:
            yield from self._told(iter(known.parts), limit)
            return
        taken: list[Part] = []
        source = self._asked(messages, most, limit, schema, taken)
        try:
            yield from self._told(source, limit)
        finally:
            with contextlib.suppress(ModelError):
                for _ in source:
                    pass
            if (found := Parts(tuple(taken))).whole:
                self._kept.add({key: found})

    def complete(
        self,
        messages: Sequence[Said],
        *,
        most: int = MOST_TOKENS,
        within: float = WITHIN,
        schema: type[BaseModel] | None = None,
    ) -> Reply:
        """Return a whole reply. Raises ModelError."""
        parts = list(self.stream(messages, most=most, within=within, schema=schema))
        last = parts[-1]
        return Reply("".join(part.text for part in parts), last.finish, last.prompt_tokens, last.reply_tokens)

    def _told(self, parts: Iterator[Part], limit: float) -> Iterator[Reply]:
        self.waited = 0.0
        for part in parts:
            self.waited = min(part.seconds, limit)
            if part.reply is None or part.seconds > limit:
                raise ModelUnavailable(f"{self.name} gave no whole reply within {limit:g} s.")
            yield part.reply

    def _asked(
        self, messages: Sequence[Said], most: int, within: float, schema: type[BaseModel] | None, taken: list[Part]
    ) -> Iterator[Part]:
        began = self._timer()
        try:
            for reply in self._chat.stream(messages, most=most, within=within, schema=schema):
                taken.append(Part(reply, round(self._timer() - began, 3)))
                yield taken[-1]
        except ModelError:
            seconds = self._timer() - began
            if seconds < within:
                raise
            taken.append(Part(None, round(seconds, 3)))
            yield taken[-1]


def _key(messages: Sequence[Said], most: int, schema: type[BaseModel] | None) -> str:
    form = schema.model_json_schema() if schema else None
    asked = {"messages": [asdict(one) for one in messages], "most": most, "schema": form}
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
