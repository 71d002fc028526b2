"""Anki packages: notes of a front and a back and cloze notes, HTML as text; a note's number stands for its line."""

import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import zstandard

from interviewer.domain.document import Refusal
from interviewer.domain.errors import StorageError
from interviewer.ingest.readers.archive import MOST_BYTES, member, open_archive
from interviewer.ingest.readers.cloze import MARK, cards_of
from interviewer.ingest.readers.columns import Columns, columns_in, fault_of, told_by_cells
from interviewer.ingest.readers.extract import Extract, Row, Unreadable, to_wire
from interviewer.ingest.readers.html_page import Fragment, fragment
from interviewer.ingest.readers.unseen import Hidden, notes_of
from interviewer.ingest.sentences import asks
from interviewer.storage.database import Value, rows_of_image

_REMEDY = "Export the deck again from Anki, as .apkg or as text."
# Newest first: a newer package carries an older, empty collection beside its own.
_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
_CLOZE_ROOM = 15_000_000
"""Bytes of the reply, half of it, for what is made of cloze notes: several times their own text."""
_SOUND = re.compile(r"\[sound:[^\]]*\]")
_TAG = re.compile(r"<[^>]{0,200}>")
_SAMPLE = 50
_NOTES = "SELECT mid, flds FROM notes ORDER BY id"


def read(data: bytes) -> Extract:
    """Return a row for each note of two fields, and for each number of a cloze note.

    Raises Unreadable for what is hostile or damaged.
    """
    with open_archive(data) as archive:
        name = next((one for one in _COLLECTIONS if one in archive.namelist()), None)
        if name is None:
            raise Unreadable(f"it holds no collection, so it is no Anki package. {_REMEDY}")
        image = member(archive, name)
    if name.endswith("b"):
        image = _unpacked(image)
    try:
        notes = rows_of_image(image, _NOTES)
        names = _field_names(image)
    except StorageError as error:
        raise Unreadable(f"its collection is damaged. {_REMEDY}") from error
    rows, refused = list[Row](), list[Refusal]()
    told = [(str(kind), str(fields).split("\x1f")) for kind, fields in notes]
    columns = _columns(told, names)
    hidden, room = list[Hidden](), _CLOZE_ROOM
    for number, (kind, fields) in enumerate(told, 1):
        is_cloze = any(MARK.search(field) for field in fields)
        found = _covered(fields, number, room) if is_cloze else _two_sided(fields, columns.get(kind), number)
        if isinstance(found, str):
            refused.append(Refusal(number, number, found))
            continue
        rows += found.rows
        hidden += [replace(one, place=number) for one in found.hidden]
        room -= _size(found.rows) if is_cloze else 0
    return Extract(rows=tuple(rows), refused=tuple(refused), notes=notes_of(hidden, "note"))


@dataclass(frozen=True, slots=True)
class _Note:
    """What a note asks, and what of it nobody sees."""

    rows: tuple[Row, ...]
    hidden: tuple[Hidden, ...]


def _two_sided(fields: Sequence[str], columns: Columns | None, number: int) -> _Note | str:
    """Return the question of a note of a front and a back, or why there is none."""
    found = _pair(fields, columns)
    if isinstance(found, str):
        return found
    front, back, terms = found
    asked, answer = " ".join(front.text.split()), back.text.strip()
    fault = fault_of(asked, answer)
    return fault or _Note((Row(number, number, asked, answer, terms and not asks(asked)),), front.hidden + back.hidden)


def _covered(fields: Sequence[str], number: int, room: int) -> _Note | str:
    """Return the questions of a cloze note of at most `room` bytes, or why there are none."""
    parts = [fragment(_SOUND.sub("", field)) for field in fields if MARK.search(field)]
    cards = cards_of("\n\n".join(part.text.strip() for part in parts))
    if isinstance(cards, str):
        return cards
    rows = tuple(Row(number, number, card.question, card.answer, drafted=card.drafted) for card in cards)
    if _size(rows) > room:
        return "a cloze note too many: their text is more than is read of one deck. Export fewer at a time"
    return _Note(rows, tuple(one for part in parts for one in part.hidden))


def _size(rows: Sequence[Row]) -> int:
    """Return the bytes that rows take in the reply."""
    return len(to_wire(Extract(rows=tuple(rows))))


def _unpacked(packed: bytes) -> bytes:
    try:
        with zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(io.BytesIO(packed)) as stream:
            image = stream.read(MOST_BYTES + 1)
    except zstandard.ZstdError as error:
        raise Unreadable(f"its collection is damaged. {_REMEDY}") from error
    if len(image) > MOST_BYTES:
        raise Unreadable(f"it unpacks to more than {MOST_BYTES // 1_000_000} MB. {_REMEDY}")
    return image


def _field_names(image: bytes) -> dict[str, tuple[str, ...]]:
    """Return the field names of each kind of note; older collections keep them as JSON, newer in a table."""
    tables = {str(name) for (name,) in rows_of_image(image, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    found: dict[str, tuple[str, ...]] = {}
    if "fields" in tables:
        by_kind: dict[str, list[tuple[Value, str]]] = {}
        for kind, place, name in rows_of_image(image, "SELECT ntid, ord, name FROM fields ORDER BY ntid, ord"):
            by_kind.setdefault(str(kind), []).append((place, str(name)))
        return {kind: tuple(name for _, name in fields) for kind, fields in by_kind.items()}
    if "col" in tables:
        for (models,) in rows_of_image(image, "SELECT models FROM col"):
            found.update(_named_in_json(str(models)))
    return found


def _named_in_json(models: str) -> dict[str, tuple[str, ...]]:
    try:
        loaded = json.loads(models)
    except (ValueError, RecursionError):
        return {}
    found = {}
    for kind, model in loaded.items() if isinstance(loaded, dict) else ():
        fields = model.get("flds") if isinstance(model, dict) else None
        if isinstance(fields, list):
            found[str(kind)] = tuple(str(one.get("name", "")) for one in fields if isinstance(one, dict))
    return found


def _columns(notes: Sequence[tuple[str, list[str]]], names: Mapping[str, Sequence[str]]) -> dict[str, Columns | None]:
    """Return for each kind of note which of its fields are front and back, None where that is not clear."""
    rows: dict[str, list[list[str]]] = {}
    for kind, fields in notes:
        if len(fields) == len(names.get(kind, ())) and len(rows.setdefault(kind, [])) < _SAMPLE:
            rows[kind].append([_TAG.sub(" ", field) for field in fields])
    return {kind: _of_kind(names[kind], sample) for kind, sample in rows.items()}


def _of_kind(names: Sequence[str], sample: Sequence[Sequence[str]]) -> Columns | None:
    found = columns_in(names, sample)
    return None if found is None else told_by_cells(found, names[found.question], sample)


def _pair(fields: Sequence[str], columns: Columns | None) -> tuple[Fragment, Fragment, bool] | str:
    """Return front and back and whether the front may be a term, or why there are none."""
    if columns is None or max(columns.question, columns.answer) >= len(fields):
        filled = [place for place, field in enumerate(fields) if field.strip()]
        if len(fields) != 2 and len(filled) != 2:
            return f"a note of {len(fields)} fields; which holds the answer is not clear"
        columns = Columns(0, 1) if len(fields) == 2 else Columns(filled[0], filled[1])
    front, back = (fragment(_SOUND.sub("", fields[place])) for place in (columns.question, columns.answer))
    return front, back, columns.terms
