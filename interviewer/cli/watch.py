"""The clock of an answer that is typed line by line; on disk with what is typed, so that no way out loses it."""

import logging
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from interviewer.domain.errors import InterviewerError
from interviewer.interview.session import LiveInterview

_log = logging.getLogger(__name__)
KEPT_S = 5.0
"""Seconds of thinking that a kill may lose."""


class Watch:
    """Runs while it is entered, from where the answer was left; `lines` is what is typed, as it grows."""

    def __init__(self, live: LiveInterview, lines: Sequence[str]) -> None:
        self._live = live
        self._lines = lines
        self._since = time.monotonic() - live.begun_s
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._tick, name="watch", daemon=True)

    def keep(self) -> None:
        """Write what is typed and its time to disk."""
        self._live.save_draft("\n".join(self._lines), self._seconds)

    def stop(self) -> float:
        """Stop, before the answer is handed in; return the seconds that it took in all sittings."""
        self._stopped.set()
        self._thread.join()
        return self._seconds

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if not self._stopped.is_set():
            self.stop()
            self.keep()

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._since

    def _tick(self) -> None:
        while not self._stopped.wait(KEPT_S):
            try:
                self.keep()
            except InterviewerError as error:
                _log.warning("draft not kept: %s", error)
