"""`interviewer eval planning` and `index`: diversity among what is planned, and Chroma against exact search."""

import json
from dataclasses import asdict
from pathlib import Path

import click


@click.command()
@click.option("--topics", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Another file of topics.")
@click.option("--count", type=click.IntRange(2, 12), default=5, show_default=True, help="Questions of an interview.")
@click.option("--held-back", is_flag=True, help="Measure the topics on which diversity was not fitted.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def planning(topics: Path | None, count: int, held_back: bool, as_json: bool) -> None:
    """Measure interviews on free-text topics: are their questions about the topic, and how near are they?"""
    from interviewer.config.paths import bundled
    from interviewer.wiring import application

    file = topics or bundled("eval") / "retrieval" / "topics.jsonl"
    with application(writable=False) as app:
        found = app.search_bench.planning(file, "held-back" if held_back else "dev", count)
    if as_json:
        click.echo(json.dumps(asdict(found)))
        return
    click.echo(f"{found.topics} topics, {found.count} questions each; 80 % intervals by resampling topics")
    click.echo(f"{'':32}{'about the topic':>22}{'mean cosine':>22}{'nearest pair':>22}")
    for name, choice in (
        ("by words, best matches", found.words_found),
        ("by words, varied", found.words_varied),
        ("by words and meaning, best matches", found.both_found),
        ("by words and meaning, varied", found.both_varied),
    ):
        click.echo(f"{name:35}{choice.relevant!s:>22}{choice.cosine!s:>22}{choice.nearest_pair!s:>22}")


@click.command("index")
@click.option("--samples", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Another query file.")
@click.option("--unrelated", is_flag=True, help="Add 1,000 questions of other fields.")
@click.option("--units", type=click.IntRange(1, 200_000), help="Fill up with noisy copies of vectors to as many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def index_quality(samples: Path | None, unrelated: bool, units: int | None, as_json: bool) -> None:
    """Measure Chroma against exact search on the development queries: what it misses, and which is faster."""
    from interviewer.config.paths import bundled
    from interviewer.wiring import application

    folder = bundled("eval") / "retrieval"
    with application(writable=False) as app:
        found = app.search_bench.index_recall(
            samples or folder / "queries.jsonl", folder / "unrelated.txt" if unrelated else None, units
        )
    if as_json:
        click.echo(json.dumps(asdict(found)))
        return
    click.echo(f"{found.queries} queries among {found.units} texts; 80 % interval by resampling queries")
    click.echo(f"chroma_recall_at_10  {found.chroma_recall_at_10}")
    click.echo(f"exact   {found.exact_ms} ms a search, {found.exact_filtered_ms} ms among every other text")
    click.echo(f"Chroma  {found.chroma_ms} ms a search, {found.chroma_filtered_ms} ms among every other text")
