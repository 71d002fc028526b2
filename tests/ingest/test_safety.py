"""Files made to break their reader: each is refused with a reason that names it, and the program goes on."""

import io
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from interviewer.domain.document import Refusal
from interviewer.domain.errors import DocumentError
from interviewer.ingest import read_document
from interviewer.ingest.readers import apart, child, extract
from interviewer.ingest.readers.apart import Limits, extract_apart
from interviewer.ingest.readers.extract import Extract, Row, Unreadable, from_wire, to_wire
from tests.ingest.documents import read_data
from tests.ingest.hostile_files import (
    flate_bomb,
    pdf_of,
    pdf_of_pages,
    pdf_with_content,
    stream,
    word_parts,
    zip_of,
)

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PLAIN = pdf_with_content(stream(b"BT /F1 12 Tf 50 700 Td (Words of the page.) Tj ET"))
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def locked(algorithm: str, password: str) -> bytes:
    """Return the plain PDF, encrypted; without a password only changes need one."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PLAIN)))
    writer.encrypt(password, "owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


PDFS = {
    "flate bomb": (flate_bomb(200_000_000), "unpack to more than"),
    "nested bomb": (flate_bomb(100_000_000, 3), "unpack to more than"),
    "endless filters": (flate_bomb(1_000, 3_000), "unpack to more than"),
    "many pages": (pdf_of_pages(10_000), "10000 pages"),
    "pages in a circle": (pdf_of([CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]), "damaged"),
    "an object that is itself": (pdf_of([b"1 0 R"]), "damaged"),
    "deep arrays": (pdf_of([b"<< /Type /Catalog /Pages " + b"[" * 100_000 + b" >>"]), "damaged"),
    "cut short": (PLAIN[:200], "damaged"),
    "cut at its end": (PLAIN[:-120], "damaged"),
    "locked": (locked("RC4-128", "secret"), "encrypted"),
    "locked by AES": (locked("AES-256", "secret"), "encrypted"),
    "nothing but a signature": (b"%PDF-1.7", "damaged"),
    "no PDF": (b"just words", r"content is no pdf"),
    "a zip archive": (zip_of({"a": b"b"}), "zip archive"),
}


@pytest.mark.parametrize("name", PDFS)
def test_a_hostile_pdf_is_refused(tmp_path: Path, name: str) -> None:
    data, reason = PDFS[name]
    with pytest.raises(DocumentError, match=rf"^book\.pdf: .*{reason}"):
        read_data(tmp_path, data, "book.pdf")


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_only_forbids_changes_is_read(tmp_path: Path, algorithm: str) -> None:
    found = read_data(tmp_path, locked(algorithm, ""), "book.pdf")
    assert [passage.text for passage in found.passages] == ["Words of the page."]


def test_a_circle_in_the_cross_references_does_no_harm(tmp_path: Path) -> None:
    looped = PLAIN.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % PLAIN.rindex(b"xref\n0"))
    assert [passage.text for passage in read_data(tmp_path, looped, "book.pdf").passages] == ["Words of the page."]


def test_a_form_that_draws_itself_holds_no_text(tmp_path: Path) -> None:
    form = stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /Resources << /XObject << /X 4 0 R >> >>")
    page = b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /XObject << /X 4 0 R >> >> >>"
    data = pdf_of([CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, form, stream(b"/X Do")])
    assert any("No text found" in note for note in read_data(tmp_path, data, "book.pdf").notes)


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a Word document with one part changed."""
    parts = word_parts()
    return zip_of(parts | {name: change(parts[name])})


def declared(part: bytes, declaration: bytes) -> bytes:
    """Put a declaration behind the XML declaration."""
    head, found, rest = part.partition(b"?>")
    return head + found + declaration + rest if found else declaration + part


@pytest.mark.parametrize(
    "name",
    [
        "word/document.xml",
        "word/header1.xml",
        "word/_rels/document.xml.rels",
        "docProps/core.xml",
        "[Content_Types].xml",
    ],
)
def test_entities_are_refused_wherever_they_stand(tmp_path: Path, name: str) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY")
    outside = f'<!DOCTYPE x [<!ENTITY xxe SYSTEM "{canary.as_uri()}">]>'.encode()
    for attack in (LAUGHS, outside, b"<!DOCTYPE x SYSTEM 'http://127.0.0.1/x.dtd'>"):
        parts = word_parts()
        data = zip_of(parts | {name: declared(parts[name], attack)})
        with pytest.raises(DocumentError, match=r"^notes\.docx: .*DOCTYPE") as caught:
            read_data(tmp_path, data, "notes.docx")
        assert "CANARY" not in str(caught.value)


def in_encoding(part: bytes, name: str, codec: str) -> bytes:
    """Return a part that declares entities, in another encoding than Word's."""
    body = part[part.index(b"<w:document") :].decode()
    return f'<?xml version="1.0" encoding="{name}"?>{LAUGHS.decode()}{body}'.encode(codec)


@pytest.mark.parametrize(
    ("name", "codec"), [("UTF-16", "utf-16"), ("UTF-16", "utf-16-be"), ("UTF-7", "utf-7"), ("cp037", "cp037")]
)
def test_entities_in_another_encoding_are_refused(tmp_path: Path, name: str, codec: str) -> None:
    data = with_part("word/document.xml", lambda part: in_encoding(part, name, codec))
    with pytest.raises(DocumentError, match=r"^notes\.docx: .*(?:DOCTYPE|encoding)"):
        read_data(tmp_path, data, "notes.docx")


ARCHIVES: dict[str, tuple[dict[str, bytes], str]] = {
    "too large": ({"word/media/a.bin": bytes(60_000_000)}, "50 MB"),
    "too dense": ({"word/media/a.bin": bytes(30_000_000)}, "100 times"),
    "too many": ({f"word/media/{n}": b"" for n in range(2_100)}, "2000"),
    "climbing": ({"../../outside.xml": b"<a/>"}, "outside"),
    "absolute": ({"/outside.xml": b"<a/>"}, "outside"),
    "a drive": ({"c:\\outside.xml": b"<a/>"}, "outside"),
    "two of one name": ({"Word/Document.xml": b"<a/>"}, "two files of one name"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_hostile_archive_is_refused(tmp_path: Path, name: str) -> None:
    entries, reason = ARCHIVES[name]
    with pytest.raises(DocumentError, match=rf"^notes\.docx: .*{reason}"):
        read_data(tmp_path, zip_of(word_parts() | entries), "notes.docx")
    assert {file.name for file in tmp_path.iterdir()} <= {"notes.docx", "home"}


@pytest.mark.parametrize(
    "data",
    [
        zip_of(word_parts())[:-200],
        zip_of({"word/document.xml": b"<a/>"}),
        zip_of({"other": b"x"}),
        with_part("word/document.xml", lambda part: part[:400]),
        with_part("word/document.xml", lambda part: part.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 5_000)),
        b"PK\x03\x04" + bytes(100),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"words",
    ],
    ids=["cut", "one part", "no document", "torn XML", "deep XML", "zeros", "locked or old", "words"],
)
def test_what_is_no_word_document_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^notes\.docx: "):
        read_data(tmp_path, data, "notes.docx")


@pytest.mark.parametrize("tag", [b"<div>", b"<b>", b"<table><tr><td>", b"<ul><li>"])
def test_a_page_of_50000_nested_tags_is_refused(tmp_path: Path, tag: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^page\.html: .*deep"):
        read_data(tmp_path, tag * 50_000 + b"text", "page.html")


def test_a_page_nested_to_the_limit_is_read(tmp_path: Path) -> None:
    found = read_data(tmp_path, b"<div>" * 395 + b"text", "page.html")
    assert [passage.text for passage in found.passages] == ["text"]


@pytest.mark.parametrize("name", ["page.html", "book.pdf", "notes.docx", "deck.apkg"])
def test_a_pipe_a_device_and_a_circle_are_refused_for_rich_formats(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    os.mkfifo(path)
    with pytest.raises(DocumentError, match="named pipe"):
        read_document(path)
    path.unlink()
    for target in ("/dev/zero", str(path)):
        path.symlink_to(target)
        with pytest.raises(DocumentError):
            read_document(path)
        path.unlink()


def test_the_name_in_a_reason_is_safe_to_show(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        read_data(tmp_path, b"%PDF-1.7", "a\n\x1b[31mb.pdf")
    assert str(caught.value).isprintable()


MEASURED = """
import resource, sys
from pathlib import Path
from interviewer.domain.errors import DocumentError
from interviewer.ingest import read_document
own = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
childs = lambda: resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
read_document(Path(sys.argv[1]))
before, before_child = own(), childs()
try:
    read_document(Path(sys.argv[2]))
except DocumentError:
    print(own() - before, childs() - before_child)
"""


def grown(folder: Path, harmless: bytes, bomb: bytes, name: str) -> tuple[int, int]:
    """Return how many kilobytes a refused bomb takes beyond a harmless file of its format: here, and in the reader."""
    files = [folder / f"harmless-{name}", folder / name]
    for file, data in zip(files, (harmless, bomb), strict=True):
        file.write_bytes(data)
    arguments = [sys.executable, "-c", MEASURED, *map(str, files)]
    result = subprocess.run(arguments, capture_output=True, text=True, check=True)
    here, there = (int(number) // (1024 if sys.platform == "darwin" else 1) for number in result.stdout.split())
    return here, there


def test_a_pdf_bomb_leaves_the_program_small(tmp_path: Path) -> None:
    here, _ = grown(tmp_path, PLAIN, flate_bomb(200_000_000), "book.pdf")
    assert here < 50_000


BOMBS = {
    "one large part": {"word/document.xml": b"<w:t>" + b"a" * 60_000_000},
    "many parts": {f"word/media/{n}.xml": b" " * 1_000_000 for n in range(60)},
    "dense": {"word/media/a.bin": bytes(45_000_000)},
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_word_bomb_leaves_program_and_reader_small(tmp_path: Path, name: str) -> None:
    sound = word_parts()
    here, there = grown(tmp_path, zip_of(sound), zip_of(sound | BOMBS[name]), "notes.docx")
    assert here < 50_000
    assert there < 50_000


@pytest.mark.parametrize(
    ("limits", "words", "reason"),
    [
        (Limits(memory=60_000_000), 200_000, "memory|damaged"),
        (Limits(waiting=0), 9, "too long"),
        (Limits(reply=300), 99, "of text"),
    ],
    ids=["memory", "waiting", "reply"],
)
def test_limits_hold(limits: Limits, words: int, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        extract_apart("html", b"<p>word</p>" * words, limits)


def test_processor_time_is_limited() -> None:
    slow = pdf_with_content(stream(b"BT /F1 9 Tf (a) Tj ET\n" * 300_000))
    with pytest.raises(Unreadable, match="too long"):
        extract_apart("pdf", slow, Limits(processor=1))


def test_the_reader_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "canary")
    telling = (
        "import json, os, sys\n"
        "empty = {'places': [], 'rows': None, 'refused': [], 'notes': []}\n"
        "reply = json.dumps({'lines': [f'{name}={value}' for name, value in os.environ.items()], **empty}).encode()\n"
        "sys.stdout.buffer.write(len(reply).to_bytes(8) + reply)\n"
    )
    monkeypatch.setattr(apart, "_PROGRAM", telling)
    lines = extract_apart("html", b"<p>text</p>").lines
    assert "PYTHONUTF8=1" in lines
    assert "canary" not in " ".join(lines)


def test_a_module_beside_the_documents_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken')")
    (tmp_path / "lxml.py").write_text("raise SystemExit('taken')")
    monkeypatch.chdir(tmp_path)
    assert extract_apart("html", b"<p>text</p>").lines == ("text",)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"no json",
        b"[]",
        b"[" * 100_000,
        b'{"lines": "abc", "places": [], "rows": null, "refused": [], "notes": []}',
        b'{"lines": [1], "places": [], "rows": null, "refused": [], "notes": []}',
        b'{"lines": ["a"], "places": [1, 2], "rows": null, "refused": [], "notes": []}',
        b'{"lines": [], "places": [], "rows": [[1, 2, "q"]], "refused": [], "notes": []}',
        b'{"lines": [], "places": [], "rows": [[-1, 2, "q", "a"]], "refused": [], "notes": []}',
        b'{"lines": [], "places": [], "rows": null, "refused": [["1", 1, "x"]], "notes": []}',
    ],
)
def test_a_reply_that_is_none_is_refused(reply: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_wire(reply)


ROWS = st.lists(st.builds(Row, st.integers(0, 9**9), st.integers(0, 9**9), st.text(), st.text()))
REFUSED = st.lists(st.builds(Refusal, st.integers(0, 9), st.integers(0, 9), st.text()))


@given(st.lists(st.text()), st.none() | ROWS, REFUSED, st.lists(st.text()))
def test_what_is_sent_arrives(
    lines: list[str], rows: list[Row] | None, refused: list[Refusal], notes: list[str]
) -> None:
    sent = Extract(
        lines=tuple(lines),
        places=tuple(range(len(lines))),
        rows=None if rows is None else tuple(rows),
        refused=tuple(refused),
        notes=tuple(notes),
    )
    assert from_wire(to_wire(sent)) == sent


def test_a_refusal_arrives_as_one() -> None:
    with pytest.raises(Unreadable, match="because"):
        from_wire(extract.refusal_to_wire("because"))


def test_memory_that_runs_out_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(_: bytes) -> Extract:
        raise MemoryError

    monkeypatch.setattr("interviewer.ingest.readers.html_page.read", hungry)
    with pytest.raises(Unreadable, match="memory"):
        from_wire(child.answer("html", b"<p>x", 1_000))


DAMAGED = {
    "page.html": b"<h2>What is it?</h2><ul><li>a<b>b</ul><table><tr><td>c<pre>d</table><dl><dt>e<dd>f</dl><p hidden>g",
    "book.pdf": PLAIN,
    "notes.docx": zip_of(word_parts()),
    "deck.apkg": zip_of({"collection.anki2": b"SQLite format 3\0" + bytes(200)}),
    "rows.csv": b'question,answer\nWhat is it?,"a\nb"\nWhy?,So.\n',
    "rows.jsonl": b'{"question": "What is it?", "answer": "So."}\n{"front": "Why?", "back": "So."}\n',
}


@pytest.mark.soak
@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_bytes_are_read_or_refused_by_name(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    for _ in range(12):
        data = bytearray(DAMAGED[name])
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert told(tmp_path, bytes(data), name)


def told(folder: Path, data: bytes, name: str) -> bool:
    """Return whether reading leaves something to show for it: text, a note, or a refusal with the file's name."""
    try:
        found = read_data(folder, data, name)
    except DocumentError as error:
        return str(error).startswith(f"{name}: ")
    return bool(found.questions or found.passages or found.refused or found.notes)
