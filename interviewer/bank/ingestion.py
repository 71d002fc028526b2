"""One document into the person's own bank: its questions as files, its passages in the log's database."""

from dataclasses import dataclass, replace
from pathlib import Path

from interviewer.bank.duplicates import Pair
from interviewer.bank.links import Linker
from interviewer.bank.load import Bank
from interviewer.bank.personal import write_questions
from interviewer.domain.document import Document, FoundQuestion, Refusal
from interviewer.domain.errors import DocumentError
from interviewer.domain.text import storable, visible_line
from interviewer.ingest import read_document
from interviewer.storage.documents import DocumentTable


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What became of one document; `error` says why it could not be read.

    `questions` counts those found with their own answer, `drafted` those drafted from an answer alone, `incomplete`
    those of either kind whose answer lost a piece. `findings` holds all of them with lines and confidence.
    `merged` counts those linked to a question that asks the same; `pairs` says to which, and why.
    """

    path: str
    name: str
    format: str = ""
    questions: int = 0
    drafted: int = 0
    incomplete: int = 0
    unchanged: int = 0
    kept: int = 0
    merged: int = 0
    passages: int = 0
    refused: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    error: str | None = None
    findings: tuple[FoundQuestion, ...] = ()
    pairs: tuple[Pair, ...] = ()


def ingest_document(
    file: Path,
    folder: Path,
    documents: DocumentTable,
    bank: Bank,
    now: str,
    *,
    dry_run: bool = False,
    linker: Linker | None = None,
) -> IngestResult:
    """Read `file` into the bank below `folder`; a second time changes only what changed.

    With a `linker`, one for each document, questions that ask the same as another are linked to it.
    """
    try:
        document = _named(read_document(file), file, documents)
    except DocumentError as error:
        return IngestResult(visible_line(str(file)), visible_line(file.name), error=str(error))
    others = [q.id for q in bank.questions if not (q.provenance and q.provenance.document == document.name)]
    written = write_questions(document, folder, others, dry_run=dry_run, link=linker.link if linker else None)
    if not dry_run and documents.hashes().get(document.name) != document.sha256:
        documents.save(document, now)
    return IngestResult(
        path=visible_line(str(file)),
        name=document.name,
        format=document.format,
        questions=sum(not one.drafted for one in document.questions),
        drafted=sum(one.drafted for one in document.questions),
        incomplete=sum(one.incomplete is not None for one in document.questions),
        unchanged=len(written.unchanged),
        kept=len(written.kept),
        merged=len(linker.linked.difference(written.kept)) if linker else 0,
        passages=len(document.passages),
        refused=document.refused,
        notes=(*document.notes, linker.problem) if linker and linker.problem else document.notes,
        findings=document.questions,
        pairs=linker.pairs if linker else (),
    )


def _named(document: Document, file: Path, documents: DocumentTable) -> Document:
    """Give a document its folder's name too where another file of the same name was read before."""
    path = storable(str(file.resolve()))
    known = documents.places().get(document.name)
    if known is None or known == path:
        return replace(document, path=path)
    name = visible_line(f"{file.resolve().parent.name}/{file.name}")
    passages = tuple(replace(passage, document=name) for passage in document.passages)
    return replace(document, path=path, name=name, passages=passages)
