"""A message that waits to be read: what went wrong and what to do next."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from interviewer.domain.text import visible, visible_line


class NoticeScreen(ModalScreen[None]):
    """A titled panel above everything else."""

    CSS_PATH = "notice.tcss"
    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("escape,enter", "close", "Close"),
        Binding("up,pageup", "scroll(-1)", show=False),
        Binding("down,pagedown", "scroll(1)", show=False),
    ]

    def __init__(self, title: str, message: str) -> None:
        super().__init__()
        self._heading = title
        self._message = message

    def compose(self) -> ComposeResult:
        """Draw the panel."""
        with Vertical(id="notice"):
            yield Static(Content(visible_line(self._heading)), id="notice-title")
            with VerticalScroll(id="notice-scroll", can_focus=False):
                yield Static(Content(visible(self._message)), id="notice-message")
            yield Button("OK", id="ok", compact=True, variant="primary")

    def on_mount(self) -> None:
        """Put the focus where Enter closes."""
        self.query_one("#ok").focus()

    def action_scroll(self, way: int) -> None:
        """Read on (1) or back (-1), where the message is longer than the panel."""
        self.query_one("#notice-scroll").scroll_relative(y=3 * way, animate=False)

    def on_button_pressed(self) -> None:
        """Close."""
        self.action_close()

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)
