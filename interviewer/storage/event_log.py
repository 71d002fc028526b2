"""The interviews as stored: append-only events, and the drafts of what is being typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.domain.codec import decode, encode, kind_of
from interviewer.domain.errors import StorageError
from interviewer.domain.events import Event
from interviewer.domain.machine import fold
from interviewer.domain.state import Interview
from interviewer.domain.text import storable
from interviewer.storage.database import Database


@dataclass(frozen=True, slots=True)
class Stored:
    """An interview as read from disk."""

    id: str
    state: Interview


class EventLog:
    """Appends and reads events; what `append` returned from is on disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, interview_id: str, first_seq: int, events: Sequence[Event]) -> None:
        """Commit `events` as numbers `first_seq`, `first_seq`+1, …; all or none.

        Raises StorageError when one of the numbers is taken: somebody else wrote to this interview.
        """
        self._database.write(
            "INSERT INTO events (interview_id, seq, kind, at, payload) VALUES (?, ?, ?, ?, ?)",
            [
                (interview_id, first_seq + offset, kind_of(event), event.at, storable(encode(event)))
                for offset, event in enumerate(events)
            ],
        )

    def events(self, interview_id: str) -> list[Event]:
        """Return an interview's events in order; empty when there is none of that id."""
        rows = self._database.rows(
            "SELECT kind, payload FROM events WHERE interview_id = ? ORDER BY seq", (interview_id,)
        )
        return [decode(str(kind), str(payload)) for kind, payload in rows]

    def interviews(self) -> list[Stored]:
        """Return every interview, newest first."""
        rows = self._database.rows("SELECT interview_id, kind, payload FROM events ORDER BY interview_id, seq")
        histories: dict[str, list[Event]] = {}
        for interview_id, kind, payload in rows:
            histories.setdefault(str(interview_id), []).append(decode(str(kind), str(payload)))
        stored = [Stored(interview_id, fold(history)) for interview_id, history in histories.items()]
        return sorted(stored, key=lambda one: (one.state.started_at, one.id), reverse=True)

    def interview(self, interview_id: str) -> Stored | None:
        """Return one interview, None when there is none of that id."""
        history = self.events(interview_id)
        return Stored(interview_id, fold(history)) if history else None

    def save_draft(self, interview_id: str, part: str, text: str, at: str, seconds: float = 0.0) -> None:
        """Keep what is being typed, and the seconds it took so far, which never become fewer.

        `part` names the answer it will become.
        """
        self._database.write(
            "INSERT INTO drafts (interview_id, part, text, at, seconds) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (interview_id, part) DO UPDATE"
            " SET text = excluded.text, at = excluded.at, seconds = max(seconds, excluded.seconds)",
            [(interview_id, part, storable(text), at, seconds)],
        )

    def draft(self, interview_id: str, part: str) -> str:
        """Return the kept draft, empty when there is none."""
        rows = self._database.rows("SELECT text FROM drafts WHERE interview_id = ? AND part = ?", (interview_id, part))
        return str(rows[0][0]) if rows else ""

    def draft_seconds(self, interview_id: str, part: str) -> float:
        """Return the seconds that the draft took so far, 0 when there is none."""
        rows = self._database.rows(
            "SELECT seconds FROM drafts WHERE interview_id = ? AND part = ?", (interview_id, part)
        )
        return float(rows[0][0] or 0.0) if rows else 0.0

    def next_seq(self, interview_id: str) -> int:
        """Return the number that the next event of this interview gets, from 0."""
        [(count,)] = self._database.rows("SELECT count(*) FROM events WHERE interview_id = ?", (interview_id,))
        if not isinstance(count, int):
            raise StorageError("The interview log does not count its events.")
        return count
