"""`interviewer report`: one interview, to read or to take away."""

import json

import click

from interviewer.domain.errors import UsageError


@click.command()
@click.argument("interview_id", metavar="[ID]", required=False)
@click.option("--format", "form", type=click.Choice(["md", "json"]), default="md", show_default=True)
def report(interview_id: str | None, form: str) -> None:
    """Show the report of interview ID, the latest one without an ID."""
    from interviewer.export.as_json import report_json
    from interviewer.export.markdown import report_markdown
    from interviewer.wiring import application

    with application(writable=False) as app:
        stored = app.interviews()
        chosen = [one for one in stored if interview_id is None or one.id == interview_id][:1]
        if not chosen:
            raise UsageError(
                f"There is no interview {interview_id!r}. `interviewer history` lists them."
                if interview_id
                else "No interview yet. `interviewer practice` begins one."
            )
        summary = app.summary(chosen[0].state)
    if form == "json":
        click.echo(json.dumps(report_json(chosen[0].id, chosen[0].state, summary)))
    else:
        click.echo(report_markdown(chosen[0].id, chosen[0].state, summary), nl=False)
