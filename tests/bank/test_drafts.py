"""Drafted key points stand in the question's file, where a person edits them; an edit is never lost."""

from pathlib import Path

import pytest

from interviewer.bank import drafts
from interviewer.bank.load import load_bank
from interviewer.bank.personal import write_questions
from interviewer.domain.document import Document, FoundQuestion
from interviewer.domain.question import KeyPoint, Question
from interviewer.grading import draft_key_points

ANSWER = "A mutex is a lock that one thread holds at a time. Only its owner may release it again."
FOUND = FoundQuestion("1", "What is a mutex?", ANSWER, 1, 3, 1)
NOTES = Document("notes.md", "notes.md", "markdown", "0" * 64, (FOUND,), ())


def mutex(folder: Path) -> Question:
    """Return the question as loaded."""
    bank = load_bank(folder / "none", folder)
    assert bank.faults == ()
    [question] = bank.questions
    return question


def file_of(folder: Path) -> Path:
    [file] = folder.rglob("*.md")
    return file


def test_the_draft_is_written_where_it_can_be_edited(tmp_path: Path) -> None:
    write_questions(NOTES, tmp_path)
    assert "key_points:" in file_of(tmp_path).read_text("utf-8")
    assert mutex(tmp_path).key_points == draft_key_points(ANSWER, FOUND.question)


@pytest.mark.parametrize(("old", "new"), [("weight: 3", "weight: 1"), ("one thread holds", "a single thread holds")])
def test_an_edited_key_point_is_kept(tmp_path: Path, old: str, new: str) -> None:
    write_questions(NOTES, tmp_path)
    front, answer = file_of(tmp_path).read_text("utf-8").rsplit("---", 1)
    assert old in front
    file_of(tmp_path).write_text(f"{front.replace(old, new, 1)}---{answer}", "utf-8")
    edited = mutex(tmp_path)
    assert write_questions(NOTES, tmp_path).kept == (edited.id,)
    assert mutex(tmp_path) == edited


def test_a_draft_of_an_earlier_drafter_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def earlier(reference: str, question: str) -> tuple[KeyPoint, ...]:
        return (KeyPoint("point-1", 1, f"{question} {reference}"),)

    with monkeypatch.context() as patch:
        patch.setattr(drafts, "draft_key_points", earlier)
        write_questions(NOTES, tmp_path)
        assert len(mutex(tmp_path).key_points) == 1
    assert write_questions(NOTES, tmp_path).changed == ("what-is-a-mutex",)
    assert mutex(tmp_path).key_points == draft_key_points(ANSWER, FOUND.question)


def test_a_file_from_before_there_were_drafts_gets_one(tmp_path: Path) -> None:
    write_questions(NOTES, tmp_path)
    front, answer = file_of(tmp_path).read_text("utf-8").rsplit("---", 1)
    file_of(tmp_path).write_text(f"{front[: front.index('key_points:')]}---{answer}", "utf-8")
    assert mutex(tmp_path).drafted is None
    assert write_questions(NOTES, tmp_path).changed == ("what-is-a-mutex",)
    assert mutex(tmp_path).drafted is not None
