"""`interviewer eval`: measures the parts on samples with known answers."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interviewer.cli.evaluate_adversarial import adversarial
from interviewer.cli.evaluate_card import card
from interviewer.cli.evaluate_conduct import conduct
from interviewer.cli.evaluate_contradictions import contradictions
from interviewer.cli.evaluate_grading import grading
from interviewer.cli.evaluate_search import index_quality, planning
from interviewer.cli.evaluate_speed import speed
from interviewer.domain.errors import UsageError
from interviewer.domain.text import visible_line

if TYPE_CHECKING:
    from interviewer.evaluation.retrieval import Part, RetrievalScore

MEASURES = ("recall_at_1", "recall_at_5", "mrr", "ndcg_at_10")


@click.group("eval")
def evaluate() -> None:
    """Measure the parts on samples with known answers; every figure with its 80 % interval."""


evaluate.add_command(grading)
evaluate.add_command(adversarial)
evaluate.add_command(card)
evaluate.add_command(conduct)
evaluate.add_command(contradictions)
evaluate.add_command(index_quality)
evaluate.add_command(planning)
evaluate.add_command(speed)


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
        methods = app.search_bench.retrieval(file, part, folder / "unrelated.txt" if unrelated else None)
    if held_back:
        _log_run(file.with_name("held_back_runs.md"), methods["hybrid"], unrelated=unrelated)
    if as_json:
        click.echo(json.dumps({"part": part, "methods": {name: asdict(found) for name, found in methods.items()}}))
        return
    click.echo(f"{methods['hybrid'].n} queries, {part} part; 80 % intervals by resampling questions")
    click.echo(f"{'':10}" + "".join(f"{name:>22}" for name in MEASURES))
    for name, found in methods.items():
        click.echo(f"{name:10}" + "".join(f"{getattr(found, measure)!s:>22}" for measure in MEASURES))


def _log_run(log: Path, hybrid: "RetrievalScore", *, unrelated: bool) -> None:
    """Note a run on the held-back part, so that nobody can look often and report once."""
    what = "with unrelated questions" if unrelated else "bank alone"
    day = datetime.now(UTC).date().isoformat()
    line = f"| {day} | {what} | {hybrid.n} | {hybrid.recall_at_1} | {hybrid.recall_at_5} |\n"
    try:
        with log.open("a", encoding="utf-8") as stream:
            stream.write(line)
    except OSError as error:
        raise UsageError(
            f"{log}: {error.strerror}. A run on the held-back part must be logged; run it from a checkout."
        ) from error


@evaluate.command()
@click.option("--samples", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Another file of pairs.")
@click.option(
    "--documents",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Pairs of real questions instead: where the documents are that they are numbered in.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def duplicates(samples: Path | None, documents: Path | None, as_json: bool) -> None:
    """Measure how well questions that ask the same are told from those that only look alike."""
    from interviewer.config.paths import bundled
    from interviewer.wiring import application

    file = samples or bundled("eval") / "duplicates" / ("seeds.csv" if documents else "pairs.jsonl")
    with application(writable=False) as app:
        found = app.measure_duplicates(file, documents)
    if as_json:
        click.echo(json.dumps({"halves": {name: asdict(half) for name, half in found.items()}}))
        return
    click.echo("80 % intervals by resampling pairs; eval/README.md says what was fitted on which pairs")
    for name, half in found.items():
        click.echo(
            f"{name:5} {half.n} pairs, {half.same} the same: precision {half.precision}, "
            f"recall {half.recall}, F1 {half.f1}"
        )
        for wrong in () if name == "all" and len(found) > 1 else half.wrong:
            label = "the same, not found" if wrong.same else "different, linked"
            click.echo(f"      {visible_line(wrong.id)} {label} ({wrong.similarity:.2f}): {visible_line(wrong.reason)}")


@evaluate.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def drafting(as_json: bool) -> None:
    """Measure key points drafted from the bundled references against the hand-written ones."""
    from interviewer.wiring import application

    with application(writable=False) as app:
        found = app.bench.drafting()
    if as_json:
        click.echo(json.dumps(asdict(found)))
        return
    click.echo(f"{found.n} questions, {found.per_question} drafted key points each; 80 % intervals by questions")
    for name, measure in (("found", found.found), ("found by weight", found.found_weight), ("noise", found.noise)):
        click.echo(f"{name:16} {measure}")
