"""Who does not wait for a model's words gets the written follow-up at once, and the model is told to stop."""

import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field

from interviewer.config.paths import bundled
from interviewer.interview.plan import Wish
from interviewer.interview.wording import Asking, Wording
from interviewer.llm.local_model import Reply, Said
from interviewer.llm.prompts import read_prompt
from interviewer.tui.app import InterviewerApp
from interviewer.wiring import Application
from tests.tui.parts import answering, live, shown, wait_until


@dataclass
class Slow:
    """A chat model that says a word and then nothing until it may."""

    name: str = "slow"
    rest: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)

    def stream(self, messages: Sequence[Said], **_: object) -> Generator[Reply]:  # noqa: ARG002 - the port's signature
        """Yield two parts."""
        try:
            yield Reply("You", "", 0, 0)
            self.rest.wait(20)
            yield Reply(" said weak: and what about 0, if you had to say?", "stop", 9, 9)
        finally:
            self.closed.set()

    def complete(self, messages: Sequence[Said], **_: object) -> Reply:
        """Fail: a follow-up is read as it comes."""
        raise NotImplementedError


async def test_esc_takes_the_written_follow_up_at_once(with_questions: Callable[..., Application]) -> None:
    application, chat = with_questions(), Slow()
    prompt = read_prompt(bundled("prompts") / "follow-up.md")
    application.chats.__dict__["wording"] = Wording(lambda: chat, [Asking(prompt)])
    app = InterviewerApp(application, Wish(count=1))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await answering(pilot)
        await pilot.press(*"weak", "ctrl+s")
        await wait_until(pilot, lambda: "Esc takes the written ones" in shown(app))
        assert live(screen).turn.follow_ups == ()
        await pilot.press(*"mo", "escape")
        await wait_until(pilot, lambda: live(screen).turn.awaited_follow_up is not None)
        await wait_until(pilot, lambda: "And what about 0?" in shown(app))
        assert not chat.closed.is_set(), "nobody waits for the model"
        assert screen.editor.text == "mo"
        chat.rest.set()
        assert chat.closed.wait(20)
        await pilot.press("escape")
        assert (screen.editor.text, len(live(screen).turn.follow_ups)) == ("mo", 1)


async def test_who_waits_gets_the_model_s_words(with_questions: Callable[..., Application]) -> None:
    application, chat = with_questions(), Slow()
    chat.rest.set()
    prompt = read_prompt(bundled("prompts") / "follow-up.md")
    application.chats.__dict__["wording"] = Wording(lambda: chat, [Asking(prompt)])
    app = InterviewerApp(application, Wish(count=1))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await answering(pilot)
        await pilot.press(*"weak", "ctrl+s")
        await wait_until(pilot, lambda: "You said weak" in shown(app))
        probe = live(screen).turn.awaited_follow_up
        assert probe is not None
        assert probe.voice is not None
        assert probe.voice.model == "slow"
