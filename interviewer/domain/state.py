"""An interview as folded from its events."""

from dataclasses import dataclass
from typing import Literal

from interviewer.domain.challenge import Challenge
from interviewer.domain.events import CloseReason, Help, Plan
from interviewer.domain.grade import Grade
from interviewer.domain.question import Question
from interviewer.domain.voice import Voice

CONFRONTING = "Earlier you said; now you say. Which of the two holds, and why?"
"""What the interviewer says of two answers that do not agree, without the quotes."""
Phase = Literal["new", "between", "answering", "grading", "graded", "challenged", "judging", "finished"]
"""What is waited for; `challenged`: a reply to a wrong claim, `judging`: what that reply amounts to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One committed answer and, once marked, its grade."""

    id: str
    text: str
    help: Help
    follow_up: str | None
    seconds: float
    at: str
    grade: Grade | None = None


@dataclass(frozen=True, slots=True)
class AskedFollowUp:
    """A probe as put: the key point it asks for, its words, and who worded it, None for the question file.

    `confronts`: the misconception (its id) by which an answer denied an earlier one, where the probe quotes both.
    `lead`: what was said before it, in the style of the interview.
    """

    asks_for: str
    text: str
    voice: Voice | None = None
    confronts: str | None = None
    lead: str = ""

    @property
    def own_words(self) -> str:
        """Its words without those that it quotes: the candidate may say these again."""
        return CONFRONTING if self.confronts else self.text


@dataclass(frozen=True, slots=True)
class Clarification:
    """A question back and its reply, given when `answers` answers were committed."""

    text: str
    reply: str
    answers: int
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint: the file's own, or the nudge of the misconception `mistake` (its id) that the words `quote` assert.

    `answers`: how many were committed when it was given.
    """

    text: str
    mistake: str | None = None
    quote: str | None = None
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with everything that was said about it; `lead` was said before it."""

    question: Question
    asked_at: str
    answers: tuple[Answer, ...] = ()
    follow_ups: tuple[AskedFollowUp, ...] = ()
    hints: tuple[Hint, ...] = ()
    closed: CloseReason | None = None
    wording: str | None = None
    clarifications: tuple[Clarification, ...] = ()
    challenge: Challenge | None = None
    lead: str = ""

    @property
    def asked(self) -> str:
        """The question in the words it was put in."""
        return self.wording or self.question.text

    @property
    def wordings(self) -> tuple[str, ...]:
        """The words that the question was put in beside its text."""
        later = (one.wording for one in self.clarifications)
        return tuple(words for words in (self.wording, *later) if words)

    @property
    def put(self) -> str:
        """What waits for an answer: the claim, the probe, else the question, in the words it was put in."""
        if self.challenge and self.challenge.rounds[-1].reply is None:
            return self.challenge.rounds[-1].text
        return self.awaited_follow_up.text if self.awaited_follow_up else self.asked

    @property
    def hints_put(self) -> tuple[str, ...]:
        """The words of the hints without what they quote of the candidate, who may say that again."""
        return tuple(hint.text for hint in self.hints)

    @property
    def help(self) -> Help:
        """The help that an answer given now has had: a hint given for it outranks the probe that it answers."""
        if any(hint.answers == len(self.answers) for hint in self.hints):
            return "hint"
        return "probe" if self.follow_ups else "unaided"

    @property
    def awaited_follow_up(self) -> AskedFollowUp | None:
        """The probe that waits for its answer, if one does."""
        return self.follow_ups[-1] if len(self.follow_ups) == len(self.answers) and self.follow_ups else None


@dataclass(frozen=True, slots=True)
class Interview:
    """The state of an interview; `turns` in the order asked, the last one open unless closed."""

    plan: Plan | None = None
    started_at: str = ""
    turns: tuple[Turn, ...] = ()
    finished_at: str | None = None

    @property
    def turn(self) -> Turn | None:
        """The latest turn."""
        return self.turns[-1] if self.turns else None

    @property
    def phase(self) -> Phase:
        """What the interview waits for."""
        if self.plan is None:
            return "new"
        if self.finished_at is not None:
            return "finished"
        turn = self.turn
        if turn is None or turn.closed is not None:
            return "between"
        if turn.challenge is not None:
            return "challenged" if turn.challenge.rounds[-1].reply is None else "judging"
        if len(turn.answers) == len(turn.follow_ups):
            return "answering"
        return "graded" if turn.answers[-1].grade else "grading"

    @property
    def spent_s(self) -> float:
        """The seconds that answers and replies to claims took so far."""
        replies = (one.seconds for turn in self.turns if turn.challenge for one in turn.challenge.rounds)
        return sum(answer.seconds for turn in self.turns for answer in turn.answers) + sum(replies)

    @property
    def time_is_up(self) -> bool:
        """Whether the time for the whole interview is used."""
        minutes = self.plan.minutes if self.plan else None
        return minutes is not None and self.spent_s >= 60 * minutes

    @property
    def next_question_id(self) -> str | None:
        """The planned id to ask next, None when the plan is done or the time is up."""
        if self.plan is None or self.time_is_up or len(self.turns) >= len(self.plan.question_ids):
            return None
        return self.plan.question_ids[len(self.turns)]

    @property
    def waiting_for_grade(self) -> tuple[Answer, ...]:
        """Committed answers without a grade, oldest first."""
        return tuple(answer for turn in self.turns for answer in turn.answers if answer.grade is None)

    def turn_of(self, answer_id: str) -> Turn | None:
        """The turn that holds this answer."""
        return next((turn for turn in self.turns if any(a.id == answer_id for a in turn.answers)), None)
