"""The lock between processes, the daily copies, and what survives kill -9."""

from pathlib import Path

import pytest

from interviewer.domain.errors import Locked, StorageError
from interviewer.domain.events import AnswerCommitted, InterviewFinished
from interviewer.storage.backup import KEPT, back_up
from interviewer.storage.database import Database
from interviewer.storage.event_log import EventLog
from interviewer.storage.lock import WriterLock
from tests.storage import children
from tests.support import AT, EXACT, answering, grade, played, question

EVENTS = [InterviewFinished(EXACT), InterviewFinished("two")]


def test_a_second_process_is_told_at_once_and_may_write_after_the_first(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with WriterLock(lock):
        refused = children.run(children.TRY_THE_LOCK, str(lock))
        assert "Another interviewer is running" in refused
        assert "`interviewer history`" in refused
    assert children.run(children.TRY_THE_LOCK, str(lock)) == "taken\n"
    assert lock.stat().st_mode & 0o077 == 0


def test_a_killed_holder_frees_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    holder = children.start(children.HOLD_THE_LOCK, str(lock))
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Locked):
            WriterLock(lock).acquire()
    finally:
        children.kill(holder)
    with WriterLock(lock):
        pass


def test_a_lock_is_given_back_twice_without_harm(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "lock")
    lock.release()
    lock.acquire()
    lock.release()
    lock.release()
    lock.acquire()
    lock.release()


def test_a_lock_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be taken"):
        WriterLock(tmp_path).acquire()


def test_one_copy_a_day_of_which_the_newest_seven_stay(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "before-schema-2.sqlite3").touch()
    assert back_up(database, folder, "2026-02-28") is None
    EventLog(database).append("i", 0, EVENTS)
    days = [f"2026-03-{day:02d}" for day in range(1, KEPT + 4)]
    for day in days:
        made = back_up(database, folder, day)
        assert made is not None
        assert made.stat().st_mode & 0o777 == 0o600
        assert back_up(database, folder, day) is None
    kept = sorted(file.name for file in folder.iterdir())
    assert kept == ["before-schema-2.sqlite3", *(f"log-{day}.sqlite3" for day in days[-7:])]


def test_a_copy_put_in_place_gives_the_same_interviews(database: Database, file: Path, tmp_path: Path) -> None:
    asked = question("one")
    state, history = played(answering(asked, [grade(asked, {"k0": 0.5})]))
    log = EventLog(database)
    log.append("i", 0, history)
    log.append("j", 0, EVENTS)
    log.save_draft("i", "q1.a2", EXACT, AT)
    copy = back_up(database, tmp_path, "2026-03-01")
    assert copy is not None
    log.append("j", 2, EVENTS)
    database.close()
    for one in tmp_path.glob("log.sqlite3*"):
        one.unlink()
    copy.replace(file)
    restored = Database(file, writable=True, now=AT)
    again = EventLog(restored)
    assert again.events("i") == history
    assert again.events("j") == EVENTS
    assert again.draft("i", "q1.a2") == EXACT
    stored = again.interview("i")
    assert stored is not None
    assert stored.state == state
    assert restored.check() == []
    restored.close()


def test_a_copy_that_cannot_be_made_says_so_and_leaves_the_old_one(database: Database, tmp_path: Path) -> None:
    EventLog(database).append("i", 0, EVENTS)
    with pytest.raises(StorageError, match="cannot be used"):
        back_up(database, tmp_path / "nowhere", "2026-03-01")
    made = back_up(database, tmp_path, "2026-03-01")
    assert made is not None
    assert list(tmp_path.glob("*.part")) == []


def test_what_was_acknowledged_before_a_kill_is_on_disk(file: Path) -> None:
    acknowledged = -1
    for more in (1, 7, 20, 33, 50):
        child = children.start(children.APPEND_FOREVER, str(file))
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(more)]
        printed = "".join(lines) + children.kill(child)
        acknowledged = max(int(line) for line in printed.split("\n")[:-1])
        database = Database(file, writable=True, now=AT)
        events = EventLog(database).events("i")
        assert len(events) > acknowledged
        assert events == [
            AnswerCommitted(f"a{seq}", 0, f"text {seq}", "unaided", None, 1.0, "now") for seq in range(len(events))
        ]
        assert database.check() == []
        database.close()
    assert acknowledged >= 110
