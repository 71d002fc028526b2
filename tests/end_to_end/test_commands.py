"""The other commands: their JSON, their exit codes, their refusals."""

import json
import stat
from pathlib import Path

import pytest

from tests.end_to_end.commands import STRONG, interviewer, popen

FIELDS = {
    "id", "engine", "score", "raw", "low", "high", "label", "key_points", "misconceptions", "flags", "ungraded",
    "milliseconds",
}  # fmt: skip
POINT_FIELDS = {"id", "text", "weight", "credit", "verdict", "quote", "start", "end", "confidence", "passage"}


def test_grade_one_answer_as_json() -> None:
    result = interviewer("grade", "--question-id", "batch-norm-train-vs-inference", "--answer", STRONG, "--json")
    assert result.returncode == 0, result.stderr
    grade = json.loads(result.stdout)
    assert set(grade) == FIELDS
    assert {frozenset(point) for point in grade["key_points"]} == {frozenset(POINT_FIELDS)}
    for point in grade["key_points"]:
        if point["credit"]:
            assert STRONG[point["start"] : point["end"]] == point["quote"]


def test_grade_a_file_keeps_going_past_bad_rows(tmp_path: Path) -> None:
    dropout = {"question": "What is dropout?", "reference": "Dropout zeroes random units in training. It regularises."}
    points = [{"text": "Units are zeroed at random.", "weight": 2}]
    rows = [
        {"id": "good", **dropout, "answer": "It randomly zeroes units during training, which regularises."},
        {"id": "unknown", "question_id": "no-such-question", "answer": "x"},
        {"id": "no-answer", **dropout},
        {"id": "points", **dropout, "answer": "I don't know", "key_points": points},
    ]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join([*(json.dumps(row) for row in rows), "{not json", "[1]"]), "utf-8")
    result = interviewer("grade", str(source), "--out", str(out))
    assert result.returncode == 1
    grades = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [grade["id"] for grade in grades] == ["good", "unknown", "no-answer", "points", None, None]
    assert grades[0]["score"] > 0.5
    assert grades[3]["score"] <= 0.05
    for grade in (grades[1], grades[2], *grades[4:]):
        assert grade["ungraded"]
        assert grade["score"] is grade["low"] is grade["high"] is grade["label"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["grade"],
        ["grade", "--answer", "x"],
        ["grade", "missing.jsonl", "--out", "o"],
        ["grade", "--question-id", "no-such", "--answer", "x"],
        ["report", "no-such"],
        ["practice", "--count", "0"],
        ["practice", "--engine", "slow"],
        ["nonsense"],
        ["bank", "show", "no-such"],
        [],
    ],
)
def test_wrong_usage_exits_2_with_a_remedy(arguments: list[str]) -> None:
    result = interviewer(*arguments)
    assert result.returncode == 2, result.stdout
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


def test_search_finds_the_question() -> None:
    result = interviewer("search", "why does my loss become NaN", "--json", "-k", "3")
    assert result.returncode == 0, result.stderr
    results = json.loads(result.stdout)["results"]
    assert len(results) == 3
    assert results[0]["id"] == "loss-is-nan"
    assert set(results[0]) == {"id", "question", "score", "track", "topic", "difficulty", "source"}


def test_bank_check_finds_no_fault_and_is_silent_besides_without_a_terminal() -> None:
    result = interviewer("bank", "check", "--json", "--structure-only")
    found = json.loads(result.stdout)
    assert result.returncode == 0
    assert found["faults"] == []
    assert result.stderr == ""
    assert found["questions"] >= 30
    assert set(found) == {"questions", "key_points", "topics", "faults", "warnings"}


def test_ingest_then_interview_on_the_document(tmp_path: Path) -> None:
    document = tmp_path / "notes.md"
    document.write_text(
        "# Notes\n\n1. What is a mutex?\n\nAnswer: A mutex lets one thread at a time enter a critical section.\n\n"
        "2. What is a semaphore?\n\nAnswer: A semaphore counts permits; a thread waits when none is left.\n\n"
        "3. What is a deadlock?\n\nAnswer: Threads wait for each other in a cycle, so none goes on.\n",
        "utf-8",
    )
    first = json.loads(interviewer("ingest", str(document), "--json").stdout)["files"][0]
    assert (first["questions"], first["unchanged"]) == (3, 0)
    again = json.loads(interviewer("ingest", str(document), "--json").stdout)["files"][0]
    assert (again["questions"], again["unchanged"]) == (3, 3)
    held = interviewer("practice", "--plain", "--source", "notes.md", "--count", "3", "--seed", "1", stdin="")
    assert held.returncode == 0, held.stderr
    assert any(word in held.stdout for word in ("mutex", "semaphore", "deadlock"))


def test_ingest_of_what_cannot_be_read_says_so_and_goes_on(tmp_path: Path) -> None:
    good = tmp_path / "good.md"
    good.write_text("Q1. What is TCP?\n\nA. A reliable, ordered byte stream between two hosts.\n", "utf-8")
    result = interviewer("ingest", str(tmp_path / "gone.md"), str(good))
    assert result.returncode == 1
    assert "gone.md" in result.stderr
    assert "good.md" in result.stdout


def test_second_writer_is_refused_at_once(home: Path) -> None:
    first = popen("practice", "--plain", "--count", "1", "--seed", "1")
    try:
        assert first.stdout is not None
        assert "Interview" in first.stdout.readline()
        second = interviewer("practice", "--plain", "--count", "1")
        assert second.returncode == 1
        assert "Another interviewer is running" in second.stderr
        assert interviewer("history").returncode == 0
    finally:
        first.kill()
        first.communicate()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "interviewer.sqlite3").stat().st_mode) == 0o600


def test_unknown_setting_is_refused_with_the_nearest(home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('engin = "fast"\n', "utf-8")
    result = interviewer("practice", "--plain")
    assert result.returncode == 2
    assert "engine" in result.stderr
    assert "settings.toml" in result.stderr


def test_locate_names_every_place(home: Path) -> None:
    places = json.loads(interviewer("locate", "--json").stdout)
    assert str(home) in places["log of interviews"]
    assert not home.exists() or not list(home.iterdir())
