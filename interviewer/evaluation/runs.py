"""The log of runs on parts that are held back, so that nobody can look often and report once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewer.domain.errors import UsageError
from interviewer.evaluation.adversarial.judge import Resistance
from interviewer.evaluation.agreement.run import Run
from interviewer.evaluation.cards.card import Card

_HEADLINE = ("pearson", "pairs_in_order", "qwk", "key_point_f1")
HEAD = (
    "# Runs\n\n"
    "Every run on a test part, and every run that a card was written from, adds a line for each engine.\n\n"
    "| day | set | n | engine | version | headline | command |\n|---|---|---|---|---|---|---|\n"
)


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """One line of the log."""

    day: str
    samples: str
    n: int
    engine: str
    version: str
    headline: str
    command: str


def log_runs(log: Path, runs: Sequence[LoggedRun]) -> None:
    """Add a line for each run. Raises UsageError where the log cannot be written: then the figures are not shown."""
    lines = "".join(
        f"| {one.day} | {one.samples} | {one.n} | {one.engine} | {one.version} | {one.headline} | `{one.command}` |\n"
        for one in runs
    )
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        begun = log.exists()
        with log.open("a", encoding="utf-8") as stream:
            stream.write(lines if begun else HEAD + lines)
    except OSError as error:
        raise UsageError(f"{log}: {error.strerror}. Such a run must be logged; run it from a checkout.") from error


def of_agreement(run: Run, versions: Mapping[str, str], day: str, command: str) -> list[LoggedRun]:
    """Return what is logged of a run over marked answers: r, order and the F1 of key points."""
    return [
        LoggedRun(
            day,
            run.samples.name,
            score.n,
            name,
            version,
            ", ".join(f"{one} {score.measures[one]}" for one in _HEADLINE if score.measures[one].value is not None),
            command,
        )
        for name, version in versions.items()
        for score in (run.outcome.engines[name],)
    ]


def of_resistance(
    found: Mapping[str, Resistance], versions: Mapping[str, str], samples: str, day: str, command: str
) -> list[LoggedRun]:
    """Return what is logged of a run over attacks: successes by class, and what honest twins lose."""
    runs: list[LoggedRun] = []
    for engine, version in versions.items():
        one = found[engine]
        classes = ", ".join(f"{name} {score.succeeded} of {score.n}" for name, score in one.classes.items())
        n = sum(score.n for score in one.classes.values()) + one.benign.n
        headline = f"{classes}; benign loss {one.benign.mean_loss}"
        runs.append(LoggedRun(day, samples, n, engine, version, headline, command))
    return runs


def of_card(card: Card) -> list[LoggedRun]:
    """Return what is logged of a card: each set, and the attacks."""
    found = [line for one in card.sections for line in of_agreement(one.run, card.engines, card.day, one.command)]
    if card.attacked:
        marking = {name: card.engines[name] for name in card.attacked.engines}
        found += of_resistance(card.attacked.engines, marking, "attacks", card.day, card.attacked.command)
    return found
