"""`interviewer eval conduct`: how the interviewer behaves with candidates who make it hard."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interviewer.cli.progress import on_stderr
from interviewer.domain.text import visible_line

if TYPE_CHECKING:
    from interviewer.evaluation.conduct.run import Conduct, Figure


@click.command()
@click.option(
    "--samples", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Other scripted candidates, YAML."
)
@click.option("--engine", help="Which engine marks.")
@click.option("--interviews", type=click.IntRange(min=1), help="Interviews a candidate.")
@click.option("--seed", type=int, default=1, show_default=True, help="Which questions and words are drawn.")
@click.option("--fresh", is_flag=True, help="Grade everything anew instead of going on from earlier runs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def conduct(
    samples: Path | None, engine: str | None, interviews: int | None, seed: int, fresh: bool, as_json: bool
) -> None:
    """Hold whole interviews with scripted candidates and count leaks, repeats, probes and advances."""
    from interviewer.cli.agreeing import require_judges
    from interviewer.evaluation.conduct.run import as_object
    from interviewer.wiring import application

    with application({"engine": engine}, writable=False) as app:
        bench = app.bench
        named = (app.settings.engine or "fast",)
        require_judges(app.chats, named)
        (subject,) = bench.subjects(named, fresh=fresh)
        found = bench.conduct(subject, app.library, on_stderr, candidates=samples, interviews=interviews, seed=seed)
    if as_json:
        click.echo(json.dumps(as_object(found)))
        return
    click.echo("\n".join(_lines(found)))


def _lines(found: "Conduct") -> list[str]:
    lines = [
        f"{found.interviews} interviews on {found.questions} questions, {found.answers} answers; "
        f"lines {found.wording}, {found.engine} engine, seed {found.seed}",
        "80 % intervals by resampling questions; where nothing was seen, the rate that this leaves possible at 95 %",
        "",
        f"{'all candidates':34}{'n':>6}{'hits':>9}",
        *(_line(name, figure) for name, figure in found.all.items()),
    ]
    for candidate, figures in found.candidates.items():
        lines += ["", visible_line(candidate), *(_line(name, one) for name, one in figures.items() if one.n)]
    lines += ["", *(f"mark {name}: {'reached' if met else 'missed'}" for name, met in found.met().items())]
    for name, examples in found.broken.items():
        lines += [f"  {name}: {visible_line(example)}" for example in examples]
    return lines


def _line(name: str, one: "Figure") -> str:
    bound = f"  at most {one.bound:.3f}" if one.bound is not None else ""
    return f"  {name:32}{one.n:>6}{round(one.hits, 1):>9g}  {one.measure}{bound}"
