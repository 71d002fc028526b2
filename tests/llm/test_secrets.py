"""Planted keys appear in nothing that is written: log, database, export, terminal, a traceback with locals."""

import io
import logging
from pathlib import Path

import pytest
from rich.console import Console
from rich.traceback import Traceback

from interviewer.domain.errors import ModelError
from interviewer.interview.plan import Wish
from interviewer.llm.local_model import Said
from interviewer.llm.port import Chat
from interviewer.llm.structured import ask
from interviewer.wiring import application
from tests.cli.commands import Shell
from tests.llm.conftest import CANARY, OWN_CANARY
from tests.llm.host import Breaks, Fails, Says, Turn, serving
from tests.llm.test_structured import FORMS, Verdict

FAULTS: list[Turn] = [
    Fails(401),
    Fails(403),
    Fails(404),
    Breaks("A lo"),
    Breaks("A", clean=True),
    Says("x", tokens=None),
]


def fail(chat: Chat, shown: io.StringIO) -> None:
    """Make a call that fails; write it to the log and, with every local variable on the way, to `shown`."""
    try:
        chat.complete([Said("user", "A lock.")])
    except ModelError:
        logging.getLogger("interviewer.test").exception("a call failed")
        Console(file=shown, width=200).print(Traceback(show_locals=True))
    else:
        pytest.fail("the call did not fail")


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.usefixtures("local_network")
@pytest.mark.parametrize("own", [True, False])
def test_a_planted_key_is_written_nowhere(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], own: bool
) -> None:
    shown = io.StringIO()
    with serving(*FAULTS, *[Says("no")] * 2) as host:
        monkeypatch.setenv("INTERVIEWER_MODEL_BASE_URL" if own else "OPENAI_BASE_URL", host.url)
        with application({"log_level": "DEBUG", "model": "openai:m"}) as app:
            app.chats.agree("2026-01-01")
            chat = app.chats.chat
            assert chat is not None
            live = app.start_interview(Wish(count=1))
            live.ask_next()
            live.commit("A lock.", 1.0)
            for _ in FAULTS:
                fail(chat, shown)
            shown.write(repr((chat, app.chats.endpoint, ask(chat, [Said("user", "A lock.")], Verdict, FORMS))))
        seen = [one["authorization"] for one in host.headers]
    assert seen == [f"Bearer {OWN_CANARY if own else CANARY}"] * len(host.asked)
    assert shown.getvalue().count("❱") > len(FAULTS)
    shell_out = capfd.readouterr()
    written = "".join(file.read_bytes().decode("latin-1") for file in home.rglob("*") if file.is_file())
    assert "a call failed" in written
    assert "hosts.json" in [file.name for file in home.rglob("*")]
    everything = written + shown.getvalue() + shell_out.out + shell_out.err
    assert CANARY not in everything
    assert OWN_CANARY not in everything


@pytest.mark.usefixtures("local_network")
def test_nor_in_what_is_exported_or_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with application() as app:
        live = app.start_interview(Wish(count=1))
        live.ask_next()
        live.skip()
    shell = Shell(monkeypatch, capsys)
    printed = ""
    for command in (
        ["report", "--format", "json"],
        ["report", "--format", "md"],
        ["history"],
        ["locate"],
        ["models"],
        ["models", "--json"],
        ["models", "agree", "openai:m"],
    ):
        result = shell(*command)
        printed += result.out + result.err
    assert "api.openai.com" in printed
    assert CANARY not in printed
    assert OWN_CANARY not in printed
