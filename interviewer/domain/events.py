"""What happened in an interview: the only thing that is stored, and enough to rebuild everything else."""

from dataclasses import dataclass
from typing import Literal

from interviewer.domain.grade import Grade
from interviewer.domain.question import Question

Mode = Literal["practice", "mock", "drill"]
Help = Literal["unaided", "probe", "hint"]
CloseReason = Literal["answered", "dont-know", "probes-spent", "skipped", "revealed", "time"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an interview is about: the ids to ask in order, and the choices that led to them."""

    mode: Mode
    question_ids: tuple[str, ...]
    engine: str
    track: str | None = None
    topic: str | None = None
    source: str | None = None
    seed: int | None = None
    time_limit_s: int | None = None
    reasons: tuple[str, ...] = ()
    """Per question id, why it was picked; empty or of the same length."""


@dataclass(frozen=True, slots=True)
class InterviewStarted:
    """An interview began with this plan. `at` is an ISO 8601 time in UTC, here and below."""

    plan: Plan
    at: str


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A question was put, whole: folding never reads the bank."""

    turn: int
    question: Question
    at: str


@dataclass(frozen=True, slots=True)
class AnswerCommitted:
    """The candidate handed in `text`, exactly as typed; `seconds` since the question or follow-up was put."""

    answer_id: str
    turn: int
    text: str
    help: Help
    follow_up: str | None
    """The key point id that the follow-up asked for; None for the first answer."""
    seconds: float
    at: str


@dataclass(frozen=True, slots=True)
class AnswerGraded:
    """An engine marked an answer, or said why it could not."""

    answer_id: str
    grade: Grade
    at: str


@dataclass(frozen=True, slots=True)
class FollowUpAsked:
    """The interviewer probed for one key point."""

    turn: int
    asks_for: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class HintGiven:
    """Hint number `index` (from 0) was shown."""

    turn: int
    index: int
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class QuestionClosed:
    """No more answers to this question."""

    turn: int
    reason: CloseReason
    at: str


@dataclass(frozen=True, slots=True)
class InterviewFinished:
    """The interview is over: every planned question closed, or the candidate ended it for good."""

    at: str


Event = (
    InterviewStarted
    | QuestionAsked
    | AnswerCommitted
    | AnswerGraded
    | FollowUpAsked
    | HintGiven
    | QuestionClosed
    | InterviewFinished
)
