"""One line above the question: where the interview is, and the time."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from interviewer.domain.events import Plan
from interviewer.domain.question import Question
from interviewer.tui.widgets.drawing import clock, line

HURRY_S = 30
"""Seconds left from which the remaining time is drawn as urgent."""


class StatusBar(Horizontal):
    """Progress, subject, time."""

    DEFAULT_CSS = """
    StatusBar { height: 1; background: $panel; padding: 0 1; }
    StatusBar #place { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    StatusBar #time { width: auto; height: 1; }
    StatusBar #note { width: auto; height: 1; margin: 0 2 0 0; color: $foreground 60%; }
    """

    def compose(self) -> ComposeResult:
        """Draw both ends of the line."""
        yield Static(id="place", markup=False)
        yield Static(id="note", markup=False)
        yield Static(id="time", markup=False)

    def show_place(self, number: int, plan: Plan, question: Question, spent_s: float = 0.0) -> None:
        """Show which question of how many this is, of what kind, and the minutes left where they are limited."""
        left = f"  {max(0, plan.minutes - int(spent_s / 60))} min left" if plan.minutes else ""
        self.query_one("#place", Static).update(
            Content.assemble(
                (f"Question {number} of {len(plan.question_ids)}", "bold $primary"),
                ("  ", ""),
                (f"{line(question.track, 30)} · {line(question.subject, 40)}", ""),
                ("  ", ""),
                ("●" * question.difficulty + "○" * (5 - question.difficulty), "$accent"),
                (f"  {plan.mode}{left}", "$foreground 60%"),
            )
        )

    def show_note(self, note: str) -> None:
        """Show what goes on meanwhile."""
        self.query_one("#note", Static).update(Content(note))

    def show_time(self, elapsed: float, limit: int | None) -> None:
        """Show the seconds so far, and those left where there is a limit."""
        parts: list[tuple[str, str]] = [(clock(elapsed), "")]
        if limit is not None:
            left = limit - elapsed
            parts += [
                ("  left ", "$foreground 60%"),
                (clock(left), "bold $error" if left <= HURRY_S else "bold $accent"),
            ]
        self.query_one("#time", Static).update(Content.assemble(*parts))
