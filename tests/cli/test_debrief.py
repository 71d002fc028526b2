"""Plain mode ends with the debrief: as written, or in the words of the model that was named."""

import io

import pytest

from interviewer.cli.plain import hold
from interviewer.config.paths import bundled
from interviewer.interview.plan import Wish
from interviewer.interview.retelling import Retelling
from interviewer.llm.prompts import read_prompt
from interviewer.wiring import Application
from tests.llm.scripted import ScriptedChat

WORDS = "You covered every point on your own, in the one question that you answered: all of it."


def ended(app: Application, said: str, monkeypatch: pytest.MonkeyPatch, *script: str) -> ScriptedChat:
    """Hold an interview in which this is said, with a model that tells the debrief."""
    chat = ScriptedChat(list(script))
    prompt = read_prompt(bundled("prompts") / "debrief-sentence.md")
    app.chats.__dict__["retelling"] = Retelling(lambda: chat, prompt)
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    assert hold(app, app.start_interview(Wish(count=1, mode="mock"))) == 0
    return chat


def test_the_debrief_stands_before_the_questions(
    app: Application, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ended(app, "a good one\n.\n", monkeypatch, WORDS, "This is no sentence of yours?")
    shown = capsys.readouterr()
    told = shown.out.partition("## Debrief")[2].partition("\n## ")[0]
    assert f"{WORDS} [q1]" in told
    assert "In question 1, you put the core as “a good one”. [q1.a1 k0]" in told
    assert "Putting the debrief into words" in shown.err


def test_an_interview_that_was_left_is_not_told_by_a_model(
    app: Application, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(app, "", monkeypatch).asked == []
    assert "Question 1 is still open." in capsys.readouterr().out
