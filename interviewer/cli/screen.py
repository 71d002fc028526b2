"""The door to the full-screen front end, which is handed in from above: the two front ends do not import each other."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from interviewer.domain.errors import UsageError

if TYPE_CHECKING:
    from interviewer.interview.plan import Wish
    from interviewer.wiring import Application

OpenScreen = Callable[["Application", "Wish | None", str | None], int]
"""Opens the full-screen front end with a wish or with the id of an interview to resume; returns the exit code."""


def screen_of(ctx: click.Context) -> OpenScreen:
    """Return the front end that was handed in. Raises UsageError where there is none."""
    found: OpenScreen | None = ctx.find_root().obj
    if found is None:
        raise UsageError("There is no full-screen front end here. Use `interviewer practice --plain`.")
    return found
