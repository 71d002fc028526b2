"""`interviewer eval`: measures the parts on samples with known answers."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interviewer.domain.errors import UsageError

if TYPE_CHECKING:
    from interviewer.evaluation.intervals import Measure
    from interviewer.evaluation.retrieval import Part, RetrievalScore

MEASURES = ("recall_at_1", "recall_at_5", "mrr", "ndcg_at_10")


@click.group("eval")
def evaluate() -> None:
    """Measure the parts on samples with known answers; every figure with its 80 % interval."""


@evaluate.command()
@click.option("--samples", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Another query file.")
@click.option("--unrelated", is_flag=True, help="Add 1,000 questions of other fields to the index.")
@click.option("--held-back", is_flag=True, help="Measure the third that was held back; the run is logged beside it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def retrieval(samples: Path | None, unrelated: bool, held_back: bool, as_json: bool) -> None:
    """Measure search over the bundled questions: by words, by meaning, by both."""
    from interviewer.config.paths import bundled
    from interviewer.wiring import application

    folder = bundled("eval") / "retrieval"
    file = samples or folder / "queries.jsonl"
    part: Part = "held-back" if held_back else "dev"
    with application(writable=False) as app:
        methods = app.measure_retrieval(file, part, folder / "unrelated.txt" if unrelated else None)
    if held_back:
        _log_run(file.with_name("held_back_runs.md"), methods["hybrid"], unrelated=unrelated)
    if as_json:
        click.echo(json.dumps({"part": part, "methods": {name: asdict(found) for name, found in methods.items()}}))
        return
    click.echo(f"{methods['hybrid'].n} queries, {part} part; 80 % intervals by resampling questions")
    click.echo(f"{'':10}" + "".join(f"{name:>22}" for name in MEASURES))
    for name, found in methods.items():
        click.echo(f"{name:10}" + "".join(f"{_shown(getattr(found, measure)):>22}" for measure in MEASURES))


def _shown(measure: "Measure") -> str:
    if measure.value is None:
        return "-"
    return f"{measure.value:.3f} [{measure.low:.3f}, {measure.high:.3f}]"


def _log_run(log: Path, hybrid: "RetrievalScore", *, unrelated: bool) -> None:
    """Note a run on the held-back part, so that nobody can look often and report once."""
    what = "with unrelated questions" if unrelated else "bank alone"
    day = datetime.now(UTC).date().isoformat()
    line = f"| {day} | {what} | {hybrid.n} | {_shown(hybrid.recall_at_1)} | {_shown(hybrid.recall_at_5)} |\n"
    try:
        with log.open("a", encoding="utf-8") as stream:
            stream.write(line)
    except OSError as error:
        raise UsageError(
            f"{log}: {error.strerror}. A run on the held-back part must be logged; run it from a checkout."
        ) from error
