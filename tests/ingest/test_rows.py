"""CSV, TSV and JSON Lines: a row is a question with its answer, and a bad row is named with its line."""

import json
from pathlib import Path

import pytest

from interviewer.domain.document import Document
from interviewer.domain.errors import DocumentError
from tests.ingest.documents import lines_of, read_data, read_text


def asked(found: Document) -> list[tuple[str, str]]:
    return [(question.question, question.answer) for question in found.questions]


def refusals(found: Document) -> list[tuple[int, int]]:
    return [(one.first_line, one.last_line) for one in found.refused]


def test_a_sheet_with_named_columns(tmp_path: Path) -> None:
    text = (
        "id,Topic,Question,Reference answer\n"
        '1,nets,What is TCP?,"A reliable stream.\n\n- ordered\n- with ""acks"""\n'
        "2,nets,What is UDP?,Datagrams without promises.\n"
        "3,nets,What is ICMP?,\n"
        "4,nets,,An answer alone.\n"
        "5,nets,What is IP?,Packets,routed,hop by hop\n"
    )
    found = read_text(tmp_path, text, "sheet.csv")
    assert asked(found) == [
        ("What is TCP?", 'A reliable stream.\n\n- ordered\n- with "acks"'),
        ("What is UDP?", "Datagrams without promises."),
    ]
    assert lines_of(found.questions[0]) == (2, 2, 5)
    assert lines_of(found.questions[1]) == (6, 6, 6)
    assert refusals(found) == [(7, 7), (8, 8), (9, 9)]
    assert "6 columns" in found.refused[2].reason
    assert [passage.text for passage in found.passages][-1] == "Datagrams without promises."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cards.tsv", "What is a heap?\tA tree in an array.\nWhat is a trie?\tA tree of letters.\n"),
        ("cards.csv", "What is a heap?;A tree in an array.\r\nWhat is a trie?;A tree of letters.\r\n"),
        ("cards.csv", "\ufeffback,front\nA tree in an array.,What is a heap?\nA tree of letters.,What is a trie?\n"),
        ("cards.jsonl", '{"q": "What is a heap?", "a": "A tree in an array."}\n\n'
         '{"prompt": "What is a trie?", "reference": "A tree of letters.", "tags": []}\n'),
    ],
)  # fmt: skip
def test_other_layouts(tmp_path: Path, name: str, text: str) -> None:
    found = read_text(tmp_path, text, name)
    assert asked(found) == [("What is a heap?", "A tree in an array."), ("What is a trie?", "A tree of letters.")]
    assert not found.refused


def test_a_question_or_an_answer_beyond_all_measure_is_refused_with_its_place(tmp_path: Path) -> None:
    long = "Datagrams without promises. " * 3_600
    pairs = [("What is TCP?", "A stream."), (f"What is {'word ' * 500}?", "Much."), ("What is UDP?", long)]
    rows = "".join(json.dumps({"question": asked_for, "answer": told}) + "\n" for asked_for, told in pairs)
    found = read_text(tmp_path, rows, "cards.jsonl")
    assert asked(found) == [("What is TCP?", "A stream.")]
    assert [passage.text for passage in found.passages] == ["A stream."]
    assert refusals(found) == [(2, 2), (3, 3)]
    assert [part in one.reason for part, one in zip(("2,000", "100,000"), found.refused, strict=True)] == [True, True]
    noted = read_text(tmp_path, f"Q: What is TCP?\nA: A stream.\nQ: What is UDP?\nA: {long}\n", "notes.md")
    assert asked(noted) == [("What is TCP?", "A stream.")]
    assert [(one.first_line, one.last_line) for one in noted.refused if "100,000" in one.reason] == [(3, 4)]


def test_columns_that_cannot_be_told_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"sheet\.csv.*3 columns.*question and answer"):
        read_text(tmp_path, "a,b,c\n1,2,3\n", "sheet.csv")


def test_a_row_with_torn_quotes_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    text = 'question,answer\nWhat is a?,"b"c\nWhat is d?,A letter.\n"What is e,never closed\n'
    found = read_text(tmp_path, text, "sheet.csv")
    assert asked(found) == [("What is d?", "A letter.")]
    assert refusals(found) == [(2, 2), (4, 4)]


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[1, 2]",
        '{"question": "What is it?"}',
        '{"question": "What is it?", "answer": 3}',
        '{"question": " ", "answer": "So."}',
        '{"question": "What is it?", "answer": ""}',
        '{"question": "What is it?", "answer": "\\u200b\\u001b"}',
        "[" * 100_000,
        '{"question": "q", "answer": ' + "9" * 5000 + "}",
    ],
)
def test_a_bad_line_of_json_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    good = json.dumps({"question": "What is a heap?", "answer": "A tree."})
    found = read_text(tmp_path, f"{good}\n{line}\n{good}\n", "rows.jsonl")
    assert [question.first_line for question in found.questions] == [1, 3]
    assert refusals(found) == [(2, 2)]
    assert found.refused[0].reason


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"answer": ["It pops the least.", "It pushes in log n."]}, "- It pops the least.\n- It pushes in log n."),
        ({"answers": ["1. First", "2. Second", " "]}, "1. First\n2. Second"),
        ({"model_answer": ["It sinks:\nlevel by level", "It ends"]}, "- It sinks:\n  level by level\n- It ends"),
        ({"answer": ["One alone."]}, "One alone."),
        ({"answers": ["Said twice.", "Said twice.", ""]}, "Said twice."),
        ({"answers": {"text": ["It sifts.", "It sifts up."], "answer_start": [3, 3]}}, "- It sifts.\n- It sifts up."),
        ({"answer": "In words.", "tags": ["a long tag of words", "another one"]}, "In words."),
    ],
)
def test_an_answer_that_is_a_list_of_texts_is_a_list(tmp_path: Path, row: dict[str, object], told: str) -> None:
    found = read_text(tmp_path, json.dumps({"question": "What does a heap do?", **row}), "rows.jsonl")
    assert asked(found) == [("What does a heap do?", told)]


@pytest.mark.parametrize(
    "row",
    [
        {"answer": []},
        {"answer": ["a text", 3]},
        {"answer": [["a", "b"], ["c"]]},
        {"answer": {"text": ["a text", 3]}},
        {"answers": {"text": [], "answer_start": []}},
        {"choices": ["one", "two", "three"], "answer": ["A", "C"]},
        {"tags": ["a long tag of many words", "another one of as many"]},
    ],
)
def test_a_list_that_is_no_answer_is_refused(tmp_path: Path, row: dict[str, object]) -> None:
    found = read_text(tmp_path, json.dumps({"question": "What does a heap do?", **row}), "rows.jsonl")
    assert (asked(found), refusals(found)) == ([], [(1, 1)])


def test_escapes_in_json_do_not_bring_controls_back(tmp_path: Path) -> None:
    row = '{"question": "What is\\u001b[2J it?", "answer": "A \\ud800 thing\\u202e.\\nAnd\\u0000 more."}'
    found = read_text(tmp_path, row, "rows.jsonl")
    assert asked(found) == [("What is[2J it?", "A \ufffd thing.\nAnd\ufffd more.")]


@pytest.mark.parametrize("name", ["rows.csv", "rows.tsv", "rows.jsonl"])
def test_nothing_in_it_says_so(tmp_path: Path, name: str) -> None:
    found = read_data(tmp_path, b"\n\n", name)
    assert any("No text found" in note for note in found.notes)


@pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl"])
def test_what_is_no_text_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError, match="UTF-8"):
        read_data(tmp_path, b"\x00\x01\x02\x03" * 50, name)
