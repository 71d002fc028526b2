"""The keys, and what the modes and styles are."""

import textwrap

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

_KEYS, _MEANING = 19, 54
"""Columns of the two halves; together they fit a terminal of 80."""
_SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "While you answer",
        (
            ("Ctrl+S", "hand in your answer (or Ctrl+Enter)"),
            ("F2 or Ctrl+T", "a hint that fits what you said and are typing; what you earn after it counts as helped"),
            ("F3", "skip the question, or what is left of it"),
            ("F4", "show the reference answer, once you have answered"),
            ("Esc", "while a model words a follow-up: take the written one"),
            ("F9 or Ctrl+O", "leave to the start screen; everything is kept"),
            ("Tab", "to the question, to scroll it; Tab again to come back"),
            ("Ctrl+C, X, V, Z", "copy, cut, paste, undo in your answer"),
        ),
    ),
    (
        "Feedback and report",
        (
            ("Up, Down", "key points; the words that earned one light up"),
            ("A, R, D", "your answer, the reference answer, what to read"),
            ("Enter, N or Esc", "next question"),
            ("W", "write the report to a file"),
            ("Esc or Q", "from a report: back to the start screen"),
        ),
    ),
    (
        "Start screen",
        (
            ("S, then Enter", "start what the form says"),
            ("C, then Enter", "continue the latest unfinished interview"),
            ("M, then Enter", "fetch the local model, asked for first; it says where it is here"),
            ("any word", "typed beside the fields, is the topic; Esc clears it"),
            ("Enter, R", "on an interview: open or resume it; its report so far"),
        ),
    ),
    (
        "Everywhere",
        (("F1 or Ctrl+G", "this help"), ("Ctrl+Q", "quit; a running interview can be resumed")),
    ),
    (
        "Modes",
        (
            ("practice", "feedback after every question"),
            ("mock", "as in the real thing: the report comes at the end, a time limit is possible"),
            ("drill", "what you did worst, first"),
        ),
    ),
    (
        "Styles",
        (
            ("friendly", "says what it has heard from you and leaves you time"),
            ("pressure", "on the clock, doubts right and wrong alike, and puts wrong claims"),
        ),
    ),
)


class HelpScreen(ModalScreen[None]):
    """An overlay with every key."""

    CSS_PATH = "help.tcss"
    BINDINGS = [Binding("escape,enter,f1,q", "close", "Close")]  # noqa: RUF012 - Textual's own declaration

    def compose(self) -> ComposeResult:
        """Draw the list."""
        with VerticalScroll(id="help"):
            yield Static(_help())

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one("#help").focus()

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)


def _help() -> Content:
    parts: list[Content | tuple[str, str] | str] = []
    for title, keys in _SECTIONS:
        parts.append((f"{title}\n", "bold $primary"))
        for key, meaning in keys:
            meant = f"\n{'':<{_KEYS}}".join(textwrap.wrap(meaning, _MEANING))
            parts += [(f"  {key}".ljust(_KEYS), "$accent"), f"{meant}\n"]
        parts.append("\n")
    return Content.assemble(*parts, ("Esc closes this.", "$foreground 60%"))
