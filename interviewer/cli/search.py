"""`interviewer search`: retrieval over the bank."""

import json

import click

from interviewer.domain.text import visible_line


@click.command()
@click.argument("query")
@click.option("-k", "count", default=5, show_default=True, type=click.IntRange(1, 1000), help="How many.")
@click.option("--track", help="Only this track.")
@click.option("--topic", help="Only this topic, by its name in the bank.")
@click.option("--source", help="Only from this document, by its file name; `bundled` or `own` for the others.")
@click.option(
    "--difficulty", type=click.IntRange(1, 5), multiple=True, help="Only of this difficulty; repeat it for several."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def search(
    query: str,
    count: int,
    track: str | None,
    topic: str | None,
    source: str | None,
    difficulty: tuple[int, ...],
    as_json: bool,
) -> None:
    """Find the questions nearest to QUERY, best first."""
    from interviewer.retrieval.search import Filter
    from interviewer.wiring import application

    with application(writable=False) as app:
        ids = {question.id for question in app.bank.choose(track=track)} if track else None
        which = Filter(question_ids=ids, topic=topic, source=source, difficulty=difficulty or None)
        results = [
            {
                "id": question.id,
                "question": question.text,
                "score": round(score, 4),
                "track": question.track,
                "topic": question.topic,
                "difficulty": question.difficulty,
                "source": question.source,
            }
            for question, score in app.search(query, count, which)
        ]
    if as_json:
        click.echo(json.dumps({"results": results}))
        return
    if not results:
        click.echo("Nothing was found.")
    for place, result in enumerate(results, 1):
        click.echo(f"{place:2}. {visible_line(str(result['question']))}")
        where = f"{result['track']}/{result['topic']} ({result['difficulty']})"
        click.echo(f"    {result['id']} · {where} · {visible_line(str(result['source']))}")
