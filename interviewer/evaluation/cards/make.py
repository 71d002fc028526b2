"""Measures what the project's own card holds, from parts that the composition root hands in."""

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.bank.load import Bank
from interviewer.evaluation.adversarial.generate import AttackSet
from interviewer.evaluation.adversarial.judge import Resistance, gradings, resist
from interviewer.evaluation.agreement.run import run
from interviewer.evaluation.agreement.samples import Samples
from interviewer.evaluation.cards.card import Section
from interviewer.evaluation.floor import Floor, measure_floor
from interviewer.evaluation.ladder import Climb, Rung, climb
from interviewer.evaluation.subject import Progress, Subject


@dataclass(frozen=True, slots=True)
class Planned:
    """A set to be measured: its answers, the command that measures it alone, and what it is."""

    samples: Samples
    command: str
    about: str


def sections(planned: Sequence[Planned], subjects: Sequence[Subject], progress: Progress) -> tuple[Section, ...]:
    """Return each set graded by every engine and measured."""
    return tuple(Section(one.command, one.about, run([one.samples], subjects, progress)[0]) for one in planned)


def climbs(rungs: Sequence[Rung], subjects: Sequence[Subject], bank: Bank, progress: Progress) -> dict[str, Climb]:
    """Return how each engine climbs the ladder."""
    found: dict[str, Climb] = {}
    for subject in subjects:
        with progress(f"ladder: {subject.name}", len(rungs)) as advance:
            found[subject.name] = climb(subject.engine, rungs, bank.get, advance, bank.elsewhere)
    return found


def resistances(attacks: AttackSet, subjects: Sequence[Subject], progress: Progress) -> dict[str, Resistance]:
    """Return what each engine gives for the attacks."""
    found: dict[str, Resistance] = {}
    for subject in subjects:
        with progress(f"attacks: {subject.name}", gradings(attacks)) as advance:
            found[subject.name] = resist(subject.engine, attacks, advance)
    return found


def floor(subject: Subject, rubric_set: Samples, attacks: AttackSet, progress: Progress) -> Floor:
    """Return the figures that CI holds the engine to."""
    with progress(f"what CI draws: {subject.name}", len(rubric_set.rows) + gradings(attacks)) as advance:
        return measure_floor(subject.engine, rubric_set, attacks, advance)
