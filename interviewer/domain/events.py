"""What happened in an interview: the only thing that is stored, and enough to rebuild everything else."""

from dataclasses import dataclass
from typing import Literal

from interviewer.domain.challenge import Stance
from interviewer.domain.grade import Grade
from interviewer.domain.question import Question
from interviewer.domain.voice import Voice

Mode = Literal["practice", "mock", "drill"]
Style = Literal["neutral", "friendly", "pressure"]
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
    job: str | None = None
    """The file name of the job description that questions were picked for; only the reasons quote it."""
    cv: str | None = None
    challenge: bool = False
    """Whether wrong claims may be put on purpose."""
    style: Style = "neutral"
    """How the interviewer speaks; it decides no mark."""
    minutes: int | None = None
    """Minutes of answering, pauses left out, after which neither a question nor a follow-up is begun."""

    @property
    def about(self) -> str:
        """What was asked for, in the person's own terms; empty for everything."""
        return self.source or self.topic or self.papers or self.track or ""

    @property
    def papers(self) -> str:
        """The job description and the CV that the questions were picked for; empty where there is neither."""
        return " and ".join(name for name in (self.job, self.cv) if name)


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
    wording: str | None = None
    """The words it was put in, where they are others than the question's text."""
    lead: str = ""
    """What the interviewer said before it, in the style of the interview."""


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
    voice: Voice | None = None
    """Who worded `text`; None for the question file's own words."""
    confronts: str | None = None
    """The misconception (its id) by which the last answer denies an earlier one, where the probe holds both up."""
    lead: str = ""
    """What the interviewer said before it, in the style of the interview."""


@dataclass(frozen=True, slots=True)
class ClarificationGiven:
    """The candidate asked back instead of answering: `text` as typed, and the `reply`.

    `wording` is the one that the reply put the question in, if it did.
    """

    turn: int
    text: str
    reply: str
    at: str
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class HintGiven:
    """Hint number `index` (from 0) of the question was shown, or the nudge of its misconception of that number.

    A nudge names the misconception (`mistake`, its id) and the candidate's words that assert it.
    """

    turn: int
    index: int
    text: str
    at: str
    mistake: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class ChallengePut:
    """The interviewer put a misconception of the question (its id) as an opinion, in these words, or once more."""

    turn: int
    misconception: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class ChallengeAnswered:
    """The candidate's reply to the claim, exactly as typed; it is no answer to the question."""

    turn: int
    text: str
    seconds: float
    at: str


@dataclass(frozen=True, slots=True)
class ChallengeJudged:
    """What the reply amounts to; no part of the question's mark."""

    turn: int
    stance: Stance
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
    | ClarificationGiven
    | HintGiven
    | ChallengePut
    | ChallengeAnswered
    | ChallengeJudged
    | QuestionClosed
    | InterviewFinished
)
