"""Naming a model on a host: what is said, what is asked, what is recorded, and that nothing is sent before."""

import json

import click
import pytest

from interviewer.cli.agreeing import check_named, disclose
from interviewer.config.paths import paths
from interviewer.config.settings import load
from interviewer.domain.errors import BudgetSpent, ModelUnavailable, UsageError
from interviewer.llm.consent import Consents
from interviewer.llm.providers import PROVIDERS, Provider, disclosure, endpoint_of
from interviewer.wiring import application
from interviewer.wiring_chat import Chats
from interviewer.wiring_llm import local_model
from tests.cli.commands import Shell

KEY = "canary-of-the-provider-7Qx"
HERE = "http://127.0.0.1:8099/v1"


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which no provider is set up."""
    for provider in PROVIDERS:
        for name in (*provider.keys, *provider.addresses):
            monkeypatch.delenv(name, raising=False)


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A person at a terminal, who answers each question with the next of these letters."""
    replies = list[str]()

    def confirm(text: str, err: bool = False) -> bool:
        assert text.endswith("?")
        assert err
        return replies.pop(0) == "y"

    monkeypatch.setattr("interviewer.cli.agreeing._can_ask", lambda: True)
    monkeypatch.setattr(click, "confirm", confirm)
    return replies


def chats(**flags: object) -> Chats:
    """Return what the program has of chat models with these settings."""
    return Chats(paths(), load(paths(), flags), lambda: local_model(paths()))


def statuses(shell: Shell) -> dict[str, dict[str, object]]:
    """Return what `models --json` says, by name."""
    result = shell("models", "--json")
    assert result.code == 0, result.err
    return {one["name"]: one for one in json.loads(result.out)["models"]}


def test_models_says_of_each_provider_what_is_missing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    found = statuses(shell)
    assert (found["openai"]["usable"], found["openai"]["host"]) == (False, "api.openai.com")
    assert "OPENAI_API_KEY" in str(found["openai"]["reason"])
    monkeypatch.setattr(Provider, "installed", property(lambda one: one.name == "openai"))
    assert "pip install 'mock-interviewer[anthropic]'" in str(statuses(shell)["anthropic"]["reason"])
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert statuses(shell)["openai"]["usable"] is True
    table = shell("models").out
    assert "nothing is sent before you agree" in table
    assert KEY not in table


def test_a_host_of_one_s_own_needs_no_key(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_MODEL", "openai:small")
    monkeypatch.setenv("INTERVIEWER_MODEL_BASE_URL", HERE)
    found = statuses(shell)["openai"]
    assert (found["usable"], found["host"], found["agreed"]) == (True, "127.0.0.1:8099", False)


@pytest.mark.parametrize(
    ("model", "code", "said"),
    [
        ("nobody:gpt", 2, "no model provider 'nobody'. Known: local, openai:MODEL"),
        ("openai", 2, "names no model"),
        ("openai:gpt", 1, "Set OPENAI_API_KEY"),
        ("local", 1, "interviewer models pull"),
    ],
)
def test_a_model_that_cannot_be_used_is_one_line_before_anything_begins(
    shell: Shell, model: str, code: int, said: str
) -> None:
    result = shell("practice", "--plain", "--count", "1", "--model", model)
    assert result.code == code
    assert said in result.err
    assert len(result.err.splitlines()) == 1
    assert result.out == ""


def test_an_extra_that_is_missing_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Provider, "installed", property(lambda _: False))
    result = shell("practice", "--plain", "--model", "google_genai:flash")
    assert result.code == 1
    assert "pip install 'mock-interviewer[google-genai]'" in result.err


def test_a_pipe_is_told_and_not_kept_waiting(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_MODEL_BASE_URL", HERE)
    result = shell("practice", "--plain", "--count", "1", "--model", "openai:small", stdin=":quit\n")
    assert result.code == 0
    assert "runs on 127.0.0.1:8099, which is this machine" in result.err
    assert "interviewer models agree openai:small" in result.err
    assert not paths().hosts_file.exists()


@pytest.mark.parametrize(("reply", "agreed"), [("y", True), ("n", False)])
def test_at_a_terminal_the_person_is_asked_once_a_host(
    capsys: pytest.CaptureFixture[str], on_a_terminal: list[str], reply: str, agreed: bool
) -> None:
    on_a_terminal.append(reply)
    disclose(chats(model="openai:small", model_base_url=HERE))
    assert on_a_terminal == []
    assert "your answers" in capsys.readouterr().err
    assert Consents(paths().hosts_file).given("127.0.0.1:8099") is agreed
    if agreed:
        assert paths().hosts_file.stat().st_mode & 0o077 == 0
        disclose(chats(model="openai:large", model_base_url=HERE))
        assert capsys.readouterr().err == ""


def test_before_the_full_screen_nothing_is_asked_but_what_is_missing_is_said(
    capsys: pytest.CaptureFixture[str], on_a_terminal: list[str]
) -> None:
    check_named(chats(model="openai:small", model_base_url=HERE), "judge:openai:large")
    assert (on_a_terminal, capsys.readouterr().err) == ([], "")
    with pytest.raises(ModelUnavailable, match="OPENAI_API_KEY"):
        check_named(chats(model="none"), "judge:openai:small")


def test_agreeing_and_taking_it_back(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_MODEL_BASE_URL", HERE)
    asked = shell("models", "agree", "openai:small")
    assert (asked.code, "--yes" in asked.err) == (2, True)
    assert "your answers" in asked.err
    assert shell("models", "agree", "openai:small", "--yes").code == 0
    assert "already" in shell("models", "agree", "openai:small").out
    assert shell("models", "withdraw", "127.0.0.1:8099").code == 0
    again = shell("models", "withdraw", "127.0.0.1:8099")
    assert (again.code, "not agreed" in again.err) == (2, True)


def test_there_is_nothing_to_agree_to_about_the_local_model(shell: Shell) -> None:
    assert shell("models", "agree", "local", "--yes").code == 2


def test_a_file_of_hosts_that_cannot_be_read_is_named(shell: Shell) -> None:
    paths().create()
    for content in ("{", "[]"):
        paths().hosts_file.write_text(content)
        result = shell("models")
        assert result.code == 2
        assert "hosts.json" in result.err


@pytest.mark.parametrize(
    "url", ["ftp://x/v1", "http://", "https://me:secret-1@host/v1", "https://host/v1?key=secret-1", "http://h:99999/"]
)
def test_an_address_that_is_none_is_refused_and_a_password_in_it_not_repeated(url: str) -> None:
    with pytest.raises(UsageError, match="base URL") as refusal:
        endpoint_of("openai:m", url, {})
    assert "secret-1" not in str(refusal.value)


def test_what_is_disclosed_names_host_key_and_the_lack_of_encryption() -> None:
    cloud = disclosure(endpoint_of("openai:gpt", None, {"OPENAI_API_KEY": KEY}))
    assert "api.openai.com" in cloud
    assert "OPENAI_API_KEY" in cloud
    assert KEY not in cloud
    assert "not encrypted" not in cloud
    assert "not encrypted" in disclosure(endpoint_of("openai:gpt", "http://box.lan:8080/v1", {}))
    assert "not encrypted" not in disclosure(endpoint_of("ollama:small", None, {}))


def test_addresses_and_keys_come_from_the_variables_of_the_provider() -> None:
    assert endpoint_of("ollama:a:b", None, {"OLLAMA_HOST": "box:11434"}).url == "http://box:11434"
    assert endpoint_of("ollama:a:b", None, {}).model == "a:b"
    gemini = endpoint_of("google-genai:flash", None, {"GEMINI_API_KEY": KEY})
    assert (gemini.key_variable, KEY in repr(gemini)) == ("GEMINI_API_KEY", False)
    own = endpoint_of("openai:m", HERE, {"OPENAI_API_KEY": KEY})
    assert (own.key, own.key_variable) == (None, "INTERVIEWER_MODEL_KEY")
    ours = endpoint_of("ollama:m", HERE, {"INTERVIEWER_MODEL_KEY": KEY})
    assert (ours.key, ours.key_variable) == (None, None)


def test_the_cap_comes_from_the_settings() -> None:
    few = chats(model="openai:small", model_base_url=HERE, model_cap_tokens=10)
    with pytest.raises(BudgetSpent, match="10 tokens"):
        few.spending.hold(10, 1)
    dear = chats(model_price_prompt=1.0, model_price_reply=2.0, model_cap_cost=0.1)
    with pytest.raises(BudgetSpent, match="dollars"):
        dear.spending.hold(60_000, 40_000)


def test_a_judge_has_the_address_of_its_provider_and_spends_from_the_same_purse() -> None:
    for model, url in (("openai:large", HERE), ("none", HERE), ("local", HERE), (None, HERE), ("ollama:m", None)):
        talks = chats(model=model, model_base_url=HERE)
        judge = talks.judge("openai:small")
        assert judge.endpoint is not None
        assert judge.endpoint.url == (url or "https://api.openai.com/v1")
        assert judge.spending is talks.spending
        assert talks.judge("openai:small") is judge
        assert (judge.source.name, judge.source.url) == ("openai:small", judge.endpoint.url)
    assert [one.wanted for one in chats().judging(["fast", "judge:openai:a", "rejudge:ollama:b:c", "judge:"])] == [
        "openai:a",
        "ollama:b:c",
    ]
    with pytest.raises(UsageError, match="--engine local"):
        assert chats(model="local").source
    with pytest.raises(UsageError, match="no model provider"):
        assert chats().judge("nobody:x").source


def test_a_chat_is_opened_once_and_only_when_one_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_MODEL_BASE_URL", HERE)
    with application({"model": "openai:small"}, writable=False) as app:
        chat = app.chats.chat
        assert chat is not None
        assert chat.name == "openai:small"
        assert app.chats.chat is chat
        assert app.chats.retelling is not None
    for model in (None, "none"):
        without = chats(model=model)
        without.check()
        assert (without.wanted, without.chat, without.to_agree) == (None, None, None)
        assert (without.wording, without.retelling) == (None, None)
    assert chats(model="local").retelling is None
    with pytest.raises(ModelUnavailable, match="models pull"):
        assert chats(model="local").chat
