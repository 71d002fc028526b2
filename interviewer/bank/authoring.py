"""A question that a person writes: where it goes, whether it is sound, and its copy or its acceptance."""

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path

import yaml

from interviewer.bank.files import FENCE, Fault, line_at, load_text
from interviewer.bank.formulas import unbalanced
from interviewer.bank.given_away import given_away
from interviewer.bank.names import slug
from interviewer.bank.rendering import text_hash
from interviewer.bank.said_twice import said_twice
from interviewer.bank.template import without_help
from interviewer.domain.question import PERSONAL_TRACK, Question
from interviewer.domain.text import sanitize

_ID_LINE = re.compile(r"(?m)^id:[ \t]*(?P<id>[^#\n]*?)[ \t]*(?:#.*)?$")
_TRACK_LINE = re.compile(r"(?m)^track:")
_STATUS_LINE = re.compile(r"(?m)^status:[ \t]*(?:drafted|incomplete)[ \t]*$")


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of a topic, and what its files must hold."""

    folder: Path
    track: str
    topic: str
    bundled: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A question file as it would be saved: its text, the file, the question, or the faults with their lines.

    `typed` is what the person goes on with, an id filled in; faults count its lines.
    """

    typed: str
    text: str
    file: Path
    question: Question | None
    faults: tuple[Fault, ...]


def personal_place(folder: Path, topic: str, track: str | None = None) -> Place:
    """Return where a person's own questions of a topic lie; new ones that name no track join `track`."""
    return Place(folder / topic, track or PERSONAL_TRACK, topic, bundled=False)


def named(text: str, taken: Container[str]) -> str:
    """Return a file's text with an id made from its question where it has none; as it is where that cannot be."""
    head, front, body = _parts(text)
    line = _ID_LINE.search(front)
    if not front or (line and line["id"]):
        return text
    question = _question_of(front)
    if not question:
        return text
    base = slug(question) or f"question-{text_hash(question)[:6]}"
    name = _unused(base, taken)
    written = yaml.safe_dump({"id": name}).rstrip("\n")  # in quotes where it would be read as a number
    front = f"{front[: line.start()]}{written}{front[line.end() :]}" if line else f"{written}\n{front}"
    return head + front + body


def check_new(text: str, place: Place, taken: Container[str]) -> Checked:
    """Return a new question as it would be saved: with an id of its own where it lacks one, which must not be taken."""
    text = _in_track(named(text, taken), place)
    line = _ID_LINE.search(_parts(text)[1])
    question_id = line["id"].strip("'\"") if line else ""
    found = check_text(text, _file(place, question_id), place)
    if question_id not in taken:
        return found
    number = text[: text.index(line.group())].count("\n") + 1 if line else 1
    return replace(found, question=None, faults=(*found.faults, Fault(question_id, number, _taken(question_id))))


def _in_track(text: str, place: Place) -> str:
    """Return a file's text with its place's track, where that is not what a file without one is in."""
    head, front, body = _parts(text)
    if not front or place.bundled or place.track == PERSONAL_TRACK or _TRACK_LINE.search(front):
        return text
    return f"{head}{front}{yaml.safe_dump({'track': place.track})}{body}"


def check_edit(text: str, before: str, file: Path, place: Place) -> Checked:
    """Return what `file`, which held `before`, would be saved as; where its question came from is never dropped."""
    found = check_text(text, file, place)
    if found.question is None or found.question.provenance is not None:
        return found
    origin = _fields(_parts(before)[1]).get("provenance")
    if origin is None:
        return found
    head, front, body = _parts(found.text)
    kept = front + yaml.safe_dump({"provenance": origin}, allow_unicode=True, sort_keys=False, width=110)
    return check_text(head + kept + body, file, place)


def check_text(text: str, file: Path, place: Place) -> Checked:
    """Return what `file` would be saved as; lines of faults are those of `text`."""
    loaded = load_text(text, file, track=place.track, topic=place.topic, bundled=place.bundled)
    question, faults = loaded.question, loaded.faults
    if question and question.bundled:
        found = (*given_away(question), *said_twice(question), *unbalanced(question))
        faults = tuple(Fault(str(file), line_at(text, where), fault) for where, fault in found)
    saved = sanitize(without_help(text)).rstrip("\n") + "\n"
    return Checked(text, saved, file, None if faults else question, faults)


def copied(text: str, question: Question, taken: Container[str]) -> str:
    """Return a bundled question's file as one of the person's own: another id, and a link to where it came from."""
    _, front, body = _parts(text)
    fields = yaml.safe_load(front)
    fields["id"] = _unused(f"{question.id}-own", taken)
    fields["same_as"] = question.id
    fields.pop("aliases", None)
    return f"{FENCE}\n{yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=110)}{body}"


def accepted(text: str) -> str | None:
    """Return a drafted or incomplete question's file as an accepted one; None where it is neither."""
    head, front, body = _parts(text)
    changed, count_of = _STATUS_LINE.subn("status: accepted", front, count=1)
    return head + changed + body if count_of else None


def _unused(base: str, taken: Container[str]) -> str:
    names = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _parts(text: str) -> tuple[str, str, str]:
    """Return the opening fence, the front matter, and all from the closing fence on; no front matter where it lacks."""
    lines = text.replace("\r\n", "\n").split("\n")
    ends = [place for place, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE]
    if lines[0].rstrip() != FENCE or not ends:
        return text, "", ""
    front = "".join(f"{line}\n" for line in lines[1 : ends[0]])
    return f"{lines[0]}\n", front, "\n".join(lines[ends[0] :])


def _question_of(front: str) -> str:
    question = _fields(front).get("question")
    return question if isinstance(question, str) else ""


def _fields(front: str) -> dict[object, object]:
    """Return front matter as values; nothing of what is no mapping."""
    try:
        fields = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _file(place: Place, question_id: str) -> Path:
    # What is no id is a fault, and its file is never written.
    return place.folder / f"{question_id.replace('/', '-').replace(chr(0), '-') or 'question'}.md"


def _taken(question_id: str) -> str:
    return f"the id {question_id!r} is taken; `interviewer bank show {question_id}` shows by what"
