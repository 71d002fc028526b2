"""The record of what was asked: the latest time, and its mark if there is one."""

from interviewer.domain import commands as c
from interviewer.domain.grade import Grade, ungraded
from interviewer.domain.state import Interview
from interviewer.learning.record import Seen, heard_in, record_of
from tests.support import at, grade, opening, played, question

ASKED = question("one")


def interview(second: int, mark: Grade | None) -> Interview:
    """Return an interview of one question that was asked at `second`; skipped where there is no mark."""
    start, _ = opening(ASKED)
    after: list[c.Command] = [c.Skip(at(second + 1))]
    if mark is not None:
        after = [c.CommitAnswer("a", "abc", 1.0, at(second + 1)), c.RecordGrade("a", mark, at(second + 2))]
    state, _ = played([start, c.AskQuestion(ASKED, at(second)), *after])
    return state


def test_nothing_asked_is_nothing_seen() -> None:
    assert record_of([], str) == {}
    opened, _ = played(opening(ASKED))
    assert record_of([opened], str) == {}


def test_the_latest_interview_counts_in_whatever_order_they_come() -> None:
    old, new = interview(10, grade(ASKED, {"k0": 1.0})), interview(500, grade(ASKED, {"k2": 1.0}))
    latest = {"one": Seen(at(500), round(1 / 6, 4))}
    assert record_of([old, new], str) == latest
    assert record_of([new, old], str) == latest


def test_skipped_earned_nothing_and_ungraded_has_no_mark() -> None:
    assert record_of([interview(10, None)], str) == {"one": Seen(at(10), 0.0)}
    assert record_of([interview(10, ungraded("scripted", "no engine"))], str) == {"one": Seen(at(10), None)}


def test_an_answer_that_waits_for_its_grade_was_asked() -> None:
    state, _ = played([*opening(ASKED), c.CommitAnswer("a", "abc", 1.0, at(2))])
    assert record_of([state], str) == {"one": Seen(at(1), None)}


def test_a_renamed_question_keeps_its_record() -> None:
    assert record_of([interview(10, None)], {"one": "renamed"}.__getitem__) == {"renamed": Seen(at(10), 0.0)}


def test_each_wording_is_kept_with_the_last_time_it_was_put() -> None:
    start, _ = opening(ASKED)
    late, _ = played([start, c.AskQuestion(ASKED, at(500), "In other words?")])
    first, again = played([start, c.AskQuestion(ASKED, at(10))])[0], played([start, c.AskQuestion(ASKED, at(90))])[0]
    heard = {"one": {ASKED.text: at(90), "In other words?": at(500)}}
    assert heard_in([late, again, first], str) == heard
    assert heard_in([first, again, late], str) == heard
    assert heard_in([late], {"one": "renamed"}.__getitem__) == {"renamed": {"In other words?": at(500)}}
