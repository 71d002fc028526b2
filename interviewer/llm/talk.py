"""A LangChain chat model behind our port: agreed to, capped, retried, checked, and never a stranger's exception."""

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, SystemMessage
from langchain_core.messages.ai import UsageMetadata, add_usage
from langsmith import tracing_context
from pydantic import BaseModel

from interviewer.domain.errors import ModelError, ModelUnavailable, PromptTooLong
from interviewer.llm.counting import least_tokens, most_tokens, tokens_of
from interviewer.llm.deadline import Bounded
from interviewer.llm.faults import Fault
from interviewer.llm.local_model import MOST_TOKENS, WITHIN, Reply, Said
from interviewer.llm.spending import Spending

MOST_PROMPT = 12_000
"""Tokens of a prompt, at most: eight thousand words, far more than a question, an answer and a reference take."""
PAUSES = (0.5, 2.0)
"""Seconds before the second and the third try. There is no fourth."""
_LONGEST_TOKEN = 16
"""Characters: a reply with more for each token that it was allowed has not heeded the limit."""
_FINISHES = {"stop": "stop", "end_turn": "stop", "stop_sequence": "stop", "length": "length", "max_tokens": "length"}
_REASONS = ("finish_reason", "stop_reason", "done_reason")
_MESSAGES: Mapping[str, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}


@dataclass(frozen=True, slots=True)
class Wire:
    """A LangChain model and what differs between hosts.

    `options` are one call's, for a limit on tokens, one on seconds, a schema and whether to ask plainly; `agree` raises
    NotAgreed where nothing may be sent.
    """

    name: str
    model: BaseChatModel
    options: Callable[[int, float, type[BaseModel] | None, bool], dict[str, Any]]
    fault: Callable[[Exception], Fault]
    agree: Callable[[], None]


@dataclass(slots=True)
class _Call:
    """One call as it goes on, with what it has used."""

    messages: Sequence[Said]
    most: int
    until: float
    schema: type[BaseModel] | None
    expected: int
    prompt_tokens: int = 0
    reply_tokens: int = 0
    shown: int = 0


class Unfinished(Exception):
    """A reply ended without saying that it has ended."""


class Talker:
    """A `Chat` over a LangChain model. Safe in threads."""

    def __init__(self, wire: Wire, spending: Spending, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._wire = wire
        self._pause = pause
        self._plain = False
        self.spending = spending

    @property
    def name(self) -> str:
        """`local`, or `provider:model`."""
        return self._wire.name

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

    def stream(
        self,
        messages: Sequence[Said],
        *,
        most: int = MOST_TOKENS,
        within: float = WITHIN,
        schema: type[BaseModel] | None = None,
    ) -> Generator[Reply]:
        """Yield a reply as it is made; the last part has `finish` and the counts. Raises ModelError.

        A try is repeated only while nothing of it has been handed on.
        """
        self._wire.agree()
        call = _Call(messages, most, time.monotonic() + min(within, WITHIN), schema, most_tokens(messages))
        if call.expected > MOST_PROMPT:
            raise PromptTooLong(
                f"The prompt takes up to {call.expected} tokens; {MOST_PROMPT} are the limit. Nothing was cut."
            )
        self.spending.hold(call.expected, most)
        try:
            yield from self._tries(call)
        finally:
            self.spending.settle((call.expected, most), (call.prompt_tokens, call.reply_tokens))

    def _tries(self, call: _Call) -> Iterator[Reply]:
        for wait in (*PAUSES, None):
            try:
                yield from self._once(call)
                return
            except ModelError:
                raise
            except Exception as error:  # noqa: BLE001 - the providers' packages share no base class
                fault = self._wire.fault(error)
            self._before_next(call, fault, wait)

    def _before_next(self, call: _Call, fault: Fault, wait: float | None) -> None:
        """Prepare the next try; or raise the fault's error, which has no stranger's exception behind it."""
        if fault.read and not call.shown:
            call.prompt_tokens += call.expected
        plainer = fault.plainer and not self._plain
        if call.shown or wait is None or not (fault.again or plainer):
            raise fault.error
        if plainer:
            self._plain = True
        elif time.monotonic() + wait >= call.until:
            raise fault.error
        else:
            self._pause(wait)

    def _once(self, call: _Call) -> Iterator[Reply]:
        left = max(0.0, call.until - time.monotonic())
        options = self._wire.options(call.most, left, call.schema, self._plain)
        usage, finish = None, ""
        for chunk in Bounded(lambda: _quietly(self._wire.model, call.messages, options), left):
            usage = add_usage(usage, chunk.usage_metadata) if chunk.usage_metadata else usage
            finish = next((str(chunk.response_metadata[r]) for r in _REASONS if chunk.response_metadata.get(r)), finish)
            text = str(chunk.text)
            if text:
                self._count(call, text)
                yield Reply(text, "", 0, 0)
        if not finish:
            raise Unfinished
        yield self._end(call, usage, finish.lower())

    def _count(self, call: _Call, text: str) -> None:
        """Count what came as if nothing more would. Raises ModelUnavailable for a reply that does not end."""
        if not call.shown:
            call.prompt_tokens += call.expected
        call.shown += len(text)
        call.reply_tokens += tokens_of(text)
        if call.shown > call.most * _LONGEST_TOKEN:
            raise ModelUnavailable(f"{self.name} did not stop after {call.most} tokens and was broken off.")

    def _end(self, call: _Call, usage: UsageMetadata | None, finish: str) -> Reply:
        """Return the last part. Raises ModelUnavailable where the prompt was not read as a whole, or for a refusal."""
        least = least_tokens(call.messages)
        if usage is None:
            raise ModelUnavailable(
                f"{self.name} does not say how much of the prompt it read, so its reply is not used."
            )
        prompt, reply = usage["input_tokens"], usage["output_tokens"]
        call.prompt_tokens, call.reply_tokens = prompt, reply
        if prompt < least:
            raise ModelUnavailable(
                f"{self.name} read {prompt} tokens of a prompt of at least {least}: it dropped a part, so its reply is "
                "not used. Give its server a larger context window."
            )
        if finish not in _FINISHES:
            raise ModelUnavailable(f"{self.name} declined to answer ({finish[:20]}).")
        return Reply("", _FINISHES[finish], prompt, reply)


def _quietly(model: BaseChatModel, messages: Sequence[Said], options: Mapping[str, Any]) -> Generator[AIMessageChunk]:
    """Stream without LangSmith's tracing, which a variable in the environment would turn on."""
    with tracing_context(enabled=False):
        yield from model.stream([_MESSAGES[one.role](one.content) for one in messages], **options)
