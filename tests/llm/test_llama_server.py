"""A real model on a real host: llama.cpp's OpenAI-compatible server, through LangChain's client."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field

from interviewer.domain.errors import ModelError
from interviewer.domain.question import KeyPoint
from interviewer.embedding.model import MiniLM
from interviewer.grading import FastEngine, GradeRequest
from interviewer.grading.chat_judge import ChatJudge, Source
from interviewer.grading.judge import JudgeEngine
from interviewer.llm.consent import Consents
from interviewer.llm.counting import least_tokens, most_tokens
from interviewer.llm.local_model import LocalModel, Said
from interviewer.llm.opening import open_chat
from interviewer.llm.port import Chat
from interviewer.llm.spending import Spending
from interviewer.llm.structured import Parsed, Unscored, ask, read_forms
from tests.llm.conftest import WINDOW

ROOT = Path(__file__).parents[2]
SERVED = 2 * WINDOW
"""Tokens of context: a judge's prompt about one key point takes some 500."""
ASKED = [Said("system", "You are brief."), Said("user", "Name a colour.")]
pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.usefixtures("local_network")]


class Colour(BaseModel):
    """What is asked for."""

    model_config = ConfigDict(extra="forbid")

    colour: str = Field(max_length=20)
    warm: bool


@pytest.fixture(scope="module")
def served(small_gguf: Path) -> Iterator[str]:
    """The address of the server, with the plumbing model and a small window."""
    command = [sys.executable, str(Path(__file__).with_name("llama_server.py")), str(small_gguf), str(SERVED)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        yield f"{address}/v1"
        server.kill()


def never() -> LocalModel:
    """Fail: the local model is not asked for."""
    pytest.fail("the local model was asked for")


@pytest.fixture
def chat(served: str, tmp_path: Path) -> Chat:
    """The chat model on that server."""
    consents = Consents(tmp_path / "hosts.json")
    consents.give(served.split("/")[2], "2026-01-01")
    return open_chat("openai:small", local=never, consents=consents, spending=Spending(), base_url=served)


def test_it_answers_whole_and_in_parts_alike_and_heeds_the_limit(chat: Chat) -> None:
    whole = chat.complete(ASKED, most=8)
    assert 0 < whole.reply_tokens <= 8
    assert "".join(part.text for part in chat.stream(ASKED, most=8)) == whole.text


def test_its_grammar_makes_even_a_small_model_reply_in_form(chat: Chat) -> None:
    reply = ask(chat, ASKED, Colour, read_forms(ROOT / "prompts"), most=60)
    assert isinstance(reply, Parsed)
    assert reply.note is None
    assert len(reply.value.colour) <= 20


def test_a_prompt_beyond_its_window_is_no_score_and_the_next_one_is_answered(chat: Chat) -> None:
    long = [*ASKED[:1], Said("user", "A lock is held by one thread. " * SERVED)]
    reply = ask(chat, long, Colour, read_forms(ROOT / "prompts"), most=20)
    assert isinstance(reply, Unscored)
    assert chat.complete(ASKED, most=4).text


def test_it_judges_in_form_and_what_it_says_is_checked(chat: Chat, minilm: MiniLM) -> None:
    point = KeyPoint("newest", 1, "The newest element is removed first.")
    said = "A stack removes the newest element first."
    request = GradeRequest("What is a stack?", said, (point,), (), "It gives back the element that came last.")
    judge = ChatJudge(Source(chat.name, "http://127.0.0.1", lambda: chat), ROOT / "prompts")
    [grade] = JudgeEngine("judge:openai:small", FastEngine(minilm), judge).grade([request])
    assert grade.judging is not None
    if grade.judging.failed:  # a busy machine may not answer in time
        assert "time" in grade.judging.failed
        assert grade.engine == "fast"
        return
    assert grade.judging.prompt_tokens > 300
    assert grade.engine == "judge:openai:small"
    assert all(one.quote is None or one.quote.verified_in(request.answer) for one in grade.key_points)


def test_the_same_weights_behind_the_same_port_without_a_host(local: LocalModel, tmp_path: Path) -> None:
    spending = Spending()
    chat = open_chat("local", local=lambda: local, consents=Consents(tmp_path / "hosts.json"), spending=spending)
    whole = chat.complete(ASKED, most=8)
    assert (chat.name, 0 < whole.reply_tokens <= 8) == ("local", True)
    assert "".join(part.text for part in chat.stream(ASKED, most=8)) == whole.text
    stream = chat.stream(ASKED, most=100)
    next(stream)
    stream.close()
    assert chat.complete(ASKED, most=8) == whole
    reply = ask(chat, ASKED, Colour, read_forms(ROOT / "prompts"), most=60)
    assert isinstance(reply, Parsed)
    assert reply.note is None
    with pytest.raises(ModelError, match="room"):
        chat.complete([Said("user", "word " * WINDOW)])
    assert spending.prompt_tokens > 0


def test_tokens_are_between_their_bounds(local: LocalModel) -> None:
    [file] = (ROOT / "corpus").rglob("batch-norm-train-vs-inference.md")
    said = [Said("user", file.read_text("utf-8")[:900])]
    counted = local.complete(said, most=1).prompt_tokens
    assert least_tokens(said) <= counted <= most_tokens(said) + 40  # this model's template says a sentence of its own
