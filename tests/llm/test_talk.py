"""A chat model on a host, through LangChain's own client and real HTTP: words, limits, and every way of failing."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from langchain_core.tracers.langchain import wait_for_all_tracers
from pydantic import BaseModel

from interviewer.domain.errors import BudgetSpent, ModelError, ModelUnavailable, NotAgreed, PromptTooLong
from interviewer.llm.consent import Consents
from interviewer.llm.hosts import call_options, chat_model
from interviewer.llm.local_model import LocalModel, Said
from interviewer.llm.opening import open_chat
from interviewer.llm.providers import endpoint_of
from interviewer.llm.spending import Spending
from interviewer.llm.talk import MOST_PROMPT, PAUSES, Talker
from tests.llm.conftest import CANARY, OWN_CANARY
from tests.llm.host import Breaks, Fails, Garbage, Host, Says, Silence, Turn, serving

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.usefixtures("local_network")]
ASKED = [Said("system", "You are brief."), Said("user", "What is a mutex?")]


class Colour(BaseModel):
    """What a host is asked for."""

    colour: str


class Room:
    """A host with a script, and the chat model that talks to it."""

    def __init__(self, host: Host, chat: Talker, spending: Spending, waited: list[float]) -> None:
        self.host, self.chat, self.spending, self.waited = host, chat, spending, waited


Open = Callable[..., Room]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Open]:
    """Open a room for a script."""
    with ExitStack() as stack:

        def opened(*script: Turn, agreed: bool = True, url: str = "", spending: Spending | None = None) -> Room:
            host = stack.enter_context(serving(*script))
            consents = Consents(tmp_path / "hosts.json")
            if agreed:
                consents.give((url or host.url).split("/")[2], "2026-01-01")
            spent, waited = spending or Spending(), list[float]()
            chat = open_chat(
                "openai:small",
                local=no_local_model,
                consents=consents,
                spending=spent,
                base_url=url or host.url,
                pause=waited.append,
            )
            return Room(host, chat, spent, waited)

        yield opened


def no_local_model() -> LocalModel:
    """Fail: no test here is about the local model."""
    pytest.fail("the local model was asked for")


def test_it_answers_whole_and_in_parts_alike(room: Open) -> None:
    opened = room(Says("A lock, in two parts."), Says("A lock, in two parts."))
    whole = opened.chat.complete(ASKED, most=20)
    assert (whole.text, whole.finish, whole.reply_tokens) == ("A lock, in two parts.", "stop", 7)
    parts = list(opened.chat.stream(ASKED, most=20))
    assert [part.text for part in parts] == ["A lock, in t", "wo parts.", ""]
    assert opened.chat.name == "openai:small"
    first = opened.host.asked[0]
    assert [one["role"] for one in first["messages"]] == ["system", "user"]
    assert (first["max_tokens"], first["temperature"], first["model"]) == (20, 0, "small")
    assert "response_format" not in first


def test_only_the_key_for_a_named_host_goes_there(room: Open) -> None:
    opened = room(Says("A lock."))
    opened.chat.complete(ASKED)
    assert opened.host.headers[0]["authorization"] == f"Bearer {OWN_CANARY}"
    assert CANARY not in json.dumps(opened.host.headers)


def test_nothing_is_sent_before_the_person_agrees(room: Open) -> None:
    opened = room(Says("A lock."), agreed=False)
    with pytest.raises(NotAgreed, match="interviewer models agree openai:small"):
        opened.chat.complete(ASKED)
    assert opened.host.paths == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_fault_is_tried_again(room: Open, status: int) -> None:
    opened = room(Fails(status), Fails(status), Says("A lock."))
    assert opened.chat.complete(ASKED).text == "A lock."
    assert opened.waited == list(PAUSES)


@pytest.mark.parametrize("status", [429, 500])
def test_it_is_tried_three_times_at_most(room: Open, status: int) -> None:
    opened = room(*[Fails(status)] * 5)
    with pytest.raises(ModelUnavailable, match=str(status)):
        opened.chat.complete(ASKED)
    assert len(opened.host.asked) == 1 + len(PAUSES)
    assert opened.spending.tokens == 0


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, "refused the key.*Check INTERVIEWER_MODEL_KEY"), (403, "does not allow"), (404, "not there")],
)
def test_a_lasting_fault_is_not_tried_again(room: Open, status: int, said: str) -> None:
    opened = room(Fails(status), Says("never"))
    with pytest.raises(ModelUnavailable, match=said) as caught:
        opened.chat.complete(ASKED)
    assert len(opened.host.asked) == 1
    assert_one_plain_line(caught.value)


def assert_one_plain_line(error: ModelError) -> None:
    """The message is one line that repeats nothing of the host's, and nothing else hangs on it."""
    said = str(error)
    assert "\n" not in said
    assert OWN_CANARY not in said
    assert "repeats" not in said
    assert error.__cause__ is None
    assert error.__context__ is None


def test_a_host_that_refuses_wishes_is_asked_plainly_from_then_on(room: Open) -> None:
    opened = room(Fails(400), Says("A lock."), Says("A lock."))
    assert opened.chat.complete(ASKED).text == "A lock."
    opened.chat.complete(ASKED)
    assert ["temperature" in one for one in opened.host.asked] == [True, False, False]


def test_a_host_that_refuses_everything_is_given_up(room: Open) -> None:
    opened = room(Fails(400), Fails(400), Says("never"))
    with pytest.raises(ModelUnavailable, match="refused the request"):
        opened.chat.complete(ASKED)
    assert len(opened.host.asked) == 2


@pytest.mark.parametrize("turn", [Breaks(), Breaks(clean=True), Garbage(), Says("A lock.", finish=None)])
def test_a_reply_that_breaks_off_before_any_word_is_asked_for_again(room: Open, turn: Turn) -> None:
    if isinstance(turn, Says):
        turn = Says("", finish=None)
    opened = room(turn, Says("A lock."))
    assert opened.chat.complete(ASKED).text == "A lock."
    assert len(opened.host.asked) == 2


@pytest.mark.parametrize("turn", [Breaks("A lo"), Breaks("A lo", clean=True), Says("A lock.", finish=None)])
def test_a_reply_that_breaks_off_later_is_never_begun_anew(room: Open, turn: Turn) -> None:
    opened = room(turn, Says("never"))
    shown = list[str]()
    with pytest.raises(ModelUnavailable, match=r"broke off|hung up") as caught:
        shown.extend(part.text for part in opened.chat.stream(ASKED))
    assert "".join(shown).startswith("A lo")
    assert len(opened.host.asked) == 1
    assert opened.spending.tokens > 0
    assert_one_plain_line(caught.value)


def test_a_host_that_is_not_there(room: Open) -> None:
    opened = room(url="http://127.0.0.1:9/v1")  # the discard service, which nobody runs
    with pytest.raises(ModelUnavailable, match="cannot be reached") as caught:
        opened.chat.complete(ASKED)
    assert len(opened.waited) == len(PAUSES)
    assert_one_plain_line(caught.value)


@pytest.mark.parametrize("turn", [Silence(), Says("x", size=1, pause=0.05, forever=True, finish=None)])
def test_time_is_bounded_whether_the_host_is_silent_or_drips(room: Open, turn: Turn) -> None:
    opened = room(turn)
    with pytest.raises(ModelUnavailable, match="in time"):
        opened.chat.complete(ASKED, within=0.4)
    assert len(opened.host.asked) == 1
    assert opened.spending.tokens > 0


def test_a_pause_that_leaves_no_time_is_not_made(room: Open) -> None:
    opened = room(Fails(500), Says("never"))
    with pytest.raises(ModelUnavailable, match="500"):
        opened.chat.complete(ASKED, within=PAUSES[0] / 2)
    assert opened.waited == []


def test_a_runaway_is_broken_off(room: Open) -> None:
    opened = room(Says("\n" * 400, forever=True))
    with pytest.raises(ModelUnavailable, match="did not stop after 10 tokens"):
        opened.chat.complete(ASKED, most=10)


def test_a_caller_who_has_heard_enough_is_free_at_once_and_what_came_is_counted(room: Open) -> None:
    opened = room(Says("word ", size=5, pause=0.02, forever=True))
    stream = opened.chat.stream(ASKED)
    assert next(stream).text == "word "
    began = time.monotonic()
    stream.close()
    assert time.monotonic() - began < 5
    assert opened.spending.reply_tokens > 0


def test_a_host_that_drops_the_front_of_the_prompt_is_found_out(room: Open) -> None:
    long = [Said("system", "The rubric. " * 300), Said("user", "The answer. " * 300)]
    opened = room(Says("Full marks.", tokens=700), Says("Full marks.", tokens=None), Says("Fine.", tokens=1500))
    with pytest.raises(ModelUnavailable, match="read 700 tokens of a prompt of at least 1080"):
        opened.chat.complete(long)
    with pytest.raises(ModelUnavailable, match="does not say how much"):
        opened.chat.complete(long)
    assert opened.chat.complete(long).text == "Fine."


def test_a_prompt_beyond_the_limit_is_not_sent(room: Open) -> None:
    opened = room(Says("never"))
    with pytest.raises(PromptTooLong):
        opened.chat.complete([Said("user", "word " * MOST_PROMPT)])
    assert opened.host.paths == []


def test_a_refusal_is_no_answer(room: Open) -> None:
    opened = room(Says("I", finish="content_filter"))
    with pytest.raises(ModelUnavailable, match="declined to answer"):
        opened.chat.complete(ASKED)


def test_the_cap_stops_the_next_call_before_it_is_sent(room: Open) -> None:
    opened = room(Says("A lock.", tokens=80), Says("never"), spending=Spending(cap_tokens=120))
    opened.chat.complete(ASKED, most=20)
    assert opened.spending.tokens == 87
    with pytest.raises(BudgetSpent, match="cap of 120 tokens"):
        opened.chat.complete(ASKED, most=20)
    assert len(opened.host.asked) == 1


def test_no_variable_sends_a_copy_elsewhere(room: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = room(Says("A lock."))
    root = opened.host.url.removesuffix("/v1")
    for name, value in (
        ("LANGSMITH_TRACING", "true"),
        ("LANGCHAIN_TRACING_V2", "true"),
        ("LANGSMITH_ENDPOINT", root),
        ("LANGSMITH_API_KEY", "x"),
        ("LANGSMITH_GATEWAY", "true"),
        ("OPENAI_BASE_URL", f"{root}/elsewhere"),
    ):
        monkeypatch.setenv(name, value)
    opened.chat.complete(ASKED)
    wait_for_all_tracers()
    assert opened.host.paths == ["/v1/chat/completions"]


@pytest.mark.parametrize(
    ("spec", "names"),
    [
        ("openai:m", {"temperature", "max_tokens", "extra_body"}),
        ("anthropic:m", {"temperature", "max_tokens", "response_format"}),
        ("google-genai:m", {"temperature", "max_output_tokens", "response_mime_type", "response_json_schema"}),
        ("ollama:m", {"options", "format"}),
    ],
)
def test_each_package_is_asked_in_its_own_words(spec: str, names: set[str]) -> None:
    endpoint = endpoint_of(spec, None, {})
    full = call_options(endpoint, 20, Colour, plain=False)
    assert set(full) == names
    assert '"colour"' in json.dumps(full)
    plain = json.dumps(call_options(endpoint, 20, Colour, plain=True))
    assert "20" in plain
    assert "temperature" not in plain
    assert "colour" not in plain


def test_a_provider_s_own_variables_name_host_and_key(room: Open) -> None:
    opened = room(Says("A lock."))
    environment = {"OPENAI_BASE_URL": opened.host.url, "OPENAI_API_KEY": CANARY, "INTERVIEWER_MODEL_KEY": OWN_CANARY}
    endpoint = endpoint_of("openai:small", None, environment)
    list(chat_model(endpoint).stream("hello"))
    assert opened.host.headers[0]["authorization"] == f"Bearer {CANARY}"
