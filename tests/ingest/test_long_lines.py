"""One long line costs in proportion to its length, whatever it is made of: twice the signs, about twice the time."""

import json
import time
from collections.abc import Callable, Sequence

import pytest

from interviewer.ingest import doubled, read_stream
from interviewer.ingest.readers import delimited, html_page, jsonl
from interviewer.ingest.readers.pdf_lines import PdfLine, paragraphs

MOST_GROWTH = 3.0
"""Of the time when the length doubles: two for what is linear, four for what is quadratic."""
TOO_SHORT = 0.08
"""Seconds below which a clock tells nothing; what is quadratic takes seconds at these lengths."""
ROUNDS = 3
LINE, LINES = 1_990, 15
"""The longest line that most recognisers look at, and how many of them."""
UNITS = [
    "a",
    "x^",
    "#a",
    " #a",
    " ^b",
    "<!--",
    "\\(",
    "`",
    "9",
    "* ",
    "a-",
    "[a](",
    "**a",
    "“",
    "a = ",
    "?",
    "| ",
    "1.",
]


def growth(work: Callable[[int], object], size: int) -> float:
    """Return by how much the processor's time grows when the size doubles, the least disturbed of some rounds."""
    found = []
    for _ in range(ROUNDS):
        spent = []
        for one in (size, 2 * size):
            start = time.process_time()
            work(one)
            spent.append(time.process_time() - start)
        if spent[1] < TOO_SHORT:
            return 0.0
        found.append(spent[1] / max(spent[0], TOO_SHORT / 100))
    return min(found)


def filled(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length].strip() + "%"


def markdown(line: str, lines: int = 1) -> bytes:
    told = "\n".join([line] * lines)
    return f"# Notes\n\n## What is a dog?\n\n{told}\n\n## What is a cow?\n\nAn animal that gives milk.\n".encode()


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_line_of_text(unit: str) -> None:
    assert growth(lambda size: read_stream(markdown(filled(unit, size))), 100_000) < MOST_GROWTH


@pytest.mark.parametrize("unit", UNITS)
def test_lines_as_long_as_recognisers_look_at(unit: str) -> None:
    """As many signs in lines twice as long take no longer."""
    whole = LINE * LINES
    assert growth(lambda size: read_stream(markdown(filled(unit, size), whole // size)), LINE // 2) < MOST_GROWTH / 2


def test_a_page_of_one_letter_is_compared_a_few_times_from_each_place(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def compare(_: str, signs: Sequence[object]) -> bool:
        compared.append(len(signs))
        return False

    monkeypatch.setattr(doubled, "_is_copy", compare)
    assert not doubled.holds_doubled(["[a](" * 400], [])
    assert 0 < len(compared) <= 4 * 400


@pytest.mark.parametrize("tail", [" #tag", " ^anchor", " <!-- note -->"])
def test_tags_behind_a_card(tail: str) -> None:
    def work(size: int) -> object:
        cards = "\n\n".join([f"What is tin? :: A metal.{filled(tail, size)}"] * (LINE * LINES // size))
        return read_stream(f"# Cards\n\n{cards}\n".encode())

    assert growth(work, LINE // 2) < MOST_GROWTH / 2


def test_comments_that_are_never_closed() -> None:
    assert growth(lambda size: read_stream(markdown("text " + "<!--" * size)), 20_000) < MOST_GROWTH


def test_a_number_without_an_end_in_a_style() -> None:
    def work(size: int) -> object:
        return html_page.read(f'<p style="text-indent:{"9" * size}x;font:{"9" * size}x">tin</p>'.encode())

    assert growth(work, 10_000) < MOST_GROWTH


@pytest.mark.parametrize("unit", ["a", "\n", "Question: ", " ", "#", "---\n", "?"])
def test_long_texts_in_rows(unit: str) -> None:
    def work(size: int) -> object:
        text = (unit * (size // len(unit) + 1))[:size]
        cell = text.replace("\n", " ")
        table = delimited.read([f'"What is {cell}?","{cell}"'] * 3)
        return table, jsonl.read([json.dumps({"prompt": f"{text}\nAnswer:", "completion": text})] * 3)

    assert growth(work, 100_000) < MOST_GROWTH


@pytest.mark.parametrize("unit", ["word ", "a_", "half-"])
def test_a_paragraph_of_many_lines_of_a_pdf(unit: str) -> None:
    line = filled(unit, 80).strip("%")

    def work(size: int) -> object:
        return paragraphs([[PdfLine(line, 1, 20.0 * size - 12.0 * place, 10.0) for place in range(size)]])

    assert growth(work, 2_000) < MOST_GROWTH
