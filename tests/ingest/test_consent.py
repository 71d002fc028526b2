"""Banners that ask for consent, and lines that sell, stand inside answers of pages copied out of a browser."""

from pathlib import Path

import pytest

from tests.ingest.documents import read_text

BANNER = (
    "We value your privacy",
    "Your privacy is important to us.",
    "We and our 148 partners store and access information on your device.",
    "We use cookies to improve your visit.",
    "This website uses essential cookies and some others.",
    "Accept all",
    "Reject all cookies",
    "Manage cookie preferences",
    "By clicking Accept you agree to our use of cookies.",
    "📚 Want 300 more questions like these? Try Grove Premium",
    "Looking for more interview questions? We have them.",
    "7-day free trial",
    "No credit card required.",
)
TEXT = (
    "We use cookies where the server must know a session again, and set SameSite on each.",
    "Accept all that comes, then filter.",
    "A trial of 7 days showed the same.",
    "By using two keys you agree to pay for both.",
)


def answer(folder: Path, line: str) -> str:
    text = f"Q: What is bark?\n\nThe outer layer of a tree.\n\n{line}\n\nIt keeps water in.\n\n"
    text += "Q: What is sap?\n\nA juice.\n"
    return read_text(folder, text).questions[0].answer


@pytest.mark.parametrize("line", BANNER)
def test_banners_are_left_out(tmp_path: Path, line: str) -> None:
    assert line not in answer(tmp_path, line)


@pytest.mark.parametrize("line", TEXT)
def test_text_in_like_words_stays(tmp_path: Path, line: str) -> None:
    assert line in answer(tmp_path, line)
