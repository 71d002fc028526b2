"""How far the fetching of the local model has come: told by its thread, read by the screens."""

from dataclasses import dataclass


@dataclass(slots=True)
class Fetching:
    """One a session. `agreed`: the person was asked and said yes, so that trying again asks no more."""

    agreed: bool = False
    running: bool = False
    fault: str | None = None
    _doing: str = ""
    _done: int = 0
    _of: int = 0

    def begin(self) -> None:
        """Forget an earlier failure."""
        self.running, self.fault, self._doing = True, None, "beginning"

    def end(self, fault: str | None) -> None:
        """Take the end: why it failed, or None."""
        self.running, self.fault = False, fault

    def report(self, done: int, of: int) -> None:
        """Take how many bytes are there."""
        self._done, self._of = done, of

    def notice(self, line: str) -> None:
        """Take what is being done."""
        self._doing = line

    @property
    def share(self) -> str:
        """How much is there, while it runs; else nothing."""
        return f"{self._done / self._of:.0%}" if self.running and self._of else ""

    @property
    def line(self) -> str:
        """What to say on the start screen, one line; nothing before the first time and once it has come."""
        if self.running:
            size = f"{self.share} of {self._of / 1e6:,.0f} MB, " if self._of else ""
            return f"The local model: {size}{self._doing}"
        return f"No model yet, M tries again: {self.fault}" if self.fault else ""
