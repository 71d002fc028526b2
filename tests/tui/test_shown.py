"""What is drawn fits: what does not ends with an ellipsis, in the order in which things were said."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from interviewer.domain.question import Provenance
from interviewer.interview.plan import Wish
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.wiring import Application
from tests.support import question
from tests.tui.parts import answering, at_report, finish_feedback, live, on, paste, shown, wait_until

Use = Callable[..., Application]
SIZES = [(120, 34), (80, 24)]
LONG = " ".join(["a weak answer of many words that says little"] * 9) + " the end"


def row_with(app: InterviewerApp, text: str) -> str:
    """Return the first line of the screen that holds this."""
    return next((row for row in shown(app).splitlines() if text in row), "").strip()


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_answer_is_recalled_with_an_ellipsis(with_questions: Use, size: tuple[int, int]) -> None:
    app = InterviewerApp(with_questions(), Wish(count=1))
    async with app.run_test(size=size) as pilot:
        screen = await answering(pilot)
        paste(pilot, LONG)
        await wait_until(pilot, lambda: bool(screen.editor.text))
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: live(screen).turn.awaited_follow_up is not None)
        await wait_until(pilot, lambda: "You said" in shown(app) and "…" in shown(app))
        assert "the end" not in shown(app)
        for other in (*reversed(SIZES), size):
            await pilot.resize_terminal(*other)
            await wait_until(pilot, lambda: "You said" in shown(app) and "…" in shown(app))


async def test_a_hint_stands_where_it_was_given(with_questions: Use) -> None:
    app = InterviewerApp(with_questions(), Wish(count=1))
    async with app.run_test(size=(120, 34)) as pilot:
        screen = await answering(pilot)
        await pilot.press("f2")
        await pilot.press(*"weak", "ctrl+s")
        await wait_until(pilot, lambda: live(screen).turn.awaited_follow_up is not None)
        await pilot.press("f2")
        await wait_until(pilot, lambda: "Hint 2" in shown(app))
        order = ["Hint 1", "You said", "Follow-up", "Hint 2"]
        assert sorted(order, key=shown(app).index) == order


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_question_ends_with_an_ellipsis_in_feedback_and_report(
    with_questions: Use, size: tuple[int, int]
) -> None:
    asked = replace(question("q0"), text=f"What is it, {LONG}?", topic="friday-49c7c1e3")
    asked = replace(asked, provenance=Provenance("Friday.md", 1, 2, "a" * 64))
    app = InterviewerApp(with_questions(asked), Wish(count=1))
    async with app.run_test(size=size) as pilot:
        await answering(pilot)
        assert "Friday" in row_with(app, "Question 1 of 1")
        await pilot.press(*"good", "ctrl+s")
        await on(pilot, FeedbackScreen)
        await wait_until(pilot, lambda: "…" in shown(app).split(" %")[0])
        await finish_feedback(pilot)
        await at_report(pilot)
        for other in (*reversed(SIZES), size):
            await pilot.resize_terminal(*other)
            await wait_until(pilot, lambda: row_with(app, "What is it").endswith("…"))
        assert row_with(app, "What is it").split()[:2] == ["1", "Friday"]
        await pilot.press("enter")
        await on(pilot, FeedbackScreen)


async def test_ctrl_c_says_how_to_quit_and_loses_nothing(with_questions: Use) -> None:
    app = InterviewerApp(with_questions())
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        await pilot.press("ctrl+c")
        await wait_until(pilot, lambda: "Ctrl+Q quits" in " ".join(note.message for note in app._notifications))
        await pilot.press("enter")
        screen = await answering(pilot)
        await pilot.press(*"half a", "ctrl+c")
        assert screen.editor.text == "half a"
        assert len(app._notifications) == 2


async def test_the_help_goes_on_beneath_its_own_column(with_questions: Use) -> None:
    app = InterviewerApp(with_questions())
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        await pilot.press("f1")
        await wait_until(pilot, lambda: "a hint that fits" in shown(app))
        first, rest = row_with(app, "a hint that fits"), row_with(app, "counts as helped")
        assert rest.startswith("│" + " " * (first.index("a hint") - 1))
        assert rest[first.index("a hint")].isalpha()
