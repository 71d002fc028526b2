"""A model on a host is used only after the person read what goes there and agreed, No being the default."""

from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.config.settings import load
from interviewer.embedding.model import MiniLM
from interviewer.interview.plan import Wish
from interviewer.llm.consent import QUESTION, WITHOUT, Consents
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.consent import ConsentScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.interview import InterviewScreen
from interviewer.tui.screens.notice import NoticeScreen
from interviewer.wiring import Application
from interviewer.wiring_chat import Chats
from tests.llm.host import Host, Says, serving
from tests.tui.parts import answering, live, on, shown, wait_until

Use = Callable[..., Application]
Named = Callable[..., Application]
KEY = "canary-of-my-host-9Zt"
HERE = "http://127.0.0.1:8099/v1"
WORDS = "You said weak: and what about 0, if you had to say?"


@pytest.fixture
def named(with_questions: Use, minilm: MiniLM, monkeypatch: pytest.MonkeyPatch) -> Named:
    """Return the program with settings that name a model or a judge, and a key that must not be shown."""
    minilm.encode(["Loading takes longer than a follow-up's words are waited for."])
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("INTERVIEWER_MODEL_KEY", KEY)

    def use(**flags: object) -> Application:
        made = with_questions()
        settings = load(made.paths, flags)
        monkeypatch.setattr(made, "settings", settings)
        monkeypatch.setattr(made, "chats", Chats(made.paths, settings, lambda: made.engines.model))
        return made

    return use


def agreed(application: Application) -> set[str]:
    """Return the hosts that were agreed to."""
    return set(Consents(application.paths.hosts_file).hosts())


def dialog(app: InterviewerApp) -> str:
    """Return the text inside the dialog's border, in one line."""
    inside = app.screen.query_one("#consent").content_region
    rows = shown(app).splitlines()[inside.y : inside.bottom]
    return " ".join(" ".join(row[inside.x : inside.right] for row in rows).split())


@pytest.mark.parametrize(
    ("keys", "given"),
    [(["enter"], False), (["n"], False), (["escape"], False), (["y"], True), (["right", "enter"], True)],
)
async def test_the_host_is_shown_and_no_is_the_default(named: Named, keys: list[str], given: bool) -> None:
    application = named(model="openai:[b]small", model_base_url=HERE)
    app = InterviewerApp(application, Wish(count=1))
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, ConsentScreen)
        assert application.interviews() == [], "the interview waits for the answer"
        await wait_until(pilot, lambda: QUESTION in dialog(app))
        assert "The model openai:[b]small runs on 127.0.0.1:8099, which is this machine." in dialog(app)
        assert "your answers" in dialog(app)
        assert "A key in INTERVIEWER_MODEL_KEY goes to this host only." in dialog(app)
        assert KEY not in shown(app)
        await pilot.press(*keys)
        await answering(pilot)
        told = [note.message for note in app._notifications]
        assert (WITHOUT in told) is not given
    assert agreed(application) == ({"127.0.0.1:8099"} if given else set())


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("given", [True, False])
async def test_nothing_is_sent_before_the_person_agrees_and_the_key_is_shown_nowhere(
    named: Named, home: Path, given: bool
) -> None:
    with serving(*([Says(WORDS)] if given else [])) as host:
        application = named(model="openai:m", model_base_url=host.url)
        screens = await weakly_answered(application, host, agree=given)
        assert len(host.asked) == given
    assert ("You said weak" in screens[-1]) is given
    assert ("And what about 0?" in screens[-1]) is not given
    [stored] = application.interviews()
    [probe] = stored.state.turns[0].follow_ups
    assert (probe.voice.model if probe.voice else None) == ("openai:m" if given else None)
    written = "".join(file.read_bytes().decode("latin-1") for file in home.rglob("*") if file.is_file())
    assert KEY not in "".join(screens) + written


async def weakly_answered(application: Application, host: Host, *, agree: bool) -> list[str]:
    """Return the screens of an interview up to its first follow-up."""
    app = InterviewerApp(application, Wish(count=1))
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, ConsentScreen)
        screens = [shown(app)]
        assert host.asked == []
        await pilot.press("y" if agree else "n")
        screen = await answering(pilot)
        screens.append(shown(app))
        await pilot.press(*"weak", "ctrl+s")
        await wait_until(pilot, lambda: live(screen).turn.awaited_follow_up is not None)
        await wait_until(pilot, lambda: "Follow-up" in shown(app))
        return [*screens, shown(app)]


async def test_talker_and_judge_on_two_hosts_are_asked_for_one_after_the_other(
    named: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "box.lan:11434")
    application = named(model="openai:m", model_base_url=HERE, engine="judge:ollama:m")
    app = InterviewerApp(application)
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        await pilot.press("s", "enter")
        await wait_until(pilot, lambda: "A model on 127.0.0.1:8099" in shown(app))
        await pilot.press("n")
        await wait_until(pilot, lambda: "A model on box.lan:11434" in shown(app))
        assert "not encrypted" in dialog(app)
        await pilot.press("y")
        await answering(pilot)
        await pilot.press("f9")
        await on(pilot, HomeScreen)
        await pilot.press("c", "enter")
        await on(pilot, InterviewScreen)
    assert agreed(application) == {"box.lan:11434"}


async def test_an_agreement_that_cannot_be_kept_is_said_and_nothing_begins(named: Named) -> None:
    application = named(model="openai:m", model_base_url=HERE)
    app = InterviewerApp(application, Wish(count=1))
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, ConsentScreen)
        application.paths.hosts_file.mkdir()
        await pilot.press("y")
        await on(pilot, NoticeScreen)
        await wait_until(pilot, lambda: "hosts.json" in shown(app))
    assert application.interviews() == []


async def test_a_model_that_is_none_is_said_and_no_interview_begins(named: Named) -> None:
    application = named(model="nobody:m")
    app = InterviewerApp(application, Wish(count=1))
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, NoticeScreen)
        await wait_until(pilot, lambda: "no model provider 'nobody'" in shown(app))
    assert application.interviews() == []
