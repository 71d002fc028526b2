"""The one module that talks to SQLite: connections, transactions, migrations, copies."""

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path

from interviewer.domain.errors import StorageError

Value = str | int | float | bytes | None
Row = tuple[Value, ...]

# Before 3.51.3 two connections that write and checkpoint at once can corrupt a WAL database
# (sqlite.org/wal.html, "the WAL-reset bug"); with our single writer it cannot happen.
WAL_RESET_FIXED = (3, 51, 3)


class Database:
    """One connection, which threads take in turns. A writer creates and migrates the file, a reader only reads it.

    WAL with synchronous=FULL: what `transaction` committed survives a kill and a power cut.
    Errors of SQLite surface as StorageError.
    """

    def __init__(self, file: Path, *, writable: bool, now: str = "", backups: Path | None = None) -> None:
        self.file = file
        self._turn = threading.RLock()
        with _translated(file):
            if writable:
                if not file.exists():
                    os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
                self._connection = sqlite3.connect(file, isolation_level=None, timeout=5, check_same_thread=False)
                self._connection.execute("PRAGMA journal_mode=WAL")
                self._connection.execute("PRAGMA synchronous=FULL")
                self._connection.execute("PRAGMA foreign_keys=ON")
                self._migrate(now, backups)
            else:
                uri = f"{file.absolute().as_uri()}?mode=ro"
                self._connection = sqlite3.connect(
                    uri, uri=True, isolation_level=None, timeout=5, check_same_thread=False
                )

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """Return all rows of a query."""
        with self._turn, _translated(self.file):
            return self._connection.execute(sql, values).fetchall()

    def write(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for every row, in one transaction."""
        with self.transaction(), _translated(self.file):
            self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; an inner transaction joins the outer one, another thread's waits."""
        with self._turn:
            if self._connection.in_transaction:
                yield
                return
            with _translated(self.file):
                self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                with _translated(self.file):
                    self._connection.execute("COMMIT")
            except BaseException:
                self._undo()
                raise

    def _undo(self) -> None:
        """Leave no transaction open, or the next one would join it and never be committed.

        A full disk makes SQLite roll back by itself.
        """
        if self._connection.in_transaction:
            with _translated(self.file):
                self._connection.execute("ROLLBACK")

    def check(self) -> list[str]:
        """Return what SQLite's integrity and foreign key checks find; empty when sound."""
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        return found + [f"foreign key: {row}" for row in self.rows("PRAGMA foreign_key_check")]

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy to `target`, private, whole or not at all."""
        part = target.with_suffix(".part")
        with self._turn, _translated(self.file):
            part.unlink(missing_ok=True)
            self._connection.execute("VACUUM INTO ?", (str(part),))
            part.chmod(0o600)
            part.replace(target)

    def close(self) -> None:
        """Close the connection; safe to call twice."""
        with self._turn:
            self._connection.close()

    def _migrate(self, now: str, backups: Path | None) -> None:
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL)"
        )
        done = {row[0] for row in self._connection.execute("SELECT version FROM migrations")}
        known = _migrations()
        newer = done - {version for version, _, _ in known}
        if newer:
            raise StorageError(
                f"{self.file} was written by a newer version (schema {max(newer)}). Upgrade mock-interviewer."
            )
        pending = [migration for migration in known if migration[0] not in done]
        if pending and done and backups:
            self.copy_to(backups / f"before-schema-{pending[0][0]}.sqlite3")
        for version, name, statements in pending:
            with self.transaction():
                for statement in statements:
                    self._connection.execute(statement)
                self._connection.execute("INSERT INTO migrations VALUES (?, ?, ?)", (version, name, now))


def rows_of_image(image: bytes, sql: str) -> list[Row]:
    """Return the rows of a query on somebody else's database, given as its file's bytes and held in memory only.

    Nothing can be written, nor can its schema call functions. Raises StorageError where it is damaged.
    """
    # Bytes 18 and 19 ask for a write-ahead log, which a database in memory cannot have; 1 asks for none.
    plain = image[:18] + b"\x01\x01" + image[20:]
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(plain)
            connection.execute("PRAGMA query_only=ON")
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.create_collation("unicase", _without_case)
            return connection.execute(sql).fetchall()
    except (sqlite3.Error, OverflowError) as error:
        raise StorageError(f"this is no sound SQLite database: {error}") from error


def _without_case(left: str, right: str) -> int:
    """Order as Anki's collation `unicase` does."""
    return (left.casefold() > right.casefold()) - (left.casefold() < right.casefold())


def sqlite_version() -> tuple[int, int, int]:
    """Return the version of the linked SQLite library."""
    return sqlite3.sqlite_version_info


def _migrations() -> list[tuple[int, str, list[str]]]:
    folder = resources.files("interviewer.storage") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return [(int(file.name[:4]), file.name, _statements(file.read_text("utf-8"))) for file in files]


def _statements(script: str) -> list[str]:
    statements, lines = [], list[str]()
    for line in script.splitlines():
        lines.append(line)
        if sqlite3.complete_statement("\n".join(lines)):
            statements.append("\n".join(lines))
            lines = []
    return statements + (["\n".join(lines)] if "".join(lines).strip() else [])


@contextmanager
def _translated(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"The interview log {file} cannot be used: {error}. {_remedy(error)}") from error


def _remedy(error: Exception) -> str:
    if isinstance(error, sqlite3.IntegrityError):
        return "Another program wrote to the same place; open the interview again."
    if type(error) is sqlite3.DatabaseError:  # what SQLite raises for a malformed file, and only then
        return "Check the folder `backups` beside it; move the log away with its -wal and -shm, and copy the newest in."
    return "Check free space and permissions of its folder."
