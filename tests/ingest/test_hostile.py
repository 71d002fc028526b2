"""Documents made to hang, mislead or break the reader."""

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.domain.document import Document
from interviewer.domain.errors import DocumentError
from interviewer.ingest import read_document
from interviewer.ingest.files import SIZE_LIMIT
from interviewer.ingest.lines import decode
from tests.hostile import hostile_strings
from tests.ingest.documents import pairs, read_data, read_text

PAIR = "Q1. What is it?\nA. A thing.\n\nQ2. Why?\nA. "
FORBIDDEN = {"Cc", "Cs"}


def texts_of(document: Document) -> list[str]:
    found = [text for question in document.questions for text in (question.question, question.answer)]
    return [*found, *(passage.text for passage in document.passages), document.name]


def is_clean(text: str) -> bool:
    return not any(unicodedata.category(char) in FORBIDDEN and char not in "\n\t" for char in text)


def test_a_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(DocumentError, match=r"folder\.txt.*directory"):
        read_document(tmp_path / "folder.txt")


def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(DocumentError, match=r"pipe\.txt.*named pipe"):
        read_document(tmp_path / "pipe.txt")


def test_a_link_to_nothing_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    for name in ("link.txt", "loop.txt", "missing.txt", "x" * 5000 + ".txt", "nul\0.txt"):
        with pytest.raises(DocumentError):
            read_document(tmp_path / name)


def test_a_link_to_a_document_is_read(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text(PAIR + "So.\n")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    assert len(read_document(tmp_path / "link.txt").questions) == 2


def test_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    with pytest.raises(DocumentError, match="device"):
        read_document(tmp_path / "zero.txt")


def test_too_large_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(21_000_000)
    assert SIZE_LIMIT < 21_000_000
    with pytest.raises(DocumentError, match=r"big\.txt.*5 MB"):
        read_document(path)


@pytest.mark.parametrize("name", ["notes.exe", "notes", "notes.doc"])
def test_another_format_is_refused_with_a_remedy(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError, match=rf"{name}.*\.txt.*Save"):
        read_text(tmp_path, "text", name)


def test_the_suffix_may_be_upper_case(tmp_path: Path) -> None:
    assert read_text(tmp_path, "text", "NOTES.MD").format == "markdown"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        "text".encode("utf-16-le"),
        "text".encode("utf-32"),
        b"\xff\xfe\0",
        b"\xff" * 500,
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"notes\.txt.*UTF-8"):
        read_data(tmp_path, data)


def test_bytes_that_are_not_utf8_are_shown_and_noted(tmp_path: Path) -> None:
    found = read_data(tmp_path, PAIR.encode() + "Caf\u00e9 noir".encode("latin-1") + b" and a lone \xed\xa0\x80.")
    assert "Caf\ufffd noir" in found.questions[-1].answer
    assert any("UTF-8" in note for note in found.notes)


@pytest.mark.parametrize("codec", ["utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["notes.txt", "cards.csv"])
def test_other_encodings_of_text_are_read(tmp_path: Path, codec: str, name: str) -> None:
    answer = "A “tiny” café – 5 € for two."
    text = f"question,answer\nWhat is a bistro?,{answer}\n" if name == "cards.csv" else f"{PAIR}{answer}\n"
    marked = b"\xfe\xff" + text.encode("utf-16-be")
    for data in (text.encode(codec), marked) if codec == "utf-16" else (text.encode(codec),):
        found = read_data(tmp_path, data, name)
        assert found.questions[-1].answer == answer
        assert any("Windows-1252" in note for note in found.notes) == (codec == "cp1252")


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    found = read_data(tmp_path, b"\xef\xbb\xbf" + (PAIR + "So.").encode())
    assert pairs(found)[0] == ("1", "What is it?", "A thing.")
    assert not found.notes


def test_a_name_with_controls_is_shown_safely(tmp_path: Path) -> None:
    found = read_text(tmp_path, PAIR + "So.", "a\x1b[31m\nb.txt")
    assert is_clean(found.name)
    assert "\n" not in found.name
    with pytest.raises(DocumentError) as caught:
        read_text(tmp_path, "text", "a\x1b[31m\nb.exe")
    assert is_clean(str(caught.value))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("breaks", ["\x0b", "\x0c", "\r", "\x85", "\u2028", "\u2029", "\x1c"])
def test_only_a_newline_ends_a_line(tmp_path: Path, breaks: str) -> None:
    found = read_text(tmp_path, f"one{breaks}two\n\n{PAIR}three{breaks}four\n")
    assert [question.question_line for question in found.questions] == [3, 6]
    assert found.questions[-1].answer == "three four"


def test_carriage_returns_before_newlines_change_nothing(tmp_path: Path) -> None:
    text = PAIR + "So.\n\n- a\n- b\n"
    assert pairs(read_text(tmp_path, text.replace("\n", "\r\n"))) == pairs(read_text(tmp_path, text))


def test_escapes_and_hidden_characters_are_gone(tmp_path: Path) -> None:
    body = "\n\n".join(text.encode("utf-8", "replace").decode().replace("\n", " ") for text in hostile_strings())
    found = read_text(tmp_path, PAIR + body)
    assert all(is_clean(text) for text in texts_of(found))
    assert not any(char in text for text in texts_of(found) for char in "\u202e\u2066\u200b\U000e0041")


def test_the_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    assert read_text(tmp_path, PAIR + "So.\n") == read_text(tmp_path, PAIR + "So.\n")


def test_repeated_marks_take_linear_time(tmp_path: Path) -> None:
    for text in ("1. What?\n", "Answer: x\n", "## What is it?\n", "What is it?\nIt is so and so.\n", "a, ", "*", "("):
        read_text(tmp_path, text * (50_000 // len(text)), "notes.md")


def test_paragraphs_without_questions_take_linear_time(tmp_path: Path) -> None:
    for text in (
        "It is so:\n",
        "A b - c d e f g\n",
        "| a | b |\n|---|---|\n",
        "When the rate is low, it is slow.\n",
        "f(x)=f(x)=",
        "What is thing one?\nIt is a thing that has a name.\nOne more line of it, which ends.\n",
    ):
        read_text(tmp_path, "Interview questions\n\n" + text * (100_000 // len(text)), "notes.md")


PIECES = (
    "1. What is it?|2. Why?|Q1. What|A. So.|Answer:|  • 3.|    text||```|## How?|Image – x|**Q:** a? **A:** b|"
    "Conclusion|Advertisement|---|- item|x = f(1)|Good luck!|\x0c|é"
)
FRAGMENTS = st.lists(
    st.sampled_from(PIECES.split("|")),
    max_size=40,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.binary(max_size=400), FRAGMENTS.map(lambda lines: "\n".join(lines).encode())), st.booleans())
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes, markdown: bool) -> None:
    name = "any.md" if markdown else "any.txt"
    try:
        found = read_data(tmp_path, data, name)
    except DocumentError:
        return
    total = len(decode(data, name).lines)
    spans = [(question.first_line, question.last_line) for question in found.questions]
    spans += [(passage.first_line, passage.last_line) for passage in found.passages]
    spans += [(refusal.first_line, refusal.last_line) for refusal in found.refused]
    assert all(1 <= first <= last <= total for first, last in spans)
    assert all(question.question and question.answer.strip() for question in found.questions)
    assert all(question.question_line <= question.first_line for question in found.questions)
    assert all(is_clean(text) for text in texts_of(found))
    assert found == read_data(tmp_path, data, name)


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_there_are_as_many_lines_as_newlines(text: str) -> None:
    unix = text.replace("\r", " ")
    lines = decode(b"ok " + unix.encode(), "any").lines if unix.count("\0") < 4 else ("",) * (unix.count("\n") + 1)
    assert len(lines) == unix.count("\n") + (not unix.endswith("\n"))
