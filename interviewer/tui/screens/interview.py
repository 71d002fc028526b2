"""The interview itself: asks, takes the answer, has it marked, goes on."""

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Footer, Static, TextArea

from interviewer.domain.challenge import Stance
from interviewer.domain.errors import InterviewerError
from interviewer.domain.grade import Grade, ungraded
from interviewer.domain.state import Answer
from interviewer.domain.text import visible_line
from interviewer.domain.voice import Worded
from interviewer.interview.session import LiveInterview
from interviewer.tui.background import BackgroundFailure, in_background, until_stopped
from interviewer.tui.screens.base import BaseScreen
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.interview_messages import Judged, Listened, Marked
from interviewer.tui.widgets.answer_editor import AnswerEditor
from interviewer.tui.widgets.prompt_pane import PromptPane
from interviewer.tui.widgets.size_hint import SizeHint
from interviewer.tui.widgets.status_bar import StatusBar
from interviewer.wiring import Application

_LOG = logging.getLogger("interviewer.tui")
_TICK_S = 0.5
_KEPT_S = 5.0
"""Seconds of thinking that a kill may lose."""
_TIMED = {"answering", "challenged"}
_OPENED = {*_TIMED, "grading", "graded", "judging"}
Confirmable = Literal["submit", "skip"]


class InterviewScreen(BaseScreen[bool]):
    """Holds one interview; dismissed with True when it is finished, False when it was left."""

    CSS_PATH = "interview.tcss"
    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("ctrl+s,ctrl+enter", "submit", "Submit", key_display="^S"),
        Binding("f2,ctrl+t", "hint", "Hint", key_display="F2"),
        Binding("f3", "skip", "Skip", key_display="F3"),
        Binding("f4", "reveal", "Reveal", key_display="F4"),
        Binding("escape", "written", "Don't wait", show=False),
        Binding("f9,ctrl+o", "go_home", "Leave", key_display="F9"),
    ]

    def __init__(self, application: Application, live: LiveInterview, now: Callable[[], float]) -> None:
        super().__init__()
        self._application = application
        self._live = live
        self._now = now
        self._words: Worded | None = None
        self._since, self._kept = now(), 0.0
        self._marking: str | None = None
        self._confirming: Confirmable | None = None
        self._wording = False
        self._impatient = threading.Event()

    def compose(self) -> ComposeResult:
        """Draw the question above the editor."""
        yield SizeHint()
        yield StatusBar()
        yield PromptPane()
        yield AnswerEditor()
        yield Static(id="status", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Go on where the interview stands; answers that still wait for a mark come first."""
        self.editor.focus()
        self.set_interval(_TICK_S, self._tick)
        self._mark_waiting()
        self._go_on()

    def on_unmount(self) -> None:
        """Keep what was typed."""
        self.keep_draft()

    @property
    def editor(self) -> AnswerEditor:
        """The answer editor."""
        return self.query_one(AnswerEditor)

    def keep_draft(self) -> None:
        """Store what is typed for the answer that comes next, and its time; a failure goes to the log."""
        if (phase := self._live.state.phase) not in _OPENED or not self.query(AnswerEditor):
            return
        self._kept = self._elapsed
        try:
            self._live.save_draft(self.editor.text, self._elapsed if phase in _TIMED else 0.0)
        except InterviewerError as error:
            _LOG.warning("draft not kept: %s", error)

    # What the interview does next

    def _go_on(self) -> None:
        with self.errors_shown():
            match self._live.state.phase:
                case "between":
                    self._ask()
                case "graded":
                    self._live.proceed(self._words)
                    self._words = None
                    self._after_turn_moved()
                case "answering" | "challenged":
                    self._open_part()
                case "judging":
                    self._show_turn()
                    self._say("Reading your reply…")
                    self._judge()
                case "grading":
                    self._show_turn()
                    self._say_marking()
                case _:
                    self._finish()

    def _ask(self) -> None:
        try:
            asked = self._live.ask_next()
        except InterviewerError as error:
            self.dismiss(False)
            self.program.call_later(self.program.show_error, error)
            return
        self._open_part() if asked is not None else self._finish()

    def _open_part(self, *, keep_typed: bool = False) -> None:
        """Show the open question or follow-up with its draft; its time goes on where it was."""
        self._kept = self._live.begun_s
        self._since = self._now() - self._kept
        self._show_turn()
        if not (keep_typed and self.editor.text):
            self.editor.restore(self._live.draft())
        self._say("")
        self.editor.focus()
        self._tick()

    def _after_turn_moved(self) -> None:
        if self._live.turn.closed is None:
            self._open_part(keep_typed=True)
            return
        self._drop_leftover()
        if self._live.plan.mode == "mock" or not self._live.turn.answers:
            self._go_on()
            return
        number = len(self._live.state.turns)
        last = self._live.state.next_question_id is None
        summary = self._application.turn_summary(number, self._live.turn)
        self.program.push_screen(FeedbackScreen(summary, onward="Report" if last else "Next question"), self._read)

    def _read(self, _: bool | None) -> None:
        self._go_on()

    def _drop_leftover(self) -> None:
        if self.editor.text.strip():
            self.notify("What you typed after handing in was not marked.", severity="warning", markup=False)
        self.editor.restore("")

    def _finish(self) -> None:
        if self._live.state.waiting_for_grade:
            self.editor.disabled = True
            self._mark_waiting()
            return
        self.dismiss(True)

    # Marking

    def _mark_waiting(self) -> None:
        waiting = self._live.state.waiting_for_grade
        if waiting and self._marking is None:
            self._marking = waiting[0].id
            self._mark(waiting[0])
        self._say_marking()

    @work(exclusive=True, exit_on_error=False)
    async def _mark(self, answer: Answer) -> None:
        try:
            grade = await in_background(partial(self._live.mark, answer))
        except BackgroundFailure as failure:
            _LOG.error("marking failed", exc_info=failure.__cause__)
            grade = ungraded(self._live.plan.engine, f"the engine failed ({failure}); the log file says more")
        self._impatient.clear()
        self._wording = self._application.chats.wording is not None
        try:
            stopped = self._impatient.is_set
            words = await until_stopped(partial(self._live.phrase, answer, grade, stopped), self._impatient)
        except BackgroundFailure as failure:
            _LOG.error("wording a follow-up failed", exc_info=failure.__cause__)
            words = None
        finally:
            self._wording = False
        self.post_message(Marked(answer, grade, words))

    @on(Marked)
    def _record(self, event: Marked) -> None:
        self._marking = None
        try:
            self._live.record(event.answer, event.grade)
            self._words = event.words
        except InterviewerError as error:
            self._say("The mark could not be stored. Ctrl+S tries again.", urgent=True)
            self.program.show_error(error)
            return
        if event.grade.ungraded is not None:
            self.notify(visible_line(event.grade.ungraded), title="Not graded", severity="warning", markup=False)
        if event.grade.judging and event.grade.judging.failed:
            failed = visible_line(event.grade.judging.failed)
            self.notify(failed, title="Marked without the judge", severity="warning", markup=False)
        wording = self._application.chats.wording
        if wording and (trouble := wording.trouble()):
            self.notify(visible_line(trouble), title="Without the model", severity="warning", timeout=20, markup=False)
        self._mark_waiting()
        if self._live.state.phase in ("graded", "finished"):
            self._go_on()

    @work(exclusive=True, exit_on_error=False)
    async def _judge(self) -> None:
        try:
            stance = await in_background(self._live.judge)
        except BackgroundFailure as failure:
            _LOG.error("judging a reply failed", exc_info=failure.__cause__)
            stance = Stance("unclear", None, None, self._live.plan.engine)
        self.post_message(Judged(stance))

    @on(Judged)
    def _record_stance(self, event: Judged) -> None:
        with self.errors_shown():
            self._live.record_stance(event.stance)
            self._after_turn_moved()

    # What the candidate does

    def action_submit(self) -> None:
        """Hand in the answer; an empty one only when asked twice."""
        phase = self._live.state.phase
        if phase not in ("answering", "challenged"):
            self._mark_waiting()
            if phase == "grading":
                self.notify("Your earlier answer is still being marked; keep typing.", markup=False)
            return
        text = self.editor.text
        if not text.strip() and not self._confirmed("submit"):
            self._say("Nothing is typed. Ctrl+S again hands in an empty answer, which earns 0.", urgent=True)
            return
        if not self._clarified(text):
            self._commit(text)

    def _clarified(self, text: str) -> bool:
        """Reply to a question back; False where it is an answer. The time goes on."""
        with self.errors_shown():
            if self._live.clarify(text) is None:
                return False
            self._confirming = None
            self.editor.restore("")
            self._show_turn()
            self._say("That was taken as a question, not as an answer.")
        return True

    def _commit(self, text: str, *, timed_out: bool = False) -> None:
        self._confirming = None
        with self.errors_shown():
            if self._live.state.phase == "challenged":
                self._live.answer_challenge(text, self._elapsed)
            else:
                self._live.commit(text, self._elapsed, timed_out=timed_out)
            self.editor.restore("")
            self._mark_waiting()
            if timed_out:
                self.notify("Time is up: what you had typed was handed in.", severity="warning", markup=False)
            self._go_on()

    def action_hint(self) -> None:
        """Show the hint that fits what was said; what is being typed is listened to first."""
        if self.editor.text.strip() and self._live.state.phase == "answering":
            self._say("Reading what you have typed…")
            self._listen(self.editor.text)
        else:
            self._show_hint(None)

    @work(exclusive=True, exit_on_error=False, group="listening")
    async def _listen(self, draft: str) -> None:
        put = self._live.turn.put
        try:
            grade = await in_background(partial(self._live.listen, draft))
        except BackgroundFailure as failure:
            _LOG.error("marking a draft failed", exc_info=failure.__cause__)
            grade = None
        self.post_message(Listened(put, grade))

    @on(Listened)
    def _hint_listened(self, event: Listened) -> None:
        if self._live.state.phase == "answering" and self._live.turn.put == event.put:
            self._say("")
            self._show_hint(event.grade)

    def _show_hint(self, draft: Grade | None) -> None:
        with self.errors_shown_as_notes():
            self._live.hint(draft)
            self._show_turn()

    def action_written(self) -> None:
        """Take the follow-up as it is written instead of waiting for a model's words."""
        if self._wording:
            self._impatient.set()

    def action_skip(self) -> None:
        """Close the question, when asked twice."""
        if self._live.state.phase == "answering" and not self._confirmed("skip"):
            what = (
                "skips the rest of this question" if self._live.turn.answers else "skips this question, which earns 0"
            )
            typed = "; what you typed is dropped" if self.editor.text.strip() else ""
            self._say(f"F3 again {what}{typed}.", urgent=True)
            return
        self._close(self._live.skip)

    def action_reveal(self) -> None:
        """Close the question to read its reference answer."""
        if self._live.plan.mode == "mock":
            self.notify("In a mock interview the reference answers come with the report.", markup=False)
            return
        self._close(self._live.reveal)

    def action_go_home(self) -> None:
        """Leave; everything is kept."""
        self.keep_draft()
        self.notify("Kept. You can resume it at any time.", markup=False)
        self.dismiss(False)

    def _close(self, close: Callable[[], None]) -> None:
        self._confirming = None
        with self.errors_shown_as_notes():
            close()
            self.editor.restore("")
            self._after_turn_moved()

    def _confirmed(self, action: Confirmable) -> bool:
        confirmed = self._confirming == action
        self._confirming = None if confirmed else action
        return confirmed

    @on(AnswerEditor.DraftChanged)
    def _draft_changed(self) -> None:
        self.keep_draft()

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self._confirming is not None and self.editor.text.strip():
            self._confirming = None
            self._say("")

    # What is shown

    @property
    def _elapsed(self) -> float:
        return max(0.0, self._now() - self._since)

    def _tick(self) -> None:
        phase, bar = self._live.state.phase, self.query_one(StatusBar)
        bar.show_note(f"model {share}" if (share := self.program.fetching.share) else "")
        if phase in _TIMED:
            limit = self._live.plan.time_limit_s if phase == "answering" else None
            bar.show_time(self._elapsed, limit)
            if limit is not None and self._elapsed >= limit:
                self._commit(self.editor.text, timed_out=True)
            elif self._elapsed - self._kept >= _KEPT_S:
                self._show_place()
                self.keep_draft()
        elif self._marking is not None:
            self._say_marking()

    def _show_turn(self) -> None:
        self._show_place()
        self.query_one(PromptPane).show(self._live.turn)

    def _show_place(self) -> None:
        live, state = self._live, self._live.state
        spent = state.spent_s + (self._elapsed if state.phase in _TIMED else 0.0)
        self.query_one(StatusBar).show_place(len(state.turns), live.plan, live.turn.question, spent)

    def _say_marking(self) -> None:
        phase = self._live.state.phase
        if self._marking is None or phase == "answering":
            return
        what = "your last answers" if phase == "finished" else "your answer"
        if self._wording:
            self._say("Marked. A model puts what follows in its words; Esc takes the written ones.")
        elif self._application.model_ready:
            self._say(f"Marking {what}…")
        else:
            self._say(f"Loading the embedding model; {what} {'are' if phase == 'finished' else 'is'} saved…")

    def _say(self, message: str, *, urgent: bool = False) -> None:
        self.query_one("#status", Static).update(Content.styled(message, "$warning" if urgent else "$foreground 70%"))
