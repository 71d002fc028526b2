"""A shell for the tests of commands."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from interviewer.bank.load import Bank
from interviewer.domain.question import Passage
from interviewer.wiring import Application, application
from tests.cli.commands import Shell
from tests.support import question
from tests.tui.parts import KeywordEngine, OnePassage


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell without a terminal, whose home is the test's own."""
    return Shell(monkeypatch, capsys)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    """The program with one question, no model to load, and an engine that likes what is good."""
    monkeypatch.setattr(Application, "warm_up", lambda _: None)
    with application() as made:
        monkeypatch.setattr(made.engines, "named", lambda _: KeywordEngine())
        made.__dict__["library"] = OnePassage(Passage("notes.md", 3, 7, "What the notes say."))
        made.__dict__["bank"] = Bank((replace(question("q0"), difficulty=3),))
        yield made
