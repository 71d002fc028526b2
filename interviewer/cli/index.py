"""`interviewer index`: the search index, a cache that can be dropped and rebuilt at any time."""

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from interviewer.retrieval.library import IndexStatus

_as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group()
def index() -> None:
    """Say what the search index holds, or rebuild it."""


@index.command()
@_as_json
def status(as_json: bool) -> None:
    """Say what is to be indexed and whether the index is current; loads no model."""
    from interviewer.wiring import application

    with application(writable=False) as app:
        _show(app.index_status(), as_json=as_json)


@index.command()
@_as_json
def rebuild(as_json: bool) -> None:
    """Drop the index and build it from the question files and passages; a text that has its vector keeps it.

    A bank that is searched exactly needs none; its texts are encoded.
    """
    from interviewer.wiring import application

    with application() as app:
        _show(app.rebuild_index(_Meter("encoding"), _Meter("indexing")), as_json=as_json)


class _Meter:
    """A count on stderr, drawn over itself; only on a terminal."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = sys.stderr.isatty()

    def __call__(self, done: int, of: int) -> None:
        if self._shown:
            click.echo(f"\r{self._label} {done} of {of}", err=True, nl=done == of)


def _show(found: "IndexStatus", *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(found)))
        return
    click.echo(
        f"{found.units} texts: {found.questions} questions, {found.paraphrases} paraphrases, {found.passages} passages"
    )
    click.echo(f"{found.vectors_missing} of them are not encoded yet by {found.model}")
    remedy = "`interviewer index rebuild` mends that, and so does an interview."
    if found.search == "exact":
        click.echo("search is exact: every text is compared in memory, for so few need no index")
        if not found.current:
            click.echo(f"not current: {found.fault}. {remedy}")
        return
    verdict = "current" if found.current else f"not current: {found.fault}. {remedy}"
    click.echo(f"search is by Chroma; the index in {found.folder} is {verdict}")
