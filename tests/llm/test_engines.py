"""`local` and `panel` with real weights, small ones: from the command line, and in an interview that loses them."""

import json
import os
import signal
from pathlib import Path

import pytest

from interviewer.grading import request_for
from interviewer.grading.panel import FELL_BACK
from interviewer.interview.plan import Wish
from interviewer.wiring import application
from tests.cli.commands import Shell
from tests.llm.test_local_model import wait_until

ANSWER = (
    "In training it takes the mean and variance of the batch. At test time you'd want something that "
    "doesn't depend on the other examples, I guess some kind of stored average."
)
QUESTION = "batch-norm-train-vs-inference"


@pytest.fixture
def at_home(home: Path, models: Path) -> Path:
    """The link in this test's home that makes the plumbing model its local model."""
    (home / "cache").mkdir(parents=True)
    link = home / "cache" / "models"
    link.symlink_to(models)
    return link


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("engine", ["local", "panel"])
def test_a_grade_from_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], engine: str
) -> None:
    result = Shell(monkeypatch, capsys)(
        "grade", "--engine", engine, "--question-id", QUESTION, "--answer", ANSWER, "--json"
    )
    assert result.code == 0, result.err
    grade = json.loads(result.out)
    assert grade["engine"] == engine
    assert FELL_BACK not in grade["flags"]
    assert 0 <= grade["low"] <= grade["score"] <= grade["high"] <= 1


def test_without_a_model_local_is_ungraded_and_panel_is_fast(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(monkeypatch, capsys)
    wanted = ("--question-id", QUESTION, "--answer", ANSWER, "--json")
    local = shell("grade", "--engine", "local", *wanted)
    assert local.code == 1
    assert "interviewer models pull" in json.loads(local.out)["ungraded"]
    panel = shell("grade", "--engine", "panel", *wanted)
    assert panel.code == 0
    assert json.loads(panel.out)["engine"] == "fast"
    assert FELL_BACK in json.loads(panel.out)["flags"]


def test_an_interview_goes_on_when_its_model_is_killed_and_when_it_is_removed(at_home: Path) -> None:
    with application() as app:
        live = app.start_interview(Wish(count=3, seed=1))
        assert live.plan.engine == "panel"
        engine = app.engines.named("panel")
        request = request_for(app.bank.get(QUESTION) or pytest.fail("no such question"), ANSWER)
        [first] = engine.grade([request])
        assert first.engine == "panel"
        child = app.engines.model.pid
        assert child is not None
        os.kill(child, signal.SIGKILL)
        wait_until(lambda: app.engines.model.pid is None)
        [again] = engine.grade([request])
        assert (again.engine, again.key_points) == ("panel", first.key_points)
        child = app.engines.model.pid
        assert child is not None
        at_home.unlink()
        os.kill(child, signal.SIGKILL)
        [after] = engine.grade([request])
        assert (after.engine, FELL_BACK in after.flags) == ("fast", True)
        live.ask_next()
        live.commit(ANSWER, 1.0)
        live.grade_pending()
        assert live.turn.answers[0].grade is not None
        assert live.turn.answers[0].grade.ungraded is None


@pytest.mark.usefixtures("at_home")
def test_the_child_ends_with_the_program() -> None:
    with application(writable=False) as app:
        app.engines.model.start()
        child = app.engines.model.pid
        assert child is not None
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_without_a_model_interviews_are_marked_by_fast_and_a_named_engine_is_kept() -> None:
    with application() as app:
        assert app.start_interview(Wish(count=1)).plan.engine == "fast"
    with application({"engine": "panel"}) as app:
        assert app.start_interview(Wish(count=1)).plan.engine == "panel"
