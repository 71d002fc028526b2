"""Writes what was found in documents as question files of the person's own; again and again without harm."""

import os
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from interviewer.bank.drafts import drafted_fields
from interviewer.bank.matching import Text, left, match
from interviewer.bank.names import NewIds, folder_name, slug
from interviewer.bank.rendering import OwnFile, marked_gone, own_files, render, source_hash
from interviewer.domain.document import Document, FoundQuestion
from interviewer.domain.question import PERSONAL_TRACK, Provenance, Question

Fate = Literal["new", "changed", "unchanged", "kept"]
_FATES: tuple[Fate, ...] = ("new", "changed", "unchanged", "kept")
AT_ONCE = 200
"""Questions that are linked before their files are written: what an interruption can lose."""
Progress = Callable[[int, int], None]
"""Is told how many of how many questions are done."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one document's questions: ids written new, changed, unchanged, and kept as edited.

    `gone` are ids of files whose questions the document no longer holds; nothing was done to them. `questions` are the
    document's as their files hold them, without rubrics. `differing` are those kept whose source changed since.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    gone: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    """A question to be written, what it was found as, and its file where it has one."""

    question: Question
    found: FoundQuestion
    own: OwnFile | None


@dataclass(frozen=True, slots=True)
class _Settled:
    """What became of a question, and the question as its file holds it; None where that has faults."""

    id: str
    fate: Fate
    question: Question | None


def write_questions(
    document: Document,
    folder: Path,
    taken: Container[str] = frozenset(),
    *,
    track: str | None = None,
    dry_run: bool = False,
    link: Callable[[Sequence[Question]], Mapping[str, str]] | None = None,
    told: Progress | None = None,
) -> Written:
    """Write a document's questions below `folder`, one file each, some hundred at a time.

    A question is matched to its file by what it says, so that one that was edited or moved keeps its id. A file whose
    source did not change stays as it is, but for the lines where the source now stands; one the person edited since is
    kept, never overwritten. `track` is that of all questions; without it those stay in theirs that have one, and new
    ones join most of their document's. `taken` are the ids of other documents' questions, which are not used again.
    `link` is given the questions in order, each once, and says which ask the same as another: id to id. `told` is given
    how many of how many questions are done; after an interruption these are in their files, and the next run finds
    them there.
    """
    home = folder / folder_name(document.name)
    known = own_files(home)
    places = _matched(document.questions, known)
    ids = NewIds(document.name, {own.id for own in known}, taken)
    usual = track or _usual_track(known)
    owns = [known[places[place]] if place in places else None for place in range(len(document.questions))]
    tasks = [
        _Task(_question(document.name, found, own, ids, track or _track_of(own) or usual), found, own)
        for found, own in zip(document.questions, owns, strict=True)
    ]
    settled = list[_Settled]()
    for start in range(0, len(tasks), AT_ONCE):
        batch = tasks[start : start + AT_ONCE]
        links = link([task.question for task in batch]) if link else {}
        for task in batch:
            settled.append(_settle(task, document.name, home, links, dry_run=dry_run))
            if told:
                told(len(settled), len(tasks))
    gone = tuple(known[place].id for place in left(len(known), places.values()))
    new, changed, unchanged, kept = (tuple(one.id for one in settled if one.fate == fate) for fate in _FATES)
    questions = tuple(one.question for one in settled if one.question)
    differing = tuple(
        task.question.id for task, one in zip(tasks, settled, strict=True) if one.fate == "kept" and _differs(task)
    )
    return Written(new, changed, unchanged, kept, gone, questions, differing)


def _differs(task: _Task) -> bool:
    """Whether the document says something else than when the question was taken from it."""
    origin = task.own.question.provenance if task.own and task.own.question else None
    return origin is not None and origin.sha256 != source_hash(task.found)


def _settle(task: _Task, document: str, home: Path, links: Mapping[str, str], *, dry_run: bool) -> _Settled:
    question, found, own = task.question, task.found, task.own
    same_as = links.get(question.id)
    drafted = drafted_fields(question.text, question.reference, same_as)
    accepted = _stays_accepted(found, own)
    written = partial(render, document=document, drafted=drafted, track=question.track, accepted=accepted)
    text = written(question.id, found)
    before = partial(written, question.id, _where_it_was(found, own))
    fate = _fate(own, text, before)
    if not dry_run:
        _carry_out(fate, home / f"{question.id}.md", text, own)
    held = own.question if own and fate == "kept" else replace(question, same_as=same_as)
    return _Settled(question.id, fate, replace(held, key_points=(), follow_ups=()) if held else None)


def write_file(file: Path, text: str) -> None:
    """Write a private file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_suffix(".part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _track_of(own: OwnFile | None) -> str | None:
    return own.question.track if own and own.question else None


def _usual_track(known: Sequence[OwnFile]) -> str:
    """Return the track of most of a document's questions."""
    tracks = [track for own in known if (track := _track_of(own))]
    return max(tracks, key=tracks.count, default=PERSONAL_TRACK)


def _question(document: str, found: FoundQuestion, own: OwnFile | None, ids: NewIds, track: str) -> Question:
    """Return what was found as a question, with the id and, where it asks for the same, the link that its file has."""
    text, sha256 = found.question.strip(), source_hash(found)
    before = own.question if own else None
    return Question(
        own.id if own else ids.give(found.question, sha256),
        text,
        found.answer.strip(),
        (),
        track=track,
        own=True,
        provenance=Provenance(document, found.first_line, found.last_line, sha256),
        same_as=before.same_as if before and before.text == text else None,
    )


def _matched(found: Sequence[FoundQuestion], known: Sequence[OwnFile]) -> dict[int, int]:
    ours = [Text(one.question.strip(), one.answer.strip(), source_hash(one)) for one in found]
    places = match(ours, [_text(own) for own in known])
    # Of a file that was edited beyond recognition the name is what remains of the source's question.
    named = {own.id: place for place, own in enumerate(known) if own.edited and place not in places.values()}
    for place in left(len(found), places):
        theirs = named.pop(slug(found[place].question), None) if named else None
        if theirs is not None:
            places[place] = theirs
    return places


def _text(own: OwnFile) -> Text:
    question = own.question
    if question is None:
        return Text("", "", f"unreadable: {own.id}")
    origin = question.provenance
    return Text(question.text, question.reference, origin.sha256 if origin else f"unknown: {own.id}")


def _stays_accepted(found: FoundQuestion, own: OwnFile | None) -> bool:
    """Whether what a person accepted is still what is asked: the question the same, no piece of the answer lost."""
    question = own.question if own and own.accepted else None
    if question is None or question.provenance is None:
        return False
    same_source = question.provenance.sha256 == source_hash(found)
    return same_source or (question.text == found.question.strip() and not found.incomplete)


def _where_it_was(found: FoundQuestion, own: OwnFile | None) -> FoundQuestion:
    """Return what was found with the lines that its file names."""
    origin = own.question.provenance if own and own.question else None
    return replace(found, first_line=origin.first_line, last_line=origin.last_line) if origin else found


def _fate(own: OwnFile | None, text: str, before: Callable[[], str]) -> Fate:
    """Return what becomes of a file that is to hold `text`; `before` gives the same with the lines that it names."""
    if own is None:
        return "new"
    held = own.file.read_bytes()
    if held == text.encode("utf-8") or held == before().encode("utf-8"):
        return "unchanged"
    return "kept" if own.edited else "changed"


def _carry_out(fate: Fate, file: Path, text: str, own: OwnFile | None) -> None:
    if fate == "kept":
        if own and own.marked:
            write_file(file, marked_gone(file.read_text("utf-8"), gone=False))
    elif own is None or file.read_bytes() != text.encode("utf-8"):
        write_file(file, text)
