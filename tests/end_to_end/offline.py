"""The command with every network closed to it: offline is a promise, not a default."""

import socket
import sys
from collections.abc import Sequence
from typing import Any, NoReturn


class Closed(socket.socket):
    """A socket that ends the program when it would reach a network."""

    def connect(self, address: Any) -> None:
        """Connect within this machine's files only."""
        if self.family != socket.AF_UNIX:
            raise SystemExit(f"a connection to {address} was tried")
        super().connect(address)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `interviewer` on the arguments given, or on those of the process, and end the process."""
    socket.socket = Closed  # type: ignore[misc]
    from interviewer.cli.boundary import leave, run

    leave(run(sys.argv[1:] if arguments is None else arguments))
