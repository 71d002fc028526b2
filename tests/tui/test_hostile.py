"""What people and documents wrote is drawn literally on every screen, and nothing in it acts."""

import os
import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.events import Resize
from textual.geometry import Size
from textual.widgets import Select

from interviewer.bank.load import Bank
from interviewer.domain.errors import UsageError
from interviewer.domain.events import Plan
from interviewer.domain.question import FollowUp, KeyPoint, Misconception, Passage, Provenance, Question
from interviewer.domain.state import Answer, AskedFollowUp, Hint, Interview, Turn
from interviewer.domain.text import storable
from interviewer.interview.plan import Wish
from interviewer.storage.event_log import Stored
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.interview import InterviewScreen
from interviewer.tui.screens.notice import NoticeScreen
from interviewer.tui.widgets.history import Held, History
from interviewer.tui.widgets.new_interview import TextInput
from interviewer.tui.widgets.prompt_pane import PromptPane
from interviewer.tui.widgets.status_bar import StatusBar
from interviewer.wiring import Application
from tests.hostile import hostile_strings
from tests.support import AT, grade, question
from tests.tui.parts import OnePassage, answering, at_report, finish_feedback, live, on, paste, shown, wait_until

STRINGS = hostile_strings()
RESIZES = 196 if os.environ.get("SOAK", "full") == "full" else 56
WORST = [
    "\x1b]52;c;ZXZpbA==\x07",
    "\ud800\x00",
    "\u202egnp.exe\u202c",
    "w" * 10_000,
    "[@click=app.bell]x[/]",
    "👩\u200d👩\u200d👧 日本語",
]
MARKUP = ["[/", "[b", "[bold]x[/bold]", "[$primary]x", "[@click=app.bell]x[/]", "[type=x, v={'a[0]'}]", "list[int]"]


def evil(number: int, text: str) -> Question:
    """Return a question that is hostile in every field that is drawn."""
    text = storable(text)  # as every question file was read
    return replace(
        question(f"q{number:03}"),
        text=text,
        topic=text,
        reference=text,
        key_points=(KeyPoint("k0", 3, text), KeyPoint("k1", 1, text)),
        misconceptions=(Misconception("m0", 1, text, text),),
        follow_ups=(FollowUp("k0", text),),
        hints=(text,),
        provenance=Provenance(text, 1, 2, "0" * 64),
    )


def use(app: Application, texts: list[str]) -> None:
    """Fill the bank and the passages."""
    app.__dict__["bank"] = Bank(tuple(evil(number, text) for number, text in enumerate(texts)))
    app.__dict__["library"] = OnePassage(Passage(storable(texts[0]), 1, 2, storable(texts[-1])))


def drawn_controls(text: str) -> list[str]:
    """Return the characters on screen that a terminal would obey or that deceive."""
    return [c for c in text if (ord(c) < 0x20 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u200b"]


async def test_a_whole_interview_of_hostile_questions(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(InterviewerApp, "action_bell", lambda _: rung.append("bell"))
    use(app, WORST)
    program = InterviewerApp(app, Wish(track=None, count=len(WORST), topic=storable(WORST[0])))
    async with program.run_test(size=(80, 24)) as pilot:
        for number, text in enumerate(WORST, 1):
            await answering(pilot, number)
            await pilot.press("f2")
            paste(pilot, f"wrong {text}")
            await pilot.press("ctrl+s")
            await wait_until(pilot, lambda turn=number: past_first(program, turn))  # type: ignore[misc]
            if not isinstance(program.screen, FeedbackScreen):
                assert not drawn_controls(shown(program))
                paste(pilot, f"good {text}")
                await pilot.press("ctrl+s")
            await on(pilot, FeedbackScreen)
            await pilot.press("down", "r", "d")
            assert not drawn_controls(shown(program))
            await finish_feedback(pilot)
        await at_report(pilot)
        assert not drawn_controls(shown(program))
        await pilot.press("w", "escape")
        await on(pilot, HomeScreen)
        assert not drawn_controls(shown(program))
        program.show_error(UsageError(WORST[1]))
        await on(pilot, NoticeScreen)
        assert not drawn_controls(shown(program))
    assert rung == []


def past_first(program: InterviewerApp, number: int) -> bool:
    """Say whether the first answer to question `number` has been marked and acted on."""
    screen = program.screen
    if isinstance(screen, FeedbackScreen):
        return True
    turns = live(screen).state.turns if isinstance(screen, InterviewScreen) else ()
    return len(turns) == number and bool(turns[-1].follow_ups)


@pytest.mark.soak
async def test_two_hundred_hostile_strings_while_answering(app: Application) -> None:
    use(app, STRINGS)
    program = InterviewerApp(app, Wish(track=None, count=1))
    async with program.run_test(size=(80, 24)) as pilot:
        screen = await answering(pilot)
        for turn in (turn_of(f"{one}\n\n{other}") for one, other in zip(STRINGS[::2], STRINGS[1::2], strict=True)):
            screen.query_one(PromptPane).show(turn)
            screen.query_one(StatusBar).show_place(1, live(screen).plan, turn.question)
            screen.editor.restore(turn.answers[0].text)
            await pilot.pause()
            assert not drawn_controls(shown(program))


@pytest.mark.soak
async def test_two_hundred_hostile_strings_in_feedback(app: Application) -> None:
    program = InterviewerApp(app)
    async with program.run_test(size=(120, 34)) as pilot:
        for start in range(0, len(STRINGS), 20):
            # one screen for twenty strings: each is asked, answered, quoted, and corrected in turn
            turn = turn_of("\n\n".join(STRINGS[start : start + 20]))
            program.push_screen(FeedbackScreen(app.turn_summary(1, turn)))
            await on(pilot, FeedbackScreen)
            assert not drawn_controls(shown(program))
            program.pop_screen()


async def test_two_hundred_hostile_interviews_in_the_history(app: Application) -> None:
    program = InterviewerApp(app)
    async with program.run_test(size=(120, 34)) as pilot:
        await on(pilot, HomeScreen)
        rows = [Stored(f"i{n}", Interview(Plan("mock", ("q",), "fast", topic=text))) for n, text in enumerate(STRINGS)]
        history = program.screen.query_one(History)
        history.display = True
        history.show([Held(row, None) for row in rows])
        for row in range(0, len(rows), 15):
            history.move_cursor(row=row)
            await pilot.pause()
            assert not drawn_controls(shown(program))


def turn_of(text: str) -> Turn:
    """Return a turn whose question, answer, hint, follow-up and misconception are all hostile."""
    asked = evil(1, text)
    said = storable(f"abc {text}")
    marked = grade(asked, {"k0": 0.5}, misconceptions=("m0",))
    answer = Answer("a", said, "unaided", None, 1.0, AT, marked)
    return Turn(asked, AT, (answer,), (AskedFollowUp("k0", asked.text),), tuple(map(Hint, asked.hints)))


@pytest.mark.parametrize("text", MARKUP)
async def test_markup_is_shown_as_it_was_written(app: Application, text: str) -> None:
    use(app, [text])
    program = InterviewerApp(app, Wish(track=None, count=1, topic=text))
    async with program.run_test(size=(120, 34)) as pilot:
        await answering(pilot)
        assert shown(program).count(text) >= 2, "topic and question"
        await pilot.press("f2")
        await wait_until(pilot, lambda: shown(program).count(text) >= 3)
        paste(pilot, f"good and in words of my own {text}")  # the hint alone would be reading it aloud
        await pilot.press("ctrl+s")
        await on(pilot, FeedbackScreen)
        assert shown(program).count(text) >= 4, "question, two key points, answer"
        await finish_feedback(pilot)
        await at_report(pilot)
        assert text in shown(program)
        await pilot.press("escape")
        await on(pilot, HomeScreen)
        assert text in shown(program), "history"


@pytest.mark.parametrize("text", MARKUP)
async def test_the_candidates_own_words_are_held_up_as_typed(app: Application, text: str) -> None:
    use(app, ["plain"])
    program = InterviewerApp(app, Wish(track=None, count=1))
    async with program.run_test(size=(120, 34)) as pilot:
        screen = await answering(pilot)
        line = f"Earlier you said “# {text} *so* `no`”; now you say “_yes_”."
        probe = AskedFollowUp("k0", line, None, "m0")
        screen.query_one(PromptPane).show(replace(turn_of("plain"), follow_ups=(probe,), hints=()))
        await wait_until(pilot, lambda: line in shown(program))


async def test_documents_and_topics_on_the_start_screen(app: Application) -> None:
    use(app, STRINGS)
    program = InterviewerApp(app)
    async with program.run_test(size=(120, 34)) as pilot:
        await on(pilot, HomeScreen)
        program.screen.query_one("#origin", Select).focus()
        await pilot.press("enter", *["down"] * 12)
        assert not drawn_controls(shown(program))
        await pilot.press("end")
        await pilot.pause()
        assert not drawn_controls(shown(program))
        await pilot.press("enter")
        topic = program.screen.query_one("#topic", TextInput)
        topic.focus()
        await pilot.pause()
        paste(pilot, "\x1b]52;c;ZXZpbA==\x07 [@click=app.bell]x[/]")
        await wait_until(pilot, lambda: "[@click=app.bell]" in topic.value)
        assert not drawn_controls(shown(program))


async def test_what_was_typed_is_stored_as_typed(with_questions: Callable[..., Application]) -> None:
    text = "日本語 👩‍👩‍👧‍👦 مرحبا e\u0301\u0301 \x1b[31m [/ end"
    application = with_questions()
    program = InterviewerApp(application, Wish(count=1))
    async with program.run_test() as pilot:
        screen = await answering(pilot)
        paste(pilot, text)
        await wait_until(pilot, lambda: screen.editor.text == text)
        assert not drawn_controls(shown(program))
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: bool(live(screen).turn.answers))
        assert live(screen).turn.answers[0].text == text


@pytest.mark.soak
async def test_resizes_keep_what_was_typed(with_questions: Callable[..., Application]) -> None:
    chance = random.Random(11)
    program = InterviewerApp(with_questions(), Wish(count=1))
    typed = ""
    async with program.run_test(size=(80, 24)) as pilot:
        screen = await answering(pilot)
        sizes = [(20, 5), (300, 80), (40, 12), (1, 1)]
        sizes += [(chance.randint(20, 110), chance.randint(5, 32)) for _ in range(RESIZES)]
        for number, size in enumerate(sizes):
            if number % 20:
                program.post_message(Resize(Size(*size), Size(*size)))
                await pilot.pause(0.01)
            else:
                await pilot.resize_terminal(*size)
                key = chance.choice("abcdefg")
                typed += key
                await pilot.press(key)
        assert screen.editor.text == typed


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (300, 80)])
async def test_every_screen_at_every_size(with_questions: Callable[..., Application], size: tuple[int, int]) -> None:
    application = with_questions()
    program = InterviewerApp(application, Wish(count=1))
    async with program.run_test(size=size) as pilot:
        screen = await answering(pilot)
        await pilot.press("f1", "escape", *"good", "ctrl+s")
        await finish_feedback(pilot)
        await at_report(pilot)
        program.show_report(Stored(live(screen).id, live(screen).state))
        program.show_error(UsageError("no"))
        await on(pilot, NoticeScreen)
