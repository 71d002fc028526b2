"""Anki packages of every age: notes of a front and a back, their HTML as text, other notes refused by number."""

import json
import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
import zstandard

from interviewer.domain.document import Document
from interviewer.domain.errors import DocumentError
from tests.ingest.documents import lines_of, pairs, read_data
from tests.ingest.hostile_files import zip_of

BASIC, CLOZE, WORDY = 11, 22, 33
FIELDS = {BASIC: ("Front", "Back"), CLOZE: ("Text", "Back Extra"), WORDY: ("Source", "Answer", "Question", "Tags")}
BACK = "<div>Keys go to buckets.</div><ul><li>fast</li><li>unordered</li></ul>[sound:a.mp3]"
NOTES = (
    (BASIC, "What is a <b>hash</b> table?", BACK),
    (CLOZE, "A {{c1::tree}} has no cycles.", ""),
    (WORDY, "a book", "It halves the range.", "How does binary search work?", "search"),
    (BASIC, "What is Big-O&nbsp;of it?", "<img src='x.png'>"),
)


def collection(folder: Path, *, newer: bool, notes: Sequence[tuple[object, ...]] = NOTES) -> bytes:
    """Return a collection as older (models in JSON) or newer (tables) versions of Anki write it."""
    file = folder / f"collection-{newer}-{len(notes)}"
    connection = sqlite3.connect(file)
    connection.create_collation("unicase", lambda left, right: (left > right) - (left < right))
    connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, guid TEXT, mid INTEGER, flds TEXT, sfld TEXT)")
    connection.execute("CREATE TABLE col (id INTEGER PRIMARY KEY, models TEXT)")
    if newer:
        connection.execute(
            "CREATE TABLE fields (ntid INTEGER, ord INTEGER, name TEXT COLLATE unicase, PRIMARY KEY (ntid, ord))"
            " WITHOUT ROWID"
        )
        connection.execute("CREATE UNIQUE INDEX by_name ON fields (name, ntid)")
        rows = [(kind, place, name) for kind, names in FIELDS.items() for place, name in enumerate(names)]
        connection.executemany("INSERT INTO fields VALUES (?, ?, ?)", rows)
    models = {str(kind): {"flds": [{"name": name} for name in names]} for kind, names in FIELDS.items()}
    connection.execute("INSERT INTO col VALUES (1, ?)", ("" if newer else json.dumps(models),))
    for number, (kind, *fields) in enumerate(notes, 100):
        connection.execute("INSERT INTO notes VALUES (?, 'g', ?, ?, '')", (number, kind, "\x1f".join(map(str, fields))))
    connection.commit()
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    return file.read_bytes()


@pytest.mark.parametrize("name", ["collection.anki2", "collection.anki21", "collection.anki21b"])
def test_packages_of_every_age(tmp_path: Path, name: str) -> None:
    data = collection(tmp_path, newer=name.endswith("b"))
    entries = {"media": b"{}", name: zstandard.compress(data) if name.endswith("b") else data}
    if name != "collection.anki2":
        update = (BASIC, "Please update to the latest Anki version", "then import again")
        entries["collection.anki2"] = collection(tmp_path, newer=False, notes=[update])
    found = read_data(tmp_path, zip_of(entries), "deck.apkg")
    assert pairs(found) == [
        ("", "What is a **hash** table?", "Keys go to buckets.\n\n- fast\n- unordered"),
        ("", "A ____ has no cycles. What is missing?", "A tree has no cycles."),
        ("", "How does binary search work?", "It halves the range."),
    ]
    assert [lines_of(one) for one in found.questions[1:]] == [(2, 2, 2), (3, 3, 3)]
    assert [one.drafted for one in found.questions] == [False, True, False]
    assert [(one.first_line, one.reason) for one in found.refused] == [(4, "a question without an answer")]


def cards(folder: Path, *texts: str) -> Document:
    """Return what is read of a deck of cloze notes of these texts."""
    data = collection(folder, newer=False, notes=[(CLOZE, text, "not read") for text in texts])
    return read_data(folder, zip_of({"collection.anki2": data}), "deck.apkg")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "{{c1::TCP}} is <b>{{c2::reliable::a trait}}</b>, {{c1::IP}} is not",
            [
                "____ is **reliable**, ____ is not. What is missing?",
                "TCP is **____ [a trait]**, IP is not. What is missing?",
            ],
        ),
        (
            "A heap is {{c1::a tree {{c2::in an array}}}}.",
            ["A heap is ____. What is missing?", "A heap is a tree ____. What is missing?"],
        ),
        ("<div>Steps:</div><ul><li>{{c1::read}}</li><li>write</li></ul>", ["Steps: - ____ - write. What is missing?"]),
        ("{{c1,3::Stacks}} are LIFO }} here", ["____ are LIFO }} here. What is missing?"] * 2),
    ],
)
def test_a_cloze_note_asks_for_what_each_of_its_numbers_covers(tmp_path: Path, text: str, told: list[str]) -> None:
    found = cards(tmp_path, text)
    assert [one.question for one in found.questions] == told
    [answer] = {one.answer for one in found.questions}
    assert "____" not in answer
    assert "::" not in answer
    assert all(one.drafted for one in found.questions)


def test_a_cloze_note_that_asks_itself_is_no_draft(tmp_path: Path) -> None:
    [found] = cards(tmp_path, "Which structure is LIFO? {{c1::A stack::structure}}").questions
    assert (found.question, found.answer, found.drafted) == ("Which structure is LIFO?", "A stack", False)


def test_cloze_notes_without_measure_are_refused_by_number(tmp_path: Path) -> None:
    found = cards(
        tmp_path,
        "A {{c1::tree}} has no cycles.",
        "{{c1::all of it}}",
        "{{c1::never closed",
        "{{c1::a " * 9 + "}}" * 9,
        " ".join(f"{{{{c{number}::part}}}} {number}" for number in range(1, 52)),
        "x" * 10_000 + "{{c1::y}}",
        "{{c1::image-occlusion:rect:left=.1:top=.2}} a map",
    )
    assert [one.answer for one in found.questions] == ["A tree has no cycles."]
    parts = ("nothing beside", "not closed", "deep", "51 things", "10,009 characters", "picture")
    assert [one.first_line for one in found.refused] == [2, 3, 4, 5, 6, 7]
    assert [part in one.reason for part, one in zip(parts, found.refused, strict=True)] == [True] * 6


def test_a_deck_of_cloze_notes_is_read_as_far_as_its_reply_has_room(tmp_path: Path) -> None:
    covered = " ".join(f"{{{{c{number}::part}}}} {number}" for number in range(1, 51))
    many = [f"{covered} {random.Random(number).randbytes(4_000).hex()}" for number in range(40)]
    found = cards(tmp_path, *many, "A {{c1::tree}} has no cycles.")
    assert found.questions[-1].answer == "A tree has no cycles."
    assert any("too many" in one.reason for one in found.refused)


def test_an_empty_deck_says_so(tmp_path: Path) -> None:
    data = zip_of({"collection.anki2": collection(tmp_path, newer=False, notes=[])})
    assert any("No text found" in note for note in read_data(tmp_path, data, "deck.apkg").notes)


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ({"media": b"{}"}, "no Anki package"),
        ({"collection.anki2": b"no database"}, "damaged"),
        ({"collection.anki2": b"SQLite format 3\0" + bytes(5000)}, "damaged"),
        ({"collection.anki21b": b"no zstd"}, "damaged"),
        ({"collection.anki21b": zstandard.compress(bytes(60_000_000))}, "50 MB"),
        ({"collection.anki2": b"x", "../outside": b"x"}, "outside"),
    ],
)
def test_broken_packages_are_refused(tmp_path: Path, entries: dict[str, bytes], reason: str) -> None:
    with pytest.raises(DocumentError, match=rf"deck\.apkg.*{reason}"):
        read_data(tmp_path, zip_of(entries), "deck.apkg")


def test_a_torn_collection_is_refused(tmp_path: Path) -> None:
    many = [(BASIC, f"What is {n}?", random.Random(n).randbytes(100).hex()) for n in range(100)]
    whole = collection(tmp_path, newer=False, notes=many)
    data = zip_of({"collection.anki2": whole[:5000] + bytes(len(whole) - 5000)})
    with pytest.raises(DocumentError, match=r"deck\.apkg.*damaged"):
        read_data(tmp_path, data, "deck.apkg")
