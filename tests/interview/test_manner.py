"""How each style speaks, what it may not say, and that it moves no mark."""

from dataclasses import replace
from pathlib import Path

import pytest

from interviewer.domain.events import Mode, Plan, Style
from interviewer.domain.grade import Grade, MisconceptionGrade, Quote
from interviewer.domain.state import Answer, Interview, Turn
from interviewer.export.markdown import report_markdown
from interviewer.interview.manner import PRESSURE_LIMIT_S, announced, before_follow_up, before_question
from interviewer.interview.plan import Wish, make_plan
from interviewer.interview.summary import summarize
from tests.interview.scripted import Room, ScriptedEngine
from tests.support import AT, grade, plan, question

ONE, TWO = question("one"), question("two")


def state(style: Style, mark: Grade, mode: Mode = "practice", seed: int = 0) -> Interview:
    """Return an interview whose first answer was marked so."""
    answer = Answer("a1", "abc and more to say. And on.", "unaided", None, 1.0, AT, mark)
    return Interview(Plan(mode, ("one", "two"), "scripted", seed=seed, style=style), AT, (Turn(ONE, AT, (answer,)),))


def leads(style: Style, mark: Grade, mode: Mode = "practice") -> set[str]:
    """Return what may be said before a follow-up after an answer marked so, over many seeds."""
    return {before_follow_up(state(style, mark, mode, seed)) for seed in range(12)}


NOTHING = grade(ONE)
_FIRST, *_REST = grade(ONE, {"k0": 1.0}).key_points
HALF = replace(grade(ONE, {"k0": 1.0}), key_points=(replace(_FIRST, quote=Quote("abc and more to say", 0, 19)), *_REST))
MISTAKEN = replace(NOTHING, misconceptions=(MisconceptionGrade("m1", 2, Quote("abc and more to say", 0, 19)),))


def test_neutral_says_nothing_beside_what_it_asks() -> None:
    assert leads("neutral", HALF) == leads("neutral", NOTHING) == {""}
    assert before_question(state("neutral", HALF)) == announced(state("neutral", HALF).plan or plan("one")) == ""


def test_friendly_takes_up_what_was_right_and_is_kind_where_nothing_was() -> None:
    assert all("“abc and more to say”" in lead for lead in leads("friendly", HALF))
    assert all("abc" not in lead and lead for lead in leads("friendly", NOTHING))
    assert len(leads("friendly", HALF)) > 1


def test_friendly_neither_praises_nor_blames_a_mistake() -> None:
    assert leads("friendly", MISTAKEN) == {""}


def test_in_a_mock_interview_a_lead_does_not_tell_how_good_an_answer_was() -> None:
    assert leads("friendly", HALF, "mock") == leads("friendly", NOTHING, "mock") == leads("friendly", MISTAKEN, "mock")


def test_pressure_doubts_right_and_wrong_in_the_same_words() -> None:
    assert leads("pressure", HALF) == leads("pressure", MISTAKEN)
    assert all("“abc and more to say”" in lead for lead in leads("pressure", NOTHING))


def test_pressure_doubts_no_answer_that_says_nothing() -> None:
    turn = state("pressure", NOTHING).turns[0]
    silent = replace(turn, answers=(replace(turn.answers[0], text="Well, hm."),))
    lead = before_follow_up(replace(state("pressure", NOTHING), turns=(silent,)))
    assert lead
    assert "“" not in lead


@pytest.mark.parametrize("style", ["friendly", "pressure"])
def test_neighbouring_questions_begin_differently(style: Style) -> None:
    first = state(style, HALF)
    second = replace(first, turns=(*first.turns, Turn(TWO, AT)))
    assert "" != before_question(first) != before_question(second)
    assert "Marks are the same" in announced(first.plan or plan("one"))


def test_pressure_limits_the_time_and_puts_wrong_claims() -> None:
    made = make_plan(Wish(style="pressure"), (ONE, TWO), None, {}, AT)
    assert (made.time_limit_s, made.challenge, made.style) == (PRESSURE_LIMIT_S, True, "pressure")
    assert make_plan(Wish(style="pressure", time_limit_s=60), (ONE,), None, {}, AT).time_limit_s == 60
    friendly = make_plan(Wish(style="friendly", time_limit_s=60), (ONE,), None, {}, AT)
    assert (friendly.time_limit_s, friendly.challenge) == (None, False)


def test_what_was_said_is_stored_resumed_and_reported_beside_the_question_itself(tmp_path: Path) -> None:
    room = Room(tmp_path / "log.sqlite3", ScriptedEngine(HALF), (ONE,))
    live = room.session().start("i", replace(plan("one"), style="friendly"))
    asked = live.ask_next()
    assert asked
    assert asked.lead
    assert asked.lead not in asked.asked
    live.commit("abc and more to say. And on.", 1.0)
    live.grade_pending()
    probe = live.proceed()
    assert probe
    assert "“abc and more to say”" in probe.lead
    assert probe.text == "And what about 1?"
    live = room.resumed()
    assert live.turn.lead == asked.lead
    assert live.turn.follow_ups == (probe,)
    report = report_markdown("i", live.state, summarize(live.state, lambda raw: raw))
    assert "practice, friendly style" in report


def test_the_same_answers_earn_the_same_in_every_style(tmp_path: Path) -> None:
    scores = set()
    for style in ("neutral", "friendly", "pressure"):
        room = Room(tmp_path / style, ScriptedEngine(HALF, grade(ONE, {"k1": 1.0}), NOTHING), (ONE,))
        live = room.session().start("i", replace(plan("one"), style=style))
        live.ask_next()
        while live.state.phase == "answering":
            live.commit("abc and more to say. And on.", 1.0)
            live.grade_pending()
            live.proceed()
        scores.add(summarize(live.state, lambda raw: raw).score)
    assert len(scores) == 1
