"""Runs the real command in a process of its own."""

import subprocess
import sys
from collections.abc import Sequence

STRONG = """Batch statistics are used while training: features are standardised by the mini-batch mean and variance.
At inference the stored running averages take their place, so an example does not depend on its batch."""


def program(*arguments: str) -> list[str]:
    """Return the command line that runs `interviewer` with these arguments."""
    return [sys.executable, "-c", _PROGRAM, *arguments]


def interviewer(*arguments: str, stdin: str = "", timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run `interviewer` with these arguments; sockets are closed to it."""
    return subprocess.run(
        program(*arguments),
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


def popen(*arguments: str) -> "subprocess.Popen[str]":
    """Start `interviewer` with pipes."""
    return subprocess.Popen(
        program(*arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def answers(texts: Sequence[str]) -> str:
    """Return a script for plain mode: each text as one answer."""
    return "".join(f"{text}\n.\n" for text in texts)


# Any connection to a network ends the program: offline is a promise, not a default.
_PROGRAM = """
import socket, sys

class Closed(socket.socket):
    def connect(self, address):
        if self.family != socket.AF_UNIX:
            raise SystemExit(f"a connection to {address} was tried")
        super().connect(address)

socket.socket = Closed
from interviewer.cli.boundary import leave, run
leave(run(sys.argv[1:]))
"""
