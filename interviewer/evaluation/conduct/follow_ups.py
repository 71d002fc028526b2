"""What a model made of the follow-ups: how many it worded and why others stand, what it takes up, how long it took."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from interviewer.domain.question import Question
from interviewer.evaluation.conduct.counted import Count, Figure, figure_of
from interviewer.evaluation.conduct.play import Played
from interviewer.evaluation.intervals import Measure, Rows, clusters, resampled
from interviewer.grading.words import content_words
from interviewer.interview.wording import NOTHING_TO_TAKE_UP, WITHIN_S

RARE = 0.05
"""A word is rare where no more than this share of the questions has it, texts and references together."""
Rare = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds, with 80 % intervals by questions."""

    median: Measure
    p90: Measure


@dataclass(frozen=True, slots=True)
class Asked:
    """One follow-up where there is a model: its line, and the fault for which that was not put."""

    question: str
    written: str
    said: str
    fault: str | None
    takes_up: bool
    seconds: float
    rest: float


@dataclass(frozen=True, slots=True)
class FollowUps:
    """The follow-ups where there is a model.

    `worded`: those put in its words; `stand`: the others by fault; `takes_up`: of those in its words, those that say
    something of the answer. Of those for which the model was asked, `in_time`: came within the time that a person
    waits; `wait`: how long it took; `rest`: everything else in those turns.
    """

    asked: tuple[Asked, ...]
    worded: Figure
    stand: Mapping[str, int]
    takes_up: Figure
    in_time: Figure
    wait: Waits
    rest: Waits


def follow_ups_in(played: Sequence[Played], questions: Iterable[Question]) -> FollowUps | None:
    """Return what became of the follow-ups; None where no model was asked. `questions` say which words are rare."""
    rare = rare_among(questions)
    asked = [row for one in played for row in _asked(one, rare)]
    if not asked:
        return None
    put = [one for one in asked if one.fault is None]
    waited = [one for one in asked if one.fault != NOTHING_TO_TAKE_UP]
    return FollowUps(
        tuple(asked),
        figure_of([Count(one.question, one.fault is None, 1) for one in asked]),
        dict(Counter(one.fault for one in asked if one.fault).most_common()),
        figure_of([Count(one.question, one.takes_up, 1) for one in put]),
        figure_of([Count(one.question, one.seconds < WITHIN_S, 1) for one in waited]),
        _waits(waited, [one.seconds for one in waited]),
        _waits(waited, [one.rest for one in waited]),
    )


def lines_on(found: FollowUps) -> list[str]:
    """Return the figures in lines for a person."""
    stand = "; ".join(f"{fault} {n}" for fault, n in found.stand.items())
    standing = found.worded.n - found.worded.hits
    return [
        f"{found.worded.hits:g} of {found.worded.n} follow-ups in the model's words, {found.worded.measure}",
        f"{found.takes_up.hits:g} of {found.takes_up.n} of these take up words of the answer, {found.takes_up.measure}",
        f"the model was asked for {found.in_time.n}; in time ({WITHIN_S:g} s) came {found.in_time.measure}",
        f"seconds for the words: median {found.wait.median}, nine in ten {found.wait.p90}",
        f"seconds for the rest of those turns: median {found.rest.median}, nine in ten {found.rest.p90}",
        f"{standing:g} as written{f': {stand}' if stand else ''}",
    ]


def takes_up(line: str, answer: str, free: Sequence[str], rare: Rare) -> bool:
    """Say whether a line says something of the answer that stands in none of the `free` texts.

    That is one rare content word, or two neighbouring ones of which at least one is new.
    """
    known = {key for text in free for key in _keys(text)}
    spoken, heard = _keys(line), _keys(answer)
    if any(key not in known and rare(key) for key in set(spoken).intersection(heard)):
        return True
    shared = set(pairwise(spoken)).intersection(pairwise(heard))
    return any(not known.issuperset(pair) for pair in shared)


def rare_among(questions: Iterable[Question]) -> Rare:
    """Return what says of a word's key whether it is rare among these questions."""
    texts = [{*_keys(one.text), *_keys(one.reference)} for one in questions]
    seen = Counter(key for keys in texts for key in keys)
    return lambda key: seen[key] <= RARE * len(texts)


def _asked(played: Played, rare: Rare) -> Iterable[Asked]:
    for turn in played.state.turns:
        for answer in turn.answers:
            if spoken := played.spoken.get(answer.id):
                tried = spoken.tried
                own = tried.fault is None and takes_up(tried.said, answer.text, (turn.asked, tried.written), rare)
                rest = played.seconds[answer.id] - spoken.seconds
                yield Asked(turn.question.id, tried.written, tried.said, tried.fault, own, spoken.seconds, rest)


def _waits(asked: Sequence[Asked], seconds: Sequence[float]) -> Waits:
    waits = np.array(seconds, dtype=np.float64)
    groups = clusters([one.question for one in asked])

    def quantile(share: float) -> Measure:
        def of(rows: Rows) -> float:
            return float(np.quantile(waits[rows], share))

        return resampled(of, groups)

    return Waits(quantile(0.5), quantile(0.9))


def _keys(text: str) -> list[str]:
    return [word.key for word in content_words(text)]
