"""The file itself: private, durable, whole or untouched, and plain words when it cannot be used."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.domain.errors import StorageError
from interviewer.domain.events import InterviewFinished
from interviewer.storage.database import Database, sqlite_version
from interviewer.storage.event_log import EventLog
from tests.storage import children
from tests.support import AT

INSERT = "INSERT INTO drafts (interview_id, part, text, at) VALUES (?, ?, ?, ?)"


def texts_in(database: Database) -> list[object]:
    """Return the drafts' texts, which these tests use as rows."""
    return [row[0] for row in database.rows("SELECT text FROM drafts ORDER BY text")]


def test_commits_reach_the_disk(database: Database) -> None:
    assert database.rows("PRAGMA journal_mode") == [("wal",)]
    assert database.rows("PRAGMA synchronous") == [(2,)]
    assert database.rows("PRAGMA foreign_keys") == [(1,)]


def test_the_file_and_its_companions_are_private(database: Database, file: Path) -> None:
    database.write(INSERT, [("i", "p", "text", AT)])
    files = list(file.parent.glob("log.sqlite3*"))
    assert file in files
    assert {one.stat().st_mode & 0o777 for one in files} == {0o600}


def test_a_reader_cannot_write(reader: Database) -> None:
    with pytest.raises(StorageError, match="readonly"):
        reader.write(INSERT, [("i", "p", "text", AT)])
    assert texts_in(reader) == []


def test_a_reader_of_a_missing_file_says_so_and_creates_nothing(file: Path) -> None:
    with pytest.raises(StorageError, match="cannot be used"):
        Database(file, writable=False)
    assert not file.exists()


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"nowhere.*permissions"):
        Database(tmp_path / "nowhere" / "log.sqlite3", writable=True)


def test_a_transaction_is_all_or_nothing(database: Database, reader: Database) -> None:
    with contextlib.suppress(KeyboardInterrupt), database.transaction():
        database.write(INSERT, [("i", "p", "lost", AT)])
        assert texts_in(reader) == []
        raise KeyboardInterrupt
    assert texts_in(database) == []
    with database.transaction():
        database.write(INSERT, [("i", "p", "kept", AT)])
        assert texts_in(reader) == []
    assert texts_in(reader) == ["kept"]


def test_a_faulty_statement_is_a_storage_error_and_the_next_one_works(database: Database, reader: Database) -> None:
    with pytest.raises(StorageError, match="no such table"):
        database.write("INSERT INTO unknown_table VALUES (?)", [(1,)])
    database.write(INSERT, [("i", "p", "kept", AT)])
    assert texts_in(reader) == ["kept"]


def test_a_full_disk_is_said_and_does_not_swallow_what_comes_after(database: Database, reader: Database) -> None:
    database.write(INSERT, [("i", "1", "before", AT)])
    [(pages,)] = database.rows("PRAGMA page_count")
    database.rows(f"PRAGMA max_page_count = {pages!r}")
    with pytest.raises(StorageError, match=r"full.*free space"):
        database.write(INSERT, [("i", "2", "half", AT), ("i", "3", "x" * 100_000, AT)])
    assert texts_in(database) == ["before"]
    database.rows("PRAGMA max_page_count = 1000000")
    database.write(INSERT, [("i", "4", "later", AT)])
    assert texts_in(reader) == ["before", "later"]
    assert database.check() == []


@pytest.mark.parametrize("room", [0, 4096, 150_000])
def test_a_write_that_the_system_refuses_is_undone_and_the_next_one_is_kept(file: Path, room: int) -> None:
    said = children.run(children.FILL_THE_DISK, str(file), str(room))
    message, count = said.rstrip("\n").rsplit("\n", 1)
    assert "cannot be used" in message
    assert "free space" in message
    assert count == "1"
    again = Database(file, writable=True, now=AT)
    assert EventLog(again).events("i") == [InterviewFinished("before"), InterviewFinished("after")]
    assert again.check() == []
    again.close()


@pytest.mark.parametrize("writable", [True, False])
def test_a_file_that_is_no_log_is_left_alone_and_the_remedy_named(file: Path, writable: bool) -> None:
    file.write_bytes(b"this is not a database " * 400)
    with pytest.raises(StorageError, match="backups"):
        Database(file, writable=writable).rows("SELECT * FROM events")
    assert file.read_bytes() == b"this is not a database " * 400


def test_a_damaged_page_is_said_with_the_remedy(file: Path, opened: Callable[[Path], Database]) -> None:
    first = opened(file)
    first.write(INSERT, [("i", str(n), "x" * 500, AT) for n in range(200)])
    first.close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StorageError, match="backups"):
        Database(file, writable=True, now=AT).rows("SELECT * FROM drafts")


def test_check_names_a_passage_without_its_document(database: Database) -> None:
    database.rows("PRAGMA foreign_keys = OFF")
    database.write("INSERT INTO passages VALUES (?, 0, 1, 1, 'text')", [("gone.md",)])
    [finding] = database.check()
    assert "foreign key" in finding
    assert "passages" in finding


def test_what_is_closed_says_so(database: Database) -> None:
    database.close()
    with pytest.raises(StorageError):
        database.rows("SELECT 1")


def test_the_linked_library_knows_what_we_use() -> None:
    assert sqlite_version() >= (3, 35, 0)
