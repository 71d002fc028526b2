"""Where everything begins: a new interview, one to go on with, and what was done before."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer, Static

from interviewer.storage.event_log import Stored
from interviewer.tui.screens.base import BaseScreen
from interviewer.tui.widgets.drawing import line
from interviewer.tui.widgets.history import Held, History, about
from interviewer.tui.widgets.new_interview import NewInterview
from interviewer.tui.widgets.size_hint import SizeHint
from interviewer.wiring import Application

MOST_SHOWN = 200
_EMPTY = "Nothing yet. Press Enter on Start: five questions take about twenty minutes, and you can leave at any time."


class HomeScreen(BaseScreen[None]):
    """The start screen."""

    CSS_PATH = "home.tcss"

    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("s", "start", "Start"),
        Binding("c", "continue", "Continue the latest"),
        Binding("tab", "app.focus_next", "Next field", key_display="Tab"),
    ]

    def __init__(self, application: Application) -> None:
        super().__init__()
        self._application = application
        self._unfinished: Stored | None = None

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
        yield Footer()

    def on_mount(self) -> None:
        """Let Enter begin."""
        self.query_one("#past").border_title = "Your interviews"
        self.query_one(NewInterview).focus_start()

    def on_screen_resume(self) -> None:
        """Read the history again: an interview may have come between."""
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
        self.program.start_interview(self.query_one(NewInterview).wish)

    def action_continue(self) -> None:
        """Go on with the latest unfinished interview."""
        if self._unfinished is not None:
            self.program.resume_interview(self._unfinished.id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go on only where there is something unfinished."""
        if action == "continue":
            return self._unfinished is not None
        return super().check_action(action, parameters)

    @on(NewInterview.Wished)
    def _start(self, event: NewInterview.Wished) -> None:
        self.program.start_interview(event.wish)

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
