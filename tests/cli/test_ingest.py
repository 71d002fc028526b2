"""`ingest` again, with `--prune`, with `--remove`, and interrupted."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from interviewer.bank import duplicates, links, load, personal
from interviewer.bank.alike import QuestionEncoder
from interviewer.bank.duplicates import Pair
from interviewer.bank.names import folder_name
from interviewer.config.paths import paths
from interviewer.domain.machine import fold
from interviewer.domain.question import Question
from interviewer.ingest import read_document
from interviewer.storage.database import Database
from interviewer.storage.event_log import EventLog
from tests.cli.commands import Shell
from tests.support import AT, opening, played, question

NOTES = """# Notes

## Q1. What is a mutex for?

It lets one thread at a time into a critical section.

## Q2. What does a semaphore count?

It counts permits; a thread waits when none is left.

## Q3. How does a deadlock come about?

Threads wait for each other in a cycle, so none goes on.
"""
FIRST_ONLY = NOTES[: NOTES.index("## Q2")]
MUTEX, SEMAPHORE, DEADLOCK = "what-is-a-mutex-for", "what-does-a-semaphore-count", "how-does-a-deadlock-come-about"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A document of three questions."""
    file = tmp_path / "notes.md"
    file.write_text(NOTES, "utf-8")
    return file


def ask(question_id: str) -> None:
    """Let the log hold an interview that asked this question."""
    _, events = played(opening(question(question_id)))
    database = Database(paths().database, writable=True, now=AT)
    EventLog(database).append("one", 0, events)
    database.close()


def own_ids(home: Path) -> set[str]:
    """Return the ids of the notes' files."""
    return {file.stem for file in (home / "bank" / folder_name("notes.md")).glob("*.md")}


def test_prune_removes_what_is_gone_except_what_was_asked(shell: Shell, home: Path, notes: Path) -> None:
    shell("ingest", str(notes))
    ask(DEADLOCK)
    notes.write_text(FIRST_ONLY, "utf-8")
    told = json.loads(shell("ingest", str(notes), "--json").out)["files"][0]
    assert set(told["gone"]) == {SEMAPHORE, DEADLOCK}
    assert own_ids(home) == {MUTEX, SEMAPHORE, DEADLOCK}
    dry = json.loads(shell("ingest", str(notes), "--prune", "--dry-run", "--json").out)["files"][0]
    assert own_ids(home) == {MUTEX, SEMAPHORE, DEADLOCK}
    done = shell("ingest", str(notes), "--prune")
    assert dry["pruned"] == {
        "removed": [SEMAPHORE],
        "kept": [{"id": DEADLOCK, "reason": "it was asked in an interview"}],
        "relinked": [],
    }
    assert f"removed: {SEMAPHORE}" in done.out
    assert f"kept: {DEADLOCK}" in done.out
    assert own_ids(home) == {MUTEX, DEADLOCK}
    assert "no longer in it" in shell("bank", "show", DEADLOCK).out


def test_removing_a_document_says_first_what_it_does_and_keeps_interviews(
    shell: Shell, home: Path, notes: Path
) -> None:
    shell("ingest", str(notes))
    ask(MUTEX)
    file = next((home / "bank").rglob(f"{SEMAPHORE}.md"))
    file.write_text(file.read_text("utf-8").replace("---\n", "---\ndifficulty: 2\n", 1), "utf-8")
    dry = shell("ingest", "--remove", "notes.md", "--dry-run")
    assert dry.code == 0
    assert f"kept: {SEMAPHORE} (you edited it)" in dry.out
    assert len(own_ids(home)) == 3
    done = json.loads(shell("ingest", "--remove", "notes.md", "--json").out)
    assert set(done["questions"]["removed"]) == {MUTEX, DEADLOCK}
    assert done["done"] is True
    assert own_ids(home) == {SEMAPHORE}
    database = Database(paths().database, writable=False)
    assert database.rows("SELECT count(*) FROM passages") == [(0,)]
    events = EventLog(database).events("one")
    database.close()
    assert fold(events).turns[0].question.id == MUTEX
    assert json.loads(shell("history", "--json").out)["interviews"]


def test_a_linked_question_has_its_twins_answer_until_that_document_goes(
    shell: Shell, notes: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.md"
    other.write_text(FIRST_ONLY.replace("It lets one thread", "A lock: it lets a single thread"), "utf-8")
    shell("ingest", str(notes), str(other))
    [mine] = [
        row["id"]
        for row in json.loads(shell("bank", "list", "--track", "personal", "--json").out)["questions"]
        if row["source"] == "other.md"
    ]
    [twin] = json.loads(shell("bank", "show", mine, "--json").out)["alternatives"]
    assert (twin["question"], twin["provenance"]["document"]) == (MUTEX, "notes.md")
    title = f"A further answer, the answer to '{MUTEX}', from notes.md, lines "
    assert title in shell("bank", "show", mine).out
    held = shell(
        "practice", "--plain", "--source", "other.md", "--engine", "fast", stdin="A lock.\n.\nA lock.\n.\n" * 3
    )
    assert f"\n{title}" in held.out
    assert f"### {title}" in shell("report", "--format", "md").out
    dry = shell("ingest", "--remove", "notes.md", "--dry-run")
    assert f"{mine} is no longer linked" in dry.out
    done = json.loads(shell("ingest", "--remove", "notes.md", "--json").out)
    assert done["questions"]["relinked"] == [{"id": mine, "same_as": None}]
    shown = json.loads(shell("bank", "show", mine, "--json").out)
    assert (shown["same_as"], shown["alternatives"]) == (None, [])
    assert shell("bank", "check", "--structure-only").out.count("warning") == 1  # the count of them
    assert title in shell("report", "--format", "md").out


def test_what_only_moved_down_is_unchanged(shell: Shell, home: Path, notes: Path) -> None:
    shell("ingest", str(notes))
    notes.write_text(NOTES.replace("# Notes\n", "# Notes\n\nThese are about threads.\n", 1), "utf-8")
    [again] = json.loads(shell("ingest", str(notes), "--json").out)["files"]
    assert (again["questions"], again["unchanged"]) == (3, 3)
    [file] = (home / "bank").rglob(f"{MUTEX}.md")
    assert "lines: 7-7" in file.read_text("utf-8")


def test_a_document_is_removed_by_the_path_that_was_read(shell: Shell, home: Path, notes: Path) -> None:
    shell("ingest", str(notes))
    done = json.loads(shell("ingest", "--remove", str(notes), "--json").out)
    assert (done["document"], len(done["questions"]["removed"])) == ("notes.md", 3)
    assert own_ids(home) == set()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--remove", "never.md"],
        ["x.md", "--remove", "x.md"],
        ["--name", "x", "--remove", "x.md"],
        ["x.md", "--name", "x"],
        ["-", "--name", " "],
        ["-", "--name", "x" * 121],
        ["-", "--name", "a\x1b[2Jb"],
    ],
)
def test_wrong_usage_exits_2(shell: Shell, arguments: list[str]) -> None:
    result = shell("ingest", *arguments)
    assert result.code == 2
    assert result.err.strip()


def test_many_documents_read_the_bank_once(
    shell: Shell, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [str(notes)]
    for number in range(5):
        other = tmp_path / f"other-{number}.md"
        other.write_text(NOTES, "utf-8")
        files.append(str(other))
    real, calls = load.load_bank, list[Path]()

    def counted(corpus: Path, personal: Path | None = None) -> load.Bank:
        calls.append(corpus)
        return real(corpus, personal)

    with monkeypatch.context() as patched:
        patched.setattr(links, "load_bank", counted)
        rows = json.loads(shell("ingest", *files, "--json").out)["files"]
    assert len(calls) == 1
    assert [row["merged"] for row in rows] == [0, 3, 3, 3, 3, 3]
    assert {pair["same_as"] for pair in rows[1]["pairs"]} == {MUTEX, SEMAPHORE, DEADLOCK}


def test_an_interruption_between_documents_tells_what_is_done_and_exits_130(
    shell: Shell, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "second.md"
    second.write_text(NOTES, "utf-8")

    def interrupted(path: Path) -> object:
        if path == second:
            raise KeyboardInterrupt
        return read_document(path)

    with monkeypatch.context() as patched:
        patched.setattr("interviewer.bank.ingestion.read_document", interrupted)
        result = shell("ingest", str(notes), str(second))
    assert result.code == 130
    assert "1 of 2 documents" in result.err
    assert "notes.md: 3 questions" in result.out
    again = json.loads(shell("ingest", str(notes), str(second), "--json").out)["files"]
    assert [file["unchanged"] for file in again] == [3, 0]


def test_an_interruption_within_a_document_tells_its_questions_and_keeps_them(
    shell: Shell, home: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = duplicates.find_duplicates

    def interrupted(fresh: Sequence[Question], known: Sequence[Question], encoder: QuestionEncoder) -> list[Pair]:
        if fresh[0].id == DEADLOCK:
            raise KeyboardInterrupt
        return real(fresh, known, encoder)

    monkeypatch.setattr(personal, "AT_ONCE", 2)
    with monkeypatch.context() as patched:
        patched.setattr("interviewer.bank.links.find_duplicates", interrupted)
        patched.setattr("interviewer.cli.ingest._SHOWN_EVERY", 2)
        patched.setattr("sys.stderr.isatty", lambda: True)
        result = shell("ingest", str(notes))
    assert result.code == 130
    assert "  2 of 3 questions\n" in result.err
    assert "Interrupted after 2 questions, 0 of 1 documents. The same command goes on." in result.err
    assert own_ids(home) == {MUTEX, SEMAPHORE}
    [again] = json.loads(shell("ingest", str(notes), "--json").out)["files"]
    assert (again["questions"], again["unchanged"]) == (3, 2)


def test_only_a_dry_run_shows_each_finding(shell: Shell, notes: Path) -> None:
    [dry] = json.loads(shell("ingest", str(notes), "--dry-run", "--json").out)["files"]
    assert [(one["question_line"], one["lines"], one["question"], one["status"]) for one in dry["findings"]] == [
        (3, "5-5", "What is a mutex for?", "found"),
        (7, "9-9", "What does a semaphore count?", "found"),
        (11, "13-13", "How does a deadlock come about?", "found"),
    ]
    assert all(one["confidence"] > 0 and one["incomplete"] is None for one in dry["findings"])
    assert "findings" not in json.loads(shell("ingest", str(notes), "--json").out)["files"][0]
