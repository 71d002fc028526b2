"""The ingested documents and their passages."""

from interviewer.domain.document import Document
from interviewer.domain.question import Passage
from interviewer.storage.database import Database, Value


class DocumentTable:
    """Which documents were read, and what of them can be shown as a passage."""

    def __init__(self, database: Database | None) -> None:
        self._database = database

    def save(self, document: Document, at: str) -> None:
        """Keep a document's passages in place of any it had before."""
        if self._database is None:
            return
        with self._database.transaction():
            self._database.write("DELETE FROM documents WHERE name = ?", [(document.name,)])
            row = (document.name, document.path, document.format, document.sha256, at)
            self._database.write("INSERT INTO documents (name, path, format, sha256, at) VALUES (?, ?, ?, ?, ?)", [row])
            self._database.write(
                "INSERT INTO passages (document, ordinal, first_line, last_line, text) VALUES (?, ?, ?, ?, ?)",
                [
                    (document.name, ordinal, passage.first_line, passage.last_line, passage.text)
                    for ordinal, passage in enumerate(document.passages)
                ],
            )

    def remove(self, name: str) -> None:
        """Forget a document and its passages; one that is not there is no fault."""
        if self._database is not None:
            self._database.write("DELETE FROM documents WHERE name = ?", [(name,)])

    def hashes(self) -> dict[str, str]:
        """Return the documents' names with the SHA-256 of what was read."""
        return self._column("SELECT name, sha256 FROM documents")

    def places(self) -> dict[str, str]:
        """Return the documents' names with the paths they were read from."""
        return self._column("SELECT name, path FROM documents")

    def hash_of(self, name: str) -> str | None:
        """Return the SHA-256 of a document as it was read; None where it was not."""
        return self._cell("SELECT sha256 FROM documents WHERE name = ?", name)

    def place_of(self, name: str) -> str | None:
        """Return the path that a document was read from; None where it was not."""
        return self._cell("SELECT path FROM documents WHERE name = ?", name)

    def name_at(self, path: str) -> str | None:
        """Return the name of the document that was read from a path; None where none was."""
        return self._cell("SELECT name FROM documents WHERE path = ? ORDER BY name", path)

    def _cell(self, sql: str, name: str) -> str | None:
        rows = self._database.rows(sql, (name,)) if self._database is not None else []
        return str(rows[0][0]) if rows else None

    def _column(self, sql: str) -> dict[str, str]:
        if self._database is None:
            return {}
        return {str(name): str(value) for name, value in self._database.rows(sql)}

    def passages(self) -> list[Passage]:
        """Return every passage, by document and place."""
        if self._database is None:
            return []
        rows = self._database.rows(
            "SELECT document, first_line, last_line, text FROM passages ORDER BY document, ordinal"
        )
        return [Passage(str(name), _number(first), _number(last), str(text)) for name, first, last, text in rows]


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0
