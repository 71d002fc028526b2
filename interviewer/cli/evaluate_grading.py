"""`interviewer eval grading`: how far engines' marks agree with those that markers gave."""

import json
import sys
from collections.abc import Sequence
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
@click.option("--limit", type=click.IntRange(min=1), help="At most so many answers a file, whole questions by seed.")
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
    fresh: bool,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Measure marks on answers that were marked before; every figure with its 80 % interval by questions.

    A run on the test part of the rubric set, or with a card, is logged.
    """
    from interviewer.evaluation.agreement.report import as_object
    from interviewer.evaluation.agreement.run import run
    from interviewer.evaluation.cards.card import Section
    from interviewer.evaluation.cards.write import write_card
    from interviewer.evaluation.runs import log_runs, of_agreement
    from interviewer.wiring import application

    with application(writable=False) as app:
        bench = app.bench
        samples = bench.samples(files or (bench.rubric_set,), part or (None if files else "dev"), limit)
        subjects = bench.subjects(engines or (app.settings.engine or "fast",), fresh=fresh)
        runs = run(samples, subjects, on_stderr)
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
    if as_json:
        click.echo(json.dumps(as_object(outcomes)))
        return
    click.echo("\n\n".join("\n".join(_lines(one)) for one in outcomes))


def command_line() -> str:
    """Return the command as typed, one line, the program's own name in place of its path."""
    return visible_line(" ".join(["interviewer", *sys.argv[1:]]))


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
