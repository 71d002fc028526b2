"""An interview from the start screen to the report, by keyboard alone."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Select

from interviewer.domain.grade import Grade, Judging
from interviewer.domain.question import Alternative, FollowUp
from interviewer.grading import GradeRequest
from interviewer.interview.plan import Wish
from interviewer.interview.target import Match, Target
from interviewer.tui.app import InterviewerApp
from interviewer.tui.background import THREAD_NAME
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.help import HelpScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.interview import InterviewScreen
from interviewer.tui.screens.interview_messages import Listened
from interviewer.tui.screens.notice import NoticeScreen
from interviewer.tui.screens.report import ReportScreen
from interviewer.wiring import Application
from tests.support import question
from tests.tui.parts import (
    Clock,
    KeywordEngine,
    answering,
    at_report,
    finish_feedback,
    live,
    on,
    paste,
    shown,
    wait_until,
)

Use = Callable[..., Application]
SIZES = [(120, 34), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_three_questions_by_keyboard_alone_with_the_real_engine(
    marked_for_real: Application, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marked_for_real, "settings", marked_for_real.settings.model_copy(update={"count": 3}))
    app = InterviewerApp(marked_for_real)
    async with app.run_test(size=size) as pilot:
        await on(pilot, HomeScreen)
        await pilot.press("enter")
        for number in (1, 2, 3):
            screen = await answering(pilot, number)
            assert f"Question {number} of 3" in shown(app)
            await pilot.press(*"I don't know", "ctrl+s")
            await on(pilot, FeedbackScreen)
            assert live(screen).turn.answers[0].text == "I don't know"
            assert "Key points" in shown(app)
            await finish_feedback(pilot)
        await at_report(pilot)
        await pilot.press("w")
        written = marked_for_real.paths.data / "reports"
        await wait_until(pilot, lambda: any(written.glob("*.md")))
        await pilot.press("enter")
        await on(pilot, FeedbackScreen)
        await pilot.press("escape")
        await on(pilot, ReportScreen)
        await pilot.press("escape")
        await on(pilot, HomeScreen)
        assert "3 of 3" in shown(app)
    [stored] = marked_for_real.interviews()
    assert stored.state.finished_at
    assert not stored.state.waiting_for_grade


async def test_a_good_answer_is_not_probed_and_its_words_light_up(with_questions: Use) -> None:
    app = InterviewerApp(with_questions(), Wish(count=1))
    async with app.run_test(size=(120, 34)) as pilot:
        await answering(pilot)
        await pilot.press(*"a good one", "ctrl+s")
        await on(pilot, FeedbackScreen)
        await pilot.press("down")
        assert "covered" in shown(app)
        assert "a good one" in shown(app)
        await pilot.press("r")
        await wait_until(pilot, lambda: "The reference of" in shown(app))
        await pilot.press("d")
        await wait_until(pilot, lambda: "Nothing that was missed" in shown(app))
        await pilot.press("enter")
        await at_report(pilot)


async def test_a_twins_answer_stands_below_the_reference(with_questions: Use) -> None:
    asked = replace(question("one"), alternatives=(Alternative("It is [b]another[/b] one.", question="two"),))
    app = InterviewerApp(with_questions(asked), Wish(count=1))
    async with app.run_test(size=(120, 34)) as pilot:
        await answering(pilot)
        await pilot.press(*"a good one", "ctrl+s")
        await on(pilot, FeedbackScreen)
        await pilot.press("r")
        await wait_until(pilot, lambda: "A further answer, the answer to 'two'" in shown(app))
        await wait_until(pilot, lambda: "It is [b]another[/b] one." in shown(app))


async def test_a_weak_answer_is_probed_while_the_question_stays_in_view(with_questions: Use) -> None:
    app = InterviewerApp(with_questions(), Wish(count=1))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await answering(pilot)
        await pilot.press(*"weak", "ctrl+s")
        await wait_until(pilot, lambda: bool(live(screen).turn.follow_ups))
        await wait_until(pilot, lambda: "And what about 0?" in shown(app))
        assert live(screen).turn.question.text in shown(app)
        assert "weak" in shown(app)
        assert screen.editor.text == ""
        await pilot.press(*"good", "ctrl+s")
        await on(pilot, FeedbackScreen)
        assert [answer.text for answer in live(screen).turn.answers] == ["weak", "good"]
        assert "after a follow-up" in shown(app)


@pytest.mark.parametrize("size", SIZES)
async def test_what_waits_for_an_answer_is_in_view_after_a_question_back(
    with_questions: Use, size: tuple[int, int]
) -> None:
    long = (
        "Suppose that a thousand requests of strangers are in one batch. For number {}, what would you measure first?"
    )
    asked = question("q0")
    asked = replace(asked, follow_ups=tuple(FollowUp(f"k{n}", long.format(n)) for n in range(3)))
    app = InterviewerApp(with_questions(asked), Wish(count=1))
    async with app.run_test(size=size) as pilot:
        screen = await answering(pilot, 1)
        for text in ("weak " * 80, "Do you mean at inference time?", "poor " * 80):
            paste(pilot, text)
            await wait_until(pilot, lambda: bool(screen.editor.text))
            await pilot.press("ctrl+s")
            await wait_until(pilot, lambda: screen.editor.text == "" and live(screen).state.phase == "answering")
        assert len(live(screen).turn.follow_ups) == 2
        await wait_until(pilot, lambda: "number 1" in shown(app) and "first?" in shown(app))
        for other in (*reversed(SIZES), size):
            await pilot.resize_terminal(*other)
            await wait_until(pilot, lambda: "number 1" in shown(app))


async def test_hint_skip_and_reveal(with_questions: Use) -> None:
    app = InterviewerApp(with_questions(), Wish(count=2))
    async with app.run_test(size=(120, 34)) as pilot:
        screen = await answering(pilot, 1)
        await pilot.press("f2", "ctrl+t", "f2")
        assert live(screen).turn.hints_put == ("Think of the shapes.", "Think of the slope.")
        await wait_until(pilot, lambda: "Think of the slope." in shown(app))
        await pilot.press("f4")
        assert live(screen).turn.closed is None, "the reference is shown only after an answer"
        await pilot.press("f3")
        assert live(screen).turn.closed is None, "a skip is asked for twice"
        await pilot.press("f3")
        await answering(pilot, 2)
        assert live(screen).state.turns[0].closed == "skipped"
        await pilot.press(*"weak", "ctrl+s")
        await wait_until(pilot, lambda: live(screen).turn.awaited_follow_up is not None)
        await pilot.press("f4")
        await on(pilot, FeedbackScreen)
        assert live(screen).turn.closed == "revealed"


async def test_an_empty_answer_is_handed_in_only_when_asked_twice(with_questions: Use) -> None:
    app = InterviewerApp(with_questions(), Wish(count=1))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await answering(pilot)
        await pilot.press("ctrl+s")
        assert "again hands in an empty answer" in shown(app)
        await pilot.press("x", "backspace", "ctrl+s")
        assert not live(screen).turn.answers, "typing takes the first press back"
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: bool(live(screen).turn.answers))


async def test_a_draft_survives_leaving_and_quitting(with_questions: Use) -> None:
    application = with_questions()
    first = InterviewerApp(application, Wish(count=2))
    async with first.run_test(size=(80, 24)) as pilot:
        await answering(pilot)
        await pilot.press(*"half a tho")
        await pilot.press("f9")
        await on(pilot, HomeScreen)
        assert "unfinished" in shown(first)
        await pilot.press("c", "enter")
        screen = await answering(pilot)
        assert screen.editor.text == "half a tho"
        await pilot.press(*"ught", "ctrl+q")
    [stored] = application.interviews()
    second = InterviewerApp(application, resume=stored.id)
    async with second.run_test(size=(80, 24)) as pilot:
        screen = await answering(pilot)
        assert screen.editor.text == "half a thought"


async def test_a_draft_is_kept_soon_after_the_last_key(with_questions: Use) -> None:
    app = InterviewerApp(with_questions(), Wish(count=1))
    async with app.run_test() as pilot:
        screen = await answering(pilot)
        await pilot.press(*"kept")
        await wait_until(pilot, lambda: live(screen).draft() == "kept")


async def test_an_answer_without_a_mark_is_marked_on_resume(with_questions: Use, engine: KeywordEngine) -> None:
    application = with_questions()
    held = application.start_interview(Wish(count=1))
    held.ask_next()
    held.commit("a good one", 4.0)
    app = InterviewerApp(application, resume=held.id)
    async with app.run_test() as pilot:
        await on(pilot, FeedbackScreen)
    assert engine.seen == ["a good one"]


async def test_a_mock_gives_no_feedback_before_its_report(with_questions: Use) -> None:
    app = InterviewerApp(with_questions(), Wish(mode="mock", count=2))
    async with app.run_test(size=(80, 24)) as pilot:
        for number in (1, 2):
            screen = await answering(pilot, number)
            await pilot.press("f4")
            assert live(screen).turn.closed is None
            await pilot.press(*"good", "ctrl+s")
        await at_report(pilot)
        assert "100 %" in shown(app)


async def test_at_zero_what_is_typed_is_handed_in_and_the_late_mark_still_counts(
    with_questions: Use, clock: Clock, engine: KeywordEngine
) -> None:
    engine.gate = threading.Event()
    application = with_questions()
    app = InterviewerApp(application, Wish(mode="mock", count=2, time_limit_s=60), now=clock)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await answering(pilot, 1)
        await pilot.press(*"good so far")
        assert "left 01:00" in " ".join(shown(app).split())
        clock.seconds = 60.0
        await answering(pilot, 2)
        first = live(screen).state.turns[0]
        assert (first.closed, first.answers[0].text, first.answers[0].grade) == ("time", "good so far", None)
        engine.gate.set()
        await wait_until(pilot, lambda: live(screen).state.turns[0].answers[0].grade is not None)
        assert screen.editor.text == ""
        clock.seconds = 121.0
        await at_report(pilot)
    [stored] = application.interviews()
    assert not stored.state.waiting_for_grade


async def test_typing_goes_on_while_an_answer_is_marked(with_questions: Use, engine: KeywordEngine) -> None:
    engine.gate = threading.Event()
    app = InterviewerApp(with_questions(), Wish(count=1))
    async with app.run_test() as pilot:
        screen = await answering(pilot)
        await pilot.press(*"weak", "ctrl+s")
        await wait_until(pilot, lambda: "Marking your answer" in shown(app))
        await pilot.press(*"more", "ctrl+s")
        assert len(live(screen).turn.answers) == 1
        engine.gate.set()
        await answering(pilot)
        assert screen.editor.text == "more"


async def test_a_mark_without_the_judge_that_was_named_says_so(
    with_questions: Use, engine: KeywordEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = engine.grade

    def without_judge(requests: Sequence[GradeRequest]) -> list[Grade]:
        failed = Judging("openai:m", "p", failed="openai:m did [not answer in time.")
        return [replace(one, judging=failed) for one in marks(requests)]

    monkeypatch.setattr(engine, "grade", without_judge)
    app = InterviewerApp(with_questions(), Wish(count=1))
    async with app.run_test() as pilot:
        screen = await answering(pilot)
        await pilot.press(*"good", "ctrl+s")
        await wait_until(pilot, lambda: live(screen).turn.answers[0].grade is not None)
        told = [(note.title, note.message) for note in app._notifications]
    assert ("Marked without the judge", "openai:m did [not answer in time.") in told


@pytest.mark.parametrize("failure", [RuntimeError("no [b luck"), SystemExit(3), KeyboardInterrupt()])
async def test_a_failing_engine_leaves_the_answer_ungraded(
    with_questions: Use, engine: KeywordEngine, failure: BaseException
) -> None:
    engine.failure = failure
    application = with_questions()
    app = InterviewerApp(application, Wish(count=1))
    async with app.run_test() as pilot:
        screen = await answering(pilot)
        await pilot.press(*"good", "ctrl+s")
        await finish_feedback(pilot)
        await at_report(pilot)
        grade = live(screen).turn.answers[0].grade
    assert grade is not None
    assert grade.score is None
    assert grade.ungraded


async def test_quitting_does_not_wait_for_a_mark(with_questions: Use, engine: KeywordEngine) -> None:
    engine.gate = threading.Event()
    application = with_questions()
    app = InterviewerApp(application, Wish(count=1))
    async with app.run_test() as pilot:
        screen = await answering(pilot)
        await pilot.press(*"good", "ctrl+s")
        await wait_until(pilot, lambda: engine.seen == ["good"])
        await pilot.press("ctrl+q")
    background = [thread for thread in threading.enumerate() if thread.name == THREAD_NAME]
    assert all(thread.daemon for thread in background)
    assert background, "the mark was still being computed"
    assert [answer.text for answer in live(screen).state.waiting_for_grade] == ["good"]
    engine.gate.set()


async def test_fifty_kilobytes_are_one_paste(with_questions: Use) -> None:
    text = "\n".join(f"line {number} of a long answer" for number in range(2000))
    app = InterviewerApp(with_questions(), Wish(count=1))
    async with app.run_test() as pilot:
        screen = await answering(pilot)
        paste(pilot, text)
        await wait_until(pilot, lambda: screen.editor.text == text)
        assert not live(screen).turn.answers
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: bool(live(screen).turn.answers))
        assert live(screen).turn.answers[0].text == text


async def test_errors_are_shown_and_the_program_goes_on(app: Application) -> None:
    program = InterviewerApp(app, Wish(source="no [b such.md"))
    async with program.run_test(size=(80, 24)) as pilot:
        await on(pilot, NoticeScreen)
        assert "no [b such.md" in shown(program)
        await pilot.press("enter")
        await on(pilot, HomeScreen)


async def test_help_lists_the_keys_without_losing_what_is_typed(with_questions: Use) -> None:
    app = InterviewerApp(with_questions(), Wish(count=1))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await answering(pilot)
        await pilot.press(*"so", "f1")
        await on(pilot, HelpScreen)
        assert "Ctrl+S" in shown(app)
        await pilot.press("escape")
        await on(pilot, InterviewScreen)
        assert screen.editor.text == "so"


async def test_a_fault_of_ours_ends_with_one_line_and_a_log(
    app: Application, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = InterviewerApp(app)

    async def meet_a_fault() -> None:
        async with program.run_test() as pilot:
            program.call_later(lambda: 1 // 0)
            await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await meet_a_fault()
    assert program.return_code == 1
    drawn = capsys.readouterr().err
    assert len(drawn.splitlines()) == 1
    assert "Something unexpected happened" in drawn
    assert "Traceback" not in drawn
    assert "ZeroDivisionError" in (home / "logs" / "interviewer.log").read_text("utf-8")


@pytest.mark.parametrize("before", [0, 1])
async def test_a_question_asked_before_comes_back_in_other_words(with_questions: Use, before: int) -> None:
    asked = replace(question("q0"), paraphrases=("Could you say what it is?",))
    application = with_questions(asked)
    for _ in range(before):
        application.start_interview(Wish(count=1)).ask_next()
    words = (asked.text, *asked.paraphrases)[before]
    app = InterviewerApp(application, Wish(count=1))
    async with app.run_test(size=(80, 24)) as pilot:
        await answering(pilot)
        await wait_until(pilot, lambda: words in shown(app))
        await pilot.press(*"a good one", "ctrl+s")
        await on(pilot, FeedbackScreen)
        assert words in shown(app)
        await finish_feedback(pilot)
        await at_report(pilot)
        assert words in shown(app)


async def test_what_the_questions_were_picked_for_is_read_first(with_questions: Use) -> None:
    found = Match("q1", "job", 3, "line 3", "deep [b]nets[/b]", 0.5)
    app = InterviewerApp(with_questions(), Wish(count=1, target=Target((found,), job="job.txt")))
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, NoticeScreen)
        await wait_until(pilot, lambda: "1. job, line 3: “deep [b]nets[/b]”" in shown(app))
        assert "Picked for job.txt" in shown(app)
        await pilot.press("enter")
        screen = await answering(pilot)
        assert live(screen).turn.question.id == "q1"


async def test_a_question_back_is_replied_to_and_is_no_answer(with_questions: Use, clock: Clock) -> None:
    application = with_questions(replace(question("q0"), paraphrases=("Could one say what it is, please?",)))
    app = InterviewerApp(application, Wish(count=1), now=clock)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await answering(pilot)
        clock.seconds = 30.0
        await pilot.press(*"what do you mean?", "ctrl+s")
        await wait_until(pilot, lambda: "In other words: Could one say what it is, please?" in shown(app))
        assert "taken as a question" in shown(app)
        assert "You asked" in shown(app)
        assert (screen.editor.text, live(screen).turn.answers) == ("", ())
        await pilot.press(*"a good one", "ctrl+s")
        await on(pilot, FeedbackScreen)
        assert live(screen).turn.answers[0].seconds == 30.0, "asking back does not stop the clock"


async def test_a_wrong_claim_is_announced_put_and_resolved(with_questions: Use) -> None:
    application = with_questions(question("q0"))
    app = InterviewerApp(application, Wish(count=1, challenge=True))
    async with app.run_test(size=(120, 40)) as pilot:
        await on(pilot, NoticeScreen)
        await wait_until(pilot, lambda: "on purpose" in shown(app))
        await pilot.press("enter")
        screen = await answering(pilot)
        await pilot.press(*"a good one", "ctrl+s")
        await wait_until(pilot, lambda: live(screen).state.phase == "challenged")
        await wait_until(pilot, lambda: "A colleague of mine holds: “It is flat.”" in shown(app))
        await pilot.press("f2")
        assert live(screen).turn.hints == ()
        await pilot.press(*"No, good and round.", "ctrl+s")
        await wait_until(pilot, lambda: "Have you changed your mind?" in shown(app))
        await pilot.press(*"half a", "f9")
        await on(pilot, HomeScreen)
        await pilot.press("c", "enter")
        await wait_until(pilot, lambda: isinstance(app.screen, InterviewScreen) and "half a" in app.screen.editor.text)
        await pilot.press(*" no", *["home"], *"Yes. ", "ctrl+s")
        await on(pilot, FeedbackScreen)
        told = " ".join(shown(app).split())
        assert "You objected, with the reason, and then gave in." in told
        assert "It is round." in told
        await finish_feedback(pilot)
        await at_report(pilot)
    [stored] = application.interviews()
    assert stored.state.finished_at
    assert len(stored.state.turns[0].answers) == 1


async def test_a_hint_fits_what_is_being_typed_and_keeps_it(with_questions: Use, engine: KeywordEngine) -> None:
    nudged = replace(question("q0"), misconceptions=(replace(question("q0").misconceptions[0], nudge="Look up."),))
    app = InterviewerApp(with_questions(nudged), Wish(count=1))
    async with app.run_test(size=(120, 34)) as pilot:
        screen = await answering(pilot, 1)
        await pilot.press(*"wrong [b]x", "f2")
        await wait_until(pilot, lambda: bool(live(screen).turn.hints))
        assert live(screen).turn.hints[0].mistake == "m0"
        await wait_until(pilot, lambda: "You said “wrong [b]x”. Look up." in shown(app))
        assert screen.editor.text == "wrong [b]x"
        assert live(screen).turn.answers == ()
        assert engine.seen == ["wrong [b]x"]


async def test_a_hint_that_comes_after_the_answer_was_handed_in_is_not_given(
    with_questions: Use, engine: KeywordEngine
) -> None:
    app = InterviewerApp(with_questions(question("q0")), Wish(count=1))
    async with app.run_test(size=(120, 34)) as pilot:
        screen = await answering(pilot, 1)
        engine.gate = threading.Event()
        await pilot.press(*"good", "f2", "ctrl+s")
        engine.gate.set()
        await on(pilot, FeedbackScreen)
        assert live(screen).turn.hints == ()


async def test_a_hint_for_the_question_is_not_given_for_the_follow_up(with_questions: Use) -> None:
    app = InterviewerApp(with_questions(question("q0")), Wish(count=1))
    async with app.run_test(size=(120, 34)) as pilot:
        screen = await answering(pilot, 1)
        asked = live(screen).turn.put
        await pilot.press(*"weak", "ctrl+s")
        await wait_until(pilot, lambda: live(screen).turn.awaited_follow_up is not None)
        screen.post_message(Listened(asked, None))
        await pilot.pause()
        assert live(screen).turn.hints == ()
        screen.post_message(Listened(live(screen).turn.put, None))
        await wait_until(pilot, lambda: bool(live(screen).turn.hints))


async def test_the_style_is_announced_and_its_leads_are_drawn_as_typed(with_questions: Use) -> None:
    app = InterviewerApp(with_questions(question("q0")), Wish(count=1, style="pressure"))
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, NoticeScreen)
        assert "Pressure style" in shown(app)
        await pilot.press("enter")
        screen = await answering(pilot, 1)
        assert live(screen).turn.lead in shown(app)
        await pilot.press(*"wrong [b]x", "ctrl+s")
        await wait_until(pilot, lambda: bool(live(screen).turn.follow_ups))
        await wait_until(
            pilot, lambda: "wrong [b]x" in shown(app) and live(screen).turn.follow_ups[0].lead in shown(app)
        )


@pytest.mark.parametrize("wished", [True, False])
async def test_another_style_leaves_the_wish_for_wrong_claims(with_questions: Use, wished: bool) -> None:
    app = InterviewerApp(with_questions(question("q0")))
    async with app.run_test() as pilot:
        await on(pilot, HomeScreen)
        style, claims = (app.screen.query_one(f"#{name}", Select) for name in ("style", "challenge"))
        claims.value = wished
        await pilot.pause()
        for chosen in ("friendly", "pressure", "neutral"):
            style.value = chosen
            await wait_until(pilot, lambda: claims.disabled is (style.value == "pressure"))
            await pilot.pause()
            assert claims.value is (wished or chosen == "pressure")


@pytest.mark.parametrize("size", SIZES)
async def test_style_and_wrong_claims_are_chosen_in_the_form(with_questions: Use, size: tuple[int, int]) -> None:
    app = InterviewerApp(with_questions(question("q0")))
    async with app.run_test(size=size) as pilot:
        await on(pilot, HomeScreen)
        app.screen.query_one("#style", Select).value = "pressure"
        await wait_until(pilot, lambda: app.screen.query_one("#challenge", Select).disabled)
        assert not app.screen.query_one("#limit", Select).disabled
        await pilot.press("enter")
        await on(pilot, NoticeScreen)
        await pilot.press("enter")
        screen = await answering(pilot, 1)
        assert live(screen).plan.style == "pressure"
