"""The line on the start screen that fetches the local model when asked to, and says how far it is."""

import logging
from dataclasses import dataclass
from functools import partial

from textual import work
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from interviewer.config.paths import Paths
from interviewer.domain.errors import InterviewerError
from interviewer.domain.text import visible_line
from interviewer.llm.offer import QUESTION
from interviewer.tui.background import BackgroundFailure, in_background
from interviewer.tui.fetching import Fetching
from interviewer.tui.screens.consent import ConsentScreen
from interviewer.wiring_llm import local_fault, pull_model, pull_offer, weights_here

_LOG = logging.getLogger("interviewer.tui")
_TICK_S = 0.5
_TO_READ_S = 10
_FAILED = "The local model was not fetched"


class ModelLine(Static):
    """Nothing while there is nothing to say. The fetching goes on beneath other screens, and ends with the program."""

    DEFAULT_CSS = """
    ModelLine { height: 1; padding: 0 2; color: $accent; text-wrap: nowrap; text-overflow: ellipsis; display: none; }
    """

    @dataclass
    class Changed(Message):
        """The model has begun to come, has come, or has not."""

    def __init__(self, places: Paths, fetching: Fetching) -> None:
        super().__init__(id="model", markup=False)
        self._places = places
        self._fetching = fetching

    def on_mount(self) -> None:
        """Keep the line up to date."""
        self.set_interval(_TICK_S, self._draw)

    @property
    def offered(self) -> str:
        """What the key does now, in two words."""
        if self._fetching.running:
            return "Fetching model"
        return "Model installed" if weights_here(self._places) else "Fetch a model"

    def fetch(self) -> None:
        """Fetch the model, asked for once; say so where it is here or on its way."""
        here = weights_here(self._places)
        if self._fetching.running:
            self.app.notify("Fetching it goes on; the line on the start screen says how far it is.", markup=False)
        elif here:
            self._say_installed(here)
        elif self._fetching.agreed:
            self._begin()
        else:
            told = pull_offer(self._places)
            self.app.push_screen(ConsentScreen("The local model", told, QUESTION), self._answered)

    def _answered(self, agreed: bool | None) -> None:
        if agreed:
            self._fetching.agreed = True
            self._begin()

    def _begin(self) -> None:
        self._fetching.begin()
        self._changed()
        self._pull()

    @work(exclusive=True, exit_on_error=False)
    async def _pull(self) -> None:
        pull = partial(pull_model, self._places, self._fetching.report, self._fetching.notice)
        try:
            found = await in_background(pull)
        except BackgroundFailure as failure:
            reason = visible_line(_reason(failure))
            self._fetching.end(reason)
            self.app.notify(reason, title=_FAILED, severity="warning", markup=False, timeout=_TO_READ_S)
        else:
            self._fetching.end(None)
            self._say_installed(found.name)
        self._changed()

    def _say_installed(self, name: str) -> None:
        fault = local_fault(self._places)
        use = (
            f"It cannot be used yet: {fault}"
            if fault
            else "It marks beside the fast engine from the next interview on."
        )
        self.app.notify(visible_line(use), title=f"{visible_line(name)} is installed", markup=False, timeout=_TO_READ_S)

    def _changed(self) -> None:
        self._draw()
        self.post_message(self.Changed())

    def _draw(self) -> None:
        said = self._fetching.line
        self.update(Content(visible_line(said)))
        self.display = bool(said)


def _reason(failure: BackgroundFailure) -> str:
    """Return one line; whatever is no error of the program's own goes to the log too."""
    if isinstance(failure.__cause__, InterviewerError):
        _LOG.warning("the local model was not fetched: %s", failure.__cause__)
        return str(failure.__cause__)
    _LOG.error("fetching the local model failed", exc_info=failure.__cause__)
    return "that failed; the log file says more"
