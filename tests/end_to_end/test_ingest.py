"""The command `ingest` on what people have: folders, patterns, a pipe, a bad file among good ones, a ctrl-C."""

import contextlib
import json
import os
import pty
import signal
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.commands import interviewer, popen, program

CARDS = "question,answer\nWhat is a heap?,A tree in an array.\nWhat is a trie?,A tree of letters.\n"
PAGE = "<h2>What is a mutex?</h2><p>A lock for one thread.</p><h2>What is a latch?</h2><p>Many wait for one signal.</p>"
NOTES = "Q1. What is TCP?\n\nA. A reliable, ordered stream of bytes.\n"
NUMBERS = {"questions", "drafted", "incomplete", "merged", "unchanged", "passages"}
FIELDS = NUMBERS | {"path", "format", "refused", "notes", "error", "pairs", "kept", "gone", "differing", "pruned"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good documents, a bad one, and a file that is no document."""
    root = tmp_path / "notes"
    root.mkdir()
    (root / "cards.csv").write_text(CARDS)
    (root / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (root / "page.html").write_text(PAGE)
    (root / "picture.png").write_bytes(b"\x89PNG")
    return root


def files(*arguments: str) -> list[dict[str, object]]:
    rows = json.loads(interviewer("ingest", "--json", *arguments).stdout)["files"]
    expected = FIELDS | {"findings"} if "--dry-run" in arguments else FIELDS
    assert all(set(row) == expected for row in rows)
    return [dict(row) for row in rows]


def test_a_folder_with_a_bad_file_among_good_ones(folder: Path) -> None:
    result = interviewer("ingest", str(folder))
    assert result.returncode == 1
    assert "broken.pdf: it is damaged" in result.stderr
    assert "reading" not in result.stderr
    assert "cards.csv: 2 questions" in result.stdout
    assert "page.html: 2 questions" in result.stdout
    again = files(str(folder))
    assert [(Path(str(row["path"])).name, row["questions"], row["unchanged"]) for row in again] == [
        ("broken.pdf", 0, 0),
        ("cards.csv", 2, 2),
        ("page.html", 2, 2),
    ]
    listed = json.loads(interviewer("bank", "list", "--json").stdout)
    assert "What is a trie?" in json.dumps(listed)


def test_a_pattern_and_a_dry_run(folder: Path) -> None:
    rows = files("--dry-run", str(folder / "*.csv"))
    assert [(row["format"], row["questions"]) for row in rows] == [("csv", 2)]
    assert files("--dry-run", str(folder / "*.csv"))[0]["unchanged"] == 0
    assert [row["error"] is not None for row in files(str(folder / "*.docx"))] == [True]


def row_name(told: str) -> str:
    """Return the name that a report gives for an interview."""
    return told.rpartition("--source '")[2].split("'")[0]


def test_standard_input(tmp_path: Path) -> None:
    result = interviewer("ingest", "-", stdin=NOTES)
    assert result.returncode == 0, result.stderr
    assert "-: 1 questions" in result.stdout
    row = json.loads(interviewer("ingest", "--json", "-", stdin=NOTES).stdout)["files"][0]
    assert (row["path"], row["questions"], row["unchanged"]) == ("-", 1, 1)
    held = interviewer("practice", "--plain", "--source", row_name(result.stdout), "--count", "1", stdin="")
    assert "What is TCP?" in held.stdout
    assert not list(tmp_path.glob("*.md"))


def test_a_page_without_text_is_no_silent_success(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("<body><script>x</script></body>")
    assert "No text found" in interviewer("ingest", str(tmp_path / "empty.html")).stdout


def test_an_interruption_keeps_what_is_done(folder: Path) -> None:
    process = popen("ingest", str(folder / "cards.csv"), "-")
    assert process.stdout is not None
    while "interview on it" not in process.stdout.readline():
        assert process.poll() is None
    press_until_it_ends(process)  # with its input still open: at the end of that it would be done, not interrupted
    rest, _ = process.communicate()
    assert process.returncode == 130
    assert "Interrupted" in rest
    assert files(str(folder / "cards.csv"))[0]["unchanged"] == 2


def press_until_it_ends(process: "subprocess.Popen[str]") -> None:
    """Interrupt as a person does: again where nothing happens, for Python drops one that comes while it tidies up."""
    for _ in range(12):
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
            return
    process.kill()
    raise AssertionError("it goes on after twelve interruptions")


def test_progress_is_shown_on_a_terminal(folder: Path) -> None:
    leader, follower = pty.openpty()
    try:
        subprocess.run(
            program("ingest", str(folder / "cards.csv"), str(folder / "page.html")),
            stdout=subprocess.DEVNULL,
            stderr=follower,
            check=True,
        )
        shown = os.read(leader, 10_000).decode()
    finally:
        os.close(leader)
        os.close(follower)
    assert "reading 1 of 2: cards.csv" in shown
    assert "reading 2 of 2: page.html" in shown
