"""A person's own questions in a track: `ingest --track`, `bank new --track`, and what is asked from it."""

import json
from pathlib import Path

import pytest

from interviewer.bank.files import load_text
from interviewer.bank.names import folder_name
from interviewer.config.paths import bundled
from tests.cli.commands import Shell

NOTES = "Q: What is a mutex for?\nA: It lets one thread at a time into a critical section.\n"
MORE = NOTES + "\nQ: What does a semaphore count?\nA: It counts permits; a thread waits when none is left.\n"
MUTEX, SEMAPHORE = "what-is-a-mutex-for", "what-does-a-semaphore-count"
QUESTION = "---\nid: tides\nquestion: What drives the tides?\n---\nThe Moon's pull differs across the Earth.\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A document of one question."""
    file = tmp_path / "notes.txt"
    file.write_text(NOTES, "utf-8")
    return file


def tracks(shell: Shell, *arguments: str) -> dict[str, str]:
    """Return the track of each question that `bank list` names."""
    rows = json.loads(shell("bank", "list", "--json", *arguments).out)["questions"]
    return {row["id"]: row["track"] for row in rows}


def test_questions_join_the_track_that_is_named_and_stay_ones_own(shell: Shell, home: Path, notes: Path) -> None:
    result = shell("ingest", str(notes), "--track", "deep-learning")
    assert (result.code, "is new" in result.err) == (0, False)
    assert tracks(shell, "--track", "deep-learning")[MUTEX] == "deep-learning"
    assert tracks(shell, "--track", "personal") == {MUTEX: "deep-learning"}
    shown = json.loads(shell("bank", "show", MUTEX, "--json").out)
    assert (shown["source"], shown["own"]) == ("notes.txt", True)
    assert Path(shown["file"]).is_relative_to(home / "bank")


def test_a_track_that_is_new_is_told_with_those_that_there_are(shell: Shell, notes: Path) -> None:
    result = shell("ingest", str(notes), "--track", "threads")
    assert "'threads' is new; there are: deep-learning" in result.err
    assert tracks(shell, "--track", "threads") == {MUTEX: "threads"}
    assert "is new" not in shell("ingest", str(notes), "--track", "threads").err


def test_without_a_track_a_document_keeps_its_own_and_what_is_new_in_it_joins(shell: Shell, notes: Path) -> None:
    shell("ingest", str(notes), "--track", "threads")
    notes.write_text(MORE, "utf-8")
    row = json.loads(shell("ingest", str(notes), "--json").out)["files"][0]
    assert (row["unchanged"], row["kept"]) == (1, 0)
    assert tracks(shell, "--track", "threads") == {MUTEX: "threads", SEMAPHORE: "threads"}


def test_another_track_moves_what_nobody_edited_and_personal_takes_it_back(shell: Shell, notes: Path) -> None:
    notes.write_text(MORE, "utf-8")
    shell("ingest", str(notes), "--track", "threads")
    file = Path(json.loads(shell("bank", "show", MUTEX, "--json").out)["file"])
    file.write_text(file.read_text("utf-8").replace("critical section", "critical part"), "utf-8")
    row = json.loads(shell("ingest", str(notes), "--track", "personal", "--json").out)["files"][0]
    assert (row["unchanged"], row["kept"]) == (0, 1)
    assert tracks(shell, "--track", "personal") == {MUTEX: "threads", SEMAPHORE: "personal"}
    assert "track:" not in (file.parent / f"{SEMAPHORE}.md").read_text("utf-8")


def test_an_interview_of_the_track_asks_them(shell: Shell, notes: Path) -> None:
    shell("ingest", str(notes), "--track", "threads")
    for track in ("threads", "personal"):
        asked = shell("practice", "--plain", "--track", track, "--count", "1", stdin=":quit\n")
        assert (asked.code, "What is a mutex for?" in asked.out) == (0, True)


def test_search_finds_them_in_either_track(shell: Shell, notes: Path) -> None:
    shell("ingest", str(notes), "--track", "threads")
    for track in ("threads", "personal"):
        rows = json.loads(shell("search", "mutex", "--track", track, "--json").out)["results"]
        assert [row["id"] for row in rows] == [MUTEX]
    rows = json.loads(shell("search", "mutex", "--track", "deep-learning", "--json").out)["results"]
    assert MUTEX not in [row["id"] for row in rows]


def test_removing_the_document_removes_them(shell: Shell, home: Path, notes: Path) -> None:
    shell("ingest", str(notes), "--track", "threads")
    assert shell("ingest", "--remove", "notes.txt", "--yes").code == 0
    assert not (home / "bank" / folder_name("notes.txt")).exists()


def test_a_new_question_joins_the_track_unless_its_file_names_one(shell: Shell) -> None:
    assert shell("bank", "new", "--track", "earth", stdin=QUESTION).code == 0
    other = QUESTION.replace("id: tides", "id: waves\ntrack: sea").replace("tides?", "waves?")
    assert shell("bank", "new", "--track", "earth", stdin=other).code == 0
    assert tracks(shell, "--track", "personal") == {"tides": "earth", "waves": "sea"}


@pytest.mark.parametrize("track", ["Deep Learning", "../x", "", "a" * 81, "a\x1b[2J"])
def test_what_cannot_name_a_track_is_refused(shell: Shell, home: Path, notes: Path, track: str) -> None:
    result = shell("ingest", str(notes), "--track", track)
    assert (result.code, "\x1b" in result.err) == (2, False)
    assert "lower-case" in result.err
    assert not (home / "bank").exists() or not any((home / "bank").iterdir())


def test_a_track_in_a_bundled_file_is_a_fault_with_its_line() -> None:
    file = bundled("corpus") / "deep-learning" / "normalisation" / "batch-norm-train-vs-inference.md"
    text = file.read_text("utf-8").replace("\ndifficulty:", "\ntrack: x\ndifficulty:", 1)
    loaded = load_text(text, file, track="deep-learning", topic="normalisation", bundled=True)
    assert loaded.question is None
    assert [text.split("\n")[fault.line - 1] for fault in loaded.faults] == ["track: x"]
