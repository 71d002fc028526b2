"""Writes what was found in documents as question files of the person's own; again and again without harm."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from interviewer.bank.drafts import drafted_fields, fields_as_drafted
from interviewer.bank.files import FENCE, load_file
from interviewer.domain.document import Document, FoundQuestion
from interviewer.domain.question import Question

_SLUG_WORDS = 8
_SLUG_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one document's questions: ids written new, changed, unchanged, and kept as edited."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]


def write_questions(
    document: Document,
    folder: Path,
    taken: Iterable[str] = (),
    *,
    dry_run: bool = False,
    link: Callable[[Sequence[Question]], Mapping[str, str]] | None = None,
) -> Written:
    """Write a document's questions below `folder`, one file each.

    A file whose source did not change stays as it is; one the person edited since is kept, never overwritten.
    `taken` are the ids of other questions, which are not used again. `link` says which of the document's questions
    ask the same as another: id to id.
    """
    home = folder / folder_name(document.name)
    used = set(taken)
    outcome: dict[str, list[str]] = {"new": [], "changed": [], "unchanged": [], "kept": []}
    ids: list[str] = []
    for found in document.questions:
        ids.append(_unused(_slug(found.question), used, document.name))
        used.add(ids[-1])
    named = list(zip(ids, document.questions, strict=True))
    links = link([Question(name, found.question, found.answer, ()) for name, found in named]) if link else {}
    for question_id, found in named:
        file = home / f"{question_id}.md"
        drafted = drafted_fields(found.question.strip(), found.answer.strip(), links.get(question_id))
        text = _render(question_id, found, document.name, drafted)
        fate = _fate(file, text)
        outcome[fate].append(question_id)
        if fate in ("new", "changed") and not dry_run:
            _write(file, text)
    return Written(*(tuple(outcome[name]) for name in ("new", "changed", "unchanged", "kept")))


def folder_name(document: str) -> str:
    """Return the folder for a document's questions: a readable slug and a short hash of the name."""
    return f"{_slug(Path(document).stem)[:40]}-{_hash(document)[:8]}"


def _fate(file: Path, text: str) -> str:
    if not file.exists():
        return "new"
    there = file.read_bytes()
    if there == text.encode("utf-8"):
        return "unchanged"
    loaded = load_file(file, track="personal", topic=file.parent.name, bundled=False)
    return "changed" if loaded.question and there == _as_written(loaded.question) else "kept"


def _as_written(question: Question) -> bytes | None:
    """Return the file as this module would write such a question: what a person edited differs from it."""
    origin, drafted = question.provenance, fields_as_drafted(question)
    if origin is None or drafted is None:
        return None
    found = FoundQuestion(
        "",
        question.text,
        question.reference,
        origin.first_line,
        origin.last_line,
        origin.first_line,
        drafted=question.status == "drafted",
        incomplete="as its file says" if question.status == "incomplete" else None,
    )
    return _render(question.id, found, origin.document, drafted).encode("utf-8")


def _render(question_id: str, found: FoundQuestion, document: str, drafted: Mapping[str, object]) -> str:
    fields: dict[str, object] = {"id": question_id, "question": found.question.strip()}
    if found.status != "found":
        fields["status"] = found.status
    fields["provenance"] = {
        "document": document,
        "lines": f"{found.first_line}-{found.last_line}",
        "sha256": _content_hash(found.question, found.answer),
    }
    fields |= drafted
    front = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=110)
    return f"{FENCE}\n{front}{FENCE}\n{found.answer.strip()}\n"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)


def _unused(slug: str, used: set[str], document: str) -> str:
    base = slug or f"question-{_hash(document)[:6]}"
    if base not in used:
        return base
    own = f"{base}-{_hash(document)[:6]}"
    names = [own, *(f"{own}-{number}" for number in range(2, 1000))]
    return next(name for name in names if name not in used)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join(words[:_SLUG_WORDS])[:_SLUG_LENGTH].strip("-")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _content_hash(question: str, answer: str) -> str:
    return _hash(f"{question.strip()}\n\n{answer.strip()}")
