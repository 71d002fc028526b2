"""A mark that can be checked: credits with verified quotes, from which code computes the score.

Thresholds and formula are those of the project's rules: `covered` from .75, `partial` from .35;
raw = Σ weight·credit / Σ weight, less the weight share of each misconception asserted, floor 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["covered", "partial", "missing", "contradicted"]
Label = Literal["correct", "partly", "wrong"]

COVERED_FROM = 0.75
PARTIAL_FROM = 0.35


@dataclass(frozen=True, slots=True)
class Quote:
    """The candidate's own words: `answer[start:end] == text`, offsets in characters."""

    text: str
    start: int
    end: int

    def verified_in(self, answer: str) -> bool:
        """Say whether the offsets hold and the words are more than blanks."""
        inside = 0 <= self.start < self.end <= len(answer)
        return inside and answer[self.start : self.end] == self.text and bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one engine said of a key point, before the engines' opinions became one credit in [0, 1]."""

    engine: str
    credit: float
    verdict: Verdict
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class KeyPointGrade:
    """What one key point earned: `credit` and `confidence` in [0, 1]; no quote, no credit.

    `said` holds each engine's opinion where several looked at it.
    """

    id: str
    text: str
    weight: int
    credit: float
    verdict: Verdict
    quote: Quote | None
    confidence: float
    passage: str | None = None
    said: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True)
class MisconceptionGrade:
    """A misconception that the answer asserts, with the words that assert it."""

    id: str
    weight: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class Judging:
    """A chat model's part in a grade: the model, the hash of its prompts, the tokens that it took.

    `note` says what had to be done for a usable reply; `failed`, in one line, why there was none: then the grade is
    that of the other engines.
    """

    model: str
    prompts: str
    prompt_tokens: int = 0
    reply_tokens: int = 0
    note: str | None = None
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """The marks of one answer. Ungraded, `ungraded` says why and score, interval and label are None.

    `judging` is there where a chat model was asked.
    """

    engine: str
    key_points: tuple[KeyPointGrade, ...]
    misconceptions: tuple[MisconceptionGrade, ...] = ()
    flags: tuple[str, ...] = ()
    score: float | None = None
    raw: float | None = None
    low: float | None = None
    high: float | None = None
    label: Label | None = None
    ungraded: str | None = None
    milliseconds: float = 0.0
    judging: Judging | None = None


def verdict_of(credit: float, *, contradicted: bool = False) -> Verdict:
    """Return the verdict for a credit in [0, 1]."""
    if contradicted:
        return "contradicted"
    if credit >= COVERED_FROM:
        return "covered"
    return "partial" if credit >= PARTIAL_FROM else "missing"


def label_of(score: float) -> Label:
    """Return the label for a score in [0, 1]."""
    if score >= COVERED_FROM:
        return "correct"
    return "partly" if score >= PARTIAL_FROM else "wrong"


def raw_score(points: Iterable[tuple[int, float]], lost_weight: int = 0) -> float:
    """Return Σ weight·credit / Σ weight, less `lost_weight` / Σ weight, floor 0; in [0, 1], four decimals.

    `points` are (weight, credit) pairs. Raises ValueError without any weight.
    """
    pairs = tuple(points)
    total = sum(weight for weight, _ in pairs)
    if total <= 0:
        raise ValueError("a rubric needs at least one key point of positive weight")
    earned = sum(weight * credit for weight, credit in pairs)
    return round(min(1.0, max(0.0, (earned - lost_weight) / total)), 4)


def ungraded(engine: str, reason: str) -> Grade:
    """Return the grade of an answer that could not be graded: no score, and the reason."""
    return Grade(engine=engine, key_points=(), ungraded=reason)
