"""Which hint is given: the nudge for what went wrong, then what leads to the gap, then the next of the file."""

from dataclasses import replace
from pathlib import Path

import pytest

from interviewer.bank.leaks import STRICT, leaks
from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.errors import IllegalCommand
from interviewer.domain.grade import Grade, MisconceptionGrade, Quote
from interviewer.domain.question import Misconception
from interviewer.domain.state import Answer, AskedFollowUp, Hint, Turn
from interviewer.export.as_json import report_json
from interviewer.export.markdown import report_markdown
from interviewer.interview.hinting import hint_for, spoken
from interviewer.interview.summary import summarize
from tests.interview.scripted import Room, ScriptedEngine
from tests.support import AT, grade, plan, question

_PLAIN = question("one", hints=("Think of the shapes.", "Think of the slope.", "Think of the ends."))
ONE = replace(
    _PLAIN,
    misconceptions=(
        Misconception("m0", 1, "It is green.", "It is blue.", None, "Which colour has the sky over it?"),
        Misconception("m1", 2, "It is flat.", "It is round.", "k0", "Sail west for a year. Where do you end?"),
        Misconception("m2", 3, "It is hollow.", "It is solid."),
    ),
    leads=(("k0",), ("k1",), ("k2",)),
)
WRONG = "It is flat, and it is green."


def asserting(*ids: str, said: str = WRONG, covered: tuple[str, ...] = ()) -> Grade:
    """Return a grade of `said` that finds these misconceptions in all of it."""
    weights = {wrong.id: wrong.weight for wrong in ONE.misconceptions}
    made = tuple(MisconceptionGrade(one, weights[one], Quote(said, 0, len(said))) for one in ids)
    return replace(grade(ONE, dict.fromkeys(covered, 1.0)), misconceptions=made)


def turn(*marks: Grade, probed: str = "k1") -> Turn:
    """Return a turn with answers so marked, the last probe of which waits for its answer."""
    answers = tuple(Answer(f"a{n}", WRONG, "unaided", None, 1.0, AT, mark) for n, mark in enumerate(marks))
    return Turn(ONE, AT, answers, (AskedFollowUp(probed, "And what about that?"),) * len(marks))


def test_who_is_wrong_gets_the_nudge_of_the_heaviest_mistake_with_their_own_words() -> None:
    hint = hint_for(turn(asserting("m0", "m1")))
    assert hint == Hint("Sail west for a year. Where do you end?", "m1", WRONG)
    assert spoken(hint) == "You said “It is flat, and it is green”. Sail west for a year. Where do you end?"


def test_each_nudge_is_given_once_and_then_the_hints_that_lead_to_what_is_asked_for() -> None:
    state = turn(asserting("m0", "m1"))
    given: list[str] = []
    while hint := hint_for(state):
        given.append(hint.text)
        state = replace(state, hints=(*state.hints, hint))
    assert given == [
        "Sail west for a year. Where do you end?",
        "Which colour has the sky over it?",
        "Think of the slope.",
        "Think of the shapes.",
        "Think of the ends.",
    ]


def test_what_is_being_typed_comes_first() -> None:
    draft = asserting("m0", said="It is green")
    hint = hint_for(turn(asserting("m1")), draft)
    assert hint
    assert (hint.mistake, hint.quote) == ("m0", "It is green")


def test_a_mistake_that_was_put_right_is_not_brought_up_again() -> None:
    hint = hint_for(turn(asserting("m1"), asserting(covered=("k0",))))
    assert hint == Hint("Think of the slope.")


def test_a_mistake_without_a_nudge_leaves_the_hints_of_the_file() -> None:
    assert hint_for(turn(asserting("m2"))) == Hint("Think of the slope.")


def test_a_nudge_that_tells_what_nobody_said_is_left_out() -> None:
    told = Misconception("m1", 2, "It is flat.", "It is round.", "k0", "Measured ships prove that bodies curve.")
    points = (replace(ONE.key_points[0], text="Measured ships prove bodies curve"), *ONE.key_points[1:])
    leaking = replace(ONE, misconceptions=(told,), key_points=points)
    assert hint_for(replace(turn(asserting("m1")), question=leaking)) == Hint("Think of the slope.")


def test_before_an_answer_hints_come_in_order_but_for_what_the_draft_has_already() -> None:
    fresh = Turn(ONE, AT)
    assert hint_for(fresh) == Hint("Think of the shapes.")
    assert hint_for(fresh, asserting(covered=("k0",))) == Hint("Think of the slope.")
    assert hint_for(replace(fresh, question=replace(ONE, leads=()))) == Hint("Think of the shapes.")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """Return a room where the first answer is wrong, and the draft after it too."""
    return Room(tmp_path / "log.sqlite3", ScriptedEngine(asserting("m1"), asserting("m0")), (ONE,))


def test_a_nudge_is_stored_resumed_and_reported_and_its_quote_is_still_the_candidates_own(room: Room) -> None:
    live = room.session().start("i", plan("one"))
    live.ask_next()
    live.commit(WRONG, 1.0)
    live.grade_pending()
    live.proceed()
    hint = live.hint()
    assert hint == Hint("Sail west for a year. Where do you end?", "m1", WRONG, answers=1)
    assert live.hint(live.listen("It is green. And")).mistake == "m0"
    live = room.resumed()
    assert [one.mistake for one in live.turn.hints] == ["m1", "m0"]
    assert live.turn.help == "hint"
    assert WRONG not in " ".join(live.turn.hints_put), "saying it again is not reading aloud"
    summary = summarize(live.state, lambda raw: raw)
    line = "You said “It is flat, and it is green”. Sail west for a year. Where do you end?"
    assert report_json("i", live.state, summary)["questions"][0]["hints"][0] == line
    assert f"Hint: {line}" in report_markdown("i", live.state, summary).replace("\\", "")
    live.hint(), live.hint(), live.hint()
    with pytest.raises(IllegalCommand, match="no further hint"):
        live.hint()


def test_listening_stores_nothing_and_survives_its_engine(room: Room) -> None:
    room.engine.script[:] = [RuntimeError("boom")]
    live = room.session().start("i", plan("one"))
    live.ask_next()
    before = live.state
    assert live.listen("  ") is None
    assert live.listen("Half a thought") is None
    assert live.state == before
    assert live.hint() == Hint("Think of the shapes.")


def test_every_bundled_misconception_has_a_nudge_of_its_own_that_tells_nothing() -> None:
    questions = load_bank(bundled("corpus")).questions
    nudges = [(asked, wrong.text, wrong.nudge or "") for asked in questions for wrong in asked.misconceptions]
    assert all(nudge for _, _, nudge in nudges)
    assert len({nudge for _, _, nudge in nudges}) == len(nudges)
    assert [nudge for asked, wrong, nudge in nudges if leaks(nudge, asked, (wrong,), share=STRICT)] == []


def test_most_bundled_hints_say_where_they_lead() -> None:
    leads = [lead for asked in load_bank(bundled("corpus")).questions for lead in asked.leads]
    assert sum(map(bool, leads)) >= 0.95 * len(leads) > 0
