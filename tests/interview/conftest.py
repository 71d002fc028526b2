"""A room to hold interviews in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interview.scripted import Room, ScriptedEngine
from tests.support import question


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A room with two questions and an engine whose script is empty."""
    held = Room(tmp_path / "log.sqlite3", ScriptedEngine(), (question("one"), question("two", weights=(1, 1))))
    yield held
    held.leave()
