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
    assert "## Debrief" in report


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


def test_a_question_asked_before_comes_in_other_words_and_history_reports_them() -> None:
    def asked() -> tuple[str, dict[str, str]]:
        held = interviewer(
            "practice", "--plain", "--mode", "drill", "--count", "1", "--seed", "4", stdin=answers(["No"])
        )
        assert held.returncode == 0, held.stderr
        [question] = json.loads(interviewer("report", "--format", "json").stdout)["questions"]
        assert question["question"] in held.stdout
        return str(question["question"]), question

    words = [asked() for _ in range(3)]
    assert len({question["id"] for _, question in words}) == 1
    assert words[0][0] == words[0][1]["as_written"]
    assert len({text for text, _ in words}) == 3


def test_a_question_back_is_replied_to_and_reported() -> None:
    script = answers(["Do you mean at inference time?", "Can you repeat the question?", "I don't know."])
    result = interviewer("practice", "--plain", "--count", "1", "--seed", "1", stdin=script)
    assert result.returncode == 0, result.stderr
    assert "In other words: " in result.stdout
    assert "Once more: " in result.stdout
    report = json.loads(interviewer("report", "--format", "json").stdout)
    [question] = report["questions"]
    assert [one["text"] for one in question["clarifications"]] == [
        "Do you mean at inference time?",
        "Can you repeat the question?",
    ]
    assert [answer["text"] for answer in question["answers"]] == ["I don't know."]
    assert question["closed"] == "dont-know"


def test_a_wrong_claim_is_announced_and_put_only_when_wished_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (
        "In training every channel is normalised with the mean and variance of the current mini-batch. In evaluation "
        "mode the stored running averages collected during training replace them. The output for one example therefore "
        "does not depend on the other inputs of its batch. Gamma and beta, the learned scale and shift, are used in "
        "both modes. If one forgets to switch to evaluation mode, predictions change with the rest of the batch and "
        "are bad for small ones. Evaluation mode itself goes wrong when the stored statistics are poor estimates, "
        "after tiny batches or a domain shift."
    )
    script = answers([whole, "No, it uses the estimates saved from training.", "No. I stay with my answer."])
    asked = ["practice", "--plain", "--topic", "batch norm train eval mode running averages", "--count", "1"]
    plain = interviewer(*asked, stdin=script)
    assert "(correct; fast engine" in plain.stdout
    assert "colleague" not in plain.stdout
    monkeypatch.setenv("INTERVIEWER_HOME", str(tmp_path / "other"))
    result = interviewer(*asked, "--challenge", stdin=script)
    assert result.returncode == 0, result.stderr
    announced, _, held = result.stdout.partition("Question 1 of 1")
    assert "wrong, on purpose" in announced
    assert "A colleague of mine holds:" in held
    assert "You objected, with the reason, and held to it. The claim was wrong on purpose." in held
    report = json.loads(interviewer("report", "--format", "json").stdout)
    assert report["challenges"] == {
        "put": 1, "objected": 1, "agreed": 0, "unclear": 0, "with_reason": 1, "held": 1, "gave_in": 0
    }  # fmt: skip
