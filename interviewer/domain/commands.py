"""What the candidate, the clock or a grading engine may ask of an interview."""

from dataclasses import dataclass

from interviewer.domain.challenge import Stance
from interviewer.domain.events import Plan
from interviewer.domain.grade import Grade
from interviewer.domain.question import Question
from interviewer.domain.state import Hint
from interviewer.domain.voice import Worded


@dataclass(frozen=True, slots=True)
class StartInterview:
    """Begin with a plan. `at` is an ISO 8601 time in UTC, here and below."""

    plan: Plan
    at: str


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """Put the next question of the plan after the words `lead`; `wording`: those to put it in, where not its text."""

    question: Question
    at: str
    wording: str | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class CommitAnswer:
    """Hand in an answer; `timed_out` when the clock did."""

    answer_id: str
    text: str
    seconds: float
    at: str
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class RecordGrade:
    """The effect of grading; accepted at any later state, once for each answer."""

    answer_id: str
    grade: Grade
    at: str


@dataclass(frozen=True, slots=True)
class Proceed:
    """After a grade: probe what was missed, or close the question; the machine decides which.

    `words` are what a probe is put in, where they are better than those of the question file. `claim` is the id of the
    misconception to put where nothing is left to ask and the plan allows it. `confronts` is the id of one by which the
    last answer denies an earlier one: held up before anything else is asked. `lead` is said before a probe of the file.
    """

    at: str
    words: Worded | None = None
    claim: str | None = None
    confronts: str | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class AnswerChallenge:
    """Reply to the claim that was put."""

    text: str
    seconds: float
    at: str


@dataclass(frozen=True, slots=True)
class RecordStance:
    """The effect of judging that reply: whoever objects is asked once more, else the question closes."""

    stance: Stance
    at: str


@dataclass(frozen=True, slots=True)
class Clarify:
    """Reply to a question back, which is no answer; a few times a question. `wording`: what the reply puts it in."""

    text: str
    reply: str
    at: str
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class AskHint:
    """Show this hint of the question's, which was not given yet; where none is named, the next of its file."""

    at: str
    hint: Hint | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave the question without (another) answer."""

    at: str


@dataclass(frozen=True, slots=True)
class Reveal:
    """Show the reference answer; only after an answer was committed."""

    at: str


@dataclass(frozen=True, slots=True)
class FinishInterview:
    """End the interview for good."""

    at: str


Command = (
    AnswerChallenge
    | RecordStance
    | StartInterview
    | AskQuestion
    | CommitAnswer
    | RecordGrade
    | Proceed
    | Clarify
    | AskHint
    | Skip
    | Reveal
    | FinishInterview
)
