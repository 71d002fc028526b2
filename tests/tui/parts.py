"""What the tests of the front end drive it with: a clock, an engine, and waiting without sleeping."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from textual.app import App
from textual.events import Paste
from textual.pilot import Pilot

from interviewer.domain.grade import Grade, KeyPointGrade, MisconceptionGrade, Quote, label_of, raw_score, verdict_of
from interviewer.domain.question import KeyPoint, Passage, Question
from interviewer.grading import GradeRequest
from interviewer.interview.session import LiveInterview
from interviewer.retrieval.search import Filter
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.interview import InterviewScreen
from interviewer.tui.screens.report import ReportScreen

PATIENCE = 4000
"""Turns of the event loop; only a test that fails reaches it."""


async def wait_until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Let the program run until `true`. Raises TimeoutError."""
    for _ in range(PATIENCE):
        if true():
            await pilot.pause()
            return
        await pilot.pause(0.005)
    raise TimeoutError(f"still on {pilot.app.screen}")


async def on(pilot: Pilot[None], kind: type[object]) -> None:
    """Wait until a screen of this kind is on top."""
    await wait_until(pilot, lambda: isinstance(pilot.app.screen, kind))


async def answering(pilot: Pilot[None], turns: int | None = None) -> InterviewScreen:
    """Wait until an interview takes an answer, to question number `turns` where given."""

    def ready() -> bool:
        screen = pilot.app.screen
        return (
            isinstance(screen, InterviewScreen)
            and live(screen).state.phase == "answering"
            and (turns is None or len(live(screen).state.turns) == turns)
        )

    await wait_until(pilot, ready)
    screen = pilot.app.screen
    if not isinstance(screen, InterviewScreen):
        raise TypeError("left the interview")
    return screen


def live(screen: InterviewScreen) -> LiveInterview:
    """Return the interview that a screen holds."""
    return screen._live


def shown(app: App[None]) -> str:
    """Return what is on the screen, line by line."""
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in lines)


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class KeywordEngine:
    """Marks by one word. `gate` holds it up, `failure` is raised instead of an answer."""

    name: str = "keyword"
    gate: threading.Event | None = None
    failure: BaseException | None = None
    seen: list[str] = field(default_factory=list)

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        """Return one grade a request."""
        self.seen += [request.answer for request in requests]
        if self.gate is not None:
            self.gate.wait(20)
        if self.failure is not None:
            raise self.failure
        return [_grade(request) for request in requests]


def _grade(request: GradeRequest) -> Grade:
    credit = 1.0 if "good" in request.answer else 0.0
    quote = Quote(request.answer, 0, len(request.answer)) if request.answer else None
    points = tuple(
        KeyPointGrade(
            point.id, point.text, point.weight, credit, verdict_of(credit), quote if credit else None, 0.9, None
        )
        for point in request.key_points
    )
    wrong = tuple(
        MisconceptionGrade(one.id, one.weight, quote)
        for one in request.misconceptions[:1]
        if quote and "wrong" in request.answer
    )
    raw = raw_score([(p.weight, p.credit) for p in points], sum(one.weight for one in wrong))
    flags = ("dont-know",) if "don't know" in request.answer else ()
    return Grade("keyword", points, wrong, flags, raw, raw, max(0.0, raw - 0.2), min(1.0, raw + 0.2), label_of(raw))


@dataclass(frozen=True)
class OnePassage:
    """A library in which every key point leads to the same passage."""

    passage: Passage

    def passage_for(self, question: Question, key_point: KeyPoint) -> Passage:  # noqa: ARG002 - the port's arguments
        """Return the passage."""
        return self.passage

    def questions_about(self, topic: str, count: int, which: Filter) -> list[str]:  # noqa: ARG002 - the port's arguments
        """Return every question."""
        return sorted(which.question_ids or ())[:count]

    def varied(self, questions: Sequence[Question]) -> Sequence[Question]:
        """Keep their order."""
        return questions

    def close(self) -> None:
        """Hold nothing open."""


def paste(pilot: Pilot[None], text: str) -> None:
    """Paste as a terminal does: to the program, which hands it to what has the focus."""
    pilot.app.post_message(Paste(text))


async def finish_feedback(pilot: Pilot[None]) -> None:
    """Read the feedback and go on."""
    await on(pilot, FeedbackScreen)
    await pilot.press("enter")
    await wait_until(pilot, lambda: not isinstance(pilot.app.screen, FeedbackScreen))


async def at_report(pilot: Pilot[None]) -> ReportScreen:
    """Wait for the report."""
    await on(pilot, ReportScreen)
    screen = pilot.app.screen
    if not isinstance(screen, ReportScreen):
        raise TypeError("left the report")
    return screen
