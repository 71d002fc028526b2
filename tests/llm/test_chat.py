"""The local model through LangChain."""

import pytest
from langchain_core.messages import HumanMessage, SystemMessage, ToolMessage

from interviewer.domain.errors import PromptTooLong, UsageError
from interviewer.llm.chat import LocalChat
from interviewer.llm.local_model import LocalModel

ASKED = [SystemMessage("You are brief."), HumanMessage("Name a colour.")]


def test_it_answers_whole_and_in_parts_alike(local: LocalModel) -> None:
    chat = LocalChat(local=local, most=10)
    whole = chat.invoke(ASKED)
    parts = list(chat.stream(ASKED))
    assert len(parts) > 3
    assert "".join(str(part.text) for part in parts) == whole.text
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["output_tokens"] <= 10
    assert whole.response_metadata["finish_reason"] in {"stop", "length"}
    assert parts[-1].usage_metadata == whole.usage_metadata or parts[-2].usage_metadata == whole.usage_metadata


def test_what_it_cannot_do_is_an_error(local: LocalModel) -> None:
    chat = LocalChat(local=local, most=5)
    with pytest.raises(UsageError, match="tools"):
        chat.invoke(ASKED, tools=[])
    with pytest.raises(UsageError, match="tool"):
        chat.invoke([ToolMessage("4", tool_call_id="1")])
    with pytest.raises(PromptTooLong):
        chat.invoke("word " * 1_000)
