"""Copies of the event log: one a day, thinned, made before anything is written."""

from pathlib import Path

from interviewer.storage.database import Database

KEPT = 7


def back_up(database: Database, folder: Path, day: str) -> Path | None:
    """Copy the log to `folder` unless `day` (YYYY-MM-DD) has one; the newest seven daily copies are kept.

    Returns the new copy, None when the day has one or there is nothing to lose yet.
    """
    target = folder / f"log-{day}.sqlite3"
    if target.exists() or not database.rows("SELECT 1 FROM events LIMIT 1"):
        return None
    database.copy_to(target)
    for old in sorted(folder.glob("log-*.sqlite3"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return target
