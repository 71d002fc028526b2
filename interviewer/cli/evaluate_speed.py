"""`interviewer eval speed`: how long a person waits for a mark, and how many a batch gets through."""

import json
import time
from dataclasses import asdict

import click

from interviewer.domain.text import visible_line


@click.command()
@click.option("--engine", help="Which engine marks.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="How often each is marked.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def speed(engine: str | None, rounds: int, as_json: bool) -> None:
    """Time the marking of the rubric set's answers of about 60 words to questions of six key points, development part.

    Other work on the machine counts as well. An engine on a host is sent the answers.
    """
    from interviewer.cli.agreeing import require_judges
    from interviewer.evaluation.speed import measure_speed, usual
    from interviewer.wiring import application

    with application({"engine": engine}, writable=False) as app:
        require_judges(app.chats, (app.settings.engine or "fast",))
        (samples,) = app.bench.samples((app.bench.rubric_set,), "dev")
        found = measure_speed(app.engine, usual(samples), rounds, time.perf_counter)
        name = app.engine.name
    if as_json:
        click.echo(json.dumps({"engine": name} | asdict(found)))
        return
    click.echo(
        f"{visible_line(name)}: {found.n} answers of {found.words} words on average, six key points, "
        f"{found.rounds} times each, warm\n"
        f"  alone     median {found.milliseconds_median} ms, 95th percentile {found.milliseconds_p95} ms\n"
        f"  in batch  {found.answers_a_second} answers a second"
    )
