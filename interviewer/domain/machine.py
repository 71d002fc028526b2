"""The interview as a pure state machine: `decide` turns a command into events, `apply` folds one event.

The interviewer's limits live here, where no wording can move them: never the same question twice,
never the reference before an answer is committed, a bounded number of probes.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from interviewer.domain import commands as c
from interviewer.domain import events as e
from interviewer.domain.challenge import Challenge, Round, claim_again, claim_line
from interviewer.domain.contradiction import next_confrontation
from interviewer.domain.errors import IllegalCommand
from interviewer.domain.outcome import gave_up, may_be_challenged, next_probe
from interviewer.domain.question import Misconception, Question
from interviewer.domain.state import Answer, AskedFollowUp, Clarification, Hint, Interview, Turn

MAX_CLARIFICATIONS = 2
"""Questions back that are helped with, a question; one more is told to answer, and after that everything counts."""


def decide(state: Interview, command: c.Command) -> tuple[e.Event, ...]:
    """Return the events that `command` causes. Raises IllegalCommand when the state does not allow it."""
    match command:
        case c.StartInterview():
            return _start(state, command)
        case c.AskQuestion():
            return _ask(state, command)
        case c.CommitAnswer():
            return _commit(state, command)
        case c.RecordGrade():
            return _record(state, command)
        case c.Proceed():
            return _proceed(state, command)
        case c.AnswerChallenge():
            return _answer_challenge(state, command)
        case c.RecordStance():
            return _record_stance(state, command)
        case c.Clarify():
            return _clarify(state, command)
        case c.AskHint():
            return _hint(state, command)
        case c.Skip():
            return _skip(state, command)
        case c.Reveal():
            return _reveal(state, command)
        case c.FinishInterview():
            return _finish(state, command)


def apply(state: Interview, event: e.Event) -> Interview:
    """Return the state after `event`."""
    match event:
        case e.InterviewStarted():
            return replace(state, plan=event.plan, started_at=event.at)
        case e.QuestionAsked():
            turn = Turn(event.question, event.at, wording=event.wording, lead=event.lead)
            return replace(state, turns=(*state.turns, turn))
        case e.AnswerCommitted():
            answer = Answer(event.answer_id, event.text, event.help, event.follow_up, event.seconds, event.at)
            return _with_turn(state, lambda turn: replace(turn, answers=(*turn.answers, answer)))
        case e.AnswerGraded():
            return replace(state, turns=tuple(_graded(turn, event) for turn in state.turns))
        case e.FollowUpAsked():
            probe = AskedFollowUp(event.asks_for, event.text, event.voice, event.confronts, event.lead)
            return _with_turn(state, lambda turn: replace(turn, follow_ups=(*turn.follow_ups, probe)))
        case e.ClarificationGiven():
            return _with_turn(state, lambda turn: _clarified(turn, event))
        case e.HintGiven():
            return _with_turn(state, lambda turn: _hinted(turn, event))
        case e.ChallengePut() | e.ChallengeAnswered() | e.ChallengeJudged():
            return _with_turn(state, lambda turn: _challenged(turn, event))
        case e.QuestionClosed():
            return _with_turn(state, lambda turn: replace(turn, closed=event.reason))
        case e.InterviewFinished():
            return replace(state, finished_at=event.at)


def fold(events: Iterable[e.Event]) -> Interview:
    """Return the state that a history of events leads to."""
    state = Interview()
    for event in events:
        state = apply(state, event)
    return state


def _start(state: Interview, command: c.StartInterview) -> tuple[e.Event, ...]:
    if state.phase != "new":
        raise IllegalCommand("This interview has already started.")
    ids = command.plan.question_ids
    if not ids:
        raise IllegalCommand("A plan needs at least one question.")
    if len(set(ids)) != len(ids):
        raise IllegalCommand("A plan never asks the same question twice.")
    return (e.InterviewStarted(command.plan, command.at),)


def _ask(state: Interview, command: c.AskQuestion) -> tuple[e.Event, ...]:
    _expect(state, "between", "A question can be put only between questions.")
    if command.question.id != state.next_question_id:
        raise IllegalCommand(f"The plan does not ask {command.question.id!r} now.")
    if not command.question.key_points:
        raise IllegalCommand(f"Question {command.question.id!r} has no key points to grade against.")
    wording = command.wording if command.wording != command.question.text else None
    return (e.QuestionAsked(len(state.turns), command.question, command.at, wording, command.lead),)


def _commit(state: Interview, command: c.CommitAnswer) -> tuple[e.Event, ...]:
    _expect(state, "answering", "No question is waiting for an answer.")
    if state.turn_of(command.answer_id) is not None:
        raise IllegalCommand(f"Answer {command.answer_id!r} was committed before.")
    turn = _open_turn(state)
    probe = turn.awaited_follow_up
    committed = e.AnswerCommitted(
        command.answer_id,
        _index(state),
        command.text,
        turn.help,
        probe.asks_for if probe else None,
        command.seconds,
        command.at,
    )
    closed = (e.QuestionClosed(_index(state), "time", command.at),) if command.timed_out else ()
    return (committed, *closed)


def _record(state: Interview, command: c.RecordGrade) -> tuple[e.Event, ...]:
    if all(answer.id != command.answer_id for answer in state.waiting_for_grade):
        raise IllegalCommand(f"Answer {command.answer_id!r} does not wait for a grade.")
    return (e.AnswerGraded(command.answer_id, command.grade, command.at),)


def _proceed(state: Interview, command: c.Proceed) -> tuple[e.Event, ...]:
    _expect(state, "graded", "Nothing was graded that could be followed up.")
    turn = _open_turn(state)
    if state.time_is_up:
        return (e.QuestionClosed(_index(state), "time" if next_probe(turn) else _why_closed(turn), command.at),)
    line = next_confrontation(turn, command.confronts)
    if line:
        return (e.FollowUpAsked(_index(state), line.point, line.text, command.at, None, command.confronts),)
    probe = next_probe(turn)
    if probe:
        words = command.words
        text, voice = (words.text, words.voice) if words else (probe.question, None)
        return (e.FollowUpAsked(_index(state), probe.asks_for, text, command.at, voice, lead=command.lead),)
    wrong = _claim(state, turn, command.claim)
    if wrong:
        return (e.ChallengePut(_index(state), wrong.id, claim_line(wrong), command.at),)
    return (e.QuestionClosed(_index(state), _why_closed(turn), command.at),)


def _claim(state: Interview, turn: Turn, misconception_id: str | None) -> Misconception | None:
    """Return the wrong claim to put, where the plan, the answers and the question allow it."""
    allowed = state.plan is not None and state.plan.challenge and misconception_id is not None
    if not allowed or not may_be_challenged(turn, str(misconception_id)):
        return None
    return turn.question.misconception(str(misconception_id))


def _answer_challenge(state: Interview, command: c.AnswerChallenge) -> tuple[e.Event, ...]:
    _expect(state, "challenged", "No claim is waiting for a reply.")
    return (e.ChallengeAnswered(_index(state), command.text, command.seconds, command.at),)


def _record_stance(state: Interview, command: c.RecordStance) -> tuple[e.Event, ...]:
    _expect(state, "judging", "No reply to a claim is waiting to be judged.")
    turn, index = _open_turn(state), _index(state)
    judged = e.ChallengeJudged(index, command.stance, command.at)
    if turn.challenge and len(turn.challenge.rounds) == 1 and command.stance.position == "objected":
        wrong = turn.question.misconception(turn.challenge.misconception)
        return judged, e.ChallengePut(index, wrong.id, claim_again(wrong), command.at)
    return judged, e.QuestionClosed(index, _why_closed(turn), command.at)


def _why_closed(turn: Turn) -> e.CloseReason:
    if gave_up(turn):
        return "dont-know"
    return "probes-spent" if turn.follow_ups else "answered"


def _clarify(state: Interview, command: c.Clarify) -> tuple[e.Event, ...]:
    _expect(state, "answering", "No question is open that could be clarified.")
    if len(_open_turn(state).clarifications) > MAX_CLARIFICATIONS:
        raise IllegalCommand("This question has been clarified often enough. Answer as you understand it.")
    return (e.ClarificationGiven(_index(state), command.text, command.reply, command.at, command.wording),)


def _hint(state: Interview, command: c.AskHint) -> tuple[e.Event, ...]:
    if state.phase == "challenged":
        raise IllegalCommand("There is no hint on a claim. Say whether it holds, and why.")
    _expect(state, "answering", "A hint helps only while a question waits for an answer.")
    turn = _open_turn(state)
    hint = command.hint or next((Hint(text) for text in turn.question.hints if text not in turn.hints_put), None)
    if hint is None or hint.text in turn.hints_put:
        raise IllegalCommand("There is no further hint for this question.")
    places = turn.question.hints if hint.mistake is None else _nudges(turn.question, hint.mistake)
    if hint.text not in places:
        raise IllegalCommand("That is no hint of this question.")
    return (e.HintGiven(_index(state), places.index(hint.text), hint.text, command.at, hint.mistake, hint.quote),)


def _nudges(question: Question, misconception_id: str) -> tuple[str | None, ...]:
    """Return per misconception its nudge, None for all but one."""
    return tuple(wrong.nudge if wrong.id == misconception_id else None for wrong in question.misconceptions)


def _skip(state: Interview, command: c.Skip) -> tuple[e.Event, ...]:
    if state.phase == "challenged":
        return (e.QuestionClosed(_index(state), _why_closed(_open_turn(state)), command.at),)
    _expect(state, "answering", "There is no open question to skip.")
    reason: e.CloseReason = "probes-spent" if _open_turn(state).answers else "skipped"
    return (e.QuestionClosed(_index(state), reason, command.at),)


def _reveal(state: Interview, command: c.Reveal) -> tuple[e.Event, ...]:
    if state.phase not in ("answering", "graded", "challenged"):
        raise IllegalCommand("There is no open question to reveal.")
    if not _open_turn(state).answers:
        raise IllegalCommand("The reference answer is shown only after you have committed an answer of your own.")
    return (e.QuestionClosed(_index(state), "revealed", command.at),)


def _finish(state: Interview, command: c.FinishInterview) -> tuple[e.Event, ...]:
    _expect(state, "between", "An interview ends between questions.")
    return (e.InterviewFinished(command.at),)


def _expect(state: Interview, phase: str, otherwise: str) -> None:
    if state.phase != phase:
        raise IllegalCommand(otherwise)


def _open_turn(state: Interview) -> Turn:
    if state.turn is None:
        raise IllegalCommand("No question has been asked yet.")
    return state.turn


def _index(state: Interview) -> int:
    return len(state.turns) - 1


def _with_turn(state: Interview, change: Callable[[Turn], Turn]) -> Interview:
    return replace(state, turns=(*state.turns[:-1], change(_open_turn(state))))


def _hinted(turn: Turn, event: e.HintGiven) -> Turn:
    given = Hint(event.text, event.mistake, event.quote, len(turn.answers))
    return replace(turn, hints=(*turn.hints, given))


def _clarified(turn: Turn, event: e.ClarificationGiven) -> Turn:
    given = Clarification(event.text, event.reply, len(turn.answers), event.wording)
    return replace(turn, clarifications=(*turn.clarifications, given))


def _challenged(turn: Turn, event: e.ChallengePut | e.ChallengeAnswered | e.ChallengeJudged) -> Turn:
    rounds = turn.challenge.rounds if turn.challenge else ()
    if isinstance(event, e.ChallengePut):
        return replace(turn, challenge=Challenge(event.misconception, (*rounds, Round(event.text))))
    if turn.challenge is None:
        raise IllegalCommand("No claim was put that this could be a reply to.")
    if isinstance(event, e.ChallengeAnswered):
        last = replace(rounds[-1], reply=event.text, seconds=event.seconds)
    else:
        last = replace(rounds[-1], stance=event.stance)
    return replace(turn, challenge=replace(turn.challenge, rounds=(*rounds[:-1], last)))


def _graded(turn: Turn, event: e.AnswerGraded) -> Turn:
    answers = tuple(replace(a, grade=event.grade) if a.id == event.answer_id else a for a in turn.answers)
    return replace(turn, answers=answers)
