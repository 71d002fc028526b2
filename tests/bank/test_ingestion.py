"""A document into the person's own bank, whatever its file is called, once or again."""

import os
from pathlib import Path

import pytest

from interviewer.bank.ingestion import IngestResult, Intake
from interviewer.bank.load import load_bank
from interviewer.bank.names import TakenIds
from interviewer.storage.database import Database
from interviewer.storage.documents import DocumentTable
from tests.support import AT

NOTES = """# Notes

## Q1. What does dropout do while a network is trained?

It switches units off at random, so that no unit relies on another one.

## Q2. Why are inputs normalised before they enter a network?

Features of one scale make the loss surface rounder, and descent gets there faster.
"""


def ingest(file: Path, folder: Path, database: Database) -> IngestResult:
    """Read a document into the bank below `folder`."""
    return Intake(folder, DocumentTable(database), TakenIds(folder / "none", folder)).take_file(file, AT)


@pytest.mark.parametrize("name", [b"notes.md", b"caf\xe9.md", b"a\nb\x1b[2J.md"])
def test_a_document_is_read_once_whatever_its_name(tmp_path: Path, name: bytes) -> None:
    database = Database(tmp_path / "log.sqlite3", writable=True, now=AT)
    file = tmp_path / os.fsdecode(name)
    file.write_text(NOTES, "utf-8")
    first = ingest(file, tmp_path / "bank", database)
    assert first.error is None
    assert (first.questions, first.unchanged) == (2, 0)
    again = ingest(file, tmp_path / "bank", database)
    assert (again.name, again.questions, again.unchanged) == (first.name, 2, 2)
    assert list(DocumentTable(database).hashes()) == [first.name]
    assert load_bank(tmp_path / "none", tmp_path / "bank").faults == ()
    database.close()


def test_what_is_piped_is_one_document_by_its_content_or_by_its_name(tmp_path: Path) -> None:
    database = Database(tmp_path / "log.sqlite3", writable=True, now=AT)
    bank = tmp_path / "bank"

    def piped(text: str, name: str | None = None) -> IngestResult:
        ids = TakenIds(tmp_path / "none", bank)
        return Intake(bank, DocumentTable(database), ids, asked=set(), name=name).take_stream(text.encode(), AT)

    other = NOTES.replace("dropout", "weight decay")
    first, second, again = piped(NOTES), piped(other), piped(NOTES)
    assert first.name == again.name != second.name
    assert (first.gone, second.gone, again.gone, again.unchanged) == ((), (), (), 2)
    assert any("--name" in note for note in first.notes)
    for text, gone in ((NOTES, 0), (NOTES[: NOTES.index("## Q2")], 1)):
        named = piped(text, "notes")
        assert (named.name, len(named.gone), named.notes) == ("notes", gone, ())
    assert len(load_bank(tmp_path / "none", bank).questions) == 5
    (tmp_path / "notes.md").write_text(NOTES, "utf-8")
    ingest(tmp_path / "notes.md", bank, database)
    assert "another --name" in str(piped(NOTES, "notes.md").error)
    database.close()


def test_names_that_differ_in_case_stay_two_documents(tmp_path: Path) -> None:
    database = Database(tmp_path / "log.sqlite3", writable=True, now=AT)
    for name in ("Notes.md", "notes.md"):
        (tmp_path / name).write_text(NOTES, "utf-8")
        assert ingest(tmp_path / name, tmp_path / "bank", database).unchanged == 0
    assert load_bank(tmp_path / "none", tmp_path / "bank").documents == ("Notes.md", "notes.md")
    database.close()


def test_two_files_of_one_name_stay_two_documents(tmp_path: Path) -> None:
    database = Database(tmp_path / "log.sqlite3", writable=True, now=AT)
    names = []
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "notes.md").write_text(NOTES, "utf-8")
        names.append(ingest(tmp_path / folder / "notes.md", tmp_path / "bank", database).name)
    assert names == ["notes.md", "y/notes.md"]
    bank = load_bank(tmp_path / "none", tmp_path / "bank")
    assert bank.documents == ("notes.md", "y/notes.md")
    assert len({question.id for question in bank.questions}) == 4
    database.close()


def test_drafted_and_incomplete_questions_are_counted_and_marked(tmp_path: Path) -> None:
    database = Database(tmp_path / "log.sqlite3", writable=True, now=AT)
    file = tmp_path / "notes.md"
    table = "| Term | Definition |\n|---|---|\n| Tin | A soft metal. |\n| Lead | It has two kinds: |\n\n"
    file.write_text(table + NOTES, "utf-8")
    first = ingest(file, tmp_path / "bank", database)
    assert (first.questions, first.drafted, first.incomplete, len(first.findings)) == (2, 2, 1, 4)
    again = ingest(file, tmp_path / "bank", database)
    assert again.unchanged == 4
    bank = load_bank(tmp_path / "none", tmp_path / "bank")
    assert bank.faults == ()
    statuses = {question.id: question.status for question in bank.questions}
    assert (statuses["what-is-tin"], statuses["what-is-lead"]) == ("drafted", "incomplete")
    assert {question.status for question in bank.askable()} == {"accepted"}
    assert len(bank.askable(source="notes.md")) == 4
    database.close()
