"""What `append` returned from is on disk, in order, and nobody else's."""

import threading
from pathlib import Path

import pytest

from interviewer.domain import events as e
from interviewer.domain.errors import StorageError
from interviewer.domain.machine import fold
from interviewer.storage.database import Database
from interviewer.storage.event_log import EventLog
from tests.support import AT, EXACT, answering, at, grade, plan, played, question

ASKED = question("one")
STATE, HISTORY = played(answering(ASKED, [grade(ASKED, {"k0": 0.5}), grade(ASKED, {"k0": 1.0})]))


def answer(seq: int, text: str = "abc") -> e.AnswerCommitted:
    """Return an answer's event."""
    return e.AnswerCommitted(f"a{seq}", 0, text, "unaided", None, 1.0, at(seq))


def test_events_come_back_in_order_through_another_connection(database: Database, reader: Database) -> None:
    log = EventLog(database)
    for seq, event in enumerate(HISTORY):
        log.append("i", seq, [event])
        assert EventLog(reader).events("i") == HISTORY[: seq + 1]
    stored = EventLog(reader).interview("i")
    assert stored is not None
    assert stored.state == STATE


def test_what_was_typed_is_stored_to_the_character(database: Database, reader: Database) -> None:
    EventLog(database).append("i", 0, [answer(0, EXACT)])
    [event] = EventLog(reader).events("i")
    assert event == answer(0, EXACT)


def test_what_utf8_cannot_hold_is_replaced_not_lost(database: Database) -> None:
    EventLog(database).append("i", 0, [answer(0, "before \udcff after")])
    assert EventLog(database).events("i") == [answer(0, "before \ufffd after")]


def test_an_unknown_interview_has_no_events(database: Database) -> None:
    log = EventLog(database)
    assert log.events("nobody") == []
    assert log.interview("nobody") is None
    assert log.next_seq("nobody") == 0
    assert log.interviews() == []


def test_two_writers_of_one_number_are_refused_and_nothing_is_written(database: Database) -> None:
    log = EventLog(database)
    log.append("i", 0, [answer(0), answer(1)])
    with pytest.raises(StorageError, match=r"(?i)another program.*again"):
        log.append("i", 1, [answer(7), answer(8)])
    with pytest.raises(StorageError):
        log.append("i", 0, [answer(7)])
    assert log.events("i") == [answer(0), answer(1)]
    assert log.next_seq("i") == 2


def test_events_of_one_append_are_all_kept_or_none(database: Database, reader: Database) -> None:
    log = EventLog(database)
    log.append("i", 2, [answer(2)])
    with pytest.raises(StorageError):
        log.append("i", 0, [answer(0), answer(1), answer(7)])
    assert EventLog(reader).events("i") == [answer(2)]


def test_interviews_come_newest_first(database: Database) -> None:
    log = EventLog(database)
    for place, name in enumerate(["b", "c", "a"]):
        log.append(name, 0, [e.InterviewStarted(plan("one"), at(place))])
    assert [stored.id for stored in log.interviews()] == ["a", "c", "b"]
    assert log.interviews()[0].state == fold([e.InterviewStarted(plan("one"), at(2))])


def test_a_draft_is_kept_for_its_answer_and_replaced(database: Database, reader: Database) -> None:
    log = EventLog(database)
    log.save_draft("i", "q1.a1", "first", at(1))
    log.save_draft("i", "q1.a1", EXACT, at(2))
    log.save_draft("i", "q1.a2", "\ud800 other", at(3))
    assert EventLog(reader).draft("i", "q1.a1") == EXACT
    assert EventLog(reader).draft("i", "q1.a2") == "\ufffd other"
    assert EventLog(reader).draft("j", "q1.a1") == ""


def test_the_time_of_a_draft_is_kept_and_never_becomes_less(database: Database, reader: Database) -> None:
    log = EventLog(database)
    assert log.draft_seconds("i", "q1.a1") == 0.0
    for text, seconds, kept in [("a", 4.5, 4.5), ("ab", 0.0, 4.5), ("", 9.0, 9.0)]:
        log.save_draft("i", "q1.a1", text, AT, seconds)
        assert EventLog(reader).draft_seconds("i", "q1.a1") == kept
        assert EventLog(reader).draft("i", "q1.a1") == text
    assert EventLog(reader).draft_seconds("i", "q1.a2") == 0.0


def test_threads_take_turns_and_lose_nothing(database: Database, reader: Database) -> None:
    log = EventLog(database)
    ready = threading.Barrier(8)
    failures: list[BaseException] = []

    def write(name: str) -> None:
        try:
            ready.wait(timeout=30)
            for seq in range(50):
                log.append(name, seq, [answer(seq)])
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=write, args=(f"i{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    for n in range(8):
        assert EventLog(reader).events(f"i{n}") == [answer(seq) for seq in range(50)]
    assert database.check() == []


def test_a_broken_event_is_named_with_its_remedy(database: Database) -> None:
    row = ("i", 0, "InterviewStarted", AT, "{")
    database.write("INSERT INTO events (interview_id, seq, kind, at, payload) VALUES (?, ?, ?, ?, ?)", [row])
    with pytest.raises(StorageError, match=r"InterviewStarted.*backup"):
        EventLog(database).interviews()


def test_a_second_open_finds_what_the_first_left(file: Path) -> None:
    first = Database(file, writable=True, now=AT)
    EventLog(first).append("i", 0, HISTORY)
    first.close()
    first.close()
    second = Database(file, writable=True, now=AT)
    assert EventLog(second).events("i") == HISTORY
    second.close()
