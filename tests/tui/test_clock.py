"""The clock of an answer: it goes on where the interview was left, however it was left."""

from collections.abc import Callable

from interviewer.interview.plan import Wish
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.wiring import Application
from tests.tui.parts import Clock, answering, live, on, shown, wait_until

Use = Callable[..., Application]


async def test_the_clock_goes_on_after_leaving(with_questions: Use, clock: Clock) -> None:
    app = InterviewerApp(with_questions(), Wish(count=1), now=clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await answering(pilot)
        clock.seconds = 30.0
        await pilot.press("f9")
        await on(pilot, HomeScreen)
        clock.seconds = 500.0
        await pilot.press("c", "enter")
        screen = await answering(pilot)
        await wait_until(pilot, lambda: "00:30" in shown(app))
        clock.seconds = 510.0
        await pilot.press(*"good", "ctrl+s")
        await on(pilot, FeedbackScreen)
        assert live(screen).turn.answers[0].seconds == 40.0
        assert live(screen).state.spent_s == 40.0


async def test_a_kill_loses_a_few_seconds_of_thinking_at_most(with_questions: Use, clock: Clock) -> None:
    application = with_questions()
    app = InterviewerApp(application, Wish(count=1), now=clock)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await answering(pilot)
        clock.seconds = 4.0
        await wait_until(pilot, lambda: "00:04" in shown(app))
        assert live(screen).begun_s == 0.0, "not every tick is written"
        clock.seconds = 12.0
        await wait_until(pilot, lambda: live(screen).begun_s == 12.0)


async def test_a_time_limit_counts_what_was_used_before(with_questions: Use, clock: Clock) -> None:
    application = with_questions()
    first = InterviewerApp(application, Wish(mode="mock", count=2, time_limit_s=60), now=clock)
    async with first.run_test(size=(80, 24)) as pilot:
        await answering(pilot)
        await pilot.press(*"good so f")
        clock.seconds = 50.0
        await pilot.press("ctrl+q")
    [stored] = application.interviews()
    again = InterviewerApp(application, resume=stored.id, now=clock)
    async with again.run_test(size=(80, 24)) as pilot:
        await answering(pilot, 1)
        await wait_until(pilot, lambda: "left 00:10" in " ".join(shown(again).split()))
        clock.seconds = 60.0
        screen = await answering(pilot, 2)
        first_turn = live(screen).state.turns[0]
        assert (first_turn.closed, first_turn.answers[0].seconds) == ("time", 60.0)
        assert live(screen).begun_s == 0.0, "the next question has its whole time"


async def test_a_follow_up_has_a_time_of_its_own(with_questions: Use, clock: Clock) -> None:
    app = InterviewerApp(with_questions(), Wish(count=1), now=clock)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await answering(pilot)
        clock.seconds = 100.0
        await pilot.press(*"weak", "ctrl+s")
        await wait_until(pilot, lambda: live(screen).turn.awaited_follow_up is not None)
        clock.seconds = 107.0
        await pilot.press(*"good", "ctrl+s")
        await on(pilot, FeedbackScreen)
        assert [answer.seconds for answer in live(screen).turn.answers] == [100.0, 7.0]


async def test_the_minutes_left_go_down_while_an_answer_is_typed(with_questions: Use, clock: Clock) -> None:
    app = InterviewerApp(with_questions(), Wish(count=2, minutes=30), now=clock)
    async with app.run_test(size=(120, 34)) as pilot:
        await answering(pilot)
        assert "30 min left" in shown(app)
        clock.seconds = 605.0
        await wait_until(pilot, lambda: "20 min left" in shown(app))
        await pilot.press("f9")
        await on(pilot, HomeScreen)
        await pilot.press("c", "enter")
        await answering(pilot)
        await wait_until(pilot, lambda: "20 min left" in shown(app))
