"""The command `interviewer` and `python -m interviewer`: joins the two front ends, which do not know each other."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.interview.plan import Wish
    from interviewer.wiring import Application


def main() -> None:
    """Run the command line and exit with its code."""
    from interviewer.cli.boundary import leave, run

    leave(run(sys.argv[1:], open_screen))


def open_screen(application: "Application", wish: "Wish | None", resume: str | None) -> int:
    """Open the full-screen front end; textual is loaded only now."""
    from interviewer.tui.app import run

    return run(application, wish=wish, resume=resume)


if __name__ == "__main__":
    main()
