"""The local model through LangChain."""

from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage, SystemMessage, ToolMessage

from interviewer.domain.errors import ModelUnavailable, PromptTooLong, UsageError
from interviewer.llm.chat import LocalChat
from interviewer.llm.consent import Consents
from interviewer.llm.local_model import LocalModel, Said
from interviewer.llm.opening import open_chat
from interviewer.llm.spending import Spending

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


def test_a_late_reply_is_broken_off_and_the_model_stays(local: LocalModel, tmp_path: Path) -> None:
    local.start()
    before = local.pid
    chat = open_chat("local", local=lambda: local, consents=Consents(tmp_path / "hosts.json"), spending=Spending())
    for _ in range(4):  # three failures in a row would be the last
        with pytest.raises(ModelUnavailable, match="did not answer in time"):
            chat.complete([Said("user", "Tell me a long story.")], most=400, within=0.02)
    assert chat.complete([Said("user", "Name a colour.")], most=5).text
    assert local.pid == before
