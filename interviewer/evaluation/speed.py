"""How fast an engine marks answers of the usual length: each alone, as in an interview, and all in one batch."""

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from interviewer.domain.errors import UsageError
from interviewer.evaluation.agreement.samples import Samples
from interviewer.grading import Engine, GradeRequest

_WORDS = range(48, 73)
_KEY_POINTS = 6
_SOON, _LATE = 0.5, 0.95


@dataclass(frozen=True, slots=True)
class Speed:
    """Of `n` answers, marked `rounds` times: milliseconds for one alone (median, 95th percentile), and a second's work.

    `words` is their mean length, `answers_a_second` what one batch of all of them comes to.
    """

    n: int
    words: float
    rounds: int
    milliseconds_median: float
    milliseconds_p95: float
    answers_a_second: float


def usual(samples: Samples) -> list[GradeRequest]:
    """Return the answers of about 60 words to questions of six key points. Raises UsageError where there are none."""
    found = [
        one.request
        for one in samples.rows
        if len(one.request.key_points) == _KEY_POINTS and len(one.request.answer.split()) in _WORDS
    ]
    if not found:
        raise UsageError(f"{samples.name}: no answer of about 60 words to a question of {_KEY_POINTS} key points.")
    return found


def measure_speed(engine: Engine, requests: Sequence[GradeRequest], rounds: int, timer: Callable[[], float]) -> Speed:
    """Return how fast `engine` marks, warm: every answer has been marked before the first that counts.

    `timer` returns seconds.
    """
    engine.grade(requests)
    alone = sorted(_taken(engine, [one], timer) for _ in range(rounds) for one in requests)
    batch = _taken(engine, list(requests) * rounds, timer)
    return Speed(
        len(requests),
        round(statistics.mean(len(one.answer.split()) for one in requests), 1),
        rounds,
        round(_quantile(alone, _SOON) * 1000, 1),
        round(_quantile(alone, _LATE) * 1000, 1),
        round(len(requests) * rounds / batch, 1),
    )


def _taken(engine: Engine, requests: Sequence[GradeRequest], timer: Callable[[], float]) -> float:
    began = timer()
    engine.grade(requests)
    return timer() - began


def _quantile(ascending: Sequence[float], share: float) -> float:
    """Return the least of the values that so many are not above."""
    return ascending[math.ceil(share * len(ascending)) - 1]
