"""What chat models as judges took for a run: tokens, cost and seconds an answer, and how often they failed."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.domain.grade import Grade
from interviewer.llm.spending import Prices


@dataclass(frozen=True, slots=True)
class Effort:
    """Figures of one judge; tokens, dollars and seconds are those of an answer that it judged, None without any.

    `unsent`: answers that the gate refused, which cost nothing. `heard`: the share of key points of judged answers of
    which the judge said something that stood, its quote above all. `cost` is None where no prices are set. `failure`
    is the first reason why an answer was graded without the judge.
    """

    judged: int
    failed: int
    unsent: int
    heard: float | None
    prompt_tokens: float | None
    reply_tokens: float | None
    cost: float | None
    seconds_median: float | None
    failure: str | None

    @property
    def line(self) -> str:
        """The figures in a line for a person."""
        counts = f"{self.judged} answers judged, {self.unsent} not sent, {self.failed} graded without the judge"
        if self.prompt_tokens is None or self.heard is None:
            return counts
        cost = f", {self.cost:.5f} dollars" if self.cost is not None else ""
        return (
            f"{counts}; heard on {self.heard:.2f} of the key points; an answer {self.prompt_tokens:.0f} tokens read "
            f"and {self.reply_tokens:.0f} written{cost}, {self.seconds_median:.1f} s (median)"
        )


def effort(grades: Sequence[Grade], prices: Prices) -> Effort | None:
    """Return what a judge took for these grades, the first time each was made; None where none was asked."""
    asked = [one for one in grades if one.judging]
    judged = [one for one in asked if one.judging and not one.judging.failed]
    reasons = [one.judging.failed for one in asked if one.judging and one.judging.failed]
    if not asked:
        return None
    read = _mean([one.judging.prompt_tokens for one in judged if one.judging])
    written = _mean([one.judging.reply_tokens for one in judged if one.judging])
    return Effort(
        judged=len(judged),
        failed=len(reasons),
        unsent=len(grades) - len(asked),
        heard=_heard(judged),
        prompt_tokens=read,
        reply_tokens=written,
        cost=_cost(judged, prices),
        seconds_median=round(statistics.median(one.milliseconds for one in judged) / 1000, 2) if judged else None,
        failure=reasons[0] if reasons else None,
    )


def _cost(judged: Sequence[Grade], prices: Prices) -> float | None:
    if not judged or not (prices.prompt or prices.reply):
        return None
    each = [prices.of(one.judging.prompt_tokens, one.judging.reply_tokens) for one in judged if one.judging]
    return round(sum(each) / len(each), 6)


def _heard(judged: Sequence[Grade]) -> float | None:
    points = [
        any(said.engine == one.judging.model for said in point.said)
        for one in judged
        if one.judging
        for point in one.key_points
    ]
    return round(sum(points) / len(points), 4) if points else None


def _mean(values: Sequence[int]) -> float | None:
    return round(sum(values) / len(values), 1) if values else None
