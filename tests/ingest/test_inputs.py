"""What a person may name: files, folders, patterns; in one order, never outside, never without end."""

import inspect
import os
import sys
from pathlib import Path

import pytest

from interviewer.ingest import inputs
from interviewer.ingest.inputs import expand


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of documents, others, hidden ones, and links that lead inside, outside and in a circle."""
    root = tmp_path / "notes"
    for name in ("b.md", "a.TXT", "sub/c.html", "sub/deep/d.pdf", ".hidden.md", ".git/e.md", "f.exe", "A.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("x")
    (root / "link-out.md").symlink_to(outside / "secret.md")
    (root / "folder-out").symlink_to(outside)
    (root / "link-in.md").symlink_to(root / "b.md")
    (root / "link-only.md").symlink_to(root / ".git" / "e.md")
    (root / "circle").symlink_to(root)
    (root / "loop.md").symlink_to(root / "loop.md")
    return root


def names(found: list[inputs.Input], root: Path) -> list[str]:
    return [one.path.relative_to(root).as_posix() for one in found]


def test_a_folder_is_walked_in_order_and_never_left(folder: Path) -> None:
    found = expand([folder])
    assert names(found, folder) == ["A.txt", "a.TXT", "b.md", "link-only.md", "sub/c.html", "sub/deep/d.pdf"]
    assert not any(one.fault for one in found)


def test_a_pattern_that_the_shell_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(expand([folder / "*.md"]), folder) == ["b.md", "link-in.md", "link-only.md", "link-out.md", "loop.md"]
    assert names(expand([folder / "**" / "*.html"]), folder) == ["sub/c.html"]
    monkeypatch.chdir(folder)
    assert [str(one.path) for one in expand([Path("s*")])] == ["sub/c.html", "sub/deep/d.pdf"]
    [nothing] = expand([Path("*.docx")])
    assert "no document matches" in (nothing.fault or "")


def test_a_name_with_pattern_characters_is_that_file(folder: Path) -> None:
    odd = folder / "what[1]?.md"
    odd.write_text("x")
    assert names(expand([odd]), folder) == ["what[1]?.md"]


def test_each_file_is_read_once_and_other_arguments_stay(folder: Path) -> None:
    found = expand([folder / "b.md", folder, Path("-"), folder / "gone.md"])
    assert [one.path.name for one in found][:3] == ["b.md", "A.txt", "a.TXT"]
    assert [str(one.path) for one in found][-2:] == ["-", str(folder / "gone.md")]


def test_a_folder_without_documents_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    [found] = expand([tmp_path / "empty"])
    assert "no document below" in (found.fault or "")


def test_too_many_files_are_a_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MOST_FILES", 3)
    [found] = expand([folder])
    assert "more than 3" in (found.fault or "")


def test_a_folder_deeper_than_the_stack_is_walked(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 300)
    deep.mkdir(parents=True)
    (deep / "deep.md").write_text("x")
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 150)
    try:
        assert [one.path for one in expand([tmp_path / "d"])] == [deep / "deep.md"]
    finally:
        sys.setrecursionlimit(usual)


@pytest.mark.parametrize("name", ["nul\0.md", "x" * 5000, "loop[.md"])
def test_odd_arguments_are_passed_on_or_named(name: str) -> None:
    assert len(expand([Path(name)])) == 1


def test_pipes_and_odd_names_in_a_folder_are_listed_for_the_reader(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "a\nb\x1b[2J.md").write_text("x")
    assert [one.path.name for one in expand([tmp_path])] == ["a\nb\x1b[2J.md", "pipe.md"]
