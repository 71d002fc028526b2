"""Where everything begins: a new interview, one to go on with, and what was done before.

A letter alone only says what Enter would do, or a word that is typed here by mistake would start something. The word
is the topic.
"""

import logging
from dataclasses import dataclass
from functools import partial
from typing import Literal

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Footer, Input, Select, Static

from interviewer.domain.errors import InterviewerError
from interviewer.interview.plan import Wish
from interviewer.storage.event_log import Stored
from interviewer.tui.background import BackgroundFailure, in_background
from interviewer.tui.fetching import Fetching
from interviewer.tui.screens.base import BaseScreen
from interviewer.tui.widgets.drawing import line
from interviewer.tui.widgets.history import Held, History, about
from interviewer.tui.widgets.model_line import ModelLine
from interviewer.tui.widgets.new_interview import NewInterview
from interviewer.tui.widgets.size_hint import SizeHint
from interviewer.wiring import Application

_LOG = logging.getLogger("interviewer.tui")
MOST_SHOWN = 200
Action = Literal["start", "continue", "model"]
_LETTERS: dict[str, Action] = {"s": "start", "c": "continue", "m": "model"}
_MEANT: dict[Action, str] = {
    "start": "Enter starts this interview.",
    "continue": "Enter goes on with the unfinished interview.",
    "model": "Enter: the local model.",
}
_EMPTY = "Nothing yet. Press Enter on Start: five questions take about twenty minutes, and you can leave at any time."


class HomeScreen(BaseScreen[None]):
    """The start screen."""

    CSS_PATH = "home.tcss"

    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("s", "start", "Start"),
        Binding("c", "continue", "Resume"),
        Binding("m", "model", "Fetch a model"),
        Binding("tab", "app.focus_next", "Next field", key_display="Tab"),
    ]

    @dataclass
    class Aimed(Message):
        """The questions for the person's files are found, or `fault` says why not."""

        wish: Wish
        fault: str | None

    def __init__(self, application: Application, fetching: Fetching) -> None:
        super().__init__()
        self._fetching = fetching
        self._application = application
        self._unfinished: Stored | None = None
        self._letter = ""

    def compose(self) -> ComposeResult:
        """Draw the form above the history."""
        yield SizeHint()
        yield Static(
            Content.assemble(
                ("Mock interviewer", "bold $primary"),
                ("  asks, probes and marks your answers, all on this machine", "$foreground 60%"),
            ),
            id="title",
        )
        yield NewInterview(self._application.settings, self._application.bank)
        with Vertical(id="past"):
            yield History()
            yield Static(_EMPTY, id="empty", markup=False)
        yield ModelLine(self._application.paths, self._fetching)
        yield Footer()

    def on_mount(self) -> None:
        """Let Enter begin."""
        self.query_one("#past").border_title = "Your interviews"
        self.query_one(NewInterview).focus_start()

    def on_screen_resume(self) -> None:
        """Read the history again: an interview may have come between."""
        self._label_model()
        with self.errors_shown():
            self._show(self._application.interviews()[:MOST_SHOWN])

    def _show(self, interviews: list[Stored]) -> None:
        held = [Held(one, self._application.summary(one.state).score) for one in interviews]
        history = self.query_one(History)
        history.show(held)
        history.display = bool(held)
        self.query_one("#empty").display = not held
        self._unfinished = next((one for one in interviews if one.state.finished_at is None), None)
        self.query_one(NewInterview).offer_resume(_short(self._unfinished) if self._unfinished else None)
        self.refresh_bindings()

    def action_start(self) -> None:
        """Begin what the form says."""
        self.query_one(NewInterview).hand_in()

    def action_continue(self) -> None:
        """Go on with the latest unfinished interview."""
        if self._unfinished is not None:
            self.program.resume_interview(self._unfinished.id)

    def action_model(self) -> None:
        """Fetch the local model, after asking; where it is here, say so."""
        self.query_one(ModelLine).fetch()

    async def on_key(self, event: events.Key) -> None:
        """Ask for Enter after a letter; a word that is typed beside the fields is the topic.

        Enter is heard here, where the letter was: a binding's would come before a letter that is still on its way.
        """
        typed, begun = event.character or "", self._letter
        if begun and event.key == "enter":
            event.stop()
            self._forget()
            await self.run_action(_LETTERS[begun.lower()])
        elif not event.is_printable:
            self._forget()
        elif begun:
            event.stop()
            self._name_topic(begun + typed)
        elif self._offered(typed):
            event.stop()
            self._letter = typed
            self.query_one(NewInterview).tell(f"{_MEANT[_LETTERS[typed.lower()]]} Or type on: that is the topic.")
        elif self._goes_on(typed):
            event.stop()
            self._name_topic(typed)

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted beside the fields as the topic."""
        if event.text.strip():
            self._name_topic(self._letter + event.text.strip().splitlines()[0])

    def on_descendant_focus(self) -> None:
        """Take a letter back: the person has gone elsewhere."""
        self._forget()

    def _goes_on(self, typed: str) -> bool:
        """Whether a key begins the topic, or came on its way to it before the field had the focus."""
        on_its_way = isinstance(self.focused, Input) and self.focused.id == "topic"
        return on_its_way or (typed.isalnum() and not isinstance(self.focused, Select))

    def _offered(self, typed: str) -> bool:
        action = _LETTERS.get(typed.lower())
        return action is not None and (action != "continue" or self._unfinished is not None)

    def _name_topic(self, typed: str) -> None:
        self._forget()
        self.query_one(NewInterview).name_topic(typed)

    def _forget(self) -> None:
        if self._letter:
            self._letter = ""
            self.query_one(NewInterview).tell("")

    @on(ModelLine.Changed)
    def _label_model(self) -> None:
        """Let the key say what it does now."""
        self._bindings.key_to_bindings["m"] = [Binding("m", "model", self.query_one(ModelLine).offered)]
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go on only where there is something unfinished."""
        if action == "continue":
            return self._unfinished is not None
        return super().check_action(action, parameters)

    @on(NewInterview.Wished)
    def _start(self, event: NewInterview.Wished) -> None:
        form = self.query_one(NewInterview)
        if event.job is None and event.cv is None:
            self.workers.cancel_group(self, "aim")
            form.tell("")
            self.program.start_interview(event.wish)
        else:
            form.tell("Finding the questions that fit, on this machine…")
            self._aim(event)

    @work(exclusive=True, group="aim", exit_on_error=False)
    async def _aim(self, wished: NewInterview.Wished) -> None:
        """Find the questions for the files, off the event loop: the embedding model may have to load first."""
        try:
            aimed = partial(self._application.aimed, wished.wish, wished.job, wished.cv)
            self.post_message(self.Aimed(await in_background(aimed), None))
        except BackgroundFailure as failure:
            if not isinstance(failure.__cause__, InterviewerError):
                _LOG.error("a job description or a CV failed", exc_info=failure.__cause__)
                self.post_message(self.Aimed(wished.wish, "That failed; the log file says more."))
            else:
                self.post_message(self.Aimed(wished.wish, str(failure.__cause__)))

    @on(Aimed)
    def _begin(self, event: Aimed) -> None:
        form = self.query_one(NewInterview)
        form.tell(event.fault or "", fault=event.fault is not None)
        if event.fault is None and self.app.screen is self:
            self.program.start_interview(event.wish)
        elif event.fault is None:
            form.tell("The questions that fit were found while you were elsewhere. Start begins with them.")

    @on(NewInterview.ResumeWished)
    def _resume(self) -> None:
        self.action_continue()

    @on(History.Opened)
    def _open(self, event: History.Opened) -> None:
        if event.stored.state.finished_at is None:
            self.program.resume_interview(event.stored.id)
        else:
            self.program.show_report(event.stored)

    @on(History.ReportWished)
    def _report(self, event: History.ReportWished) -> None:
        self.program.show_report(event.stored)


def _short(stored: Stored) -> Content:
    state = stored.state
    done, planned = sum(1 for turn in state.turns if turn.closed), len(state.plan.question_ids) if state.plan else 0
    return Content(f"{line(about(state), 24)}, {done} of {planned} done")
