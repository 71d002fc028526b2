"""An application with the real log and the real bank, its engine a deterministic one at our own port."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from interviewer.bank.load import Bank
from interviewer.domain.question import Passage, Question
from interviewer.embedding.model import MiniLM
from interviewer.grading import FastEngine
from interviewer.wiring import Application, application
from tests.support import question
from tests.tui.parts import Clock, KeywordEngine, OnePassage


@pytest.fixture
def engine() -> KeywordEngine:
    """Full marks for every answer that holds the word "good", none for others."""
    return KeywordEngine()


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is told."""
    return Clock()


@pytest.fixture
def app(home: object, engine: KeywordEngine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:  # noqa: ARG001 - the home must be there first
    """The program with the bundled bank, no model to load, passages at hand."""
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr(Application, "warm_up", lambda _: None)
    monkeypatch.setattr(Application, "model_ready", True)
    with application() as made:
        monkeypatch.setattr(made.engines, "named", lambda _: engine)
        made.__dict__["library"] = OnePassage(Passage("notes.md", 3, 7, "What the notes say."))
        yield made


@pytest.fixture
def marked_for_real(app: Application, minilm: MiniLM, monkeypatch: pytest.MonkeyPatch) -> Application:
    """The same, marked by the fast engine."""
    monkeypatch.setattr(app.engines, "named", lambda _: FastEngine(minilm))
    return app


@pytest.fixture
def with_questions(app: Application) -> Callable[..., Application]:
    """Replace the bank."""

    def use(*questions: Question) -> Application:
        app.__dict__["bank"] = Bank(questions or tuple(replace(question(f"q{n}"), difficulty=3) for n in range(3)))
        return app

    return use
