"""The schema moves on whole or not at all, and the log as it was is kept beside it."""

import importlib.resources
from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.domain.errors import StorageError
from interviewer.domain.events import InterviewFinished
from interviewer.storage.database import Database
from interviewer.storage.event_log import EventLog
from tests.support import AT

MIGRATIONS = importlib.resources.files("interviewer.storage") / "migrations"
FIRST = (MIGRATIONS / "0001_first.sql").read_text("utf-8")
SECOND = (MIGRATIONS / "0002_time_of_drafts.sql").read_text("utf-8")
EVENTS = [InterviewFinished("one"), InterviewFinished("two")]
Shipped = Callable[[dict[str, str]], None]


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shipped:
    """Ship these migrations with the package in place of its own."""
    package = tmp_path / "package"
    folder = package / "migrations"

    def ship(scripts: dict[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, script in scripts.items():
            (folder / name).write_text(script, "utf-8")
        monkeypatch.setattr(importlib.resources, "files", lambda _anchor: package)

    return ship


@pytest.fixture
def old(file: Path, shipped: Shipped) -> Path:
    """A log of the first schema, with two events in it."""
    shipped({"0001_first.sql": FIRST})
    database = Database(file, writable=True, now=AT)
    EventLog(database).append("i", 0, EVENTS)
    database.close()
    return file


def tables(database: Database) -> set[str]:
    """Return the names of the tables."""
    return {str(name) for (name,) in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}


def recorded(database: Database) -> list[tuple[object, ...]]:
    """Return which migrations the log says it has had."""
    return list(database.rows("SELECT version, name, at FROM migrations ORDER BY version"))


def test_a_new_log_records_its_migrations_and_opening_again_changes_nothing(file: Path) -> None:
    for time in (AT, "later"):
        database = Database(file, writable=True, now=time)
        assert recorded(database) == [(1, "0001_first.sql", AT), (2, "0002_time_of_drafts.sql", AT)]
        assert tables(database) == {"migrations", "events", "drafts", "documents", "passages", "vectors"}
        database.close()


def test_an_old_log_moves_on_and_is_kept_as_it_was(old: Path, tmp_path: Path, shipped: Shipped) -> None:
    shipped({"0001_first.sql": FIRST, "0002_more.sql": "CREATE TABLE a (x);\n-- a reason\nCREATE TABLE b (x)\n"})
    database = Database(old, writable=True, now="later", backups=tmp_path)
    assert recorded(database) == [(1, "0001_first.sql", AT), (2, "0002_more.sql", "later")]
    assert {"a", "b"} <= tables(database)
    assert EventLog(database).events("i") == EVENTS
    database.close()
    copy = Database(tmp_path / "before-schema-2.sqlite3", writable=False)
    assert recorded(copy) == [(1, "0001_first.sql", AT)]
    assert EventLog(copy).events("i") == EVENTS
    copy.close()


def test_a_migration_that_fails_changes_nothing_and_leaves_the_copy(
    old: Path, tmp_path: Path, shipped: Shipped
) -> None:
    shipped({"0001_first.sql": FIRST, "0002_more.sql": "CREATE TABLE half (x);\nDELETE FROM events;\nNONSENSE;\n"})
    for _ in range(2):
        with pytest.raises(StorageError, match="syntax error"):
            Database(old, writable=True, now="later", backups=tmp_path)
    for kept in (old, tmp_path / "before-schema-2.sqlite3"):
        database = Database(kept, writable=False)
        assert recorded(database) == [(1, "0001_first.sql", AT)]
        assert "half" not in tables(database)
        assert EventLog(database).events("i") == EVENTS
        database.close()


def test_a_draft_of_the_first_schema_goes_on_without_a_time(file: Path, shipped: Shipped) -> None:
    shipped({"0001_first.sql": FIRST})
    before = Database(file, writable=True, now=AT)
    before.write("INSERT INTO drafts VALUES (?, ?, ?, ?)", [("i", "q1.a1", "half a th", AT)])
    before.close()
    shipped({"0002_time_of_drafts.sql": SECOND})
    database = Database(file, writable=True, now="later")
    log = EventLog(database)
    assert (log.draft("i", "q1.a1"), log.draft_seconds("i", "q1.a1")) == ("half a th", 0.0)
    database.close()


def test_a_first_migration_has_nothing_to_keep(file: Path, tmp_path: Path) -> None:
    Database(file, writable=True, now=AT, backups=tmp_path).close()
    assert list(tmp_path.glob("before-*")) == []


def test_a_log_of_a_newer_version_is_refused_and_left_alone(old: Path, tmp_path: Path, shipped: Shipped) -> None:
    with pytest.MonkeyPatch.context():
        shipped({"0001_first.sql": FIRST, "0002_more.sql": "CREATE TABLE a (x);\n"})
        Database(old, writable=True, now="later").close()
    (tmp_path / "package" / "migrations" / "0002_more.sql").unlink()
    with pytest.raises(StorageError, match=r"newer version \(schema 2\)\. Upgrade"):
        Database(old, writable=True, now="later")
    reader = Database(old, writable=False)
    assert EventLog(reader).events("i") == EVENTS
    assert [version for version, _, _ in recorded(reader)] == [1, 2]
    reader.close()
