"""`index status` and `index rebuild`: the index is a cache, and a person can see and renew it."""

import json
from pathlib import Path

import pytest

from interviewer.config.paths import paths
from interviewer.retrieval import library
from tests.cli.commands import Shell


def status(shell: Shell) -> dict[str, object]:
    """Return what `index status` says."""
    result = shell("index", "status", "--json")
    assert result.code == 0, result.err
    found: dict[str, object] = json.loads(result.out)
    return found


def test_a_small_bank_needs_no_index(shell: Shell) -> None:
    found = status(shell)
    assert (found["search"], found["current"], found["fault"]) == ("exact", True, None)
    said = shell("index", "status").out
    assert "search is exact" in said
    assert "not current" not in said
    stale = paths().index / ("0" * 32)
    stale.mkdir(parents=True)
    assert shell("index", "rebuild").code == 0
    assert not stale.exists()


def test_new_questions_of_a_small_bank_are_encoded_by_a_rebuild(shell: Shell) -> None:
    shell("bank", "new", stdin="---\nquestion: What is a mutex for?\n---\nOne thread at a time enters.\n")
    assert status(shell)["fault"] == "2 texts are not encoded yet"
    assert "not current: 2 texts" in shell("index", "status").out
    built = json.loads(shell("index", "rebuild", "--json").out)
    assert (built["search"], built["current"], built["vectors_missing"]) == ("exact", True, 0)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every bank counts as one that is too large to be compared text by text."""
    monkeypatch.setattr(library, "EXACT_UP_TO", 0)


@pytest.mark.usefixtures("large")
def test_an_index_is_built_told_damaged_and_built_anew(shell: Shell) -> None:
    first = status(shell)
    assert first["search"] == "chroma"
    assert first["current"] is False
    assert first["fault"] == "it is not built yet"
    assert first["vectors_missing"] == 0  # the bundled ones are shipped
    assert first["units"] == first["questions"] + first["paraphrases"] + first["passages"]  # type: ignore[operator]
    built = json.loads(shell("index", "rebuild", "--json").out)
    assert built == first | {"current": True, "fault": None}
    assert status(shell) == built
    [folder] = [one for one in paths().index.iterdir() if one.is_dir()]
    database = next(folder.rglob("chroma.sqlite3"))
    database.write_bytes(database.read_bytes()[:-100])
    assert "damaged" in str(status(shell)["fault"])
    again = shell("index", "rebuild")
    assert "is current" in again.out
    assert [one.name for one in paths().index.iterdir()] == [folder.name]


@pytest.mark.usefixtures("large")
def test_a_new_question_makes_the_index_stale(shell: Shell, home: Path) -> None:
    stale = paths().index / ("0" * 32)
    stale.mkdir(parents=True)
    shell("bank", "new", stdin="---\nquestion: What is a mutex for?\n---\nOne thread at a time enters.\n")
    found = status(shell)
    assert "other texts" in str(found["fault"])
    assert found["vectors_missing"] == 2
    assert (home / "bank").is_dir()
