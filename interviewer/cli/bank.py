"""`interviewer bank`: the question files."""

import json

import click

from interviewer.cli.bank_write import accept, edit, new, readable
from interviewer.cli.progress import on_terminal
from interviewer.cli.shown import question_lines
from interviewer.domain.codec import to_plain
from interviewer.domain.text import visible_line


@click.group()
def bank() -> None:
    """Check, list, show, add and edit the question files."""


for _command in (new, edit, accept):
    bank.add_command(_command)


@bank.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--structure-only", is_flag=True, help="Leave out the grader's warnings; loads no model.")
def check(as_json: bool, structure_only: bool) -> int:
    """Check every file. Exit code 1 when there is a fault; warnings want a look."""
    from interviewer.wiring import application

    with application(writable=False) as app:
        found = app.check_bank(on_terminal, with_engine=not structure_only)
    if as_json:
        click.echo(json.dumps(to_plain(found)))
    else:
        for fault in found.faults:
            click.echo(f"fault: {fault}")
        for warning in found.warnings:
            click.echo(f"warning: {visible_line(warning)}")
        click.echo(
            f"{found.questions} questions, {found.key_points} key points, {found.topics} topics; "
            f"{len(found.faults)} faults, {len(found.warnings)} warnings"
        )
    return 1 if found.faults else 0


@bank.command("list")
@click.option("--track", help="Only this track.")
@click.option("--topic", help="Only this topic.")
@click.option("--status", type=click.Choice(["accepted", "drafted", "incomplete"]), help="Only of this status.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def list_questions(track: str | None, topic: str | None, status: str | None, as_json: bool) -> None:
    """List the questions; drafted and incomplete ones are asked only when their document is named."""
    from interviewer.bank.lookup import select
    from interviewer.wiring import application

    with application(writable=False) as app:
        found = select(app.bank, track=track, topic=topic)
    chosen = [question for question in found if status in (None, question.status)]
    if not chosen:
        click.echo(
            f"None of the {len(found)} questions there is {status}." if found else "There is no question yet.", err=True
        )
    if as_json:
        rows = [
            {
                "id": q.id,
                "question": q.text,
                "track": q.track,
                "topic": q.topic,
                "difficulty": q.difficulty,
                "status": q.status,
                "source": q.source,
            }
            for q in chosen
        ]
        click.echo(json.dumps({"questions": rows}))
        return
    for question in chosen:
        status = "" if question.status == "accepted" else f"[{question.status}] "
        click.echo(
            f"{question.track}/{question.topic}/{question.id}  ({question.difficulty})  "
            f"{status}{visible_line(question.text)}"
        )


@bank.command()
@click.argument("question_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(question_id: str, as_json: bool) -> None:
    """Show one question whole: rubric, probes, hints, reference answer, and where it is from."""
    from interviewer.wiring import application

    with application(writable=False) as app:
        found = app.locate_question(question_id)
        question = readable(found)
    if as_json:
        fields = to_plain(question)
        fields["question"] = fields.pop("text")
        fields.pop("passages")
        click.echo(json.dumps(fields | {"source": question.source, "file": str(found.file)}))
        return
    click.echo("\n".join(question_lines(question, str(found.file))))


@bank.command(hidden=True)
def vectors() -> None:
    """Write the vectors of the bundled questions beside them; for whoever changes a bundled question."""
    from interviewer.wiring import application

    with application(writable=False) as app:
        click.echo(f"{app.ship_vectors()} vectors written")
