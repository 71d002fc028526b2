"""Question files: what is right is loaded, what is wrong is named with its line, what was ingested is written once."""

from pathlib import Path

import pytest

from interviewer.bank.check import check_bank
from interviewer.bank.files import load_file
from interviewer.bank.ingestion import Intake
from interviewer.bank.load import Bank, load_bank
from interviewer.bank.names import TakenIds
from interviewer.bank.personal import write_questions
from interviewer.bank.rows import RowRefused, read_row
from interviewer.config.paths import bundled
from interviewer.domain.document import Document, FoundQuestion
from interviewer.storage.database import Database
from interviewer.storage.documents import DocumentTable

GOOD = """---
id: good
question: What does dropout do?
paraphrases: ["Why drop units?", "What is dropout for?", "Explain dropout.", "What happens to units in dropout?"]
difficulty: 2
kind: concept
key_points:
  - id: one
    weight: 2
    text: Units are switched off at random while training.
    accept: [random units are silenced]
  - id: two
    weight: 1
    text: Nothing is dropped when predicting.
    accept: [all units stay on at test time]
  - id: three
    weight: 1
    text: It keeps units from relying on each other.
    accept: [no co-adaptation]
misconceptions:
  - {id: wrong, weight: 1, text: It is used when predicting., correction: It is not., nudge: And asked twice?}
  - {id: weights, weight: 1, text: It deletes weights for good., correction: It does not., nudge: And the next batch?}
follow_ups:
  - {asks_for: one, question: "When does it act?"}
hints: [Think of noise., Think of a team whose members fall ill.]
sources: [a paper]
---
During training it zeroes activations by chance; at prediction all stay.
"""


def load(tmp_path: Path, text: str, *, bundled: bool = True, name: str = "good") -> tuple[bool, list[tuple[int, str]]]:
    file = tmp_path / f"{name}.md"
    file.write_text(text, "utf-8")
    loaded = load_file(file, track="t", topic="x", bundled=bundled)
    return loaded.question is not None, [(fault.line, fault.fault) for fault in loaded.faults]


def test_a_good_file_is_loaded(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD) == (True, [])


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("difficulty: 2", "difficulty: 9", 5, "difficulty"),
        ("difficulty: 2", "difficult: 2", 5, "difficult"),
        ("    weight: 2", "    weight: 0", 9, "weight"),
        ("    weight: 2", "    weight: two", 9, "weight"),
        ("asks_for: one", "asks_for: none-such", 24, "none-such"),
        ("id: two", "id: one", 12, "'one' stands twice"),
        ("id: good", "id: other", 2, "file name"),
        ("kind: concept", "kind: [concept", 7, "YAML"),
        ("While", "While", 0, ""),
        ("hints: [Think of noise., ", "hints: [", 25, "hints"),
        ("asks_for: one, question:", "asks_for: two, question:", 8, "none asks for 'one'"),
        (
            "Units are switched off",
            "During training it zeroes activations by chance at prediction; units are",
            10,
            "repeats",
        ),
    ],
)
def test_faults_name_their_line(tmp_path: Path, old: str, new: str, line: int, word: str) -> None:
    loaded, faults = load(tmp_path, GOOD.replace(old, new, 1))
    if not line:
        assert loaded
        return
    assert not loaded
    assert any(found == line and word in fault for found, fault in faults), faults


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("no front matter", "front matter"),
        ("---\n- a\n---\nx", "mapping"),
        ("---\nid: good\nquestion: What?\n---\n", "no reference answer"),
        ("---\nid: good\n---\nx", "question"),
    ],
)
def test_broken_files_are_faults_not_crashes(tmp_path: Path, text: str, word: str) -> None:
    loaded, faults = load(tmp_path, text, bundled=False)
    assert not loaded
    assert word in faults[0][1]


def test_unreadable_file_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_bytes(b"\xff\xfe\x00")
    assert load_file(tmp_path / "good.md", track="t", topic="x", bundled=True).faults
    assert load_file(tmp_path / "gone.md", track="t", topic="x", bundled=True).faults


def test_a_personal_question_needs_only_question_and_reference(tmp_path: Path) -> None:
    folder = tmp_path / "bank" / "notes"
    folder.mkdir(parents=True)
    (folder / "mine.md").write_text(
        "---\nid: mine\nquestion: What is a mutex?\n---\nA mutex admits one thread. Its owner releases it.\n",
        "utf-8",
    )
    bank = load_bank(tmp_path / "corpus", tmp_path / "bank")
    question = bank.get("mine")
    assert question is not None
    assert question.key_points
    assert {probe.asks_for for probe in question.follow_ups} == {point.id for point in question.key_points}


def test_the_bundled_bank_is_without_fault() -> None:
    found = check_bank(load_bank(bundled("corpus")), None)
    assert found.faults == ()
    assert found.questions >= 30
    assert found.topics >= 8


def test_an_id_taken_twice_and_a_question_asked_twice_are_faults(tmp_path: Path) -> None:
    for topic, name in (("x", "good"), ("y", "good"), ("y", "better")):
        folder = tmp_path / "t" / topic
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.md").write_text(GOOD.replace("id: good", f"id: {name}"), "utf-8")
    faults = [fault.fault for fault in check_bank(load_bank(tmp_path), None).faults]
    assert any("taken" in fault for fault in faults)
    assert any("asks the same" in fault for fault in faults)


def found(number: int, question: str, answer: str) -> FoundQuestion:
    return FoundQuestion(str(number), question, answer, number, number, number)


def document(*questions: FoundQuestion, name: str = "notes.md") -> Document:
    return Document(name, name, "text", "0" * 64, questions, ())


def test_writing_twice_changes_nothing_and_edits_are_kept(tmp_path: Path) -> None:
    notes = document(found(1, "What is a mutex?", "A lock."), found(2, "What is TCP?", "A stream."))
    assert len(write_questions(notes, tmp_path).new) == 2
    assert len(write_questions(notes, tmp_path).unchanged) == 2
    changed = document(found(1, "What is a mutex?", "A lock with an owner."), found(2, "What is TCP?", "A stream."))
    written = write_questions(changed, tmp_path)
    assert (written.changed, written.unchanged) == (("what-is-a-mutex",), ("what-is-tcp",))
    [file] = tmp_path.glob("*/what-is-tcp.md")
    file.write_text(file.read_text("utf-8") + "\nMine: it is reliable.\n", "utf-8")
    assert write_questions(changed, tmp_path).kept == ("what-is-tcp",)
    assert "Mine" in file.read_text("utf-8")


def test_the_same_question_in_two_documents_stays_askable_in_both(tmp_path: Path) -> None:
    one = write_questions(document(found(1, "What is TCP?", "A."), name="a.md"), tmp_path)
    other = write_questions(document(found(1, "What is TCP?", "B."), name="b.md"), tmp_path, one.new)
    assert one.new != other.new
    assert len(load_bank(tmp_path / "none", tmp_path).questions) == 2


@pytest.mark.parametrize(
    "text", ["../../etc/passwd?", "数据库是什么?", "\x1b]0;x\x07?", "a" * 500 + "?", "---\nid: x\n---?"]
)
def test_hostile_titles_stay_inside_the_folder(tmp_path: Path, text: str) -> None:
    written = write_questions(document(found(1, text, "answer"), name="../x.md"), tmp_path / "bank")
    assert len(written.new) == 1
    [file] = tmp_path.rglob("*.md")
    assert file.is_relative_to(tmp_path / "bank")
    assert load_bank(tmp_path / "none", tmp_path / "bank").questions


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert write_questions(document(found(1, "What is TCP?", "A.")), tmp_path, dry_run=True).new
    assert list(tmp_path.iterdir()) == []


def test_two_files_of_one_name_are_two_documents(tmp_path: Path) -> None:
    table = DocumentTable(Database(tmp_path / "log.sqlite3", writable=True))
    intake = Intake(tmp_path / "bank", table, TakenIds(tmp_path / "none", tmp_path / "bank"))
    names = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / "notes.md"
        file.write_text(f"Q1. What is {folder}?\n\nA. It is the letter {folder}.\n", "utf-8")
        names.append(intake.take_file(file, "now").name)
    assert names == ["notes.md", "b/notes.md"]
    assert intake.take_file(tmp_path / "gone.md", "now").error


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"id": 1, "answer": "x"}', "needs question_id"),
        ('{"answer": 3, "question": "q", "reference": "r"}', "answer"),
        ('{"answer": "x", "question_id": "none"}', "no question 'none'"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_rows_that_cannot_be_graded_say_why(line: str, reason: str) -> None:
    with pytest.raises(RowRefused, match=reason):
        read_row(line, Bank(()))
