"""What may be removed with a document, or with a question that its document lost; a person's own work never is."""

from collections.abc import Collection, Container
from dataclasses import dataclass
from pathlib import Path

from interviewer.bank.known_documents import meant
from interviewer.bank.names import folder_name
from interviewer.bank.personal import write_file
from interviewer.bank.relinking import Relinked, relink
from interviewer.bank.rendering import OwnFile, marked_gone, own_files
from interviewer.storage.documents import DocumentTable


@dataclass(frozen=True, slots=True)
class Removal:
    """What removing takes away: ids removed, and ids kept and marked, with the reason.

    `relinked` are the questions of whatever document whose link led to one that is removed.
    """

    removed: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    relinked: tuple[Relinked, ...] = ()


NOTHING = Removal()


@dataclass(frozen=True, slots=True)
class DocumentRemoval:
    """What removing a document would do, or did."""

    document: str
    passages: int
    questions: Removal


def prune(home: Path, gone: Collection[str], asked: Container[str], *, dry_run: bool = False) -> Removal:
    """Remove the `gone` questions of a document's folder that were never edited and never asked; mark the others."""
    chosen = [own for own in own_files(home) if own.id in gone]
    reasons = {own.id: reason for own in chosen if (reason := _prune_reason(own, asked))}
    relinked = relink(home.parent, _leaving(chosen, reasons), dry_run=dry_run)
    if not dry_run:
        _carry_out(chosen, reasons)
    return _removal(chosen, reasons, relinked)


def plan_removal(document: str, folder: Path, documents: DocumentTable) -> DocumentRemoval:
    """Return what removing a document, by name or path, would do. Raises UsageError for none and for several."""
    document = meant(document, folder, documents)
    home = folder / folder_name(document)
    owns = own_files(home)
    passages = sum(passage.document == document for passage in documents.passages())
    reasons = _edited(owns)
    relinked = relink(folder, _leaving(owns, reasons), dry_run=True)
    return DocumentRemoval(document, passages, _removal(owns, reasons, relinked))


def remove_document(document: str, folder: Path, documents: DocumentTable) -> None:
    """Remove the passages of a document of this name and its questions that were never edited; the others are marked.

    Links to them go first, then the questions: whoever is interrupted can do it again. Interviews hold their questions
    themselves.
    """
    home = folder / folder_name(document)
    owns = own_files(home)
    reasons = _edited(owns)
    relink(folder, _leaving(owns, reasons))
    _carry_out(owns, reasons)
    documents.remove(document)
    if home.is_dir() and not any(home.iterdir()):
        home.rmdir()


def _edited(owns: Collection[OwnFile]) -> dict[str, str]:
    return {own.id: reason for own in owns if (reason := _work(own))}


def _work(own: OwnFile) -> str:
    """Return what a person did to a file; empty where nothing."""
    if own.edited:
        return "you edited it"
    return "you accepted it" if own.accepted else ""


def _prune_reason(own: OwnFile, asked: Container[str]) -> str:
    return _work(own) or ("it was asked in an interview" if own.id in asked else "")


def _leaving(owns: Collection[OwnFile], reasons: dict[str, str]) -> list[OwnFile]:
    return [own for own in owns if own.id not in reasons]


def _removal(owns: Collection[OwnFile], reasons: dict[str, str], relinked: tuple[Relinked, ...]) -> Removal:
    return Removal(tuple(own.id for own in _leaving(owns, reasons)), tuple(reasons.items()), relinked)


def _carry_out(owns: Collection[OwnFile], reasons: dict[str, str]) -> None:
    """Remove the files without a reason to stay, mark the others."""
    for own in owns:
        if own.id not in reasons:
            own.file.unlink()
        elif own.question and not own.marked:
            write_file(own.file, marked_gone(own.file.read_text("utf-8"), gone=True))
