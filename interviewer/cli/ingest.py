"""`interviewer ingest`: documents into the person's own bank."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interviewer.domain.text import visible_line

if TYPE_CHECKING:
    from interviewer.bank.ingestion import IngestResult
    from interviewer.ingest import Input

_PLACES = {"pdf": "page", "html": "line of the source"}


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--dry-run", is_flag=True, help="Say what would be found; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def ingest(paths: tuple[Path, ...], dry_run: bool, as_json: bool) -> int:
    """Read documents: questions with answers become your own questions, prose becomes passages.

    PATH is a file (text, Markdown, HTML, PDF, DOCX, CSV, TSV, JSON Lines, Anki .apkg), a folder with such files,
    a pattern in quotation marks, or - for text on standard input.
    Exit code 1 when a file could not be read; the others are read all the same.
    """
    from interviewer.ingest import expand
    from interviewer.wiring import application

    failed = False
    rows = []
    with application(writable=not dry_run) as app:
        for result in app.ingest(_with_progress(expand(paths)), dry_run=dry_run):
            failed = failed or result.error is not None
            if as_json:
                rows.append(_row(result))
            else:
                _show(result, dry_run=dry_run)
    if as_json:
        click.echo(json.dumps({"files": rows}))
    return 1 if failed else 0


def _with_progress(inputs: "Sequence[Input]") -> "Iterator[Input]":
    """Yield the inputs and say on a terminal which one is being read."""
    shown = sys.stderr.isatty()
    for number, one in enumerate(inputs, 1):
        if shown:
            click.echo(f"reading {number} of {len(inputs)}: {visible_line(one.path.name)}", err=True)
        yield one


def _row(result: "IngestResult") -> dict[str, object]:
    return {
        "path": result.path,
        "format": result.format,
        "questions": result.questions,
        "drafted": result.drafted,
        "incomplete": result.incomplete,
        "merged": 0,
        "unchanged": result.unchanged,
        "passages": result.passages,
        "refused": [{"lines": f"{one.first_line}-{one.last_line}", "reason": one.reason} for one in result.refused],
        "notes": list(result.notes),
        "error": result.error,
    }


def _place(result: "IngestResult", line: int) -> str:
    """Return where a line of extracted text stands in the file itself, if that is known."""
    place = result.places[line - 1] if 0 < line <= len(result.places) else 0
    return f" ({_PLACES[result.format]} {place})" if place and result.format in _PLACES else ""


def _show(result: "IngestResult", *, dry_run: bool) -> None:
    if result.error:
        click.echo(f"interviewer: {visible_line(result.error)}", err=True)
        return
    click.echo(
        f"{visible_line(result.path)}: {result.questions} questions ({result.unchanged} unchanged, {result.kept} kept"
        f" as you edited them), {result.passages} passages"
    )
    if result.drafted or result.incomplete:
        click.echo(f"  {result.drafted} drafted from answers alone, {result.incomplete} with an incomplete answer")
    for found in result.findings if dry_run else ():
        lines = f"{found.first_line}-{found.last_line}{_place(result, found.first_line)}"
        why = f"; incomplete: {found.incomplete}" if found.incomplete else ""
        click.echo(
            f"  lines {lines} {'drafted' if found.drafted else 'found'} ({found.confidence:.2f}):"
            f" {visible_line(found.question)}{why}"
        )
    for note in result.notes:
        click.echo(f"  note: {visible_line(note)}")
    for one in result.refused:
        lines = f"{one.first_line}-{one.last_line}{_place(result, one.first_line)}"
        click.echo(f"  lines {lines} not used: {visible_line(one.reason)}")
    if result.findings and not dry_run:
        click.echo(f"  interview on it: interviewer practice --source {visible_line(result.name)!r}")
