"""The command that a card and the log of runs name."""

import sys

import pytest

from interviewer.cli.evaluate_grading import command_line


def test_a_path_of_one_machine_is_named_by_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys, "argv", ["/opt/x/interviewer", "eval", "--samples", "/home/me/a.jsonl", "--card", "cards/b"]
    )
    assert command_line() == "interviewer eval --samples a.jsonl --card cards/b"
