"""`interviewer search`: retrieval over the bank."""

import json

import click

from interviewer.domain.text import visible_line


@click.command()
@click.argument("query")
@click.option("-k", "count", default=5, show_default=True, type=click.IntRange(1, 1000), help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def search(query: str, count: int, as_json: bool) -> None:
    """Find the questions nearest to QUERY, best first."""
    from interviewer.wiring import application

    with application(writable=False) as app:
        results = [
            {
                "id": question.id,
                "question": question.text,
                "score": round(score, 4),
                "track": question.track,
                "topic": question.topic,
                "source": question.source,
            }
            for question, score in app.search(query, count)
        ]
    if as_json:
        click.echo(json.dumps({"results": results}))
        return
    if not results:
        click.echo("Nothing was found.")
    for place, result in enumerate(results, 1):
        click.echo(f"{place:2}. {visible_line(str(result['question']))}")
        click.echo(f"    {result['id']} · {result['track']}/{result['topic']} · {visible_line(str(result['source']))}")
