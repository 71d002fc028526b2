"""Answers that lost a piece, in documents of any convention."""

from pathlib import Path

import pytest

from interviewer.ingest import broken
from tests.ingest.documents import read_text

LOST = [
    ("There are four layers in it:", broken.STOPS_AT_COLON),
    ("It has three kinds:\n\nThe first of them is used in every house of the town.", broken.LIST_GONE),
    ("It is built from parts.\n\n•\n•\n•", broken.ITEMS_EMPTY),
    ("The area is x2x^2 where x is the side.", broken.DOUBLED),
    ("Here wiw_{i} are the weights of the sum.", broken.DOUBLED),
    ("It follows that:\n\nf(x)=max(0,x) f(x) = \\max(0, x)", broken.DOUBLED),
    ("It is the one that stands between the source and the", broken.CUT_OFF),
]
WHOLE = [
    "There are two kinds:\n\n- one\n- two",
    "There are two kinds:\n\nHard: it keeps its shape for as long as you like.",
    "It has two forms:\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "For example:\n\nA stone is thrown into the lake and sinks there.",
    "Call it so:\n\n```\nf(x)\n```",
    "The area is $x^2$, and $x_{i}$ is a side of it.",
    "In code, `aa_b` and snake_case_names stay as they are.",
    "Because.",
    "Time is $O(n^2)$ in the worst case",
]


def status(folder: Path, answer: str) -> str | None:
    text = f"Q1. What is it?\nA. {answer}\n\nQ2. Why?\nA. So it is.\n"
    return read_text(folder, text, "n.md").questions[0].incomplete


@pytest.mark.parametrize(("answer", "reason"), LOST)
def test_what_is_missing_is_told(tmp_path: Path, answer: str, reason: str) -> None:
    assert status(tmp_path, answer) == reason


@pytest.mark.parametrize("answer", WHOLE)
def test_what_is_whole_is_not(tmp_path: Path, answer: str) -> None:
    assert status(tmp_path, answer) is None
