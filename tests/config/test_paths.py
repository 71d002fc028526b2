"""One variable moves all state, and all of it is private."""

import os
from dataclasses import fields
from pathlib import Path

import pytest

from interviewer.config.paths import Paths, bundled, paths

PLACES = ("database", "lock", "backups", "bank", "settings_file", "index", "models", "log_file")


def every_place(found: Paths) -> list[Path]:
    """Return all folders and files that the program knows."""
    return [getattr(found, field.name) for field in fields(found)] + [getattr(found, name) for name in PLACES]


def test_one_variable_moves_everything(tmp_path: Path) -> None:
    found = paths({"INTERVIEWER_HOME": str(tmp_path / "here")})
    assert all(place.is_relative_to(tmp_path / "here") for place in every_place(found))
    assert len({getattr(found, name) for name in PLACES}) == len(PLACES)


def test_a_relative_home_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths({"INTERVIEWER_HOME": "here"}).data == tmp_path / "here"


@pytest.mark.parametrize("environment", [{}, {"INTERVIEWER_HOME": ""}])
def test_without_it_the_platforms_own_folders_are_used(environment: dict[str, str]) -> None:
    assert all("mock-interviewer" in str(place) for place in every_place(paths(environment)))


def test_folders_are_private_also_those_that_were_not(tmp_path: Path) -> None:
    found = paths({"INTERVIEWER_HOME": str(tmp_path / "here")})
    found.logs.mkdir(parents=True)
    found.logs.chmod(0o755)
    before = os.umask(0)
    try:
        found.create()
        found.create()
    finally:
        os.umask(before)
    for folder in (found.data, found.config, found.cache, found.logs, found.bank, found.backups):
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["corpus", "prompts", "eval"])
def test_what_comes_with_the_program_is_found(name: str) -> None:
    assert bundled(name).is_dir()
