"""`interviewer eval card`: measures everything once and writes the project's own card."""

import os
from pathlib import Path

import click

from interviewer.cli.evaluate_grading import command_line
from interviewer.cli.progress import on_stderr
from interviewer.domain.text import visible_line

_BASELINES = ("word-share", "cosine")


@click.command("card")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Where; else eval/cards.")
@click.option("--engine", "engines", multiple=True, help="What marks, beside the baselines; may be given again.")
@click.option("--model", help="Add conduct with follow-ups in this model's words: local or provider:model.")
@click.option(
    "--public",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with public sets; every *.dev*.jsonl there is measured.",
)
@click.option(
    "--limit", type=click.IntRange(min=1), help="At most so many answers a public set, as many of each question."
)
@click.option("--fresh", is_flag=True, help="Grade everything anew instead of going on from earlier runs.")
def card(
    folder: Path | None,
    engines: tuple[str, ...],
    model: str | None,
    public: Path | None,
    limit: int | None,
    fresh: bool,
) -> None:
    """Measure the rubric set, the ladder, attacks, search, conduct and public sets, and write the card with plots.

    Every run that goes into the card is logged in eval/cards/runs.md, wherever the card is written.
    """
    from interviewer.cli.agreeing import require, require_judges
    from interviewer.evaluation.cards.write import write_card
    from interviewer.evaluation.runs import log_runs, of_card
    from interviewer.wiring import application

    files = sorted(public.glob("*.dev*.jsonl")) if public else []
    with application({"model": model}, writable=False) as app:
        bench = app.bench
        named = engines or (app.settings.engine or "fast",)
        require_judges(app.chats, named)
        if model:
            require(app.chats)
        speaker = app.chats.speaker(fresh=fresh) if model else None
        marking = bench.subjects(named, fresh=fresh)
        beside = bench.subjects(_BASELINES, fresh=fresh)
        options = " ".join(f"--engine {one.name}" for one in (*marking, *beside))
        planned = bench.planned(files, limit, options)
        retrieval = app.search_bench.retrieval(bench.folder / "retrieval" / "queries.jsonl", "dev")
        conduct = bench.conduct(marking[0], app.library, on_stderr)
        spoken = bench.conduct(marking[0], app.library, on_stderr, speaker=speaker) if speaker else None
        made = bench.whole_card(command_line(), marking, beside, planned, retrieval, conduct, on_stderr, spoken)
        target = folder or bench.cards
    log_runs(bench.cards / "runs.md", of_card(made))
    write_card(made, target)
    click.echo(f"{visible_line(os.fspath(target / 'card.md'))} and card.html, card.json")
