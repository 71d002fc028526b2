"""`interviewer ingest`: documents into the person's own bank."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interviewer.cli.authoring import check_slug
from interviewer.cli.boundary import INTERRUPTED
from interviewer.cli.ingested import removal_lines, removal_row, report_lines, result_row
from interviewer.domain.errors import UsageError
from interviewer.domain.question import PERSONAL_TRACK
from interviewer.domain.text import visible_line

if TYPE_CHECKING:
    from interviewer.ingest import Input

_SHOWN_EVERY = 100
_LONGEST_NAME = 120


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--track", metavar="TRACK", help="The track that the questions join: one of the bundled, or one of your own."
)
@click.option("--dry-run", is_flag=True, help="Say what would be found or removed; write nothing.")
@click.option("--prune", is_flag=True, help="Remove questions that a document lost, unless you edited or met them.")
@click.option("--name", metavar="NAME", help="What standard input is called; without it, by its content.")
@click.option(
    "--remove",
    metavar="DOCUMENT",
    help="Remove the passages and unedited questions of a document, named or by its path.",
)
@click.option("--yes", is_flag=True, help="With --remove on a terminal: do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def ingest(
    paths: tuple[Path, ...],
    track: str | None,
    dry_run: bool,
    prune: bool,
    name: str | None,
    remove: str | None,
    yes: bool,
    as_json: bool,
) -> int:
    """Read documents: questions with answers become your own questions, prose becomes passages.

    PATH is a file (text, Markdown, HTML, Org, reStructuredText, AsciiDoc, wikitext, subtitles, PDF, DOCX, CSV, TSV,
    JSON Lines, Anki .apkg), a folder with such files, a pattern in quotation marks, or - for text on standard input,
    which --name names. Questions join --track; `practice --track personal` asks all of your own, with a track or
    without. Reading a document again changes only what changed in it. Exit code 1 when a file could not be read; the
    others are read all the same. Interrupt at any time: the same command goes on.
    """
    if remove is not None:
        if paths or prune or name is not None or track is not None:
            raise UsageError(
                "--remove takes the name or path of one document, and no files, --track, --prune or --name."
            )
        return _remove(remove, dry_run=dry_run, ask=not (yes or as_json), as_json=as_json)
    if not paths:
        raise UsageError("Name the documents to read: interviewer ingest PATH...")
    if name is not None:
        _check_name(name, paths)
    if track is not None:
        check_slug(track)
    return _read(paths, track=track, dry_run=dry_run, prune=prune, name=name, as_json=as_json)


def _check_name(name: str, paths: Sequence[Path]) -> None:
    if Path("-") not in paths:
        raise UsageError("--name is for standard input: interviewer ingest - --name NAME.")
    if not name.strip() or name != visible_line(name) or len(name) > _LONGEST_NAME:
        raise UsageError(f"--name takes one line of at most {_LONGEST_NAME} visible characters.")


def _read(
    paths: Sequence[Path], *, track: str | None, dry_run: bool, prune: bool, name: str | None, as_json: bool
) -> int:
    from interviewer.ingest import expand
    from interviewer.wiring import application

    inputs = expand(paths)
    progress = _Progress(inputs)
    # Of ten thousand questions only the counts are kept, and those only for JSON; a dry run shows each.
    rows: list[dict[str, object]] = []
    done = failed = 0
    interrupted = False
    with application(writable=not dry_run) as app:
        if track is not None and track not in (PERSONAL_TRACK, *app.bank.tracks):
            click.echo(f"note: the track {track!r} is new; there are: {', '.join(app.bank.tracks)}", err=True)
        try:
            results = app.ingest(
                progress.inputs(), dry_run=dry_run, prune=prune, told=progress.told, name=name, track=track
            )
            for result in results:
                done += 1
                failed += result.error is not None
                if as_json:
                    rows.append(result_row(result, dry_run=dry_run))
                for line, is_error in () if as_json else report_lines(result, dry_run=dry_run):
                    click.echo(line, err=is_error)
        except KeyboardInterrupt:
            interrupted = True
    if as_json:
        click.echo(json.dumps({"files": rows}))
    if interrupted:
        click.echo(
            f"interviewer: Interrupted after {progress.questions} questions, {done} of {len(inputs)} documents."
            " The same command goes on.",
            err=True,
        )
        return INTERRUPTED
    return 1 if failed else 0


class _Progress:
    """Says on a terminal what is being read and how far it is; counts the questions that are done."""

    def __init__(self, inputs: "Sequence[Input]") -> None:
        self._inputs = inputs
        self._shown = sys.stderr.isatty()
        self._before = self._here = 0

    @property
    def questions(self) -> int:
        """How many questions of all documents are done."""
        return self._before + self._here

    def inputs(self) -> "Iterator[Input]":
        """Yield the inputs and say which one is being read."""
        for number, one in enumerate(self._inputs, 1):
            self._before, self._here = self.questions, 0
            if self._shown:
                click.echo(f"reading {number} of {len(self._inputs)}: {visible_line(one.path.name)}", err=True)
            yield one

    def told(self, done: int, total: int) -> None:
        """Note how many of a document's questions are done, and say so from time to time."""
        self._here = done
        if self._shown and done % _SHOWN_EVERY == 0 and done < total:
            click.echo(f"  {done} of {total} questions", err=True)


def _remove(document: str, *, dry_run: bool, ask: bool, as_json: bool) -> int:
    from interviewer.wiring import application

    with application(writable=not dry_run) as app:
        plan = app.plan_removal(document)
        if not as_json:
            click.echo("\n".join(removal_lines(plan)))
        if not dry_run:
            if ask and sys.stdin.isatty():
                click.confirm("Remove it?", abort=True, err=True)
            app.remove_document(plan.document)
    if as_json:
        click.echo(json.dumps(removal_row(plan, done=not dry_run)))
    return 0
