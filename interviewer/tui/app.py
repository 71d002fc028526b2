"""The full-screen program: opens the screens, and is the error boundary of this front end."""

import logging
import signal
import sys
import time
from collections.abc import Callable
from functools import partial

from rich.text import Text
from textual.app import App
from textual.binding import Binding

from interviewer.domain.errors import InterviewerError
from interviewer.domain.events import Plan
from interviewer.domain.text import visible_line
from interviewer.interview.challenging import ANNOUNCED
from interviewer.interview.manner import announced
from interviewer.interview.plan import Wish
from interviewer.interview.session import LiveInterview
from interviewer.llm.consent import QUESTION, WITHOUT
from interviewer.storage.event_log import Stored
from interviewer.tui.fetching import Fetching
from interviewer.tui.screens.consent import ConsentScreen
from interviewer.tui.screens.help import HelpScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.interview import InterviewScreen
from interviewer.tui.screens.notice import NoticeScreen
from interviewer.tui.screens.report import ReportScreen
from interviewer.tui.theme import INK
from interviewer.wiring import Application, utc_now
from interviewer.wiring_chat import Chats

_LOG = logging.getLogger("interviewer.tui")
_TERMINAL_CHECKED_S = 1.0


class InterviewerApp(App[None]):
    """The program on a terminal. `now` returns seconds of a clock that never goes back."""

    TITLE = "Mock interviewer"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's own declaration
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-short"), (30, "-tall")]  # noqa: RUF012 - Textual's own declaration
    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("ctrl+q", "leave", "Quit", priority=True),
        Binding("f1,ctrl+g", "help", "Help", key_display="F1"),
    ]

    def __init__(
        self,
        application: Application,
        wish: Wish | None = None,
        resume: str | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.application = application
        self.now = now
        self._wish = wish
        self._resume = resume
        self._refused: set[str] = set()
        self.fetching = Fetching()

    def on_mount(self) -> None:
        """Show the home screen, begin what was asked for, and load the model meanwhile."""
        self.register_theme(INK)
        self.theme = INK.name
        self.push_screen(HomeScreen(self.application, self.fetching))
        if self._resume is not None:
            self.resume_interview(self._resume)
        elif self._wish is not None:
            self.start_interview(self._wish)
        self.call_after_refresh(self._warm_up)
        if not self.is_headless and sys.stdin.isatty():
            self.set_interval(_TERMINAL_CHECKED_S, self._end_with_terminal)

    def start_interview(self, wish: Wish) -> None:
        """Begin an interview and show it, after what it would send was agreed to or refused."""
        self._once_asked(lambda: self._open(lambda: self.application.start_interview(wish)))

    def resume_interview(self, interview_id: str) -> None:
        """Go on with an interview and show it, after what it would send was agreed to or refused."""
        self._once_asked(lambda: self._open(lambda: self.application.resume_interview(interview_id)))

    def show_report(self, stored: Stored) -> None:
        """Show what an interview came to."""
        self.push_screen(ReportScreen(self.application, stored))

    def show_error(self, error: InterviewerError, title: str = "That did not work") -> None:
        """Show an error's message, once however often it comes."""
        _LOG.warning("%s: %s", type(error).__name__, visible_line(str(error)))
        if not isinstance(self.screen, NoticeScreen):
            self.push_screen(NoticeScreen(title, str(error)))

    def action_help(self) -> None:
        """Show the keys."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_leave(self) -> None:
        """Quit; every screen keeps what it holds."""
        self._keep_drafts()
        self.exit()

    def action_help_quit(self) -> None:
        """Say after ctrl+c, where nothing is selected that it could copy, which key leaves."""
        self.notify("Ctrl+Q quits; everything is kept. Ctrl+C copies what is selected.", markup=False)

    def _keep_drafts(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, InterviewScreen):
                screen.keep_draft()

    def _end_with_terminal(self) -> None:
        """End where the terminal is gone: under `make` nobody says so, and what is left would hold the lock."""
        if sys.stdin.isatty():
            return
        self._keep_drafts()
        _LOG.warning("the terminal is gone")
        signal.raise_signal(signal.SIGTERM)  # a quit would write to a terminal that is not there

    def _once_asked(self, then: Callable[[], None]) -> None:
        """Show what each model on a host would be sent and ask, once a host and session; then go on either way."""
        application = self.application
        try:
            for chats in application.chats.named(application.settings.engine):
                told = chats.to_agree
                if told and chats.endpoint and chats.endpoint.host not in self._refused:
                    ask = ConsentScreen(f"A model on {chats.endpoint.host}", told, QUESTION)
                    self.push_screen(ask, partial(self._answered, chats, then))
                    return
        except InterviewerError as error:
            self.show_error(error, "No interview")
            return
        then()

    def _answered(self, chats: Chats, then: Callable[[], None], agreed: bool | None) -> None:
        if agreed:
            try:
                chats.agree(utc_now())
            except InterviewerError as error:
                self.show_error(error, "No interview")
                return
        elif chats.endpoint:
            self._refused.add(chats.endpoint.host)
            self.notify(WITHOUT, title=visible_line(chats.endpoint.name), markup=False)
        self._once_asked(then)

    def _open(self, begin: Callable[[], LiveInterview]) -> None:
        try:
            live = begin()
        except InterviewerError as error:
            self.show_error(error, "No interview")
            return

        def ended(finished: bool | None) -> None:
            if finished:
                self.show_report(Stored(live.id, live.state))

        def enter(_: None = None) -> None:
            self.push_screen(InterviewScreen(self.application, live, self.now), ended)

        notes = [] if live.state.turns else _told_first(live.plan)
        if notes:
            self.push_screen(NoticeScreen("Before you begin", "\n\n".join(notes)), enter)
        else:
            enter()

    def _warm_up(self) -> None:
        try:
            self.application.warm_up()
        except InterviewerError as error:
            self.show_error(error, "The embedding model")

    def _handle_exception(self, error: Exception) -> None:
        # Textual prints a traceback with the locals, which hold answers; the log file gets one without.
        _LOG.error("unexpected %s", type(error).__name__, exc_info=error)
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        log = visible_line(str(self.application.paths.log_file))
        self.panic(
            Text(
                f"Something unexpected happened. What you committed is kept; details are in {log}.",
                no_wrap=True,
                overflow="ignore",
            )
        )


def _told_first(plan: Plan) -> list[str]:
    """Return what a person should know before the first question."""
    why = "\n".join(f"{number}. {reason}" for number, reason in enumerate(plan.reasons, 1))
    picked = f"Picked for {plan.papers}:\n{why}" if plan.papers else ""
    return [note for note in (picked, announced(plan), ANNOUNCED if plan.challenge else "") if note]


def run(application: Application, wish: Wish | None = None, resume: str | None = None) -> int:
    """Open the program on this terminal; return the exit code."""
    app = InterviewerApp(application, wish, resume)
    app.run()
    return app.return_code or 0
