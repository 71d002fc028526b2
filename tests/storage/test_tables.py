"""Vectors and documents: the last one written wins, and a reader writes nothing."""

from interviewer.domain.document import Document
from interviewer.domain.question import Passage
from interviewer.storage.database import Database
from interviewer.storage.documents import DocumentTable
from interviewer.storage.vectors import VectorTable
from tests.support import AT


def document(name: str, *passages: str, sha256: str = "0" * 64) -> Document:
    """Return a document with these passages, a line each."""
    found = tuple(Passage(name, line, line, text) for line, text in enumerate(passages, 1))
    return Document(name, f"/docs/{name}", "markdown", sha256, (), found)


def test_vectors_are_kept_by_model_and_key(database: Database, reader: Database) -> None:
    table = VectorTable(database, writable=True)
    many = {f"key{n}": n.to_bytes(4, "little") for n in range(1203)}
    table.put("mini", many)
    table.put("mini", {"key7": b"new"})
    table.put("other", {"key7": b"other"})
    found = VectorTable(reader, writable=False).get("mini", [*many, "unknown"])
    assert found == many | {"key7": b"new"}
    assert table.get("other", ["key7"]) == {"key7": b"other"}
    assert table.get("mini", []) == {}


def test_a_reader_keeps_no_vectors_and_needs_no_log(reader: Database) -> None:
    table = VectorTable(reader, writable=False)
    table.put("mini", {"key": b"1"})
    assert table.get("mini", ["key"]) == {}
    without = VectorTable(None, writable=True)
    without.put("mini", {"key": b"1"})
    assert without.get("mini", ["key"]) == {}


def test_a_document_read_again_replaces_its_passages_only(database: Database, reader: Database) -> None:
    table = DocumentTable(database)
    table.save(document("b.md", "one", "two", "three"), AT)
    table.save(document("a.md", "other"), AT)
    table.save(document("b.md", "new", sha256="1" * 64), AT)
    read = DocumentTable(reader)
    assert read.passages() == [Passage("a.md", 1, 1, "other"), Passage("b.md", 1, 1, "new")]
    assert read.hashes() == {"a.md": "0" * 64, "b.md": "1" * 64}
    assert read.places() == {"a.md": "/docs/a.md", "b.md": "/docs/b.md"}
    assert (read.hash_of("b.md"), read.place_of("b.md")) == ("1" * 64, "/docs/b.md")
    assert read.hash_of("c.md") is read.place_of("c.md") is None
    assert database.check() == []


def test_a_removed_document_takes_its_passages_only(database: Database, reader: Database) -> None:
    table = DocumentTable(database)
    table.save(document("a.md", "one", "two"), AT)
    table.save(document("b.md", "three"), AT)
    table.remove("a.md")
    table.remove("never.md")
    assert DocumentTable(reader).passages() == [Passage("b.md", 1, 1, "three")]
    assert DocumentTable(reader).places() == {"b.md": "/docs/b.md"}
    assert database.check() == []


def test_without_a_log_there_are_no_documents() -> None:
    table = DocumentTable(None)
    table.save(document("a.md", "text"), AT)
    assert table.passages() == []
    assert table.hashes() == {}
    assert table.places() == {}
    table.remove("a.md")
    assert table.hash_of("a.md") is None
