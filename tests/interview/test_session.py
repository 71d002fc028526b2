"""An interview as it is held: on disk before anything else happens, and resumable at every step."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from interviewer.bank.load import Bank
from interviewer.config.paths import bundled
from interviewer.domain import commands as c
from interviewer.domain.errors import EmbeddingUnavailable, IllegalCommand, StorageError
from interviewer.domain.grade import Grade
from interviewer.domain.state import Interview, Phase
from interviewer.export.markdown import report_markdown
from interviewer.grading import GradeRequest
from interviewer.interview.session import LiveInterview
from interviewer.interview.summary import summarize
from interviewer.interview.wording import Asking, Wording
from interviewer.llm.prompts import read_prompt
from interviewer.storage.database import Database
from interviewer.storage.event_log import EventLog
from tests.interview.scripted import Room, ScriptedEngine
from tests.support import EXACT, at, grade, plan, question

ONE, TWO = question("one"), question("two", weights=(1, 1))
PARTLY = grade(ONE, {"k1": 1.0})
WHOLE = grade(ONE, {"k0": 1.0, "k1": 1.0})
NOTHING = grade(TWO)


def begin(room: Room, *script: Grade | Exception | Callable[[GradeRequest], Grade]) -> LiveInterview:
    """Start an interview of both questions and ask the first."""
    room.engine = ScriptedEngine(*script)
    live = room.session().start("i", plan("one", "two"))
    live.ask_next()
    return live


def on_disk(room: Room) -> Interview:
    """Return the interview as another process reads it."""
    reader = Database(room.file, writable=False)
    stored = EventLog(reader).interview("i")
    reader.close()
    assert stored is not None
    return stored.state


def test_a_whole_interview(room: Room) -> None:
    live = begin(room, PARTLY, grade(ONE, {"k0": 0.8}), NOTHING)
    live.commit("abc one", 12.34)
    live.grade_pending()
    probe = live.proceed()
    assert probe is not None
    assert probe.asks_for == "k0"
    live.commit("abc two", 5.0)
    live.grade_pending()
    assert live.proceed() is None
    assert live.turn.closed == "probes-spent"
    second = live.ask_next()
    assert second is not None
    assert second.question.id == "two"
    live.commit("abc three", 1.0)
    live.grade_pending()
    assert live.proceed() is None
    assert live.ask_next() is None
    assert live.state.phase == "finished"
    assert live.ask_next() is None
    assert [answer.id for turn in live.state.turns for answer in turn.answers] == ["q1.a1", "q1.a2", "q2.a1"]
    assert live.state.turns[0].answers[0].seconds == 12.3
    assert on_disk(room) == live.state


def test_an_answer_is_on_disk_before_it_is_marked(room: Room) -> None:
    seen: list[str] = []

    def look(request: GradeRequest) -> Grade:
        seen.extend(answer.text for turn in on_disk(room).turns for answer in turn.answers)
        assert request.answer == EXACT
        return PARTLY

    live = begin(room, look)
    answer = live.commit(EXACT, 1.0)
    assert on_disk(room).waiting_for_grade == (answer,)
    live.mark(answer)
    assert seen == [EXACT]
    assert on_disk(room).phase == "grading"


def test_the_engine_is_told_what_was_said_before_and_what_was_asked_for(room: Room) -> None:
    live = begin(room, PARTLY, grade(ONE))
    live.commit("abc one", 1.0)
    live.grade_pending()
    live.proceed()
    live.commit("abc two", 1.0)
    live.grade_pending()
    first, second = room.engine.requests
    assert (first.answer, first.earlier, first.asked_for, first.follow_up) == ("abc one", (), None, None)
    assert (second.answer, second.earlier) == ("abc two", ("abc one",))
    assert (second.asked_for, second.follow_up) == ("k0", "And what about 0?")
    assert (first.question, first.reference, first.key_points) == (ONE.text, ONE.reference, ONE.key_points)


def test_each_key_point_names_the_passage_that_demands_it(room: Room) -> None:
    live = begin(room, PARTLY)
    live.commit("abc", 1.0)
    live.grade_pending()
    marked = live.turn.answers[0].grade
    assert marked is not None
    assert [point.passage for point in marked.key_points] == ["one.md:3-5", None, None]
    assert set(live.turn.question.passages) == {"k0"}


def reach(live: LiveInterview, phase: Phase) -> None:
    """Bring an interview whose first question was asked to `phase`."""
    if phase in ("between", "finished"):
        live.skip()
    if phase == "finished":
        live.perform(c.FinishInterview(at(9000)))
    if phase in ("grading", "graded"):
        live.commit("abc", 1.0)
    if phase == "graded":
        live.grade_pending()
    assert live.state.phase == phase


@pytest.mark.parametrize("phase", ["between", "answering", "grading", "graded", "finished"])
def test_an_interview_is_resumed_where_it_was_left(room: Room, phase: Phase) -> None:
    live = begin(room, PARTLY, PARTLY)
    reach(live, phase)
    again = room.resumed()
    assert again.state == live.state
    assert again.plan == plan("one", "two")
    again.grade_pending()
    match phase:
        case "between":
            assert again.ask_next() is not None
        case "answering":
            assert again.commit("abc", 1.0).id == "q1.a1"
        case "grading" | "graded":
            assert again.turn.answers[0].grade is not None
            assert again.proceed() is not None
        case "finished":
            assert again.ask_next() is None
    assert on_disk(room) == again.state


def test_resuming_every_time_gives_the_same_interview_as_never_leaving(room: Room) -> None:
    live = begin(room, PARTLY, grade(ONE, {"k0": 0.8}))
    live.hint()
    live = room.resumed()
    live.commit("abc one", 1.0)
    live = room.resumed()
    live.grade_pending()
    live = room.resumed()
    live.proceed()
    live = room.resumed()
    assert live.turn.awaited_follow_up is not None
    assert live.commit("abc two", 1.0).help == "probe"
    live = room.resumed()
    live.grade_pending()
    assert live.proceed() is None
    assert [len(turn.answers) for turn in room.resumed().state.turns] == [2]


def test_ctrl_c_while_words_are_found_takes_the_written_ones_and_keeps_the_mark(room: Room) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    wording = Wording(interrupted, [Asking(read_prompt(bundled("prompts") / "follow-up.md"))])
    room.engine.script = [PARTLY]
    live = replace(room.session(), wording=wording).start("i", plan("one", "two"))
    live.ask_next()
    live.commit("abc one", 1.0)
    words = live.grade_pending()
    probe = live.proceed(words)
    assert probe is not None
    assert (words, probe.text, probe.voice) == (None, "And what about 0?", None)
    assert live.turn.answers[0].grade is not None


def test_an_unknown_interview_is_not_resumed(room: Room) -> None:
    with pytest.raises(IllegalCommand, match=r"no interview 'x'.*history"):
        room.session().resume("x")


def test_a_grade_that_arrives_after_the_next_question_is_kept(room: Room) -> None:
    live = begin(room, WHOLE)
    answer = live.commit("abc", 1.0, timed_out=True)
    live.ask_next()
    assert live.turn.question.id == "two"
    live.record(answer, live.mark(answer))
    assert live.state.turns[0].answers[0].grade is not None
    assert live.state.phase == "answering"
    assert on_disk(room) == live.state
    assert live.commit("abc", 1.0).id == "q2.a1"


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (EmbeddingUnavailable("The model is missing. Install it."), "The model is missing. Install it."),
        (RuntimeError("out of memory"), "out of memory"),
    ],
)
def test_an_engine_that_fails_leaves_an_ungraded_answer_and_its_reason(
    room: Room, failure: Exception, reason: str
) -> None:
    live = begin(room, failure)
    live.commit("abc", 1.0)
    live.grade_pending()
    marked = live.turn.answers[0].grade
    assert marked is not None
    assert reason in (marked.ungraded or "")
    assert (marked.score, marked.low, marked.high, marked.label) == (None, None, None, None)
    assert live.proceed() is None
    assert on_disk(room) == live.state


def test_marking_an_answer_of_another_interview_is_ungraded(room: Room) -> None:
    live = begin(room, PARTLY)
    answer = live.commit("abc", 1.0)
    assert "not part of this interview" in (live.mark(replace(answer, id="q9.a9")).ungraded or "")
    assert room.engine.requests == []


def test_a_draft_is_kept_for_the_answer_it_becomes(room: Room) -> None:
    live = begin(room, PARTLY)
    assert live.draft() == ""
    live.save_draft("abc ha")
    live.save_draft(EXACT)
    live = room.resumed()
    assert live.draft() == EXACT
    live.commit(live.draft(), 1.0)
    assert live.draft() == ""
    live.grade_pending()
    live.proceed()
    live.save_draft("for the probe")
    assert room.resumed().draft() == "for the probe"


def test_the_time_of_an_open_answer_is_kept_for_that_answer_alone(room: Room) -> None:
    live = begin(room, PARTLY)
    live.save_draft("abc", 12.34)
    live = room.resumed()
    assert live.begun_s == 12.3
    assert live.clarify("What do you mean?") is not None
    assert live.begun_s == 12.3, "a question back is no answer"
    live.commit("abc", live.begun_s + 8.0)
    live.grade_pending()
    live.proceed()
    assert live.begun_s == 0.0
    assert room.resumed().state.spent_s == 20.3


def test_hints_skip_and_reveal_keep_their_rules(room: Room) -> None:
    live = begin(room, PARTLY)
    with pytest.raises(IllegalCommand, match="after you have committed"):
        live.reveal()
    assert [live.hint().text, live.hint().text] == list(ONE.hints)
    with pytest.raises(IllegalCommand, match="no further hint"):
        live.hint()
    live.commit("abc", 1.0)
    for refused in (live.hint, live.skip, live.reveal):
        with pytest.raises(IllegalCommand):
            refused()
    live.grade_pending()
    live.reveal()
    live.ask_next()
    live.skip()
    assert [turn.closed for turn in live.state.turns] == ["revealed", "skipped"]
    assert on_disk(room) == live.state


def test_when_the_time_for_all_is_used_the_interview_ends_and_the_report_says_so(room: Room) -> None:
    live = room.session().start("i", replace(plan("one", "two"), minutes=1))
    room.engine.script[:] = [PARTLY]
    live.ask_next()
    live.commit("abc", 61.0)
    live.grade_pending()
    assert live.proceed() is None
    assert live.ask_next() is None
    assert live.state.phase == "finished"
    assert "1 of 2 questions · finished, the time was up" in report_markdown(
        "i", live.state, summarize(live.state, lambda raw: raw)
    )


def test_an_edit_of_the_bank_does_not_change_what_was_asked(room: Room) -> None:
    live = begin(room, PARTLY)
    live.commit("abc", 1.0)
    asked = live.turn.question
    room.questions = (replace(ONE, text="Something else?", key_points=TWO.key_points), replace(TWO, text="Mended?"))
    live = room.resumed()
    assert live.turn.question == asked
    live.grade_pending()
    assert room.engine.requests[0].question == ONE.text
    live.reveal()
    second = live.ask_next()
    assert second is not None
    assert second.question.text == "Mended?"


def test_a_planned_question_that_got_a_new_id_is_found_by_its_alias(room: Room) -> None:
    live = begin(room)
    live.skip()
    room.questions = (ONE, replace(TWO, id="two-renamed", aliases=("two",)))
    second = room.resumed().ask_next()
    assert second is not None
    assert second.question.id == "two"


def test_a_planned_question_that_is_gone_is_named(room: Room) -> None:
    begin(room).skip()
    room.questions = (ONE,)
    with pytest.raises(IllegalCommand, match=r"'two'.*no longer in the bank"):
        room.resumed().ask_next()


def test_what_another_process_wrote_meanwhile_is_not_overwritten(room: Room) -> None:
    live = begin(room)
    other = room.session().resume("i")
    other.commit("theirs", 1.0)
    before = live.state
    with pytest.raises(StorageError):
        live.commit("ours", 1.0)
    assert live.state == before
    assert [answer.text for answer in on_disk(room).turns[0].answers] == ["theirs"]


def test_before_the_start_and_the_first_question_there_is_nothing_to_show(room: Room) -> None:
    session = room.session()
    with pytest.raises(IllegalCommand, match="not started"):
        _ = LiveInterview(session, "i", Interview(), 0).plan
    with pytest.raises(IllegalCommand, match="No question"):
        _ = session.start("i", plan("one")).turn


def test_a_script_that_is_over_fails_the_test(room: Room) -> None:
    live = begin(room)
    answer = live.commit("abc", 1.0)
    with pytest.raises(pytest.fail.Exception, match="script is over"):
        live.mark(answer)


def test_an_empty_bank_has_nothing(room: Room) -> None:
    session = replace(room.session(), bank=Bank(()))
    live = session.start("i", plan("one"))
    with pytest.raises(IllegalCommand, match="no longer in the bank"):
        live.ask_next()


def test_a_question_heard_before_is_put_in_other_words_that_are_kept_and_marked_by(room: Room) -> None:
    asked = replace(ONE, paraphrases=("Could you say what one is?",))
    room.questions = (asked, TWO)
    room.engine = ScriptedEngine(PARTLY)
    session = replace(room.session(), heard={"one": {asked.text: at(1)}})
    live = session.start("i", plan("one", "two"))
    live.ask_next()
    assert live.turn.asked == "Could you say what one is?"
    assert live.turn.question == replace(asked, passages=live.turn.question.passages)
    live = room.resumed()
    assert live.turn.asked == "Could you say what one is?"
    live.commit("abc", 1.0)
    live.grade_pending()
    assert room.engine.requests[0].question == asked.text
    assert room.engine.requests[0].wordings == ("Could you say what one is?",)


def test_a_question_back_is_stored_and_waits_for_the_answer_again(room: Room) -> None:
    live = begin(room, PARTLY)
    live.save_draft("what do you m")
    assert live.clarify("It is one.") is None
    reply = live.clarify("What do you mean?")
    assert reply is not None
    assert live.state.phase == "answering"
    live = room.resumed()
    assert [(one.text, one.reply) for one in live.turn.clarifications] == [("What do you mean?", reply)]
    assert live.draft() == ""
    live.commit("What do you mean?", 1.0)
    assert live.clarify("And what do you mean?") is None
    live.grade_pending()
    assert len(live.turn.answers) == 1
