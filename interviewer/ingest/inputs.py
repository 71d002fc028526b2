"""Which files a person means: files, folders, patterns the shell did not expand; always in the same order."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewer.ingest.readers.registry import FORMATS

MOST_FILES = 10_000
"""More files than any collection of notes; a whole disk named by mistake stops here."""
_PATTERN = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read, or an argument that leads to none and why."""

    path: Path
    fault: str | None = None


def expand(arguments: Sequence[Path]) -> list[Input]:
    """Return the files that the arguments name, each once, folders and patterns in the order of their names."""
    found: list[Input] = []
    seen: set[Path] = set()
    for argument in arguments:
        for one in _inputs(argument):
            key = one.path.absolute()
            if key not in seen or one.fault:
                found.append(one)
            seen.add(key)
    return found


def _inputs(argument: Path) -> list[Input]:
    if _is_folder(argument):
        files = list(_files_below(argument))
        return _listed(argument, files, f"no document below this folder ({', '.join(FORMATS)} are read)")
    if _PATTERN & set(str(argument)) and not _exists(argument):
        files = [file for match in _matches(argument) for file in _matched(match)]
        return _listed(argument, files, f"no document matches this pattern ({', '.join(FORMATS)} are read)")
    return [Input(argument)]


def _listed(argument: Path, files: Sequence[Path], empty: str) -> list[Input]:
    if not files:
        return [Input(argument, f"{empty}. Check the name.")]
    if len(files) > MOST_FILES:
        return [Input(argument, f"more than {MOST_FILES} documents. Name a folder further down.")]
    return [Input(file) for file in files]


def _matches(pattern: Path) -> list[Path]:
    """Return what a pattern matches, hidden entries left out; `**` enters no link to a folder."""
    fixed = next(place for place, part in enumerate(pattern.parts) if _PATTERN & set(part))
    base = Path(*pattern.parts[:fixed])
    try:
        found = sorted(base.glob(str(Path(*pattern.parts[fixed:]))))
    except (OSError, ValueError, RecursionError):  # a pattern that is none, or folders without end
        return []
    return [one for one in found if not any(part.startswith(".") for part in one.relative_to(base).parts)]


def _matched(match: Path) -> list[Path]:
    if _is_folder(match):
        return list(_files_below(match))
    return [match] if _is_known(match.name) else []


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the documents of a folder and of those in it, by name, at most one more than are read.

    Hidden entries are left out. A link to a folder is not entered, so no loop can hold the walk; a link to a
    file counts where it stays below the folder and its file is not found there anyway.
    """
    root = folder.resolve()
    yielded: set[Path] = set()
    waiting = [folder]
    while waiting and len(yielded) <= MOST_FILES:
        here = waiting.pop()
        entries = sorted(_entries(here), key=lambda entry: entry.name)
        folders = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
        for entry in entries:
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False) or not _is_known(entry.name):
                continue
            if entry.is_symlink() and not _worth_following(path, root):
                continue
            yielded.add(path)
            yield path
        waiting.extend(reversed(folders))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:  # a folder that may not be read holds nothing for us
        return []


def _worth_following(link: Path, root: Path) -> bool:
    """Whether a link leads to a file below the root that the walk itself does not take."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    if not target.is_relative_to(root) or not target.is_file():
        return False
    hidden = any(part.startswith(".") for part in target.relative_to(root).parts)
    return hidden or not _is_known(target.name)


def _is_known(name: str) -> bool:
    return Path(name).suffix.lower() in FORMATS


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return True  # not a pattern then; reading it will say what is wrong
