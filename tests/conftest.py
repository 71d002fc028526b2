"""What every test gets: a home of its own, no settings from outside, and one embedding model for all."""

import os
from pathlib import Path

import pytest

from interviewer.embedding.model import MiniLM


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All state of the program under test, empty; its environment holds no other setting."""
    for name in list(os.environ):
        if name.startswith("INTERVIEWER_"):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("INTERVIEWER_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def minilm() -> MiniLM:
    """The real embedding model, loaded once a worker."""
    return MiniLM()
