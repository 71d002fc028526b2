"""`interviewer eval conduct`: how the interviewer behaves with candidates who make it hard."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interviewer import __version__
from interviewer.cli.evaluate_grading import command_line
from interviewer.cli.progress import on_stderr
from interviewer.domain.errors import UsageError
from interviewer.domain.text import visible_line

if TYPE_CHECKING:
    from interviewer.evaluation.conduct.counted import Figure
    from interviewer.evaluation.conduct.run import Conduct


@click.command()
@click.option(
    "--samples", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Other scripted candidates, YAML."
)
@click.option("--engine", help="Which engine marks.")
@click.option("--model", help="Which model words the follow-ups: local or provider:model. Without it, nobody does.")
@click.option(
    "--patience",
    type=click.FloatRange(min=0),
    default=0.0,
    help="Seconds to wait for a model's words, where a person waits fewer: for a busy machine.",
)
@click.option("--interviews", type=click.IntRange(min=1), help="Interviews a candidate; 20, with a model 3.")
@click.option("--seed", type=int, default=1, show_default=True, help="Which questions and words are drawn.")
@click.option("--fresh", is_flag=True, help="Ask engine and model anew instead of going on from earlier runs.")
@click.option(
    "--save",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the outcome, with day and command.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def conduct(
    samples: Path | None,
    engine: str | None,
    model: str | None,
    patience: float,
    interviews: int | None,
    seed: int,
    fresh: bool,
    file: Path | None,
    as_json: bool,
) -> None:
    """Hold whole interviews with scripted candidates and count leaks, repeats, probes and advances.

    With `--model` its words are put as in an interview, each checked; replies are kept, so a run that was stopped goes
    on. A model on a host is sent questions and answers of the rubric set.
    """
    from interviewer.cli.agreeing import require, require_judges
    from interviewer.evaluation.conduct.run import as_object
    from interviewer.wiring import application

    with application({"engine": engine, "model": model}, writable=False) as app:
        bench = app.bench
        named = (app.settings.engine or "fast",)
        require_judges(app.chats, named)
        if model:
            require(app.chats)
        speaker = app.chats.speaker(patience=patience, fresh=fresh) if model else None
        (subject,) = bench.subjects(named, fresh=fresh)
        found = bench.conduct(
            subject,
            app.library,
            on_stderr,
            candidates=samples,
            interviews=interviews,
            seed=seed,
            speaker=speaker,
        )
        if file:
            _save(file, {"day": bench.today, "version": __version__, "command": command_line()} | as_object(found))
    if as_json:
        click.echo(json.dumps(as_object(found)))
        return
    click.echo("\n".join(_lines(found)))


def _save(file: Path, told: Mapping[str, object]) -> None:
    try:
        file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}. The outcome is not written.") from error


def _lines(found: "Conduct") -> list[str]:
    from interviewer.evaluation.conduct.follow_ups import lines_on

    lines = [
        f"{found.interviews} interviews on {found.questions} questions, {found.answers} answers; "
        f"lines {found.wording}, {found.engine} engine, seed {found.seed}",
        "80 % intervals by resampling questions; where nothing was seen, the rate that this leaves possible at 95 %",
        "",
        f"{'all candidates':34}{'n':>6}{'hits':>9}",
        *(_line(name, figure) for name, figure in found.all.items()),
    ]
    if found.follow_ups:
        lines += ["", *map(visible_line, lines_on(found.follow_ups))]
    for candidate, figures in found.candidates.items():
        lines += ["", visible_line(candidate), *(_line(name, one) for name, one in figures.items() if one.n)]
    lines += ["", *(f"mark {name}: {'reached' if met else 'missed'}" for name, met in found.met().items())]
    for name, examples in found.broken.items():
        lines += [f"  {name}: {visible_line(example)}" for example in examples]
    return lines


def _line(name: str, one: "Figure") -> str:
    bound = f"  at most {one.bound:.3f}" if one.bound is not None else ""
    return f"  {name:32}{one.n:>6}{round(one.hits, 1):>9g}  {one.measure}{bound}"
