"""The command that installs an extra is one that works where the program runs."""

import shlex
import sys
from importlib.metadata import metadata

import pytest

from interviewer.domain.extras import install_command


@pytest.mark.parametrize("python", [sys.executable, "/home/a person/it's here/.venv/bin/python"])
def test_an_extra_is_installed_by_the_python_that_runs(monkeypatch: pytest.MonkeyPatch, python: str) -> None:
    monkeypatch.setattr(sys, "executable", python)
    assert shlex.split(install_command("openai")) == [python, "-m", "pip", "install", "mock-interviewer[openai]"]


def test_the_extras_that_are_named_are_there() -> None:
    there = metadata("mock-interviewer").get_all("Provides-Extra") or []
    assert {"local", "openai", "anthropic", "google-genai", "ollama", "eval"} <= set(there)
