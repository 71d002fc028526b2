"""An empty log on disk, and a second connection that sees only what was committed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from interviewer.storage.database import Database
from tests.support import AT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the log is."""
    return tmp_path / "log.sqlite3"


@pytest.fixture
def opened() -> Iterator[Callable[[Path], Database]]:
    """Open a log to write; closed at the end of the test."""
    held: list[Database] = []

    def open_it(file: Path) -> Database:
        held.append(Database(file, writable=True, now=AT))
        return held[-1]

    yield open_it
    for database in held:
        database.close()


@pytest.fixture
def database(file: Path, opened: Callable[[Path], Database]) -> Database:
    """A new log, open to write."""
    return opened(file)


@pytest.fixture
def reader(file: Path, database: Database) -> Iterator[Database]:
    """The same log, open to read."""
    second = Database(database.file, writable=False)
    assert second.file == file
    yield second
    second.close()
