"""`interviewer grade`: one answer, or a file of them."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from interviewer.cli.engine_option import engine_option
from interviewer.domain.errors import UsageError
from interviewer.domain.text import storable, visible_line

_PIECE = 16
"""Rows between two writes: what a kill loses at most, a minute or two with the local model."""


@click.command()
@click.argument("infile", metavar="[IN.jsonl]", required=False, type=click.Path(path_type=Path))
@click.option("--out", "outfile", metavar="OUT.jsonl", type=click.Path(path_type=Path), help="Where the grades go.")
@click.option("--question-id", help="A question of the bank.")
@click.option("--question", help="The question's text.")
@click.option("--reference", help="The reference answer.")
@click.option("--answer", help="The answer to grade.")
@engine_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def grade(
    infile: Path | None,
    outfile: Path | None,
    question_id: str | None,
    question: str | None,
    reference: str | None,
    answer: str | None,
    engine: str | None,
    as_json: bool,
) -> int:
    """Grade one answer, or every row of IN.jsonl.

    A row has id, answer and either question_id or question and reference; key_points [{text, weight}] may be added.
    A row that cannot be graded comes out with the reason in `ungraded`, the rest proceeds, and the exit code is 1.
    """
    from interviewer.cli.agreeing import disclose_judge
    from interviewer.wiring import application

    if infile is not None:
        if outfile is None:
            raise UsageError("Grading a file needs --out OUT.jsonl.")
        if any(value is not None for value in (question_id, question, reference, answer)):
            raise UsageError("Give either IN.jsonl or one answer by options, not both.")
        with application({"engine": engine}, writable=False) as app:
            disclose_judge(app.chats, app.settings.engine)
            return _grade_file(app.grade_rows, app.grading_run_key, infile, outfile)
    if answer is None or (question_id is None) == (question is None or reference is None):
        raise UsageError("Give --answer and either --question-id, or --question and --reference, or a file IN.jsonl.")
    row = {"question_id": question_id, "question": question, "reference": reference, "answer": storable(answer)}
    with application({"engine": engine}, writable=False) as app:
        disclose_judge(app.chats, app.settings.engine)
        if question_id is not None and app.bank.get(question_id) is None:
            raise UsageError(f"The bank has no question {question_id!r}. `interviewer search WORDS` finds one.")
        [result] = app.grade_rows([json.dumps({k: v for k, v in row.items() if v is not None})])
        misconceptions = {wrong.id: wrong for q in app.bank.questions for wrong in q.misconceptions}
    if as_json:
        click.echo(json.dumps(result))
    else:
        _show(result, {key: wrong.correction for key, wrong in misconceptions.items()})
    return 1 if result["ungraded"] else 0


def _grade_file(
    grade_rows: Callable[[list[str]], list[dict[str, object]]],
    run_key: Callable[[bytes], str],
    infile: Path,
    outfile: Path,
) -> int:
    """Grade a file in pieces. What is done survives a kill: the same call goes on where it stopped."""
    try:
        content = infile.read_bytes()
    except OSError as error:
        raise UsageError(f"{visible_line(str(infile))} cannot be read: {error.strerror}.") from None
    lines = [line for line in content.decode("utf-8", "replace").split("\n") if line.strip()]
    part, key_file = outfile.with_name(outfile.name + ".part"), outfile.with_name(outfile.name + ".part.key")
    key = run_key(content)
    try:
        done = _kept(part) if key_file.exists() and key_file.read_text("utf-8") == key else []
        key_file.write_text(key, "utf-8")
        with part.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in done)
            for start in range(len(done), len(lines), _PIECE):
                for result in grade_rows(lines[start : start + _PIECE]):
                    stream.write(json.dumps(result) + "\n")
                stream.flush()
                click.echo(f"graded {min(start + _PIECE, len(lines))} of {len(lines)}", err=True)
        failed = sum('"ungraded": null' not in line for line in part.read_text("utf-8").splitlines())
        part.replace(outfile)
        key_file.unlink()
    except OSError as error:
        raise UsageError(f"{visible_line(str(outfile))} cannot be written: {error.strerror}.") from None
    if failed:
        click.echo(
            f"interviewer: {failed} of {len(lines)} rows could not be graded; see `ungraded` in the output.", err=True
        )
    return 1 if failed else 0


def _kept(part: Path) -> list[str]:
    """Return the whole lines of an unfinished output."""
    try:
        text = part.read_text("utf-8")
    except OSError:
        return []
    return text.split("\n")[:-1]


def _show(result: dict[str, object], corrections: dict[str, str]) -> None:
    if result["ungraded"]:
        click.echo(f"Not graded: {visible_line(str(result['ungraded']))}")
        return
    score, low, high = (round(100 * float(str(result[name]))) for name in ("score", "low", "high"))
    click.echo(f"{score} % ({result['label']}), {result['engine']} engine; {low} to {high} % (80 % interval)")
    points = result["key_points"]
    for point in points if isinstance(points, list) else []:
        quote = f" “{visible_line(point['quote'])}”" if point["quote"] else ""
        click.echo(f"  {point['verdict']:<12} {point['credit']:.2f}  {visible_line(point['text'])}{quote}")
        if len(opinions := point.get("said", ())) > 1:
            said = (f"{one['engine']} {one['verdict']} {one['credit']:.2f}" for one in opinions)
            click.echo(f"               {visible_line('; '.join(said))}")
        if point["passage"] and point["verdict"] != "covered":
            click.echo(f"               asked for by {visible_line(point['passage'])}")
    wrongs = result["misconceptions"]
    for wrong in wrongs if isinstance(wrongs, list) else []:
        click.echo(f"  wrong        “{visible_line(wrong['quote'])}” {visible_line(corrections.get(wrong['id'], ''))}")
    flags = result["flags"]
    if isinstance(flags, list) and flags:
        click.echo(f"  flags: {', '.join(flags)}")
    judging = result.get("judging")
    if isinstance(judging, dict) and judging["failed"]:
        click.echo(f"  without the judge: {visible_line(judging['failed'])}")
