"""Plain mode over several sittings: the clock goes on, hints come again, and a yes to a host is no answer."""

import io
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from interviewer.cli.plain import hold
from interviewer.config.paths import paths
from interviewer.interview.plan import Wish
from interviewer.interview.session import LiveInterview
from interviewer.wiring import Application
from tests.cli.commands import Shell
from tests.tui.parts import Clock

TIMES = re.compile(r"\d{8}-\d{6}(-\d+)?|\d{4}-\d\d-\d\dT\d\d:\d\dZ")
HERE = "http://127.0.0.1:8099/v1"


@dataclass
class Typist:
    """Types these lines, `seconds` before each."""

    lines: list[str]
    clock: Clock
    seconds: float
    live: LiveInterview | None = None
    kept: list[float] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.clock.seconds += self.seconds
            if self.live:
                self.wait_for_the_disk(self.live)
            yield f"{line}\n"

    def wait_for_the_disk(self, live: LiveInterview) -> None:
        """Think until the time is on disk; the test's limit ends it where that never comes."""
        while live.begun_s < self.clock.seconds:
            threading.Event().wait(0.005)
        self.kept.append(live.begun_s)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of answers."""
    clock = Clock()

    class Time:
        monotonic = staticmethod(clock)

    monkeypatch.setattr("interviewer.cli.watch.time", Time)
    return clock


def sit(app: Application, typist: "Typist | io.StringIO", live: LiveInterview, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold a sitting in which this is typed."""
    monkeypatch.setattr("sys.stdin", typist)
    assert hold(app, live) == 0


def test_the_time_of_an_open_answer_goes_on_in_the_next_sitting(
    app: Application, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = app.start_interview(Wish(count=1))
    sit(app, Typist(["half a", ":quit"], clock, 20.0), live, monkeypatch)
    clock.seconds += 9000.0
    live = app.resume_interview(live.id)
    sit(app, Typist(["good thought", "."], clock, 5.0), live, monkeypatch)
    [answer] = live.turn.answers
    assert (answer.text, answer.seconds) == ("half a\ngood thought", 50.0)
    assert live.state.spent_s == 50.0


def test_the_time_is_on_disk_while_nothing_is_typed(
    app: Application, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewer.cli.watch.KEPT_S", 0.01)
    live = app.start_interview(Wish(count=1))
    typist = Typist([":repeat", ":quit"], clock, 30.0, live)
    sit(app, typist, live, monkeypatch)
    assert typist.kept == [30.0, 60.0]


def test_what_is_left_of_a_time_limit_is_said(
    app: Application, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    live = app.start_interview(Wish(count=1, mode="mock", time_limit_s=60))
    sit(app, Typist([":quit"], clock, 50.0), live, monkeypatch)
    live = app.resume_interview(live.id)
    sit(app, Typist(["good", "."], clock, 10.0), live, monkeypatch)
    assert "50 of its 60 seconds are used." in capsys.readouterr().out
    assert live.state.turns[0].closed == "time"


def test_an_interruption_says_how_to_go_on(
    app: Application, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def typed() -> Iterator[str]:
        yield "half a\n"
        raise KeyboardInterrupt

    live = app.start_interview(Wish(count=1))
    monkeypatch.setattr("sys.stdin", typed())
    with pytest.raises(KeyboardInterrupt):
        hold(app, live)
    assert f"interviewer practice --resume {live.id}" in capsys.readouterr().err
    assert app.resume_interview(live.id).draft() == "half a"


def test_what_was_said_comes_again_when_an_interview_goes_on(
    app: Application, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    live = app.start_interview(Wish(count=1))
    sit(app, io.StringIO(":hint\nweak\n.\n:hint\n:quit\n"), live, monkeypatch)
    capsys.readouterr()
    sit(app, io.StringIO(":quit\n"), app.resume_interview(live.id), monkeypatch)
    shown = capsys.readouterr().out.partition("# Interview")[0]
    asked, first, second = live.turn.asked, *live.turn.hints_put
    order = [asked, f"Hint: {first}", "You said: “weak”", f"Follow-up: {live.turn.put}", f"Hint: {second}"]
    assert sorted(order, key=shown.index) == order


def test_a_terminal_breaks_lines_between_words_and_a_pipe_not_at_all(
    app: Application, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    outputs = []
    for width in (None, 40):
        monkeypatch.setattr("interviewer.cli.plain.terminal_width", lambda width=width: width)
        sit(app, io.StringIO("weak\n.\n:skip\n"), app.start_interview(Wish(count=1)), monkeypatch)
        outputs.append(TIMES.sub("TIME", capsys.readouterr().out))
    assert max(map(len, outputs[0].splitlines())) > 80
    assert max(map(len, outputs[1].splitlines())) <= 40
    assert outputs[0].split() == outputs[1].split()


def test_a_hint_on_a_claim_is_refused_in_words_of_its_own(
    app: Application, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    live = app.start_interview(Wish(count=1, challenge=True))
    sit(app, io.StringIO("a good one\n.\n:hint\n:quit\n"), live, monkeypatch)
    assert live.state.phase == "challenged"
    assert "There is no hint on a claim. Say whether it holds, and why." in capsys.readouterr().out
    sit(app, io.StringIO(":quit\n"), app.resume_interview(live.id), monkeypatch)
    shown = capsys.readouterr().out
    assert shown.index(live.turn.asked) < shown.index(live.turn.put)


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("yes\n", []),
        ("Yes\na good one\n.\n", ["a good one"]),
        ("no\n.\n:quit\n", ["no"]),
        ("a good one\nyes\n.\n", ["a good one\nyes"]),
    ],
)
def test_a_yes_right_after_what_would_be_sent_is_an_answer_only_where_it_is_handed_in_as_one(
    app: Application,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
    answers: list[str],
) -> None:
    live = app.start_interview(Wish(count=1))
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert hold(app, live, ["To agree: say so."]) == 0
    assert [answer.text for answer in live.state.turns[0].answers] == answers
    told = capsys.readouterr().out
    assert ("agrees to nothing here: in a pipe nobody is asked. To agree: say so." in told) is not typed.startswith("a")


def test_the_same_yes_counts_as_an_answer_where_no_host_was_spoken_of(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = app.start_interview(Wish(count=1))
    sit(app, io.StringIO("yes\n"), live, monkeypatch)
    assert [answer.text for answer in live.state.turns[0].answers] == ["yes"]


def test_a_yes_in_a_pipe_is_told_how_to_agree(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_MODEL_BASE_URL", HERE)
    result = shell("practice", "--plain", "--count", "1", "--model", "openai:small", stdin="yes\n")
    assert result.code == 0
    assert "“yes” agrees to nothing here" in result.out
    assert "interviewer models agree openai:small" in result.out
    assert "No answer was given." in result.out
    assert not paths().hosts_file.exists()
