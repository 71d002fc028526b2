"""A whole interview in a pipe: it reaches its report, is found again, and is the same every time."""

import json
import re
from pathlib import Path

import pytest

from tests.end_to_end.commands import STRONG, answers, interviewer

SCRIPT = answers([STRONG, "I don't know.", "", "Gradients shrink through many layers.", "No idea", "x"])
TIMES = re.compile(r"\d{8}-\d{6}(-\d+)?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)?")


def test_scripted_interview_is_the_same_in_two_fresh_homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = []
    for name in ("one", "two"):
        monkeypatch.setenv("INTERVIEWER_HOME", str(tmp_path / name))
        result = interviewer("practice", "--plain", "--count", "2", "--seed", "1", stdin=SCRIPT)
        assert result.returncode == 0, result.stderr
        assert "# Interview" in result.stdout
        assert "finished" in result.stdout
        outputs.append(TIMES.sub("TIME", result.stdout))
    assert outputs[0] == outputs[1]


def test_interview_is_kept_and_found_again() -> None:
    held = interviewer("practice", "--plain", "--count", "1", "--seed", "3", stdin=answers(["I don't know"]))
    assert held.returncode == 0, held.stderr
    listed = json.loads(interviewer("history", "--json").stdout)["interviews"]
    assert len(listed) == 1
    assert listed[0]["score"] == 0.0
    assert listed[0]["finished_at"]
    report = json.loads(interviewer("report", "--format", "json").stdout)
    assert report["questions"][0]["closed"] == "dont-know"
    assert report["questions"][0]["answers"][0]["text"] == "I don't know"


def test_end_of_input_commits_what_was_typed_and_leaves_the_rest_to_be_resumed() -> None:
    begun = interviewer("practice", "--plain", "--count", "2", "--seed", "1", stdin="Gradients vanish")
    assert begun.returncode == 0, begun.stderr
    [one] = json.loads(interviewer("history", "--json").stdout)["interviews"]
    assert one["finished_at"] is None
    assert f"--resume {one['id']}" in begun.stdout
    report = json.loads(interviewer("report", one["id"], "--format", "json").stdout)
    assert report["questions"][0]["answers"][0]["text"] == "Gradients vanish"
    resumed = interviewer("practice", "--plain", "--resume", one["id"], stdin=":skip\n:skip\n:skip\n")
    assert resumed.returncode == 0, resumed.stderr
    [one] = json.loads(interviewer("history", "--json").stdout)["interviews"]
    assert one["finished_at"]


def test_commands_and_literal_dot() -> None:
    script = ":repeat\n:reveal\n:hint\nfirst\n..\nlast\n.\n:reveal\n:quit\n"
    result = interviewer("practice", "--plain", "--count", "2", "--seed", "1", stdin=script)
    assert result.returncode == 0, result.stderr
    assert "only after you have committed" in result.stdout
    assert "Hint: " in result.stdout
    report = json.loads(interviewer("report", "--format", "json").stdout)
    [answer] = report["questions"][0]["answers"]
    assert answer["text"] == "first\n.\nlast"
    assert answer["help"] == "hint"


def test_mock_mode_keeps_the_marks_for_the_end() -> None:
    result = interviewer(
        "practice", "--plain", "--count", "1", "--seed", "1", "--mode", "mock", stdin=answers(["I don't know"])
    )
    before, _, report = result.stdout.partition("# Interview")
    assert "Score" not in before.split("Question 1")[1]
    assert "Score" in report


def test_topic_plans_by_retrieval_before_any_model_is_loaded() -> None:
    result = interviewer("practice", "--plain", "--count", "3", "--topic", "exploding gradients and clipping", stdin="")
    assert result.returncode == 0, result.stderr
    [one] = json.loads(interviewer("history", "--json").stdout)["interviews"]
    plan = json.loads(interviewer("report", one["id"], "--format", "json").stdout)["plan"]
    assert "exploding-gradients-and-clipping" in plan["question_ids"][:2]


def test_source_that_was_never_ingested_is_refused() -> None:
    result = interviewer("practice", "--plain", "--source", "nowhere.md")
    assert result.returncode == 2
    assert "interviewer ingest" in result.stderr
