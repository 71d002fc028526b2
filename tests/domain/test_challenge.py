"""A wrong claim on purpose: only where it is wished for and deserved, put twice at most, and apart from the mark."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from interviewer.domain import commands as c
from interviewer.domain import events as e
from interviewer.domain.challenge import Challenge, Position, Round, Stance
from interviewer.domain.codec import decode, encode, kind_of
from interviewer.domain.errors import IllegalCommand
from interviewer.domain.grade import Grade
from interviewer.domain.machine import decide, fold
from interviewer.domain.outcome import may_be_challenged, outcome_of
from interviewer.domain.state import Interview
from tests.support import at, grade, opening, played, question

ASKED = question("one")
WHOLE = grade(ASKED, {"k0": 1.0, "k1": 1.0, "k2": 1.0})


def stance(position: Position, *, reason: bool | None = False) -> Stance:
    """Return what a reply amounts to."""
    return Stance(position, reason, None, "scripted")


def answered(mark: Grade = WHOLE, *, wished: bool = True) -> list[c.Command]:
    """Return the commands up to the grade of the first answer."""
    start, ask = opening(ASKED)
    assert isinstance(start, c.StartInterview)
    wish = replace(start, plan=replace(start.plan, challenge=wished))
    return [wish, ask, c.CommitAnswer("a0", "abc", 1.0, at(2)), c.RecordGrade("a0", mark, at(3))]


def replied(stances: Sequence[Stance]) -> tuple[Interview, list[e.Event]]:
    """Return the interview after a claim was put and replied to so often."""
    commands: list[c.Command] = [*answered(), c.Proceed(at(4), claim="m1")]
    for number, one in enumerate(stances):
        commands += [c.AnswerChallenge(f"reply {number}", 2.0, at(5)), c.RecordStance(one, at(6))]
    return played(commands)


def test_who_objects_is_asked_again_and_can_hold_or_give_in() -> None:
    for second, held in (("objected", True), ("agreed", False), ("unclear", None)):
        last = stance("objected") if second == "objected" else stance("agreed" if second == "agreed" else "unclear")
        state, events = replied([stance("objected", reason=True), last])
        [turn] = state.turns
        assert turn.challenge is not None
        assert (turn.challenge.position, turn.challenge.reason, turn.challenge.held) == ("objected", True, held)
        assert [one.reply for one in turn.challenge.rounds] == ["reply 0", "reply 1"]
        assert all("It is flat." in one.text for one in turn.challenge.rounds)
        assert len({one.text for one in turn.challenge.rounds}) == 2
        assert turn.closed == "answered"
        assert fold(decode(kind_of(one), encode(one)) for one in events) == state


@pytest.mark.parametrize("position", ["agreed", "unclear"])
def test_who_does_not_object_is_asked_once(position: Position) -> None:
    state, _ = replied([stance(position)])
    [turn] = state.turns
    assert turn.challenge is not None
    assert (len(turn.challenge.rounds), turn.challenge.position, turn.challenge.held) == (1, position, None)
    assert (turn.closed, state.phase) == ("answered", "between")


def test_the_mark_is_that_of_the_answers_alone() -> None:
    plain, _ = played([*answered(), c.Proceed(at(4))])
    state, _ = replied([stance("agreed")])
    assert outcome_of(state.turns[0]) == outcome_of(plain.turns[0])
    assert state.turns[0].answers == plain.turns[0].answers


@pytest.mark.parametrize(
    ("mark", "wished", "claim"),
    [
        (WHOLE, False, "m1"),
        (WHOLE, True, None),
        (WHOLE, True, "k0"),
        (grade(ASKED, {"k0": 1.0, "k1": 1.0, "k2": 1.0}, misconceptions=["m0"]), True, "m1"),
        (grade(ASKED, {"k0": 0.4, "k1": 0.5, "k2": 1.0}), True, "m1"),
        (grade(ASKED, flags=["dont-know"]), True, "m1"),
        (grade(ASKED), True, "m1"),
    ],
)
def test_a_claim_is_put_only_when_wished_for_and_after_a_good_answer(
    mark: Grade, wished: bool, claim: str | None
) -> None:
    state, _ = played(answered(mark, wished=wished))
    events = decide(state, c.Proceed(at(4), claim=claim))
    assert not any(isinstance(event, e.ChallengePut) for event in events)


def test_a_question_is_challenged_once() -> None:
    state, _ = replied([stance("agreed")])
    assert not may_be_challenged(state.turns[0], "m0")


def test_leaving_the_claim_closes_the_question_without_a_position() -> None:
    for leave, closed in ((c.Skip(at(9)), "answered"), (c.Reveal(at(9)), "revealed")):
        state, _ = played([*answered(), c.Proceed(at(4), claim="m1"), leave])
        [turn] = state.turns
        assert turn.challenge == Challenge("m1", (Round(turn.challenge.rounds[0].text if turn.challenge else ""),))
        assert (turn.closed, turn.challenge.position, turn.challenge.reason) == (closed, None, None)


def test_nothing_else_is_allowed_while_a_claim_waits() -> None:
    state, _ = played([*answered(), c.Proceed(at(4), claim="m1")])
    assert (state.phase, state.turns[0].put) == (
        "challenged",
        "A colleague of mine holds: “It is flat.” Do you agree, and why?",
    )
    for command in (
        c.CommitAnswer("a1", "abc", 1.0, at(5)),
        c.AskHint(at(5)),
        c.Clarify("?", "!", at(5)),
        c.Proceed(at(5)),
        c.RecordStance(stance("agreed"), at(5)),
        c.FinishInterview(at(5)),
    ):
        with pytest.raises(IllegalCommand):
            decide(state, command)
    judging, _ = played([*answered(), c.Proceed(at(4), claim="m1"), c.AnswerChallenge("no", 1.0, at(5))])
    assert judging.phase == "judging"
    with pytest.raises(IllegalCommand):
        decide(judging, c.AnswerChallenge("no", 1.0, at(6)))
