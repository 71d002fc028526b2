"""Links whose end is removed: they lead to what else asks the same, or go; no file keeps naming what is not there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewer.bank.personal import write_file
from interviewer.bank.rendering import OwnFile, own_file, with_link
from interviewer.domain.linked import root
from interviewer.domain.question import Question

_LINK = re.compile(r"""\bsame_as['"]?[ \t]*:[ \t]*['"]?([a-z0-9-]+)""")


@dataclass(frozen=True, slots=True)
class Relinked:
    """A question whose link lost its end, and the id that it leads to now; None where nothing else asks the same."""

    question: str
    same_as: str | None


@dataclass(frozen=True, slots=True)
class _Change:
    relinked: Relinked
    file: Path
    text: str


def relink(folder: Path, removed: Sequence[OwnFile], *, dry_run: bool = False) -> tuple[Relinked, ...]:
    """Mend the files below `folder` that are linked to questions about to be `removed`; return what changes.

    In a file that a person edited, the link's line alone is changed; where it is written in another form it stays, and
    `bank check` warns of it. To be called before the removal: whoever is interrupted can do it again.
    """
    if not removed:
        return ()
    links = {own.id: own.question.same_as if own.question else None for own in removed}
    owns = _linked_to(folder, links)
    ends = _new_ends([own.question for own in owns if own.question], links)
    changes = [_Change(Relinked(own.id, ends[own.id]), own.file, with_link(own, ends[own.id])) for own in owns]
    changes = [change for change in changes if change.text != change.file.read_text("utf-8")]
    for change in () if dry_run else changes:
        write_file(change.file, change.text)
    return tuple(change.relinked for change in changes)


def _linked_to(folder: Path, removed: Mapping[str, str | None]) -> list[OwnFile]:
    """Return the files that stay and are linked to one that does not; of thousands only those few are parsed."""
    files = (file for file in sorted(folder.glob("*/*.md")) if file.stem not in removed)
    found = (own_file(file) for file in files if not removed.keys().isdisjoint(_LINK.findall(_text(file))))
    return sorted((own for own in found if own.question and own.question.same_as in removed), key=lambda own: own.id)


def _text(file: Path) -> str:
    return file.read_text("utf-8", errors="replace")


def _new_ends(staying: Sequence[Question], removed: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return for each question, by id, where its chain of links goes on behind what is removed.

    Where all of the chain is removed, the first of those that led there takes its place for the others.
    """
    beyond = {question_id: end for question_id, end in removed.items() if end}
    heirs: dict[str, str] = {}
    ends: dict[str, str] = {}
    for question in staying:
        end = root(question.same_as or question.id, beyond)
        if end in removed:
            end = heirs.setdefault(end, question.id)
        if root(end, ends) != question.id:
            ends[question.id] = end
    return {question.id: ends.get(question.id) for question in staying}
