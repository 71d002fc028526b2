"""One interview as it is held: every command becomes stored events before anything else happens."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from interviewer.bank.load import Bank
from interviewer.domain import commands as c
from interviewer.domain.challenge import Stance
from interviewer.domain.errors import IllegalCommand
from interviewer.domain.events import Plan
from interviewer.domain.grade import Grade, KeyPointGrade, ungraded
from interviewer.domain.machine import apply, decide, fold
from interviewer.domain.question import Passage, Question
from interviewer.domain.state import Answer, AskedFollowUp, Hint, Interview, Turn
from interviewer.domain.text import storable
from interviewer.domain.voice import Worded
from interviewer.grading import Engine, request_for
from interviewer.grading.stance import stance_of, stance_request
from interviewer.interview.challenging import claim_for
from interviewer.interview.clarifying import reply_to
from interviewer.interview.contradicting import confronted_in
from interviewer.interview.hinting import hint_for
from interviewer.interview.manner import before_follow_up, before_question
from interviewer.interview.ports import Clock, PassageFinder
from interviewer.interview.rewording import wording_for
from interviewer.interview.wording import Wording, patient
from interviewer.storage.event_log import EventLog

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Session:
    """The parts an interview is held with. `engine` marks; `passages` finds what to read; `wording` words probes.

    `listener` marks what is still being typed, for a hint; None leaves it to `engine`.

    `heard`: by question id, each wording that this person was asked it in before, and when last.
    """

    log: EventLog
    bank: Bank
    engine: Engine
    passages: PassageFinder
    clock: Clock
    wording: Wording | None = None
    heard: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    listener: Engine | None = None

    def start(self, interview_id: str, plan: Plan) -> "LiveInterview":
        """Begin a new interview; its plan is on disk when this returns."""
        live = LiveInterview(self, interview_id, Interview(), 0)
        live.perform(c.StartInterview(plan, self.clock()))
        return live

    def resume(self, interview_id: str) -> "LiveInterview":
        """Return the interview where it was left. Raises IllegalCommand for an unknown id."""
        events = self.log.events(interview_id)
        if not events:
            raise IllegalCommand(f"There is no interview {interview_id!r}. `interviewer history` lists them.")
        return LiveInterview(self, interview_id, fold(events), len(events))


class LiveInterview:
    """The interview being held. Call it from one thread; only `mark` and `save_draft` may run in another."""

    def __init__(self, session: Session, interview_id: str, state: Interview, seq: int) -> None:
        self.id = interview_id
        self.state = state
        self._session = session
        self._seq = seq

    @property
    def plan(self) -> Plan:
        """The plan. Raises IllegalCommand before the start."""
        if self.state.plan is None:
            raise IllegalCommand("The interview has not started.")
        return self.state.plan

    @property
    def turn(self) -> Turn:
        """The latest turn. Raises IllegalCommand before the first question."""
        if self.state.turn is None:
            raise IllegalCommand("No question has been asked yet.")
        return self.state.turn

    def perform(self, command: c.Command) -> None:
        """Decide, store, apply; nothing changes when the state does not allow the command."""
        events = decide(self.state, command)
        self._session.log.append(self.id, self._seq, events)
        self._seq += len(events)
        for event in events:
            self.state = apply(self.state, event)

    def ask_next(self) -> Turn | None:
        """Put the next planned question; None, and the interview finished, when the plan is done."""
        if self.state.phase == "finished":
            return None
        question_id = self.state.next_question_id
        if question_id is None:
            self.perform(c.FinishInterview(self._session.clock()))
            return None
        question = self._session.bank.get(question_id)
        if question is None:
            raise IllegalCommand(
                f"Question {question_id!r} of this interview is no longer in the bank. Start a new interview."
            )
        asked = replace(question, id=question_id, passages=_found(question, self._session.passages))
        words = wording_for(question, self._session.heard.get(question.id, {}), self.plan.seed)
        self.perform(c.AskQuestion(asked, self._session.clock(), words, before_question(self.state)))
        return self.turn

    def commit(self, text: str, seconds: float, *, timed_out: bool = False) -> Answer:
        """Store an answer; it is on disk when this returns. `seconds` since the question was put."""
        turn = self.turn
        answer_id = f"q{len(self.state.turns)}.a{len(turn.answers) + 1}"
        self.perform(
            c.CommitAnswer(answer_id, storable(text), round(seconds, 1), self._session.clock(), timed_out=timed_out)
        )
        return self.turn.answers[-1]

    def mark(self, answer: Answer) -> Grade:
        """Compute an answer's grade; slow, safe in another thread, never raises: a failure is an ungraded grade."""
        turn = self.state.turn_of(answer.id)
        engine = self._session.engine
        if turn is None:
            return ungraded(engine.name, f"answer {answer.id} is not part of this interview")
        place = [one.id for one in turn.answers].index(answer.id)
        probe = turn.follow_ups[place - 1] if place else None
        request = request_for(
            turn.question,
            answer.text,
            earlier=tuple(one.text for one in turn.answers[:place]),
            asked_for=probe.asks_for if probe else None,
            follow_up=probe.own_words if probe else None,
            wordings=turn.wordings,
            elsewhere=self._session.bank.elsewhere(turn.question),
        )
        try:
            [grade] = engine.grade([request])
        except Exception as error:  # noqa: BLE001 - an engine may fail in any way; the answer stays, and says why
            _log.warning("the %s engine failed on answer %s", engine.name, answer.id, exc_info=error)
            return ungraded(engine.name, str(error) or type(error).__name__)
        return _placed(turn.question, grade)

    def record(self, answer: Answer, grade: Grade) -> None:
        """Store a grade that `mark` computed."""
        self.perform(c.RecordGrade(answer.id, grade, self._session.clock()))

    def grade_pending(self) -> Worded | None:
        """Mark and record every committed answer that has no grade yet; return what `phrase` says of the last one.

        Ctrl-C while a model finds words takes the written ones; at any other time it ends what is going on.
        """
        words = None
        for answer in self.state.waiting_for_grade:
            grade = self.mark(answer)
            try:
                words = self.phrase(answer, grade)
            except KeyboardInterrupt:
                words = None
            self.record(answer, grade)
        return words

    def phrase(self, answer: Answer, grade: Grade, stopped: Callable[[], bool] = patient) -> Worded | None:
        """Return a chat model's words for the probe that this grade leads to; None where the written ones stand.

        Slow, safe in another thread, changes nothing; a model's failure leaves the written words, and so does
        `stopped`, which is asked with every part of the model's reply.
        """
        wording, state = self._session.wording, self.state
        if wording is None:
            return None
        try:
            state = _after(state, c.RecordGrade(answer.id, grade, ""))
            state = _after(state, c.Proceed("", confronts=confronted_in(state)))
        except IllegalCommand:
            return None
        turn = state.turn
        probe = turn.awaited_follow_up if turn else None
        if turn is None or probe is None or probe.confronts:
            return None  # what holds up the candidate's own words is put in those words
        return wording.follow_up(turn, probe.text, stopped)

    def proceed(self, words: Worded | None = None) -> AskedFollowUp | None:
        """After a grade: return the probe that was put, in `words` where given, or None when the question is closed."""
        claim = claim_for(self.turn) if self.plan.challenge and self.state.phase == "graded" else None
        lead = before_follow_up(self.state)
        self.perform(c.Proceed(self._session.clock(), words, claim, confronted_in(self.state), lead))
        return self.turn.awaited_follow_up

    def answer_challenge(self, text: str, seconds: float) -> None:
        """Store the reply to a wrong claim; it is on disk when this returns."""
        self.perform(c.AnswerChallenge(storable(text), round(seconds, 1), self._session.clock()))

    def judge(self) -> Stance:
        """Compute what that reply amounts to; slow, safe in another thread, changes nothing, never raises."""
        turn, engine = self.turn, self._session.engine
        if turn.challenge is None:
            return Stance("unclear", None, None, engine.name)
        last = turn.challenge.rounds[-1]
        wrong, reply = turn.question.misconception(turn.challenge.misconception), last.reply or ""
        try:
            [grade] = engine.grade([stance_request(last.text, turn.question, wrong, reply)])
        except Exception as error:  # noqa: BLE001 - an engine may fail in any way; the words of the reply still speak
            _log.warning("the %s engine failed on a reply to a claim", engine.name, exc_info=error)
            grade = ungraded(engine.name, str(error) or type(error).__name__)
        return stance_of(wrong, reply, grade)

    def record_stance(self, stance: Stance) -> None:
        """Store what `judge` found; the claim is put once more, or the question closes."""
        self.perform(c.RecordStance(stance, self._session.clock()))

    def clarify(self, text: str) -> str | None:
        """Return the reply to a question back, both stored; None where `text` is an answer, to be committed."""
        reply = reply_to(text, self.turn) if self.state.phase == "answering" else None
        if reply is None:
            return None
        self.perform(c.Clarify(storable(text), reply.text, self._session.clock(), reply.wording))
        self.save_draft("")
        return reply.text

    def listen(self, draft: str) -> Grade | None:
        """Mark what is being typed, for a hint that fits it; None where that says nothing. Stores nothing.

        Slow, safe in another thread, never raises.
        """
        if not draft.strip() or self.state.phase != "answering":
            return None
        turn = self.turn
        request = request_for(
            turn.question,
            draft,
            earlier=tuple(one.text for one in turn.answers),
            elsewhere=self._session.bank.elsewhere(turn.question),
        )
        try:
            [grade] = (self._session.listener or self._session.engine).grade([request])
        except Exception as error:  # noqa: BLE001 - an engine may fail in any way; the hint then fits the answers alone
            _log.warning("what is being typed could not be marked", exc_info=error)
            return None
        return grade

    def hint(self, draft: Grade | None = None) -> Hint:
        """Return the hint that fits best what was said and the `draft` that `listen` marked.

        Raises IllegalCommand when there is none.
        """
        self.perform(c.AskHint(self._session.clock(), hint_for(self.turn, draft)))
        return self.turn.hints[-1]

    def skip(self) -> None:
        """Close the question."""
        self.perform(c.Skip(self._session.clock()))

    def reveal(self) -> None:
        """Close the question to read its reference; only after an answer was committed."""
        self.perform(c.Reveal(self._session.clock()))

    def save_draft(self, text: str, seconds: float = 0.0) -> None:
        """Keep what is being typed for the answer that comes next, and the seconds since it was asked for."""
        self._session.log.save_draft(self.id, self._part, text, self._session.clock(), round(seconds, 1))

    def draft(self) -> str:
        """Return what was being typed for the answer that comes next."""
        return self._session.log.draft(self.id, self._part)

    @property
    def begun_s(self) -> float:
        """The seconds that the answer that comes next took before the interview was left."""
        return self._session.log.draft_seconds(self.id, self._part)

    @property
    def _part(self) -> str:
        turn = self.state.turn
        if turn and turn.challenge:
            return f"q{len(self.state.turns)}.c{len(turn.challenge.rounds)}"
        return f"q{len(self.state.turns)}.a{len(turn.answers) + 1 if turn else 1}"


def with_passages(question: Question, grade: Grade, finder: PassageFinder) -> Grade:
    """Return the grade of a question that nobody asked in an interview, each key point with its passage."""
    return _placed(replace(question, passages=_found(question, finder)), grade)


def _after(state: Interview, command: c.Command) -> Interview:
    for event in decide(state, command):
        state = apply(state, event)
    return state


def _found(question: Question, finder: PassageFinder) -> dict[str, Passage]:
    found = {point.id: finder.passage_for(question, point) for point in question.key_points}
    return {point_id: passage for point_id, passage in found.items() if passage is not None}


def _placed(question: Question, grade: Grade) -> Grade:
    return replace(grade, key_points=tuple(_with_passage(question, point) for point in grade.key_points))


def _with_passage(question: Question, point: KeyPointGrade) -> KeyPointGrade:
    passage = question.passages.get(point.id)
    return replace(point, passage=f"{passage.document}:{passage.first_line}-{passage.last_line}") if passage else point
