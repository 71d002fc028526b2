"""Plays every scripted candidate so many times and counts, with intervals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from interviewer.domain.events import Plan, Style
from interviewer.domain.question import Question
from interviewer.evaluation.conduct.counted import Count, Figure, figure_of
from interviewer.evaluation.conduct.figures import AT_LEAST, FIGURES, NONE_ALLOWED
from interviewer.evaluation.conduct.follow_ups import FollowUps, Waits, follow_ups_in
from interviewer.evaluation.conduct.play import Played, hold
from interviewer.evaluation.conduct.script import Candidate, Material
from interviewer.evaluation.conduct.speaker import Speaker
from interviewer.evaluation.subject import Progress
from interviewer.interview.plan import Wish, make_plan
from interviewer.interview.session import Session
from interviewer.interview.wording import NOTHING_TO_TAKE_UP

QUESTIONS = 2
"""Questions an interview: enough for one to be repeated, or told ahead."""
INTERVIEWS = 20
"""Interviews a candidate."""
INTERVIEWS_SPOKEN = 3
"""The same where a model words the follow-ups, which takes seconds each."""
STYLES_IN_TURN: tuple[Style, ...] = ("neutral", "friendly", "pressure")
"""The styles that a candidate's interviews are held in."""
AS_WRITTEN = "as-written"
"""Who words the follow-ups where no model does: the question file."""
_PLANNED_AT = "2026-01-01T00:00:00.000000+00:00"  # nothing was asked before, so that the day plays no part
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Conduct:
    """What was measured: all candidates together and each alone, and examples of what broke a mark.

    `wording`: who worded the follow-ups; `follow_ups`: what became of them, None where no model was asked.
    """

    wording: str
    engine: str
    seed: int
    interviews: int
    questions: int
    answers: int
    all: Mapping[str, Figure]
    candidates: Mapping[str, Mapping[str, Figure]]
    broken: Mapping[str, Sequence[str]]
    follow_ups: FollowUps | None = None

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
    speaker: Speaker | None = None,
) -> list[Played]:
    """Hold `interviews` interviews with each candidate, on questions of the material; see `hold` for `speaker`."""
    played: list[Played] = []
    with progress(f"interviews: {session.engine.name}", len(candidates) * interviews) as advance:
        for candidate in candidates:
            for number in range(interviews):
                name = f"{candidate.id}-{number}"
                style = STYLES_IN_TURN[number % len(STYLES_IN_TURN)]
                plan = _plan(material, session.engine.name, f"{seed} {name}", style)
                played.append(hold(session, name, plan, candidate, material, seed=f"{seed} {name}", speaker=speaker))
                advance(1)
    return played


def measure(
    played: Sequence[Played], engine: str, seed: int, questions: Iterable[Question], wording: str = AS_WRITTEN
) -> Conduct:
    """Return the figures of interviews that were held on some of `questions`."""
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
        {name: figure_of(counts) for name, counts in together.items()},
        {name: {figure: figure_of(counts) for figure, counts in parts.items()} for name, parts in counted.items()},
        {name: _broken(name, together[name]) for name in (*NONE_ALLOWED, *AT_LEAST)},
        follow_ups_in(played, questions),
    )


def as_object(conduct: Conduct) -> dict[str, object]:
    """Return the outcome as one JSON object, each figure `{n, hits, value, low, high, bound}`.

    Only where a model was asked for follow-ups, `follow_ups` says what became of them.
    """

    def flat(figures: Mapping[str, Figure]) -> dict[str, object]:
        return {name: _plain(one) for name, one in figures.items()}

    spoken = {"follow_ups": _spoken(conduct.follow_ups)} if conduct.follow_ups else {}
    return spoken | {
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


def _spoken(found: FollowUps) -> dict[str, object]:
    waits: Mapping[str, Waits] = {"wait": found.wait, "rest": found.rest}
    return {
        "worded": _plain(found.worded),
        "stand_as_written": dict(found.stand),
        "takes_up": _plain(found.takes_up),
        "in_time": _plain(found.in_time),
        "seconds": {name: asdict(one) for name, one in waits.items()},
        "asked": [
            asdict(one) | {"seconds": round(one.seconds, 3), "rest": round(one.rest, 3)}
            for one in found.asked
            if one.fault != NOTHING_TO_TAKE_UP
        ],
    }


def _plain(one: Figure) -> dict[str, object]:
    return {"n": one.n, "hits": round(one.hits, 4), **asdict(one.measure), "bound": one.bound}


def _plan(material: Material, engine: str, seed: str, style: Style) -> Plan:
    chance = int.from_bytes(seed.encode(), "big")
    wish = Wish(count=QUESTIONS, engine=engine, seed=chance, style=style)
    return make_plan(wish, material.questions, None, {}, _PLANNED_AT)


def _counts(played: Sequence[Played]) -> dict[str, list[Count]]:
    return {name: [count for one in played for count in counts(one)] for name, counts in FIGURES.items()}


def _broken(name: str, counts: Sequence[Count]) -> list[str]:
    wrong = [one for one in counts if (one.hits > 0) == (name in NONE_ALLOWED)]
    return list(dict.fromkeys(f"{one.question}: {one.about}" for one in wrong))[:_SHOWN]
