"""Where an answer is typed; what is typed is announced at once and then several times a second, so that it is kept."""

from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from interviewer.domain.text import visible

PAUSE_S = 0.25
"""Seconds between two announcements while somebody types."""


class AnswerEditor(TextArea):
    """A wrapping editor. It stores what was typed and draws controls and hidden characters visibly."""

    DEFAULT_CSS = """
    AnswerEditor { height: 1fr; min-height: 3; border: round $border-blurred; background: $surface; padding: 0 1; }
    AnswerEditor:focus { border: round $border; }
    AnswerEditor .text-area--cursor-line { background: transparent; }
    AnswerEditor .text-area--placeholder { color: $foreground 45%; }
    """

    @dataclass
    class DraftChanged(Message):
        """The draft is worth keeping now."""

        text: str

    def __init__(self) -> None:
        super().__init__(id="answer", soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self.border_title = "Your answer"
        self._pause: Timer | None = None
        self._announced = ""

    def restore(self, text: str) -> None:
        """Begin with a kept draft, the cursor at its end."""
        self._announced = text
        self.load_text(text)
        self.move_cursor(self.document.end)

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is safe to draw; `visible` keeps the length, so the cursor fits."""
        return Text(visible(self.document.get_line(line_index)), end="", no_wrap=True)

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._pause is None:
            self._announce()  # a paste may be all that comes
            self._pause = self.set_timer(PAUSE_S, self._after_pause)

    def _after_pause(self) -> None:
        self._pause = None
        self._announce()

    def on_blur(self) -> None:
        """Announce at once what was typed."""
        self._announce()

    def _announce(self) -> None:
        text = self.text
        if text != self._announced:
            self._announced = text
            self.post_message(self.DraftChanged(text))
