"""`interviewer history`: the interviews held."""

import json
from typing import TYPE_CHECKING

import click

from interviewer.domain.text import visible_line

if TYPE_CHECKING:
    from interviewer.domain.events import Plan


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="How many, newest first.")
def history(as_json: bool, limit: int) -> None:
    """List the interviews held, newest first."""
    from interviewer.wiring import application

    with application(writable=False) as app:
        stored = app.interviews()[:limit]
        rows = [(one, app.summary(one.state)) for one in stored]
    if as_json:
        found = [
            {
                "id": one.id,
                "started_at": one.state.started_at,
                "finished_at": one.state.finished_at,
                "mode": one.state.plan.mode if one.state.plan else None,
                "about": _about(one.state.plan),
                "asked": len(one.state.turns),
                "planned": summary.planned,
                "score": summary.score,
            }
            for one, summary in rows
        ]
        click.echo(json.dumps({"interviews": found}))
        return
    if not rows:
        click.echo("No interview yet. `interviewer practice` begins one.")
    for one, summary in rows:
        about = visible_line(_about(one.state.plan))
        status = "finished" if one.state.finished_at else "can be resumed"
        mode = one.state.plan.mode if one.state.plan else ""
        closed = sum(1 for turn in one.state.turns if turn.closed)
        score = "  -  " if summary.score is None else f"{100 * summary.score:3.0f} %"
        click.echo(
            f"{one.id}  {one.state.started_at[:16].replace('T', ' ')}  {mode:<8} "
            f"{closed}/{summary.planned} questions  {score}  {status}  {about}"
        )


def _about(plan: "Plan | None") -> str:
    return (plan.about if plan else "") or "every track"
