"""The one composition root: builds the parts from the settings, for the front ends and the tests alike."""

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from interviewer import __version__
from interviewer.config.log import no_log, start_log
from interviewer.config.paths import Paths, bundled, paths
from interviewer.config.settings import Settings, load
from interviewer.domain.state import Interview, Turn
from interviewer.interview.ports import Clock
from interviewer.storage.backup import back_up
from interviewer.storage.database import Database
from interviewer.storage.documents import DocumentTable
from interviewer.storage.event_log import EventLog, Stored
from interviewer.storage.lock import WriterLock
from interviewer.storage.vectors import VectorTable
from interviewer.wiring_chat import Chats
from interviewer.wiring_llm import Engines

if TYPE_CHECKING:
    from interviewer.bank.check import Check, CheckProgress
    from interviewer.bank.ingestion import IngestResult
    from interviewer.bank.load import Bank
    from interviewer.bank.lookup import Located
    from interviewer.bank.names import TakenIds
    from interviewer.bank.removal import DocumentRemoval
    from interviewer.domain.question import Passage, Question
    from interviewer.embedding.background import BackgroundEncoder
    from interviewer.embedding.cache import CachedEncoder
    from interviewer.embedding.shipped import ShippedVectors
    from interviewer.evaluation.bench import Bench
    from interviewer.evaluation.duplicates import DuplicatesScore
    from interviewer.evaluation.search_bench import SearchBench
    from interviewer.grading import Engine
    from interviewer.ingest import Input
    from interviewer.interview.plan import Wish
    from interviewer.interview.session import LiveInterview, Session
    from interviewer.interview.summary import QuestionSummary, Summary
    from interviewer.retrieval.chroma_index import Progress
    from interviewer.retrieval.library import IndexStatus, Library
    from interviewer.retrieval.search import Filter

VECTORS = "vectors.safetensors"


def utc_now() -> str:
    """Return the time, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def application(
    flags: Mapping[str, object] | None = None, *, writable: bool = True, clock: Clock = utc_now
) -> "Application":
    """Return the program, put together from flags, environment and settings file.

    Raises UsageError for a wrong setting and Locked when another process writes.
    """
    places = paths()
    return Application(places, load(places, flags), writable=writable, clock=clock)


class Application:
    """Everything a front end needs. Construction is cheap; models load when first needed or by `warm_up`.

    A writable one holds the writer's lock until `close`; the other reads only and needs no lock.
    """

    def __init__(self, places: Paths, settings: Settings, *, writable: bool, clock: Clock = utc_now) -> None:
        self.paths, self.settings = places, settings
        self.writable = writable
        self.engines = Engines(places, lambda: self._cached_encoder, lambda model: self.chats.judge(model).source)
        self.chats = Chats(places, settings, lambda: self.engines.model, encoder=lambda: self._encoder)
        self._clock = clock
        self._lock: WriterLock | None = None
        self._database: Database | None = None
        if writable:
            self._open_for_writing()
            return
        no_log()
        if places.database.exists():
            self._database = Database(places.database, writable=False)

    def _open_for_writing(self) -> None:
        self.paths.create()
        start_log(self.paths.log_file, self.settings.log_level)
        self._lock = WriterLock(self.paths.lock)
        self._lock.acquire()
        try:
            now = self._clock()
            self._database = Database(self.paths.database, writable=True, now=now, backups=self.paths.backups)
            back_up(self._database, self.paths.backups, now[:10])
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Application":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the local model, the index and the log and give the lock back; safe to call twice."""
        self.engines.close()
        self._close_library()
        if self._database is not None:
            self._database.close()
        if self._lock is not None:
            self._lock.release()

    @cached_property
    def bank(self) -> "Bank":
        """The bundled and the person's own questions."""
        from interviewer.bank.load import load_bank

        return load_bank(bundled("corpus"), self.paths.bank)

    @cached_property
    def library(self) -> "Library":
        """The embedding model and the search over the bank, both loaded when first needed."""
        passages = DocumentTable(self._database).passages()
        return self._library_of(self.bank.questions, passages, writable=self.writable)

    def _library_of(
        self, questions: "Sequence[Question]", passages: "Sequence[Passage]", *, writable: bool
    ) -> "Library":
        from interviewer.retrieval.library import Library

        home, encoder = self.paths.index, self._encoder
        return Library(questions, passages, self._vectors, home, writable=writable, clock=self._clock, encoder=encoder)

    @cached_property
    def _vectors(self) -> "ShippedVectors":
        from interviewer.embedding.shipped import ShippedVectors

        return ShippedVectors(bundled("corpus") / VECTORS, VectorTable(self._database, writable=self.writable))

    def ship_vectors(self) -> int:
        """Write the vectors of the bundled questions beside them, and return how many; what is there is used again."""
        from interviewer.embedding.cache import content_hash
        from interviewer.embedding.shipped import write_vectors
        from interviewer.retrieval.units import units_of

        texts = sorted({unit.text for unit in units_of(q for q in self.bank.questions if q.bundled)})
        encoder = self._cached_encoder
        vectors = encoder.encode(texts)
        write_vectors(bundled("corpus") / VECTORS, encoder.identity, [content_hash(text) for text in texts], vectors)
        return len(texts)

    @property
    def engine(self) -> "Engine":
        """The engine that marks outside interviews: fast, unless another is named."""
        return self.engines.named(self.settings.engine or "fast")

    @property
    def interview_engine(self) -> str:
        """The name of the engine that marks interviews: the best there is, unless one is named."""
        return self.settings.engine or self.engines.best

    @cached_property
    def _encoder(self) -> "BackgroundEncoder":
        """The embedding model, one for the whole program; it loads when first used."""
        from interviewer.embedding.background import BackgroundEncoder

        return BackgroundEncoder()

    @cached_property
    def _cached_encoder(self) -> "CachedEncoder":
        from interviewer.embedding.cache import CachedEncoder

        return CachedEncoder(self._encoder, self._vectors)

    def warm_up(self) -> None:
        """Begin to load the model and the index in the background; returns at once."""
        self.library.warm_up()

    @property
    def model_ready(self) -> bool:
        """Whether marking starts at once."""
        return self.library.model_ready

    def start_interview(self, wish: "Wish") -> "LiveInterview":
        """Begin an interview. Raises UsageError when there is nothing to ask."""
        from interviewer.wiring_interview import plan_of

        wish = replace(wish, engine=wish.engine or self.interview_engine)
        held = self._held
        plan = plan_of(wish, self.bank, lambda: self.library, held, self._clock())
        return self._session(held).start(self._new_id(), plan)

    def aimed(self, wish: "Wish", job: Path | None, cv: Path | None) -> "Wish":
        """Return the wish with what the bank holds for a job description and a CV. Raises DocumentError."""
        from interviewer.wiring_interview import aimed

        return aimed(wish, job, cv, self.bank, self.library)

    def resume_interview(self, interview_id: str) -> "LiveInterview":
        """Go on with an interview. Raises IllegalCommand for an unknown id."""
        return self._session(self._held).resume(interview_id)

    def interviews(self) -> list[Stored]:
        """Return every interview, newest first."""
        return EventLog(self._database).interviews() if self._database else []

    def summary(self, state: Interview) -> "Summary":
        """Return the report of an interview."""
        from interviewer.grading.credit import score_of
        from interviewer.interview.summary import summarize

        return summarize(state, score_of)

    def turn_summary(self, number: int, turn: Turn) -> "QuestionSummary":
        """Return the feedback on one question."""
        from interviewer.grading.credit import score_of
        from interviewer.interview.summary import summarize_turn

        return summarize_turn(number, turn, score_of)

    def search(self, query: str, count: int, which: "Filter") -> "list[tuple[Question, float]]":
        """Return the nearest questions that `which` admits with their scores, best first."""
        found = ((self.bank.get(hit.question_id), hit.score) for hit in self.library.search(query, count, which))
        return [(question, score) for question, score in found if question is not None]

    def ingest(
        self,
        inputs: "Iterable[Input]",
        *,
        dry_run: bool = False,
        prune: bool = False,
        told: Callable[[int, int], None] | None = None,
        name: str | None = None,
        track: str | None = None,
    ) -> "Iterator[IngestResult]":
        """Read documents into the person's own bank, each when its result is asked for, as `Intake` does."""
        from interviewer.bank.ingestion import Intake
        from interviewer.bank.links import Linker, known_in
        from interviewer.ingest import SIZE_LIMIT

        known = known_in(bundled("corpus"), self.paths.bank)
        intake = Intake(
            self.paths.bank,
            DocumentTable(self._database),
            self.taken_ids(),
            asked=self._asked() if prune else None,
            linkers=lambda: Linker(known, self._cached_encoder),
            told=told,
            name=name,
            track=track,
            dry_run=dry_run,
        )
        try:
            for one in inputs:
                yield intake.take(one, lambda: sys.stdin.buffer.read(SIZE_LIMIT + 1), self._clock())
        finally:
            self._forget_bank()  # read anew when next used

    def plan_removal(self, document: str) -> "DocumentRemoval":
        """Return what `remove_document` would do with what a name or a path stands for. Raises UsageError."""
        from interviewer.bank.removal import plan_removal

        return plan_removal(document, self.paths.bank, DocumentTable(self._database))

    def remove_document(self, document: str) -> None:
        """Remove the passages and unedited questions of the document of this name; interviews stay as they were."""
        from interviewer.bank.removal import remove_document

        remove_document(document, self.paths.bank, DocumentTable(self._database))
        self._forget_bank()

    def taken_ids(self, corpus: Path | None = None) -> "TakenIds":
        """Return the ids of the bundled questions, or those in another `corpus`, and of the person's own."""
        from interviewer.bank.names import TakenIds

        return TakenIds(corpus or bundled("corpus"), self.paths.bank)

    def locate_question(self, question_id: str) -> "Located":
        """Return a question and its file. Raises UsageError that names the nearest id."""
        from interviewer.bank.lookup import locate

        return locate(question_id, self.bank, bundled("corpus"), self.paths.bank)

    def _asked(self) -> frozenset[str]:
        """The ids of all questions that an interview asked, under whatever id they have now."""
        asked = {turn.question.id for stored in self.interviews() for turn in stored.state.turns}
        return frozenset(asked | {self.bank.current_id(question_id) for question_id in asked})

    def _forget_bank(self) -> None:
        self.__dict__.pop("bank", None)
        self._close_library()

    def grade_rows(self, lines: list[str]) -> list[dict[str, object]]:
        """Return the grade of each row (a line of JSON) as the object that other programs read."""
        from interviewer.bank.rows import AnswerRow, RowRefused, read_row
        from interviewer.domain.grade import ungraded
        from interviewer.export.as_json import grade_json
        from interviewer.grading import request_for
        from interviewer.interview.session import with_passages

        rows: list[AnswerRow | RowRefused] = []
        for line in lines:
            try:
                rows.append(read_row(line, self.bank))
            except RowRefused as refusal:
                rows.append(refusal)
        good = [row for row in rows if isinstance(row, AnswerRow)]
        elsewhere = self.bank.elsewhere
        grades = iter(
            self.engine.grade(
                [request_for(one.question, one.answer, elsewhere=elsewhere(one.question)) for one in good]
            )
        )
        results = []
        for row in rows:
            if isinstance(row, RowRefused):
                results.append(grade_json(row.row_id, ungraded(self.engine.name, str(row))))
            else:
                results.append(grade_json(row.id, with_passages(row.question, next(grades), self.library)))
        return results

    def grading_run_key(self, content: bytes) -> str:
        """Return what a batch run depends on: the input, the engine, the versions."""
        name = self.engine.name
        parts = (name, self.engines.identity(name), self.library.encoder.identity, __version__)
        return hashlib.sha256(b"\x1f".join([content, *map(str.encode, parts)])).hexdigest()

    def _close_library(self) -> None:
        if (library := self.__dict__.pop("library", None)) is not None:
            library.close()

    def index_status(self) -> "IndexStatus":
        """Return what is indexed and whether the index is current; loads no model."""
        return self.library.status()

    def rebuild_index(self, encoding: "Progress", building: "Progress") -> "IndexStatus":
        """Drop the search index and build it from the bank and the passages."""
        self._close_library()
        return self.library.rebuild(encoding, building)

    def check_bank(self, progress: "CheckProgress", *, with_engine: bool) -> "Check":
        """Check every question file."""
        from interviewer.bank.check import check_bank

        engine, encoder = (self.engine, self._cached_encoder) if with_engine else (None, None)
        return check_bank(self.bank, engine, encoder, progress)

    def measure_duplicates(self, samples: Path, documents: Path | None = None) -> "dict[str, DuplicatesScore]":
        """Return how well near-duplicates are found on each part of labelled pairs. Raises UsageError."""
        from interviewer.evaluation.document_pairs import score_parts

        return score_parts(samples, documents, self.bank.get, self._cached_encoder)

    @cached_property
    def bench(self) -> "Bench":
        """What measures the engines."""
        from interviewer.evaluation.bench import Bench

        kept, today = self.paths.gradings, self._clock()[:10]
        return Bench(self.bank, self._encoder, self.engines.named, bundled("eval"), kept, today)

    @property
    def search_bench(self) -> "SearchBench":
        """What measures search over the bundled questions."""
        from interviewer.evaluation.search_bench import SearchBench

        return SearchBench(self.bank, lambda questions: self._library_of(questions, (), writable=False))

    @cached_property
    def _log(self) -> EventLog:
        if self._database is None:
            raise RuntimeError("this application was opened without a log")
        return EventLog(self._database)

    def _session(self, held: Sequence[Interview]) -> "Session":
        from interviewer.interview.session import Session
        from interviewer.learning.record import heard_in

        marking, heard = self.engines.named(self.interview_engine), heard_in(held, self.bank.current_id)
        parts = (marking, self.library, self._clock, self.chats.wording, heard, self.engines.named("fast"))
        return Session(self._log, self.bank, *parts)

    @property
    def _held(self) -> list[Interview]:
        return [stored.state for stored in self.interviews()]

    def _new_id(self) -> str:
        base = self._clock()[:19].replace("-", "").replace(":", "").replace("T", "-")
        taken = {stored.id for stored in self.interviews()}
        return next(name for name in (base, *(f"{base}-{n}" for n in range(2, 1000))) if name not in taken)
