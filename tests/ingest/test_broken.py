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
    ("A heap needs O ( log n ) {\\displaystyle O(\\log n)} steps.", broken.DOUBLED),
    ("The angle φ\\varphi is small.", broken.DOUBLED),
    ("It grows like g(λ)g(\\lambda) does.", broken.DOUBLED),
    ("It needs O(m3)O(m^3) steps.", broken.DOUBLED),
    ("The line (v=at+cv = at + c) is straight.", broken.DOUBLED),
    ("Take one of [0.5,2.5][-0.5, 2.5] as you like.", broken.DOUBLED),
    ("At least k2k \\geq 2 of them.", broken.DOUBLED),
    ("Its energy is T=mv2T = mv^2 at most.", broken.DOUBLED),
    ("Its length ∥u∥2\\|u\\|_2 is one.", broken.DOUBLED),
    ("A step of 10−410^{-4} is enough.", broken.DOUBLED),
    ("So:\n\nq=12+ez q = \\frac{1}{2 + e^{z}}", broken.DOUBLED),
    ("The mean m̂ \\hat{m} is near.", broken.DOUBLED),
    ("Draw k k of them, and with a chance of r r two.", broken.DOUBLED),
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
    "It is very very cold, and they had had enough: ha ha ha.",
    "The matrix x x^T has rank one, and so has W W^T.",
    "A heap does it in log log n steps, O(n) O(n^2) is too much, and P(A) P(A|B) too.",
    "It prints 0 1 0 1 for [0,1] and [0,1], then 1_000 1000.",
    "Rename filename file_name and snakecase snake_case.",
    "$$\ny=\\tanh(h_t + \\bar h)+(f-\\bar f)\n$$",
    "The letter θ, \\theta as it is typed, is an angle.",
    "| letter | typed |\n|---|---|\n| θ | \\theta |\n| x2 | x^2 |",
    "Lines end so: a\\na and b\\tb.",
    "Type k k to go up.",
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
