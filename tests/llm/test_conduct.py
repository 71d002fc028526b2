"""`interviewer eval conduct --model local` with real weights, small ones: held once, told again without a model."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import Shell

SCRIPT = "candidates: [{id: wrong, title: wrong, openings: ['<<wrong>>'], replies: ['<<half>>']}]"


def test_interviews_with_the_local_model_are_held_once(
    home: Path, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "cache").mkdir(parents=True)
    link = home / "cache" / "models"
    link.symlink_to(models)
    script = tmp_path / "candidates.yaml"
    script.write_text(SCRIPT, "utf-8")
    shell = Shell(monkeypatch, capsys)
    arguments = ("eval", "conduct", "--samples", str(script), "--model", "local", "--patience", "60", "--json")
    first = shell(*arguments)
    assert first.code == 0, first.err
    told = json.loads(first.out)
    assert (told["wording"], told["interviews"]) == ("local", 3)
    found = told["follow_ups"]
    assert found["worded"]["n"] == found["worded"]["hits"] + sum(found["stand_as_written"].values())
    assert found["asked"]
    assert all(row["seconds"] > 0 for row in found["asked"])
    (kept,) = (home / "cache" / "gradings").glob("replies-local-*.jsonl")
    before = kept.read_bytes()
    again = json.loads(shell(*arguments).out)
    assert [row["said"] for row in again["follow_ups"]["asked"]] == [row["said"] for row in found["asked"]]
    assert kept.read_bytes() == before
