"""`interviewer bank`: the question files."""

import json

import click

from interviewer.domain.codec import to_plain
from interviewer.domain.errors import UsageError
from interviewer.domain.text import visible, visible_line


@click.group()
def bank() -> None:
    """Check, list and show the question files."""


@bank.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--structure-only", is_flag=True, help="Leave out the grader's warnings; loads no model.")
def check(as_json: bool, structure_only: bool) -> int:
    """Check every file. Exit code 1 when there is a fault; warnings want a look."""
    from interviewer.wiring import application

    with application(writable=False) as app:
        found = app.check_bank(with_engine=not structure_only)
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
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def list_questions(track: str | None, topic: str | None, as_json: bool) -> None:
    """List the questions that can be asked."""
    from interviewer.wiring import application

    with application(writable=False) as app:
        chosen = [q for q in app.bank.choose(track=track) if topic is None or q.topic == topic]
    if as_json:
        rows = [
            {
                "id": q.id,
                "question": q.text,
                "track": q.track,
                "topic": q.topic,
                "difficulty": q.difficulty,
                "status": q.status,
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
@click.argument("question_id")
def show(question_id: str) -> None:
    """Show one question with its rubric and reference answer."""
    from interviewer.wiring import application

    with application(writable=False) as app:
        question = app.bank.get(question_id)
    if question is None:
        raise UsageError(f"The bank has no question {question_id!r}. `interviewer search WORDS` finds one.")
    click.echo(visible(question.text) + "\n")
    for point in question.key_points:
        click.echo(f"  [{point.weight}] {point.id}: {visible_line(point.text)}")
    for wrong in question.misconceptions:
        click.echo(f"  [-{wrong.weight}] {wrong.id}: {visible_line(wrong.text)}")
    click.echo("\n" + visible(question.reference))


@bank.command(hidden=True)
def vectors() -> None:
    """Write the vectors of the bundled questions beside them; for whoever changes a bundled question."""
    from interviewer.wiring import application

    with application(writable=False) as app:
        click.echo(f"{app.ship_vectors()} vectors written")
