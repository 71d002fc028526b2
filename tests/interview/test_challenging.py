"""Wrong claims on purpose, as they are held: chosen, judged, resumed and told."""

from dataclasses import replace

import pytest

from interviewer.domain.challenge import Challenge, Round, Stance
from interviewer.domain.errors import EmbeddingUnavailable
from interviewer.domain.grade import Grade, KeyPointGrade, Quote
from interviewer.domain.question import Misconception
from interviewer.domain.state import Answer, Turn
from interviewer.grading.stance import CORRECTION
from interviewer.interview.challenging import claim_for, resolved, tally, told
from tests.interview.scripted import Room, ScriptedEngine
from tests.support import AT, grade, plan, question

ONE = question("one")
WHOLE = grade(ONE, {"k0": 1.0, "k1": 1.0, "k2": 1.0})
ANSWERED = Turn(ONE, AT, answers=(Answer("a", "abc", "unaided", None, 1.0, AT, WHOLE),))
WISHED = replace(plan("one"), challenge=True)
CORRECTED = Grade(
    "scripted",
    (KeyPointGrade(CORRECTION, "It is round.", 1, 1.0, "covered", Quote("No, it is round.", 0, 16), 0.9),),
    (),
    (),
    1.0,
    1.0,
    0.8,
    1.0,
    "correct",
)


def test_the_heaviest_misconception_is_put_that_tells_nothing() -> None:
    assert claim_for(ANSWERED) == "m1"
    told_ahead = replace(
        ONE,
        misconceptions=(Misconception("tells", 5, ONE.reference * 3, "No."), *ONE.misconceptions),
        reference="A tower leans slowly because soft ground below its foundation yields unevenly under heavy load.",
    )
    telling = replace(told_ahead.misconceptions[0], text=told_ahead.reference)
    asked = replace(told_ahead, misconceptions=(telling, *told_ahead.misconceptions[1:]))
    assert claim_for(replace(ANSWERED, question=asked)) == "m1"
    assert claim_for(replace(ANSWERED, question=replace(ONE, misconceptions=()))) is None
    uncorrected = tuple(replace(wrong, correction="") for wrong in ONE.misconceptions)
    assert claim_for(replace(ANSWERED, question=replace(ONE, misconceptions=uncorrected))) is None


def test_a_claim_is_put_judged_and_resolved_and_resumed_at_each_step(room: Room) -> None:
    room.engine = ScriptedEngine(WHOLE, CORRECTED, EmbeddingUnavailable("no model"))
    live = room.session().start("i", WISHED)
    live.ask_next()
    live.commit("abc", 1.0)
    live.grade_pending()
    assert live.proceed() is None
    live = room.resumed()
    assert (live.state.phase, live.turn.closed) == ("challenged", None)
    live.save_draft("No, it")
    assert room.resumed().draft() == "No, it"
    live = room.resumed()
    live.answer_challenge("No, it is round.", 3.21)
    live = room.resumed()
    assert live.state.phase == "judging"
    live.record_stance(live.judge())
    live = room.resumed()
    request = room.engine.requests[1]
    assert (request.answer, request.reference) == ("No, it is round.", "It is round.")
    assert "“It is flat.”" in request.question
    assert live.state.phase == "challenged"
    live.answer_challenge("Yes, I take that back.", 1.0)
    live.record_stance(live.judge())
    live = room.resumed()
    challenge = live.turn.challenge
    assert challenge is not None
    assert (challenge.position, challenge.reason, challenge.held) == ("objected", True, False)
    assert challenge.rounds[1].stance == Stance("agreed", None, Quote("Yes, I take that back.", 0, 22), "scripted")
    assert (live.turn.closed, len(live.turn.answers)) == ("answered", 1)
    assert live.ask_next() is None


def test_without_the_wish_no_claim_is_put(room: Room) -> None:
    room.engine = ScriptedEngine(WHOLE)
    live = room.session().start("i", plan("one"))
    live.ask_next()
    live.commit("abc", 1.0)
    live.grade_pending()
    live.proceed()
    assert (live.turn.closed, live.turn.challenge) == ("answered", None)


def challenge(*stances: Stance) -> Challenge:
    """Return a claim with these judged replies."""
    return Challenge("m1", tuple(Round("A claim.", "words", 1.0, one) for one in stances))


OBJECTED = Stance("objected", True, None, "fast")
AGREED = Stance("agreed", False, None, "fast")


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (challenge(OBJECTED, OBJECTED), "You objected, with the reason, and held to it."),
        (challenge(replace(OBJECTED, reason=False), AGREED), "You objected, without the reason, and then gave in."),
        (challenge(replace(OBJECTED, reason=None)), "You objected."),
        (challenge(AGREED), "You agreed with it."),
        (challenge(replace(AGREED, position="unclear")), "Where you stand did not become clear."),
        (Challenge("m1", (Round("A claim."),)), "You did not reply to it."),
    ],
)
def test_what_was_made_of_it_is_told_in_a_sentence(made: Challenge, sentence: str) -> None:
    assert told(made) == sentence
    assert resolved(ANSWERED, made) == "The claim was wrong on purpose. It is round."


def test_an_interviews_claims_are_counted() -> None:
    assert tally([ANSWERED]) is None
    made = [
        challenge(OBJECTED, OBJECTED),
        challenge(OBJECTED, AGREED),
        challenge(AGREED),
        Challenge("m1", (Round("x"),)),
    ]
    counted = tally([replace(ANSWERED, challenge=one) for one in made])
    assert counted is not None
    assert (counted.put, counted.objected, counted.agreed, counted.unclear) == (4, 2, 1, 0)
    assert (counted.with_reason, counted.held, counted.gave_in) == (2, 1, 1)
