"""What a whole interview came to, and what to do next."""

import logging
from collections.abc import Sequence
from functools import partial

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Footer, Static

from interviewer.domain.errors import StorageError
from interviewer.domain.grade import label_of
from interviewer.domain.text import visible_line
from interviewer.export.debrief_text import paragraphs
from interviewer.export.markdown import LABELS, ended, percent, report_markdown
from interviewer.interview.cited import Sentence
from interviewer.interview.debrief import debrief
from interviewer.interview.summary import QuestionSummary, Summary, asked_of
from interviewer.storage.event_log import Stored
from interviewer.tui.background import BackgroundFailure, in_background
from interviewer.tui.screens.base import BaseScreen
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.theme import INK, LABEL_COLORS
from interviewer.tui.widgets.drawing import cell, gauge, line, local_time, prose
from interviewer.tui.widgets.history import about
from interviewer.tui.widgets.score_panel import ScorePanel, interview_score
from interviewer.tui.widgets.size_hint import SizeHint
from interviewer.wiring import Application

_LOG = logging.getLogger(__name__)
_CELL_COLORS = {"correct": INK.success or "", "partly": INK.warning or "", "wrong": INK.error or ""}


class ReportScreen(BaseScreen[None]):
    """The report of one interview."""

    CSS_PATH = "report.tcss"
    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("enter", "open", "Open question", show=False),
        Binding("w", "write", "Write to file"),
        Binding("escape,q", "close", "Home", key_display="Esc"),
    ]

    def __init__(self, application: Application, stored: Stored) -> None:
        super().__init__()
        self._application = application
        self._stored = stored
        self._summary = application.summary(stored.state)
        self._debrief = debrief(stored.state, self._summary)

    def compose(self) -> ComposeResult:
        """Draw the mark, the questions, and what follows from them."""
        plan = self._stored.state.plan
        yield SizeHint()
        yield Static(_heading(self._stored, self._summary), id="about")
        yield ScorePanel(interview_score(self._summary, plan.engine if plan else ""))
        yield _Questions(self._summary)
        with VerticalScroll(id="sections"):
            yield Static(_sections(self._summary, self._debrief), id="told")
        yield Footer()

    def on_mount(self) -> None:
        """Let Enter open a question, and the debrief be told in a model's words where one is named."""
        self.query_one("#questions").focus()
        if self._stored.state.finished_at and self._application.chats.retelling:
            self._retell()

    @work(exclusive=True, exit_on_error=False)
    async def _retell(self) -> None:
        """Put the debrief into the model's words; what is written stands until they are there, and where they fail."""
        retelling, state = self._application.chats.retelling, self._stored.state
        if retelling is None:
            return
        try:
            told = await in_background(partial(retelling.retold, self._debrief, state))
        except BackgroundFailure as failure:
            _LOG.error("putting the debrief into words failed", exc_info=failure.__cause__)
            return
        self._debrief = told
        self.query_one("#told", Static).update(_sections(self._summary, told))

    @on(DataTable.RowSelected)
    def _open(self, event: DataTable.RowSelected) -> None:
        self.program.push_screen(FeedbackScreen(self._summary.questions[event.cursor_row]))

    def action_write(self) -> None:
        """Write the report as Markdown and say where."""
        with self.errors_shown():
            file = self._application.paths.data / "reports" / f"{self._stored.id}.md"
            text = report_markdown(self._stored.id, self._stored.state, self._summary, told_as=self._debrief)
            try:
                file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                file.write_text(text, "utf-8")
                file.chmod(0o600)
            except OSError as error:
                raise StorageError(f"The report could not be written to {file}: {error.strerror}.") from error
            self.notify(visible_line(str(file)), title="Report written", markup=False, timeout=10)

    def action_close(self) -> None:
        """Back to the start screen."""
        self.dismiss(None)


class _Questions(DataTable[Text]):
    """One row a question."""

    BINDINGS = [Binding("enter", "select_cursor", "Open question")]  # noqa: RUF012 - Textual's own declaration

    def __init__(self, summary: Summary) -> None:
        super().__init__(id="questions", cursor_type="row")
        self._summary = summary

    def on_resize(self) -> None:
        """Fill the table anew: the question takes what is left of the line, and ends with an ellipsis where it must."""
        row = self.cursor_row
        rows = [_cells(question) for question in self._summary.questions]
        names = ("", "Topic", "Score", "")
        taken = sum(max(len(name), *(cells[place].cell_len for cells in rows)) for place, name in enumerate(names))
        left = self.size.width - taken - 2 * self.cell_padding * (len(names) + 1)
        self.clear(columns=True)
        self.add_columns(*names)
        self.add_column("Question", width=max(left, len("Question")))
        for cells in rows:
            self.add_row(*cells)
        self.move_cursor(row=row)


def _cells(question: QuestionSummary) -> tuple[Text, ...]:
    asked = question.turn.question
    color = _CELL_COLORS[question.label] if question.label else ""
    word = LABELS[question.label] if question.label else ""
    if question.pending:
        word = "waiting for its mark"
    if question.turn.closed == "skipped":
        word = "skipped"
    if question.turn.closed is None:
        word = "open"
    return (
        cell(str(question.number)),
        cell(asked.subject, 22),
        cell(percent(question.score), style=color),
        cell(word, style=color),
        Text(line(prose(question.turn.asked)), no_wrap=True, overflow="ellipsis"),
    )


def _heading(stored: Stored, summary: Summary) -> Content:
    state = stored.state
    mode = state.plan.mode if state.plan else ""
    status = "" if ended(state) == "finished" else f"  {ended(state)}"
    return Content.assemble(
        (f"Report  {line(about(state), 40)}", "bold $primary"),
        (
            f"  {mode} · {asked_of(summary)} · {local_time(state.started_at)}",
            "$foreground 60%",
        ),
        (status, "bold $warning"),
    )


def _sections(summary: Summary, told: Sequence[Sentence]) -> Content:
    return Content("\n\n").join([part for part in (_told(told), _topics(summary)) if part.plain])


def _told(sentences: Sequence[Sentence]) -> Content:
    """Return the debrief in paragraphs, its citations dim."""
    parts = [
        Content(" ").join(
            Content.assemble(_flowing(one.text), (f" {line(one.label)}", "$foreground 45%")) for one in part
        )
        for part in paragraphs(sentences)
    ]
    return Content("\n\n").join(parts)


def _flowing(text: str) -> str:
    return " ".join(prose(text).split())


def _topics(summary: Summary) -> Content:
    if not summary.topics:
        return Content("")
    rows: list[Content] = [Content.styled("Marks by topic", "bold $primary")]
    for topic in summary.topics:
        score = topic.score
        color = "$foreground" if score is None else LABEL_COLORS[label_of(score)]
        rows.append(
            Content.assemble(
                f"  {line(topic.subject, 24):<25}", gauge(score, None, None, color), (f"  {percent(score)}", color)
            )
        )
    return Content("\n").join(rows)
