"""Which questions to ask, in which order, and why each was picked."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from interviewer.domain.errors import UsageError
from interviewer.domain.events import Mode, Plan, Style
from interviewer.domain.linked import root
from interviewer.domain.question import Question, Status
from interviewer.interview.manner import PRESSURE_LIMIT_S
from interviewer.interview.target import Match, Target, ranks, spread
from interviewer.learning.record import Seen

_CAVEATS: dict[Status, str] = {
    "accepted": "",
    "drafted": "; the question was drafted from its answer",
    "incomplete": "; its reference answer is incomplete",
}


FOUND_FOR_A_TOPIC = 12
"""How many questions of a free-text topic are candidates, where fewer are to be asked."""
Order = Callable[[Sequence[Question]], Sequence[Question]]
"""Puts questions, best first, into the order in which they are to be asked."""


def as_found(questions: Sequence[Question]) -> Sequence[Question]:
    """Return them as they are."""
    return questions


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for."""

    mode: Mode = "practice"
    track: str | None = None
    topic: str | None = None
    source: str | None = None
    count: int = 5
    difficulty: int | None = None
    engine: str | None = None
    """The engine that marks; None for the best that can be used."""
    seed: int | None = None
    time_limit_s: int | None = None
    repeat_after_days: int = 7
    challenge: bool = False
    """Whether wrong claims may be put on purpose."""
    style: Style = "neutral"
    """How the interviewer speaks; under pressure the time is limited and wrong claims are put as well."""
    minutes: int | None = None
    """Minutes of answering in all."""
    target: Target | None = None
    """What retrieval found for the person's job description and CV."""


def make_plan(
    wish: Wish,
    candidates: Sequence[Question],
    found: Sequence[str] | None,
    seen: Mapping[str, Seen],
    now: str,
    varied: Order = as_found,
) -> Plan:
    """Return the plan for a wish.

    `candidates` are the questions of the track or document; `found` the ids that retrieval found for a free-text
    topic, best first, None without a topic; `seen` the record; `varied` orders what was found for a topic and is fresh,
    so that near questions do not follow each other. The same arguments give the same plan; without a seed
    the order comes from `now`. Raises UsageError when nothing can be asked.
    """
    pool = [q for q in candidates if wish.difficulty is None or q.difficulty == wish.difficulty]
    if found is not None:
        rank = {question_id: place for place, question_id in enumerate(found)}
        pool = sorted((q for q in pool if q.id in rank), key=lambda question: rank[question.id])
    if wish.target is not None:
        places = ranks(wish.target.matches)
        pool = sorted((q for q in pool if q.id in places), key=lambda question: places[question.id])
    if not pool:
        raise UsageError(_nothing(wish))
    if wish.mode == "drill":
        ordered = _drill(pool, seen)
    else:
        ranked = found is not None or wish.target is not None
        fresh, recent = _fresh_first(
            pool if ranked else _spread(pool, wish.seed, now), seen, now, wish.repeat_after_days
        )
        by_topic = found is not None and wish.target is None
        ordered = [*(varied(_one_of_each(fresh)) if by_topic else fresh), *recent]
    picked, lines = _picked(_one_of_each(ordered), wish)
    return Plan(
        mode=wish.mode,
        question_ids=tuple(question.id for question in picked),
        engine=wish.engine or "fast",
        track=wish.track if wish.source is None else None,
        topic=wish.topic,
        source=wish.source,
        seed=wish.seed,
        time_limit_s=_time_limit(wish),
        reasons=tuple(
            _reason(question, wish, seen, lines.get(question.id)) + _CAVEATS[question.status] for question in picked
        ),
        job=wish.target.job if wish.target else None,
        cv=wish.target.cv if wish.target else None,
        challenge=wish.challenge or wish.style == "pressure",
        style=wish.style,
        minutes=wish.minutes,
    )


def _time_limit(wish: Wish) -> int | None:
    if wish.style == "pressure":
        return wish.time_limit_s or PRESSURE_LIMIT_S
    return wish.time_limit_s if wish.mode == "mock" else None


def _picked(ordered: Sequence[Question], wish: Wish) -> tuple[Sequence[Question], Mapping[str, Match]]:
    """Return the questions to ask and, by id, the line of the person's own documents that each was picked for."""
    if wish.target is None:
        return ordered[: wish.count], {}
    picks = spread(ordered, wish.target.matches, wish.count)
    return [pick.question for pick in picks], {pick.question.id: pick.match for pick in picks}


def _one_of_each(ordered: Sequence[Question]) -> list[Question]:
    """Keep the first of the questions that are linked as asking the same."""
    links = {question.id: question.same_as for question in ordered if question.same_as}
    first: dict[str, Question] = {}
    for question in ordered:
        first.setdefault(root(question.id, links), question)
    return list(first.values())


def _spread(pool: Sequence[Question], seed: int | None, now: str) -> list[Question]:
    """Shuffle, then deal the topics out in turn, so that a short interview sees several."""
    chance = random.Random(now if seed is None else str(seed))  # noqa: S311 - an order of questions is no secret
    shuffled = sorted(pool, key=lambda question: question.id)
    chance.shuffle(shuffled)
    places: dict[str, int] = {}
    dealt = []
    for question in shuffled:
        places[question.topic] = places.get(question.topic, 0) + 1
        dealt.append((places[question.topic], question))
    return [question for _, question in sorted(dealt, key=lambda pair: pair[0])]


def _fresh_first(
    pool: Sequence[Question], seen: Mapping[str, Seen], now: str, days: int
) -> tuple[list[Question], list[Question]]:
    """Return what was not asked in the last `days`, in its order, and what was, longest ago first."""
    since = (datetime.fromisoformat(now) - timedelta(days=days)).isoformat()
    fresh = [question for question in pool if question.id not in seen or seen[question.id].at < since]
    recent = [question for question in pool if question.id in seen and seen[question.id].at >= since]
    return fresh, sorted(recent, key=lambda question: seen[question.id].at)


def _drill(pool: Sequence[Question], seen: Mapping[str, Seen]) -> list[Question]:
    """Lowest last mark first, then longest unseen; then what has no mark, and what was never asked last."""

    def key(question: Question) -> tuple[int, float, str, str]:
        last = seen.get(question.id)
        if last is None:
            return 2, 0.0, "", question.id
        if last.raw is None:
            return 1, 0.0, last.at, question.id
        return 0, last.raw, last.at, question.id

    return sorted(pool, key=key)


def _reason(question: Question, wish: Wish, seen: Mapping[str, Seen], match: Match | None) -> str:
    last = seen.get(question.id)
    if match is not None:
        return match.reason + ("; asked before" if last else "")
    if wish.mode == "drill":
        if last is None:
            return "not asked yet"
        return "asked before, not graded" if last.raw is None else f"last mark {last.raw:.2f}"
    if wish.topic is not None:
        return f"found for {wish.topic!r}"
    return "asked before" if last else "new to you"


def _nothing(wish: Wish) -> str:
    if wish.source is not None:
        return (
            f"No question came from a document named {wish.source!r}: `interviewer ingest FILE` reads one, "
            "and with `--dry-run` says what it finds there and why no more."
        )
    what = f" about {wish.topic!r}" if wish.topic else ""
    level = f" of difficulty {wish.difficulty}" if wish.difficulty else ""
    where = f" in track {wish.track!r}" if wish.track else ""
    if wish.target is not None:
        fewer = "".join(f" leave out --{name}," for name in ("topic", "difficulty") if getattr(wish, name))
        return (
            f"Nothing in {wish.target.names} matches a question{what}{level}{where}. Name another --track,{fewer} "
            "or read documents on its subjects with `interviewer ingest`."
        )
    drafts = " Drafted and incomplete ones are asked with --source DOC." if wish.track == "personal" else ""
    return f"The bank has no question{what}{level}{where}. `interviewer bank list` shows what there is.{drafts}"
