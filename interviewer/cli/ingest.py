"""`interviewer ingest`: documents into the person's own bank."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from interviewer.domain.text import visible_line


@click.command()
@click.argument("files", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be found; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def ingest(files: tuple[Path, ...], dry_run: bool, as_json: bool) -> int:
    """Read documents: questions with answers become your own questions, prose becomes passages.

    Exit code 1 when a file could not be read; the others are read all the same.
    """
    from interviewer.wiring import application

    with application(writable=not dry_run) as app:
        results = [app.ingest(file, dry_run=dry_run) for file in files]
    if as_json:
        rows = [
            {
                "path": result.path,
                "format": result.format,
                "questions": result.questions,
                "drafted": result.drafted,
                "incomplete": result.incomplete,
                "merged": result.merged,
                "pairs": [asdict(pair) for pair in result.pairs],
                "unchanged": result.unchanged,
                "passages": result.passages,
                "refused": [
                    {"lines": f"{one.first_line}-{one.last_line}", "reason": one.reason} for one in result.refused
                ],
                "notes": list(result.notes),
                "error": result.error,
            }
            for result in results
        ]
        click.echo(json.dumps({"files": rows}))
    else:
        for result in results:
            name = visible_line(result.path)
            if result.error:
                click.echo(f"interviewer: {visible_line(result.error)}", err=True)
                continue
            click.echo(
                f"{name}: {result.questions} questions ({result.unchanged} unchanged, {result.kept} kept as you edited"
                f" them), {result.passages} passages"
            )
            if result.drafted or result.incomplete:
                click.echo(
                    f"  {result.drafted} drafted from answers alone, {result.incomplete} with an incomplete answer"
                )
            for found in result.findings if dry_run else ():
                why = f"; incomplete: {found.incomplete}" if found.incomplete else ""
                click.echo(
                    f"  lines {found.first_line}-{found.last_line} {'drafted' if found.drafted else 'found'}"
                    f" ({found.confidence:.2f}): {visible_line(found.question)}{why}"
                )
            for pair in result.pairs:
                click.echo(
                    f"  {pair.question} asks the same as {pair.same_as} ({pair.similarity:.2f}): "
                    f"{visible_line(pair.reason)}; both stay askable"
                )
            for note in result.notes:
                click.echo(f"  note: {visible_line(note)}")
            for one in result.refused:
                click.echo(f"  lines {one.first_line}-{one.last_line} not used: {visible_line(one.reason)}")
            if result.findings and not dry_run:
                click.echo(f"  interview on it: interviewer practice --source {visible_line(result.name)!r}")
    return 1 if any(result.error for result in results) else 0
