"""The local model as a LangChain chat model, for whatever in this program speaks through LangChain."""

from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, SystemMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, Field

from interviewer.domain.errors import UsageError
from interviewer.llm.local_model import MOST_TOKENS, WITHIN, LocalModel, Reply, Said


class _Limits(TypedDict):
    most: int
    within: float
    form: Mapping[str, object] | None


class LocalChat(BaseChatModel):
    """Speaks through the local model: the likeliest reply, at most `most` tokens in `within` seconds."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    local: LocalModel
    most: int = Field(default=MOST_TOKENS, ge=1, le=MOST_TOKENS)
    within: float = Field(default=WITHIN, gt=0, le=WITHIN)

    @property
    def _llm_type(self) -> str:
        return "local"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002 - the signature is the library's
        **kwargs: Any,
    ) -> ChatResult:
        reply = self.local.complete(_said(messages), stop=stop or (), **self._limits(kwargs))
        message = AIMessage(reply.text, usage_metadata=_usage(reply), response_metadata={"finish_reason": reply.finish})
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for part in self.local.stream(_said(messages), stop=stop or (), **self._limits(kwargs)):
            message = AIMessageChunk(content=part.text)
            if part.finish:
                message = AIMessageChunk(
                    content=part.text,
                    usage_metadata=_usage(part),
                    response_metadata={"finish_reason": part.finish},
                    chunk_position="last",
                )
            chunk = ChatGenerationChunk(message=message)
            if run_manager:
                run_manager.on_llm_new_token(part.text, chunk=chunk)
            yield chunk

    def _limits(self, options: dict[str, Any]) -> _Limits:
        """Return a call's limits. Any other option would be dropped in silence, so it is an error: tools above all."""
        unknown = sorted(set(options) - _Limits.__annotations__.keys())
        if unknown:
            raise UsageError(f"The local model has no option {', '.join(unknown)}.")
        most, within = options.get("most", self.most), options.get("within", self.within)
        return {"most": most, "within": within, "form": options.get("form")}


def _said(messages: list[BaseMessage]) -> list[Said]:
    return [_one(message) for message in messages]


def _one(message: BaseMessage) -> Said:
    if isinstance(message, SystemMessage):
        return Said("system", str(message.text))
    if isinstance(message, HumanMessage):
        return Said("user", str(message.text))
    if isinstance(message, AIMessage):
        return Said("assistant", str(message.text))
    raise UsageError(f"The local model knows no messages of type {message.type}.")


def _usage(reply: Reply) -> UsageMetadata:
    total = reply.prompt_tokens + reply.reply_tokens
    return UsageMetadata(input_tokens=reply.prompt_tokens, output_tokens=reply.reply_tokens, total_tokens=total)
