"""Calls a command in this process, with what is piped in."""

import io
import sys
from dataclasses import dataclass

import pytest

from interviewer.cli.boundary import run


@dataclass(frozen=True, slots=True)
class Outcome:
    """The exit code and what was printed."""

    code: int
    out: str
    err: str


class Shell:
    """A shell without a terminal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: str, stdin: str = "") -> Outcome:
        """Run `interviewer` with these arguments."""
        self._capsys.readouterr()
        with self._monkeypatch.context() as patched:
            patched.setattr(sys, "stdin", io.StringIO(stdin))
            code = run(arguments)
        printed = self._capsys.readouterr()
        return Outcome(code, printed.out, printed.err)
