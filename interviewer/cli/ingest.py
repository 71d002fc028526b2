"""`interviewer ingest`: documents into the person's own bank, and out of it."""

import json
import sys
from pathlib import Path

import click

from interviewer.cli.boundary import INTERRUPTED
from interviewer.cli.ingested import removal_lines, removal_row, report_lines, result_row
from interviewer.domain.errors import UsageError


@click.command()
@click.argument("files", metavar="PATH...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be found or removed; write nothing.")
@click.option("--prune", is_flag=True, help="Remove questions that a document lost, unless you edited or met them.")
@click.option("--remove", metavar="DOCUMENT", help="Remove a document's passages and its unedited questions.")
@click.option("--yes", is_flag=True, help="With --remove on a terminal: do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def ingest(files: tuple[Path, ...], dry_run: bool, prune: bool, remove: str | None, yes: bool, as_json: bool) -> int:
    """Read documents: questions with answers become your own questions, prose becomes passages.

    Reading a document again changes only what changed in it. Exit code 1 when a file could not be read; the others
    are read all the same. Interrupt at any time: the same command goes on.
    """
    if remove is not None:
        if files or prune:
            raise UsageError("--remove takes the name of one document, and neither files nor --prune.")
        return _remove(remove, dry_run=dry_run, ask=not (yes or as_json), as_json=as_json)
    if not files:
        raise UsageError("Name the documents to read: interviewer ingest PATH...")
    from interviewer.wiring import application

    rows: list[dict[str, object]] = []
    lines: list[tuple[str, bool]] = []
    failed = 0
    with application(writable=not dry_run) as app:
        interrupted = False
        with click.progressbar(
            length=len(files), label="reading", file=sys.stderr, hidden=len(files) == 1 or not sys.stderr.isatty()
        ) as bar:
            results = app.ingest(files, dry_run=dry_run, prune=prune)
            try:
                for result in results:
                    # Of ten thousand questions only the counts are kept.
                    rows.append(result_row(result))
                    lines += [] if as_json else report_lines(result, dry_run=dry_run)
                    failed += result.error is not None
                    bar.update(1)
            except KeyboardInterrupt:
                interrupted = True
    if as_json:
        click.echo(json.dumps({"files": rows}))
    for line, is_error in lines:
        click.echo(line, err=is_error)
    if interrupted:
        click.echo(
            f"interviewer: Interrupted after {len(rows)} of {len(files)} documents. The same command goes on.", err=True
        )
        return INTERRUPTED
    return 1 if failed else 0


def _remove(document: str, *, dry_run: bool, ask: bool, as_json: bool) -> int:
    from interviewer.wiring import application

    with application(writable=not dry_run) as app:
        plan = app.plan_removal(document)
        if not as_json:
            click.echo("\n".join(removal_lines(plan)))
        if not dry_run:
            if ask and sys.stdin.isatty():
                click.confirm("Remove it?", abort=True, err=True)
            app.remove_document(document)
    if as_json:
        click.echo(json.dumps(removal_row(plan, done=not dry_run)))
    return 0
