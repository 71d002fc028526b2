"""`interviewer eval adversarial`: what answers made to deceive a grader get from it."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from interviewer.cli.evaluate_grading import command_line
from interviewer.cli.progress import on_stderr
from interviewer.domain.text import visible_line

if TYPE_CHECKING:
    from interviewer.evaluation.adversarial.judge import Resistance


@click.command()
@click.option("--engine", "engines", multiple=True, help="What marks; may be given again.")
@click.option("--seed", type=int, default=1, show_default=True, help="Which questions and texts are drawn.")
@click.option("--each", type=click.IntRange(min=1), default=12, show_default=True, help="Questions a pattern.")
@click.option("--class", "groups", multiple=True, help="Only this class of attacks, A to I; may be given again.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many attacks, and as many honest answers.")
@click.option("--held-back", is_flag=True, help="Attack the third of the questions held back; the run is logged.")
@click.option("--fresh", is_flag=True, help="Grade everything anew instead of going on from earlier runs.")
@click.option("--patterns", is_flag=True, help="Show every pattern, not the classes only.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def adversarial(
    engines: tuple[str, ...],
    seed: int,
    each: int,
    groups: tuple[str, ...],
    limit: int | None,
    held_back: bool,
    fresh: bool,
    patterns: bool,
    as_json: bool,
) -> None:
    """Attack engines with answers generated from the bank, and with honest answers that look like attacks."""
    from interviewer.cli.agreeing import require_judges
    from interviewer.evaluation.cards.make import resistances
    from interviewer.evaluation.runs import log_runs, of_resistance
    from interviewer.wiring import application

    with application(writable=False) as app:
        bench = app.bench
        attacks = bench.attacks("held-back" if held_back else "dev", seed, each, groups=groups, limit=limit)
        named = engines or (app.settings.engine or "fast",)
        require_judges(app.chats, named)
        subjects = bench.subjects(named, fresh=fresh)
        found = resistances(attacks, subjects, on_stderr)
        if held_back:
            versions = {one.name: one.version for one in subjects}
            lines = of_resistance(found, versions, "attacks, held back", bench.today, command_line())
            log_runs(bench.folder / "adversarial" / "held_back_runs.md", lines)
    if as_json:
        click.echo(json.dumps({"seed": seed, "engines": {name: asdict(one) for name, one in found.items()}}))
        return
    for name, one in found.items():
        click.echo("\n".join(_lines(name, one, patterns=patterns)))


def _lines(engine: str, one: "Resistance", *, patterns: bool) -> list[str]:
    lines = [f"{engine}: score above the ceiling by more than .10 is success"]
    lines.append(f"{'':5}{'n':>6}{'succeeded':>11}{'mean lift':>11}{'worst':>8}  at most (95 %)")
    for name, score in (one.patterns if patterns else one.classes).items():
        bound = f"{score.bound:.3f}" if score.bound is not None else ""
        lines.append(
            f"{name:5}{score.n:>6}{score.succeeded:>11}{score.mean_lift:>11.3f}{score.worst_lift:>8.3f}  {bound}"
        )
    for score in one.classes.values():
        if failure := score.first_failure:
            text = visible_line(failure.answer)
            lines.append(
                f"  {failure.pattern} on {failure.question}: {failure.score:.2f}, ceiling {failure.ceiling:.2f}: {text}"
            )
    benign = one.benign
    lines += [
        f"{benign.n} honest answers: mean loss {benign.mean_loss}, worst {benign.worst_loss:.2f}, "
        f"refused {benign.refused}",
        f"padding and style move the mark by {benign.drift_mean:.3f} on average, "
        f"{benign.drift_95:.3f} at the 95th percentile",
    ]
    lines.append("  loss by pattern: " + ", ".join(f"{name} {loss:+.3f}" for name, loss in benign.patterns.items()))
    return lines
