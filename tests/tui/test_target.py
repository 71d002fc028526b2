"""A job description and a CV named in the form: what is wrong with a file is said in place, else it picks questions."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Select, Static

from interviewer.bank.load import Bank
from interviewer.domain.question import Passage
from interviewer.retrieval.search import Filter, QuestionHit
from interviewer.retrieval.units import Unit, units_of
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.help import HelpScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.interview import InterviewScreen
from interviewer.tui.screens.notice import NoticeScreen
from interviewer.tui.widgets.new_interview import NewInterview, TextInput
from interviewer.wiring import Application
from tests.support import question
from tests.tui.parts import OnePassage, answering, live, on, paste, shown, wait_until

Use = Callable[..., Application]
QUESTIONS = tuple(question(f"q{n}", topic="nets") for n in range(12))
JOB = "\n".join(f"- Experience with subject {n} in production for a team of several people" for n in range(12))


@dataclass(frozen=True)
class Finder(OnePassage):
    """A library that finds for every line the question of the number in it; `gate` holds it up."""

    gate: threading.Event

    def search(self, query: str, count: int, which: Filter) -> list[QuestionHit]:  # noqa: ARG002 - the port's arguments
        """Return one hit, near enough to be about the line."""
        self.gate.wait(20)
        asked = next(one for one in QUESTIONS if f"subject {one.id.removeprefix('q')} " in query)
        unit: Unit = next(iter(units_of([asked])))
        return [QuestionHit(asked.id, 0.5, unit, 0.9)]


@pytest.fixture
def gate() -> threading.Event:
    """What the search waits for; open."""
    opened = threading.Event()
    opened.set()
    return opened


@pytest.fixture
def application(app: Application, gate: threading.Event) -> Application:
    """The program with twelve questions, and the search above."""
    app.__dict__["bank"] = Bank(QUESTIONS)
    app.__dict__["library"] = Finder(Passage("notes.md", 3, 7, "What the notes say."), gate)
    return app


async def choose(pilot: Pilot[None], field: str, name: str) -> None:
    """Name a file in the form and hand it in."""
    await on(pilot, HomeScreen)
    pilot.app.screen.query_one(f"#{field}", TextInput).focus()
    await pilot.pause()
    paste(pilot, name)
    await wait_until(pilot, lambda: pilot.app.screen.query_one(f"#{field}", TextInput).value == name)
    await pilot.press("enter")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absent.txt", None, "absent.txt: no such file or directory. Check the name"),
        ("folder.txt", b"/", "folder.txt: this is a directory, not a document."),
        ("empty.md", b" \n\n", "empty.md: No text found in this file."),
        ("job.xlsx", b"PK", "job.xlsx: this format is not read"),
        ("wide.txt", "weit".encode("utf-16-le"), "wide.txt: this is not UTF-8 text"),
        ("[b]x.txt", None, "[b]x.txt: no such file"),
    ],
)
@pytest.mark.parametrize("field", ["job", "cv"])
async def test_a_file_that_cannot_be_used_is_said_in_place_and_the_other_choices_stay(
    application: Application, tmp_path: Path, name: str, content: bytes | None, said: str, field: str
) -> None:
    if content == b"/":
        (tmp_path / name).mkdir()
    elif content is not None:
        (tmp_path / name).write_bytes(content)
    app = InterviewerApp(application)
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        app.screen.query_one("#mode", Select).value = "drill"
        app.screen.query_one("#topic", TextInput).value = "nets"
        await choose(pilot, field, str(tmp_path / name))
        await wait_until(pilot, lambda: said in " ".join(shown(app).split()))
        assert isinstance(app.screen, HomeScreen)
        form = app.screen.query_one(NewInterview)
        assert (form.query_one("#mode", Select).value, form.query_one("#topic", TextInput).value) == ("drill", "nets")
        assert form.query_one(f"#{field}", TextInput).value == str(tmp_path / name)
        form.query_one(f"#{field}", TextInput).value = ""
        await wait_until(pilot, lambda: said not in " ".join(shown(app).split()))
        assert "Start" in shown(app)
        assert "Your interviews" in shown(app)
    assert application.interviews() == []


async def test_a_name_that_is_longer_than_its_field_is_seen_from_its_end(application: Application) -> None:
    app = InterviewerApp(application)
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        app.screen.query_one("#job", TextInput).focus()
        await pilot.press(*"/a/folder/with/a/long/name/advert.txt")
        await wait_until(pilot, lambda: "name/advert.txt" in shown(app))


async def test_the_home_of_nobody_is_no_crash(application: Application) -> None:
    app = InterviewerApp(application)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "cv", "~nobody-of-this-name/cv.txt")
        await wait_until(pilot, lambda: "cv.txt: no such file" in shown(app))


async def test_the_reasons_are_read_before_the_first_question_and_can_be_scrolled(
    application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "settings", application.settings.model_copy(update={"count": 12}))
    job, cv = tmp_path / "job ad.txt", tmp_path / "cv.md"
    job.write_text(JOB, "utf-8")
    cv.write_text("- Taught subject 3 to others for years\n", "utf-8")
    app = InterviewerApp(application)
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        app.screen.query_one("#cv", TextInput).value = f"'{cv}'"
        await choose(pilot, "job", str(job))
        await on(pilot, NoticeScreen)
        await wait_until(pilot, lambda: "Picked for job ad.txt and cv.md" in shown(app))
        assert "12. job, line" not in shown(app)
        assert "OK" in shown(app)
        await pilot.press(*["down"] * 8)
        await wait_until(pilot, lambda: "12. job, line" in shown(app))
        await pilot.press("enter")
        screen = await answering(pilot)
        plan = live(screen).plan
        assert len(plan.question_ids) == 12
        assert any(reason.startswith("cv, line 1: “Taught subject 3 to others") for reason in plan.reasons)


async def test_the_form_lives_while_the_search_runs_and_a_later_start_counts(
    application: Application, gate: threading.Event, tmp_path: Path
) -> None:
    gate.clear()
    (tmp_path / "job.txt").write_text(JOB, "utf-8")
    app = InterviewerApp(application)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "job", str(tmp_path / "job.txt"))
        await wait_until(pilot, lambda: "Finding the questions that fit" in shown(app))
        assert isinstance(app.screen, HomeScreen)
        app.screen.query_one("#job", TextInput).value = ""
        await pilot.press("enter")
        await answering(pilot)
        gate.set()
        await pilot.press(*"so")
        assert isinstance(app.screen, InterviewScreen)
    [stored] = application.interviews()
    assert stored.state.plan is not None
    assert stored.state.plan.job is None


async def test_whoever_is_elsewhere_when_the_questions_are_found_is_not_torn_away(
    application: Application, gate: threading.Event, tmp_path: Path
) -> None:
    gate.clear()
    (tmp_path / "job.txt").write_text(JOB, "utf-8")
    app = InterviewerApp(application)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "job", str(tmp_path / "job.txt"))
        await wait_until(pilot, lambda: "Finding the questions that fit" in shown(app))
        await pilot.press("f1")
        await on(pilot, HelpScreen)
        gate.set()
        home = app.screen_stack[1]
        told = home.query_one("#told", Static)
        await wait_until(pilot, lambda: "Start begins" in str(told.render()))
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        await on(pilot, HomeScreen)
    assert application.interviews() == []
