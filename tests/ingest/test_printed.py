"""Pages printed from a browser and kept as text: what the printer set at the edge of a sheet is in no answer."""

from pathlib import Path

import pytest

from tests.ingest.documents import read_text

QUESTIONS = ("What is a heap?", "What is a trie?", "What is a queue?", "What is a graph?")
ANSWER = [f"It keeps its elements in an order of its own, and line {place} tells why." for place in range(8)]


def sheets(edge: str) -> str:
    """Return a page with `edge` in the middle of every answer; "#" in it is the number of the sheet."""
    lines = []
    for sheet, question in enumerate(QUESTIONS, 1):
        lines += [f"{sheet}. {question}", "", *ANSWER[:4], edge.replace("#", str(sheet)), *ANSWER[4:], ""]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "edge",
    [
        "5/9/23, 8:02 AM          Structures for the patient - The Shed",
        "09.05.2023, 08:02 Structures for the patient | The Shed",
        "2023-05-09 08:02   Structures for the patient",
        "Structures for the patient      May 9, 2023 at 8:02 AM    Page # of 9",
        "https://shed.example/structures/for-the-patient #/9",
        "file:///home/ann/structures.html    5/9/23, 8:02 AM   # of 9",
        "Structures for the patient          #",
        "# | Structures for the patient",
        "Page # of 9\nhttps://shed.example/structures",
        "Page # of 9          09.05.2023, 08:02\nStructures for the patient     https://shed.example/structures/",
        "https://shed.example/structures/\n9 May 2023\n#/9",
        "Structures for the patient | The Shed\nSeite # of 9",
    ],
)
def test_what_the_printer_set_goes(tmp_path: Path, edge: str) -> None:
    found = read_text(tmp_path, sheets(edge)).questions
    assert [one.question for one in found] == list(QUESTIONS)
    for one in found:
        assert [line for line in one.answer.split("\n") if line] == ANSWER


@pytest.mark.parametrize("edge", ["5/9/23, 8:02 AM disk # is full", "Step   #", "Here are shown 4 of 9"])
def test_what_only_looks_like_it_stays(tmp_path: Path, edge: str) -> None:
    text = "1. What does the log say?\n\n" + "\n".join(edge.replace("#", str(i)) for i in range(1, 5))
    found = read_text(tmp_path, f"{text}\n\n2. Why?\n\nBecause the disk has filled up.\n").questions[0]
    assert len(found.answer.split("\n")) == 4


def test_what_stands_beside_the_stamps_of_a_thread_stays(tmp_path: Path) -> None:
    stamp = "Thanks, that worked - kel Mar 4, 2021 at 7:40"
    told = [f"{n}. {one}\n\nCount the {n} ends.\n\nStart here\n\n{stamp}\n" for n, one in enumerate(QUESTIONS, 1)]
    text = "\n".join(told)
    edges = [one for one in read_text(tmp_path, text).refused if one.reason.startswith("line at the edge")]
    assert {text.split("\n")[one.first_line - 1] for one in edges} <= {stamp}
