"""The interviews held so far, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable

from interviewer.domain.state import Interview
from interviewer.export.markdown import percent
from interviewer.storage.event_log import Stored
from interviewer.tui.widgets.drawing import cell, local_time


@dataclass(frozen=True, slots=True)
class Held:
    """An interview with its mean score in [0, 1]."""

    stored: Stored
    score: float | None


class History(DataTable[Text]):
    """One row an interview."""

    DEFAULT_CSS = "History { overflow-x: hidden; }"
    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("enter", "select_cursor", "Open"),
        Binding("r", "report", "Report so far"),
    ]

    @dataclass
    class Opened(Message):
        """The person chose this interview: its report, or to go on where it is unfinished."""

        stored: Stored

    @dataclass
    class ReportWished(Message):
        """The person wants the report, finished or not."""

        stored: Stored

    def __init__(self) -> None:
        super().__init__(id="history", cursor_type="row", zebra_stripes=False)
        self._held: dict[str, Stored] = {}

    def on_mount(self) -> None:
        """Name the columns."""
        self.add_columns("When", "Mode", "About", "Questions", "Score")

    def show(self, held: Sequence[Held]) -> None:
        """Replace the rows, keeping the cursor where it was."""
        row = self.cursor_row
        self.clear()
        self._held = {one.stored.id: one.stored for one in held}
        for one in held:
            self.add_row(*_cells(one), key=one.stored.id)
        if held:
            self.move_cursor(row=min(row, len(held) - 1))

    @on(DataTable.RowSelected)
    def _open(self, event: DataTable.RowSelected) -> None:
        event.stop()
        if event.row_key.value in self._held:
            self.post_message(self.Opened(self._held[event.row_key.value]))

    def action_report(self) -> None:
        """Ask for the report of the row under the cursor."""
        if self.row_count:
            key = self.coordinate_to_cell_key(self.cursor_coordinate).row_key.value
            self.post_message(self.ReportWished(self._held[str(key)]))


def about(state: Interview) -> str:
    """Return what an interview is about, as written."""
    plan = state.plan
    return (plan.about or "everything") if plan else ""


def _cells(held: Held) -> tuple[Text, ...]:
    state = held.stored.state
    planned = len(state.plan.question_ids) if state.plan else 0
    answered = sum(1 for turn in state.turns if turn.closed)
    score = percent(held.score) if state.finished_at else "unfinished"
    return (
        cell(local_time(state.started_at)),
        cell(state.plan.mode if state.plan else ""),
        cell(about(state), 30),
        cell(f"{answered} of {planned}"),
        cell(score, style="" if state.finished_at else "italic"),
    )
