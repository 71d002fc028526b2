"""What the screens share: the way to the program's parts, and errors shown instead of raised."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar, cast

from textual.screen import Screen

from interviewer.domain.errors import IllegalCommand, InterviewerError
from interviewer.domain.text import visible_line

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp

Result = TypeVar("Result")


class BaseScreen(Screen[Result]):
    """A screen of the program."""

    @property
    def program(self) -> "InterviewerApp":
        """The running program."""
        return cast("InterviewerApp", self.app)

    @contextmanager
    def errors_shown(self) -> Iterator[None]:
        """Show an error of the program and go on."""
        try:
            yield
        except InterviewerError as error:
            self.program.show_error(error)

    @contextmanager
    def errors_shown_as_notes(self) -> Iterator[None]:
        """Show an error that only says "not now" in passing."""
        try:
            yield
        except IllegalCommand as error:
            self.notify(visible_line(str(error)), severity="warning", markup=False)
        except InterviewerError as error:
            self.program.show_error(error)
