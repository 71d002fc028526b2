"""`interviewer eval grading`: how far engines' marks agree with those that markers gave."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interviewer.cli.progress import on_stderr
from interviewer.domain.text import visible_line

if TYPE_CHECKING:
    from interviewer.evaluation.agreement.run import Agreement
    from interviewer.evaluation.agreement.samples import Part


@click.command()
@click.option(
    "--samples",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Marked answers, JSON Lines; may be given again. Without it, the rubric set.",
)
@click.option("--engine", "engines", multiple=True, help="What marks; may be given again. word-share and cosine too.")
@click.option("--part", type=click.Choice(("dev", "test")), help="One part of a set that has parts.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many answers a file, as many of each question.")
@click.option(
    "--repeat",
    type=click.IntRange(min=2),
    help="Grade every answer so many times, its key points in another order each time, and say what moves.",
)
@click.option("--fresh", is_flag=True, help="Grade everything anew instead of going on from earlier runs.")
@click.option(
    "--card", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write a card with plots into a folder."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def grading(
    files: tuple[Path, ...],
    engines: tuple[str, ...],
    part: "Part | None",
    limit: int | None,
    repeat: int | None,
    fresh: bool,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Measure marks on answers that were marked before; every figure with its 80 % interval by questions.

    An engine `judge:PROVIDER:MODEL` is sent the answers; gradings are kept, so a run that stops at its cap goes on.

    A run on the test part of the rubric set, or with a card, is logged.
    """
    from interviewer.cli.agreeing import require_judges
    from interviewer.evaluation.agreement.report import as_object
    from interviewer.evaluation.agreement.run import run
    from interviewer.evaluation.cards.card import Section
    from interviewer.evaluation.cards.write import write_card
    from interviewer.evaluation.effort import effort
    from interviewer.evaluation.runs import log_runs, of_agreement
    from interviewer.evaluation.stability import repeated
    from interviewer.wiring import application

    with application(writable=False) as app:
        bench = app.bench
        samples = bench.samples(files or (bench.rubric_set,), part or (None if files else "dev"), limit)
        named = engines or (app.settings.engine or "fast",)
        require_judges(app.chats, named)
        subjects = bench.subjects(named, fresh=fresh)
        runs = run(samples, subjects, on_stderr)
        efforts = {one.name: effort(runs[-1].grades[one.name], app.chats.prices) for one in subjects}
        moved = {one.name: repeated(one, samples, repeat, on_stderr) for one in subjects} if repeat else {}
        versions = {one.name: one.version for one in subjects}
        lines = [line for one in runs for line in of_agreement(one, versions, bench.today, command_line())]
        if any(one.held_back for one in samples):
            log_runs(bench.cards / "runs.md", lines)
        elif folder:
            log_runs(folder / "runs.md", lines)
        if folder:
            sections = [Section(command_line(), "Marked answers of a file.", one) for one in runs]
            write_card(bench.card(command_line(), subjects, sections), folder)
    outcomes = [one.outcome for one in runs]
    judged = {name: one for name, one in efforts.items() if one}
    if as_json:
        took = {name: asdict(one) for name, one in judged.items()}
        stable = {name: asdict(one) for name, one in moved.items()}
        click.echo(json.dumps(as_object(outcomes) | {"judges": took, "stability": stable}))
        return
    click.echo("\n\n".join("\n".join(_lines(one)) for one in outcomes))
    for name, taken in judged.items():
        click.echo(f"\n{visible_line(name)}: {taken.line}")
        if taken.failure:
            click.echo(f"  first failure: {visible_line(taken.failure)}")
    for name, found in moved.items():
        click.echo(f"\n{visible_line(name)}: {found.line}")


def command_line() -> str:
    """Return the command as typed, one line; a name in place of an absolute path, which says nothing elsewhere."""
    typed = (Path(one).name if Path(one).is_absolute() else one for one in sys.argv[1:])
    return visible_line(" ".join(["interviewer", *typed]))


def _lines(outcome: "Agreement") -> list[str]:
    from interviewer.evaluation.agreement.report import difference_table, table

    dropped = f", {outcome.dropped} left out because the answer is the reference" if outcome.dropped else ""
    lines = [f"{visible_line(outcome.name)}{dropped}; 80 % intervals by resampling questions"]
    lines += _aligned(table(outcome))
    if outcome.differences:
        lines += ["", "paired differences", *_aligned(difference_table(outcome.differences))]
    return lines


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if not i else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
