"""A shell for the tests of commands."""

import pytest

from tests.cli.commands import Shell


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell without a terminal, whose home is the test's own."""
    return Shell(monkeypatch, capsys)
