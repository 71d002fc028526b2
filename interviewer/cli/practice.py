"""`interviewer practice`: an interview, full screen or line by line."""

import sys
from pathlib import Path

import click

from interviewer.cli.engine_option import engine_option
from interviewer.cli.screen import screen_of


@click.command()
@click.option("--track", help="Which track to ask.")
@click.option("--topic", help='Free text: "anything about training instability".')
@click.option("--source", help="Hold it on one ingested document, by its file name.")
@click.option(
    "--job", type=click.Path(path_type=Path), help="Pick questions for this job description, on this machine."
)
@click.option("--cv", type=click.Path(path_type=Path), help="Pick questions for this CV; it is not stored.")
@click.option("--count", type=click.IntRange(1, 100), help="How many questions.")
@click.option("--difficulty", type=click.IntRange(1, 5), help="Only questions of this difficulty.")
@click.option(
    "--mode",
    type=click.Choice(["practice", "mock", "drill"]),
    help="Feedback after each question, none until the end, or the weakest first.",
)
@engine_option
@click.option("--model", help="Which model talks: local, provider:model, or none.")
@click.option(
    "--time-limit",
    "time_limit_s",
    type=click.IntRange(10, 7200),
    help="Seconds for an answer, in mock mode and under pressure.",
)
@click.option("--minutes", type=click.IntRange(1, 480), help="Minutes of answering in all; then the interview ends.")
@click.option(
    "--challenge/--no-challenge",
    default=None,
    help="Put wrong claims on purpose after good answers, to be objected to.",
)
@click.option(
    "--style",
    type=click.Choice(["neutral", "friendly", "pressure"]),
    help="How the interviewer speaks; pressure doubts right and wrong alike, limits the time and puts wrong claims.",
)
@click.option("--seed", type=int, help="Fixes the plan for a given bank and history.")
@click.option("--resume", "resume_id", metavar="ID", help="Go on with this interview.")
@click.option("--plain", is_flag=True, help="Line by line, without colour or screen control.")
@click.pass_context
def practice(
    ctx: click.Context,
    track: str | None,
    topic: str | None,
    source: str | None,
    job: Path | None,
    cv: Path | None,
    count: int | None,
    difficulty: int | None,
    mode: str | None,
    engine: str | None,
    model: str | None,
    time_limit_s: int | None,
    challenge: bool | None,
    style: str | None,
    minutes: int | None,
    seed: int | None,
    resume_id: str | None,
    plain: bool,
) -> int:
    """Hold an interview."""
    from interviewer.cli.agreeing import check_named, disclose
    from interviewer.interview.plan import Wish
    from interviewer.wiring import application

    flags = {
        "count": count,
        "mode": mode,
        "engine": engine,
        "time_limit_s": time_limit_s,
        "track": track,
        "challenge": challenge,
        "style": style,
        "minutes": minutes,
    }
    line_by_line = plain or not (sys.stdin.isatty() and sys.stdout.isatty())
    with application(flags | {"model": model}) as app:
        unasked: list[str] = []
        if line_by_line:
            unasked = disclose(app.chats, app.settings.engine)
        else:
            check_named(app.chats, app.settings.engine)
        settings = app.settings
        wish = Wish(
            mode=settings.mode,
            track=settings.track,
            topic=topic,
            source=source,
            count=settings.count,
            difficulty=difficulty,
            engine=settings.engine,
            seed=seed,
            time_limit_s=settings.time_limit_s,
            repeat_after_days=settings.repeat_after_days,
            challenge=settings.challenge,
            style=settings.style,
            minutes=settings.minutes,
        )
        if resume_id is None:
            wish = app.aimed(wish, job, cv)
        if line_by_line:
            from interviewer.cli.plain import hold

            live = app.resume_interview(resume_id) if resume_id else app.start_interview(wish)
            return hold(app, live, unasked)
        return screen_of(ctx)(app, None if resume_id else wish, resume_id)
