"""Names of question files and their folders, and which ids are taken."""

import re
import unicodedata
from collections.abc import Container
from pathlib import Path

from interviewer.bank.rendering import text_hash

_SLUG_WORDS = 8
_SLUG_LENGTH = 60


class TakenIds:
    """The ids of all question files by the folders that hold them; read from file names, so no file is opened."""

    def __init__(self, corpus: Path, personal: Path) -> None:
        files = (*personal.glob("*/*.md"), *corpus.glob("*/*/*.md"))
        self._folders = {file.stem: file.parent for file in files}

    def __contains__(self, question_id: object) -> bool:
        return question_id in self._folders

    def outside(self, folder: Path) -> Container[str]:
        """Return the ids that files outside `folder` have."""
        return _Outside(self._folders, folder)

    def add(self, question_id: str, folder: Path) -> None:
        """Note a new file."""
        self._folders.setdefault(question_id, folder)


class _Outside:
    def __init__(self, folders: dict[str, Path], folder: Path) -> None:
        self._folders = folders
        self._folder = folder

    def __contains__(self, question_id: object) -> bool:
        return isinstance(question_id, str) and self._folders.get(question_id, self._folder) != self._folder


class NewIds:
    """Gives ids to the new questions of one document: readable ones, none of them taken."""

    def __init__(self, document: str, used: set[str], taken: Container[str]) -> None:
        self._suffix = text_hash(document)[:6]
        self._used = used
        self._taken = taken
        self._copies: dict[str, int] = {}

    def give(self, question: str, content: str) -> str:
        """Return an id for a question with this content hash."""
        base = slug(question) or f"question-{self._suffix}"
        own = f"{base}-{self._suffix}"
        candidate = next((name for name in (base, own) if self._free(name)), None)
        while candidate is None:
            copy = self._copies[content] = self._copies.get(content, 0) + 1
            name = f"{own}-{text_hash(f'{content}{copy}')[:8]}"
            candidate = name if self._free(name) else None
        self._used.add(candidate)
        return candidate

    def _free(self, name: str) -> bool:
        return name not in self._used and name not in self._taken


def folder_name(document: str) -> str:
    """Return the folder for a document's questions: a readable slug and a short hash of the name."""
    return f"{slug(Path(document).stem)[:40]}-{text_hash(document)[:8]}"


def slug(text: str) -> str:
    """Return the first words of a text as lower-case ASCII with hyphens; empty where it has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join(words[:_SLUG_WORDS])[:_SLUG_LENGTH].strip("-")
