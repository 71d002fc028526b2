"""Signs of progress on stderr, so that stdout carries results only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from interviewer.domain.text import visible_line


@contextmanager
def on_stderr(label: str, steps: int) -> Iterator[Callable[[int], None]]:
    """Show a bar that is told of every step done; without a terminal one line when all is done."""
    with click.progressbar(length=steps, label=visible_line(label), file=sys.stderr, show_pos=True) as bar:
        yield bar.update


@contextmanager
def on_terminal(label: str, steps: int) -> Iterator[Callable[[int], None]]:
    """Show the same bar on a terminal; without one nothing at all."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(
        length=steps, label=visible_line(label), file=sys.stderr, show_pos=True, hidden=hidden
    ) as bar:
        yield bar.update
