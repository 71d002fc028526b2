"""Documents into the person's own bank: their questions as files, their passages in the log's database."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from interviewer.bank.duplicates import Pair
from interviewer.bank.known_documents import place_of
from interviewer.bank.links import Linker
from interviewer.bank.names import TakenIds, folder_name
from interviewer.bank.personal import Progress, write_questions
from interviewer.bank.removal import NOTHING, Removal, prune
from interviewer.domain.document import Document, FoundQuestion, Refusal
from interviewer.domain.errors import DocumentError
from interviewer.domain.text import visible_line
from interviewer.ingest import Input, read_document, read_stream
from interviewer.storage.documents import DocumentTable

STDIN = "-"
_UNNAMED = "it is called {}, by its content; with --name NAME it stays one document when its text changes"


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What became of one document; `error` says why it could not be read.

    `questions` counts those found with their own answer, `drafted` those drafted from an answer alone, `incomplete`
    those of either kind whose answer lost a piece. `findings` holds all of them with lines and confidence.
    `merged` counts those linked to a question that asks the same; `pairs` says what asks the same, and why. `gone` are
    ids of questions that an earlier reading found and this one did not; `pruned` says what became of them.
    `differing` are ids of questions kept as a person edited them, of which the document now says something else.
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
    places: tuple[int, ...] = ()
    error: str | None = None
    findings: tuple[FoundQuestion, ...] = ()
    pairs: tuple[Pair, ...] = ()
    gone: tuple[str, ...] = ()
    pruned: Removal = NOTHING
    differing: tuple[str, ...] = ()


class Intake:
    """Takes documents into the bank below `folder`, one after the other; each is whole before the next begins.

    A second reading changes only what changed. With `asked`, the ids that some interview asked, gone questions are
    pruned; with `linkers`, one for each document, questions that ask the same as another are linked to it. `told` is
    given how many of a document's questions are done. `name` is what standard input is called; `track` is where the
    questions go, in place of where they are or, of new ones, `personal`.
    """

    def __init__(
        self,
        folder: Path,
        documents: DocumentTable,
        ids: TakenIds,
        *,
        asked: Container[str] | None = None,
        linkers: Callable[[], Linker] | None = None,
        told: Progress | None = None,
        name: str | None = None,
        track: str | None = None,
        dry_run: bool = False,
    ) -> None:
        self._folder = folder
        self._documents = documents
        self._ids = ids
        self._asked = asked
        self._linkers = linkers
        self._told = told
        self._name = name
        self._track = track
        self._dry_run = dry_run

    def take(self, one: Input, stdin: Callable[[], bytes], now: str) -> IngestResult:
        """Read a file, or what `stdin` returns for `-`; an argument that leads to none says why."""
        shown = visible_line(str(one.path))
        if one.fault:
            return IngestResult(shown, visible_line(one.path.name), error=f"{shown}: {one.fault}")
        return self.take_stream(stdin(), now) if str(one.path) == STDIN else self.take_file(one.path, now)

    def take_file(self, file: Path, now: str) -> IngestResult:
        """Read a file."""
        try:
            document = _named(read_document(file), file, self._documents)
        except DocumentError as error:
            return IngestResult(visible_line(str(file)), visible_line(file.name), error=str(error))
        return self._take(document, visible_line(str(file)), now)

    def take_stream(self, data: bytes, now: str) -> IngestResult:
        """Read what came by standard input, in place of what came that way under its name before."""
        try:
            document = read_stream(data, self._name)
        except DocumentError as error:
            return IngestResult("-", "-", error=str(error))
        place = self._documents.place_of(document.name)
        if place not in (None, document.path):
            reason = f"{visible_line(document.name)} is the document that was read from {visible_line(str(place))}"
            return IngestResult("-", "-", error=f"-: {reason}. Give another --name.")
        if self._name is None:
            document = replace(document, notes=(*document.notes, _UNNAMED.format(visible_line(document.name))))
        return self._take(document, document.path, now)

    def _take(self, document: Document, path: str, now: str) -> IngestResult:
        home = self._folder / folder_name(document.name)
        linker = self._linkers() if self._linkers else None
        taken, link = self._ids.outside(home), linker.link if linker else None
        written = write_questions(
            document, self._folder, taken, track=self._track, dry_run=self._dry_run, link=link, told=self._told
        )
        for question_id in written.new:
            self._ids.add(question_id, home)
        pruned = NOTHING if self._asked is None else prune(home, written.gone, self._asked, dry_run=self._dry_run)
        if linker and not self._dry_run:
            linker.known.take_in(written.questions, pruned)
        # Noted last, when all its questions are files: a reading that was interrupted is finished by the next.
        if not self._dry_run and self._documents.hash_of(document.name) != document.sha256:
            self._documents.save(document, now)
        return IngestResult(
            path=path,
            name=document.name,
            format=document.format,
            questions=sum(not one.drafted for one in document.questions),
            drafted=sum(one.drafted for one in document.questions),
            incomplete=sum(one.incomplete is not None for one in document.questions),
            unchanged=len(written.unchanged),
            kept=len(written.kept),
            merged=sum(question.same_as is not None for question in written.questions),
            passages=len(document.passages),
            refused=document.refused,
            notes=(*document.notes, linker.problem) if linker and linker.problem else document.notes,
            places=document.places,
            findings=document.questions,
            pairs=linker.pairs if linker else (),
            gone=written.gone,
            pruned=pruned,
            differing=written.differing,
        )


def _named(document: Document, file: Path, documents: DocumentTable) -> Document:
    """Give a document the name that its path has already, else the shortest that no other file has."""
    path = place_of(file)
    name = documents.name_at(path) or next(one for one in _names(document.name, file) if _is_free(one, documents))
    passages = tuple(replace(passage, document=name) for passage in document.passages)
    return replace(document, path=path, name=name, passages=passages)


def _names(name: str, file: Path) -> Iterator[str]:
    """Yield a file's names: its own, then with one folder more each; its whole path at the end."""
    parts = file.resolve().parts
    yield name
    for count in range(2, len(parts) + 1):
        yield visible_line(str(Path(*parts[-count:])))


def _is_free(name: str, documents: DocumentTable) -> bool:
    return documents.place_of(name) is None
