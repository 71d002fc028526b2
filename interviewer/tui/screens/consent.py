"""Asks before anything is sent to a host or fetched: what that means is read first, and No is where Enter is."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from interviewer.domain.text import visible, visible_line


class ConsentScreen(ModalScreen[bool]):
    """Shows what would be done; dismissed with whether the person agrees to it."""

    CSS_PATH = "consent.tcss"
    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("y", "agree", "Yes"),
        Binding("n,escape", "refuse", "No"),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, heading: str, told: str, question: str) -> None:
        super().__init__()
        self._heading = heading
        self._told = told
        self._question = question

    def compose(self) -> ComposeResult:
        """Draw what it is about and the two answers."""
        with Vertical(id="consent"):
            yield Static(Content(visible_line(self._heading)), id="consent-title")
            with VerticalScroll(id="consent-scroll", can_focus=False):
                yield Static(Content(visible(self._told)))
            yield Static(self._question, id="consent-question", markup=False)
            with Horizontal(id="consent-answers"):
                yield Button("No (n)", id="no", compact=True, variant="primary")
                yield Button("Yes (y)", id="yes", compact=True)

    def on_mount(self) -> None:
        """Put the focus on the answer that does nothing."""
        self.query_one("#no").focus()

    @on(Button.Pressed, "#yes")
    def action_agree(self) -> None:
        """Agree."""
        self.dismiss(True)

    @on(Button.Pressed, "#no")
    def action_refuse(self) -> None:
        """Refuse."""
        self.dismiss(False)
