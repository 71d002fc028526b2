"""How a part of the program that is optional is installed where the program is."""

import shlex
import sys


def install_command(extra: str) -> str:
    """Return the command that installs an extra beside this very program.

    It names this Python: a bare `pip` is another one wherever the environment is not activated, as after
    `make interview`. The package itself is there already, so pip only fetches what the extra asks for.
    """
    return f"{shlex.quote(sys.executable)} -m pip install 'mock-interviewer[{extra}]'"
