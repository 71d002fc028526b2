"""`interviewer eval contradictions`: how surely a candidate is found to contradict what he said before."""

import json
from typing import TYPE_CHECKING

import click

from interviewer.cli.evaluate_grading import command_line
from interviewer.cli.progress import on_stderr
from interviewer.domain.text import visible_line

if TYPE_CHECKING:
    from interviewer.evaluation.agreement.samples import Part
    from interviewer.evaluation.conduct.contradictions import Contradictions


@click.command()
@click.option("--part", type=click.Choice(("dev", "test")), default="dev", show_default=True, help="Of the rubric set.")
@click.option("--engine", help="Which engine marks.")
@click.option("--fresh", is_flag=True, help="Grade everything anew instead of going on from earlier runs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def contradictions(part: "Part", engine: str | None, fresh: bool, as_json: bool) -> None:
    """Take every two answers to a question of the rubric set for an earlier and a later one, and count what is found.

    A run on the test part is logged. An engine on a host is sent the answers.
    """
    from interviewer.cli.agreeing import require_judges
    from interviewer.evaluation.conduct.contradictions import as_object, measure_contradictions
    from interviewer.evaluation.runs import LoggedRun, log_runs
    from interviewer.wiring import application

    with application({"engine": engine}, writable=False) as app:
        bench = app.bench
        named = (app.settings.engine or "fast",)
        require_judges(app.chats, named)
        (subject,) = bench.subjects(named, fresh=fresh)
        (samples,) = bench.samples((bench.rubric_set,), part)
        found = measure_contradictions(samples, subject, on_stderr)
        if samples.held_back:
            told = "; ".join(f"{name} {one.right.n}, {one.right.measure}" for name, one in found.rules.items())
            run = LoggedRun(bench.today, samples.name, found.pairs, subject.name, subject.version, told, command_line())
            log_runs(bench.cards / "runs.md", [run])
    click.echo(json.dumps(as_object(found)) if as_json else "\n".join(_lines(found)))


def _lines(found: "Contradictions") -> list[str]:
    head = (
        f"{visible_line(found.samples)}, {visible_line(found.engine)} engine: {found.pairs} pairs of answers, "
        f"{found.aside} of them without a voice meant to be wrong (the last column)"
    )
    rows = [f"  {name:50}{one.right.n:>6}  {one.right.measure!s:24}{one.aside:>4}" for name, one in found.rules.items()]
    return [head, "finds, the share that readers bear out with its 80 % interval by questions", "", *rows]
