"""Plays every scripted candidate so many times and counts, with intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from interviewer.domain.events import Plan
from interviewer.evaluation.conduct.figures import AT_LEAST, FIGURES, NONE_ALLOWED, Count
from interviewer.evaluation.conduct.play import AsWritten, Played, Wording, hold
from interviewer.evaluation.conduct.script import Candidate, Material
from interviewer.evaluation.intervals import Measure, Rows, clusters, resampled
from interviewer.evaluation.subject import Progress
from interviewer.interview.plan import Wish, make_plan
from interviewer.interview.session import Session

QUESTIONS = 2
"""Questions an interview: enough for one to be repeated, or told ahead."""
INTERVIEWS = 20
"""Interviews a candidate."""
_RULE_OF_THREE = 3  # 3 / n bounds a rate of which nothing was seen, at 95 % (Hanley and Lippman-Hand 1983)
_PLANNED_AT = "2026-01-01T00:00:00.000000+00:00"  # nothing was asked before, so that the day plays no part
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """`hits` of `n` chances with the 80 % interval by questions; `bound`: what none seen leaves possible, at 95 %."""

    n: int
    hits: float
    measure: Measure
    bound: float | None


@dataclass(frozen=True, slots=True)
class Conduct:
    """What was measured: all candidates together and each alone, and examples of what broke a mark."""

    wording: str
    engine: str
    seed: int
    interviews: int
    questions: int
    answers: int
    all: Mapping[str, Figure]
    candidates: Mapping[str, Mapping[str, Figure]]
    broken: Mapping[str, Sequence[str]]

    def met(self) -> dict[str, bool]:
        """Return for each mark whether it was reached."""
        none = {name: self.all[name].hits == 0 for name in NONE_ALLOWED}
        return none | {name: (self.all[name].measure.value or 0.0) >= least for name, least in AT_LEAST.items()}


def play_all(
    session: Session,
    candidates: Sequence[Candidate],
    material: Material,
    progress: Progress,
    *,
    interviews: int = INTERVIEWS,
    seed: int = 1,
    wording: Wording | None = None,
) -> list[Played]:
    """Hold `interviews` interviews with each candidate, on questions of the material."""
    played: list[Played] = []
    with progress(f"interviews: {session.engine.name}", len(candidates) * interviews) as advance:
        for candidate in candidates:
            for number in range(interviews):
                name = f"{candidate.id}-{number}"
                plan = _plan(material, session.engine.name, f"{seed} {name}")
                words = wording or AsWritten()
                played.append(hold(session, name, plan, candidate, material, wording=words, seed=f"{seed} {name}"))
                advance(1)
    return played


def measure(played: Sequence[Played], engine: str, seed: int, wording: str = AsWritten.name) -> Conduct:
    """Return the figures of interviews that were held."""
    by_candidate: dict[str, list[Played]] = {}
    for one in played:
        by_candidate.setdefault(one.candidate.id, []).append(one)
    counted = {name: _counts(parts) for name, parts in by_candidate.items()}
    together = {name: [count for parts in counted.values() for count in parts[name]] for name in FIGURES}
    return Conduct(
        wording,
        engine,
        seed,
        len(played),
        len({turn.question.id for one in played for turn in one.state.turns}),
        sum(len(one.said) for one in played),
        {name: _figure(counts) for name, counts in together.items()},
        {name: {figure: _figure(counts) for figure, counts in parts.items()} for name, parts in counted.items()},
        {name: _broken(name, together[name]) for name in (*NONE_ALLOWED, *AT_LEAST)},
    )


def as_object(conduct: Conduct) -> dict[str, object]:
    """Return the outcome as one JSON object, each figure `{n, hits, value, low, high, bound}`."""

    def flat(figures: Mapping[str, Figure]) -> dict[str, object]:
        return {
            name: {"n": one.n, "hits": round(one.hits, 4), **asdict(one.measure), "bound": one.bound}
            for name, one in figures.items()
        }

    return {
        "wording": conduct.wording,
        "engine": conduct.engine,
        "seed": conduct.seed,
        "interviews": conduct.interviews,
        "questions": conduct.questions,
        "answers": conduct.answers,
        "marks": conduct.met(),
        "all": flat(conduct.all),
        "candidates": {name: flat(figures) for name, figures in conduct.candidates.items()},
        "broken": {name: list(lines) for name, lines in conduct.broken.items()},
    }


def _plan(material: Material, engine: str, seed: str) -> Plan:
    chance = int.from_bytes(seed.encode(), "big")
    wish = Wish(count=QUESTIONS, engine=engine, seed=chance)
    return make_plan(wish, material.questions, None, {}, _PLANNED_AT)


def _counts(played: Sequence[Played]) -> dict[str, list[Count]]:
    return {name: [count for one in played for count in counts(one)] for name, counts in FIGURES.items()}


def _figure(counts: Sequence[Count]) -> Figure:
    hits = np.array([one.hits for one in counts], dtype=np.float64)
    chances = np.array([one.chances for one in counts], dtype=np.float64)

    def share(rows: Rows) -> float | None:
        total = float(chances[rows].sum())
        return float(hits[rows].sum()) / total if total else None

    n = round(float(chances.sum()))
    none_seen = n > 0 and not hits.any()
    return Figure(
        n,
        float(hits.sum()),
        resampled(share, clusters([one.question for one in counts])),
        round(min(1.0, _RULE_OF_THREE / n), 4) if none_seen else None,
    )


def _broken(name: str, counts: Sequence[Count]) -> list[str]:
    wrong = [one for one in counts if (one.hits > 0) == (name in NONE_ALLOWED)]
    return list(dict.fromkeys(f"{one.question}: {one.about}" for one in wrong))[:_SHOWN]
