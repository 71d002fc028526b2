"""The start screen: what is typed there by mistake starts, sends and fetches nothing."""

from collections.abc import Callable

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from interviewer.interview.plan import Wish
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.home import HomeScreen
from interviewer.wiring import Application
from tests.tui.parts import OnePassage, answering, live, on, paste, shown, wait_until

Use = Callable[..., Application]
SIZES = [(120, 34), (80, 24)]


def topic(app: InterviewerApp) -> str:
    """Return what stands in the topic's field."""
    return app.screen.query_one("#topic", Input).value


@pytest.mark.parametrize("word", ["softmax", "loss", "cnn", "memory", "Scaling laws", "momentum, my way", "1x1"])
async def test_a_word_typed_on_the_start_screen_is_the_topic(with_questions: Use, word: str) -> None:
    application = with_questions()
    application.start_interview(Wish(count=1))  # so that C has something to go on with
    app = InterviewerApp(application)
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        await pilot.press(*word)
        assert topic(app) == word
        assert isinstance(app.screen, HomeScreen)
        assert len(application.interviews()) == 1
        await pilot.press("enter")
        screen = await answering(pilot)
        assert live(screen).plan.topic == word


async def test_no_space_is_lost_of_words_that_come_at_once(with_questions: Use) -> None:
    app = InterviewerApp(with_questions())
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        for character in "early stopping, twice":
            app.post_message(Key("space" if character == " " else character, character))
        await wait_until(pilot, lambda: len(topic(app)) >= len("early stopping, twice"))
        assert topic(app) == "early stopping, twice"


async def test_a_wrong_key_is_taken_back_with_escape(with_questions: Use) -> None:
    app = InterviewerApp(with_questions())
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        await pilot.press("z", "escape")
        await wait_until(pilot, lambda: topic(app) == "")
        await pilot.press("enter")
        screen = await answering(pilot)
        assert live(screen).plan.topic is None


async def test_a_topic_that_no_question_is_about_is_told(with_questions: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OnePassage, "questions_about", lambda *_: [])
    application = with_questions()
    app = InterviewerApp(application)
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        await pilot.press(*"kubernetes", "enter")
        await wait_until(pilot, lambda: "no question about 'kubernetes'" in shown(app))
        assert application.interviews() == []


async def test_a_word_pasted_on_the_start_screen_is_the_topic(with_questions: Use) -> None:
    app = InterviewerApp(with_questions())
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        paste(pilot, "\nmax pooling\nand more")
        await wait_until(pilot, lambda: topic(app) == "max pooling")
        await pilot.press("tab", "shift+tab", "x")
        assert topic(app) == "max poolingx"


@pytest.mark.parametrize("size", SIZES)
async def test_a_letter_waits_for_enter_and_says_so(with_questions: Use, size: tuple[int, int]) -> None:
    application = with_questions()
    app = InterviewerApp(application)
    async with app.run_test(size=size) as pilot:
        await on(pilot, HomeScreen)
        await pilot.press("s")
        await wait_until(pilot, lambda: "Enter starts this interview." in shown(app))
        assert application.interviews() == []
        await pilot.press("enter")
        await answering(pilot)


@pytest.mark.parametrize("other", ["escape", "tab", "down"])
async def test_another_key_takes_the_letter_back(with_questions: Use, other: str) -> None:
    application = with_questions()
    app = InterviewerApp(application)
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        await pilot.press("m", other)
        await wait_until(pilot, lambda: "the local model." not in shown(app))
        await focus_start(pilot)
        await pilot.press("enter")
        await answering(pilot)


async def focus_start(pilot: Pilot[None]) -> None:
    """Go where Enter begins."""
    pilot.app.screen.query_one("#start").focus()
    await pilot.pause()
