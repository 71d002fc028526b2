"""Each command in each phase: what it causes, and what it is refused for."""

from dataclasses import replace

import pytest

from interviewer.domain import commands as c
from interviewer.domain import events as e
from interviewer.domain.challenge import Stance
from interviewer.domain.errors import IllegalCommand
from interviewer.domain.grade import Grade, ungraded
from interviewer.domain.machine import apply, decide
from interviewer.domain.state import Interview, Phase
from interviewer.domain.voice import Voice, Worded
from tests.support import answering, at, grade, opening, plan, played, question

ASKED = question("one")
OTHER = question("two")
MISSED = grade(ASKED, {"k2": 1.0})
WHOLE = grade(ASKED, {"k0": 1.0, "k1": 1.0, "k2": 1.0})
DONT_KNOW = grade(ASKED, flags=["dont-know"])
ANSWER = c.CommitAnswer("a0", "abc", 2.0, at(5))


def in_phase(phase: Phase) -> Interview:
    """Return an interview of two questions that waits in `phase`."""
    start, ask = opening(ASKED, OTHER)
    wished = c.StartInterview(replace(plan("one", "two"), challenge=True), at(0))
    well: list[c.Command] = [wished, ask, ANSWER, c.RecordGrade("a0", WHOLE, at(6))]
    commands: dict[Phase, list[c.Command]] = {
        "new": [],
        "between": [start],
        "answering": [start, ask],
        "grading": [start, ask, ANSWER],
        "graded": [start, ask, ANSWER, c.RecordGrade("a0", MISSED, at(6))],
        "challenged": [*well, c.Proceed(at(7), claim="m0")],
        "judging": [*well, c.Proceed(at(7), claim="m0"), c.AnswerChallenge("no", 1.0, at(8))],
        "finished": [start, c.FinishInterview(at(2))],
    }
    state, _ = played(commands[phase])
    assert state.phase == phase
    return state


ALLOWED: dict[str, tuple[c.Command, set[Phase]]] = {
    "start": (c.StartInterview(plan("one"), at(9)), {"new"}),
    "ask": (c.AskQuestion(ASKED, at(9)), {"between"}),
    "commit": (c.CommitAnswer("a1", "abc", 1.0, at(9)), {"answering"}),
    "record": (c.RecordGrade("a0", MISSED, at(9)), {"grading"}),
    "proceed": (c.Proceed(at(9)), {"graded"}),
    "hint": (c.AskHint(at(9)), {"answering"}),
    "clarify": (c.Clarify("How?", "So.", at(9)), {"answering"}),
    "reply": (c.AnswerChallenge("no", 1.0, at(9)), {"challenged"}),
    "stance": (c.RecordStance(Stance("agreed", False, None, "scripted"), at(9)), {"judging"}),
    "skip": (c.Skip(at(9)), {"answering", "challenged"}),
    "reveal": (c.Reveal(at(9)), {"graded", "challenged"}),
    "finish": (c.FinishInterview(at(9)), {"between"}),
}


@pytest.mark.parametrize(
    "phase", ["new", "between", "answering", "grading", "graded", "challenged", "judging", "finished"]
)
@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_a_command_is_allowed_in_its_phases_only(name: str, phase: Phase) -> None:
    command, phases = ALLOWED[name]
    state = in_phase(phase)
    if phase in phases:
        assert decide(state, command)
    else:
        with pytest.raises(IllegalCommand, match=r"\.$"):
            decide(state, command)
    assert state == in_phase(phase)


@pytest.mark.parametrize(("ids", "why"), [((), "at least one"), (("one", "two", "one"), "twice")])
def test_a_plan_that_cannot_be_held_is_refused(ids: tuple[str, ...], why: str) -> None:
    with pytest.raises(IllegalCommand, match=why):
        decide(Interview(), c.StartInterview(plan(*ids), at(0)))


def test_only_the_planned_question_is_put_and_only_one_that_can_be_graded() -> None:
    between = in_phase("between")
    with pytest.raises(IllegalCommand, match="does not ask 'two'"):
        decide(between, c.AskQuestion(OTHER, at(1)))
    with pytest.raises(IllegalCommand, match="no key points"):
        decide(between, c.AskQuestion(replace(ASKED, key_points=()), at(1)))


def test_no_question_follows_the_last_of_the_plan() -> None:
    done, _ = played([*opening(ASKED), c.Skip(at(2))])
    assert done.next_question_id is None
    with pytest.raises(IllegalCommand):
        decide(done, c.AskQuestion(ASKED, at(3)))


def test_an_answer_id_is_used_once_in_the_whole_interview() -> None:
    state, _ = played([*opening(ASKED, OTHER), replace(ANSWER, timed_out=True), c.AskQuestion(OTHER, at(7))])
    with pytest.raises(IllegalCommand, match="committed before"):
        decide(state, ANSWER)


def test_probes_aim_at_what_is_missing_and_end_after_two() -> None:
    state, events = played([*answering(ASKED, [grade(ASKED)] * 3), c.Proceed(at(40))])
    assert [event.asks_for for event in events if isinstance(event, e.FollowUpAsked)] == ["k0", "k1"]
    assert [answer.follow_up for answer in state.turns[0].answers] == [None, "k0", "k1"]
    assert [answer.help for answer in state.turns[0].answers] == ["unaided", "probe", "probe"]
    assert state.turns[0].closed == "probes-spent"


def test_a_probe_keeps_the_words_it_was_put_in_and_who_worded_it() -> None:
    words = Worded("You said abc: and 0?", Voice("openai:m", "0f"))
    state, events = played([*answering(ASKED, [MISSED]), c.Proceed(at(9), words)])
    assert events[-1] == e.FollowUpAsked(0, "k0", words.text, at(9), words.voice)
    probe = state.turns[0].awaited_follow_up
    assert probe is not None
    assert (probe.text, probe.voice) == (words.text, words.voice)
    plainly, _ = played([*answering(ASKED, [MISSED]), c.Proceed(at(9))])
    assert plainly.turns[0].follow_ups[0].voice is None


@pytest.mark.parametrize(
    ("mark", "reason"),
    [(WHOLE, "answered"), (DONT_KNOW, "dont-know"), (ungraded("scripted", "no engine"), "answered")],
)
def test_what_needs_no_probe_is_closed(mark: Grade, reason: str) -> None:
    state, _ = played([*answering(ASKED, [mark]), c.Proceed(at(9))])
    assert state.turns[0].closed == reason
    assert not state.turns[0].follow_ups


def test_a_dont_know_after_a_probe_closes_the_question() -> None:
    state, _ = played([*answering(ASKED, [MISSED, DONT_KNOW]), c.Proceed(at(40))])
    assert state.turns[0].closed == "dont-know"
    assert len(state.turns[0].follow_ups) == 1


def test_the_clock_commits_what_is_there_and_closes() -> None:
    state, events = played([*opening(ASKED), replace(ANSWER, timed_out=True)])
    assert [type(event) for event in events[-2:]] == [e.AnswerCommitted, e.QuestionClosed]
    assert state.turns[0].closed == "time"
    assert [answer.id for answer in state.waiting_for_grade] == ["a0"]


def test_a_grade_may_arrive_after_the_next_question_was_put() -> None:
    state, _ = played([*opening(ASKED, OTHER), replace(ANSWER, timed_out=True), c.AskQuestion(OTHER, at(7))])
    for event in decide(state, c.RecordGrade("a0", MISSED, at(8))):
        state = apply(state, event)
    assert state.turns[0].answers[0].grade == MISSED
    assert state.phase == "answering"
    with pytest.raises(IllegalCommand, match="does not wait"):
        decide(state, c.RecordGrade("a0", WHOLE, at(9)))


def test_hints_come_in_order_and_run_out() -> None:
    state, _ = played([*opening(ASKED), c.AskHint(at(2)), c.AskHint(at(3)), ANSWER])
    assert state.turns[0].hints_put == ASKED.hints
    assert state.turns[0].answers[0].help == "hint"
    shown, _ = played([*opening(ASKED), c.AskHint(at(2)), c.AskHint(at(3))])
    with pytest.raises(IllegalCommand, match="no further hint"):
        decide(shown, c.AskHint(at(4)))


def test_a_skip_says_whether_anything_was_answered() -> None:
    untouched, _ = played([*opening(ASKED), c.Skip(at(2))])
    probed, _ = played([*answering(ASKED, [MISSED]), c.Proceed(at(9)), c.Skip(at(10))])
    assert untouched.turns[0].closed == "skipped"
    assert probed.turns[0].closed == "probes-spent"


def test_the_reference_is_shown_after_an_answer_only() -> None:
    with pytest.raises(IllegalCommand, match="after you have committed"):
        decide(in_phase("answering"), c.Reveal(at(3)))
    revealed, _ = played([*answering(ASKED, [MISSED]), c.Proceed(at(9)), c.Reveal(at(10))])
    assert revealed.turns[0].closed == "revealed"


def test_an_event_of_a_turn_needs_a_turn() -> None:
    with pytest.raises(IllegalCommand, match="No question"):
        apply(Interview(), e.HintGiven(0, 0, "hint", at(1)))


def test_the_turn_of_an_unknown_answer_is_none() -> None:
    assert in_phase("graded").turn_of("nobody") is None


def test_questions_back_are_kept_where_they_were_asked_and_have_an_end() -> None:
    asked = [c.Clarify(f"{n}?", f"reply {n}", at(10 + n), "in other words" if n else None) for n in range(3)]
    state, _ = played(
        [*opening(ASKED), asked[0], ANSWER, c.RecordGrade("a0", MISSED, at(6)), c.Proceed(at(7)), *asked[1:]]
    )
    [turn] = state.turns
    assert [(one.text, one.reply, one.answers) for one in turn.clarifications] == [
        ("0?", "reply 0", 0),
        ("1?", "reply 1", 1),
        ("2?", "reply 2", 1),
    ]
    assert turn.wordings == ("in other words", "in other words")
    assert (state.phase, turn.help, len(turn.answers)) == ("answering", "probe", 1)
    with pytest.raises(IllegalCommand, match="often enough"):
        decide(state, asked[0])


def test_when_the_time_for_all_is_used_nothing_new_is_begun() -> None:
    timed = replace(plan(ASKED.id, OTHER.id), minutes=1)
    start: list[c.Command] = [c.StartInterview(timed, at(0)), c.AskQuestion(ASKED, at(1))]
    quick, _ = played([*start, c.CommitAnswer("a", "abc", 59.0, at(2)), c.RecordGrade("a", grade(ASKED), at(3))])
    slow, _ = played([*start, c.CommitAnswer("a", "abc", 60.0, at(2)), c.RecordGrade("a", grade(ASKED), at(3))])
    assert [type(one) for one in decide(quick, c.Proceed(at(4)))] == [e.FollowUpAsked]
    assert decide(slow, c.Proceed(at(4))) == (e.QuestionClosed(0, "time", at(4)),)
    closed = apply(slow, e.QuestionClosed(0, "time", at(4)))
    assert closed.next_question_id is None
    with pytest.raises(IllegalCommand):
        decide(closed, c.AskQuestion(OTHER, at(5)))
    assert decide(closed, c.FinishInterview(at(5))) == (e.InterviewFinished(at(5)),)
