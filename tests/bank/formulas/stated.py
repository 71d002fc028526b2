"""What a question file says, so that a figure is read from it and a formula that was changed is run anew."""

import re
from pathlib import Path

import numpy as np

Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

CORPUS = Path(__file__).resolve().parents[3] / "corpus" / "deep-learning"
_NUMBER = r"(-?\d+(?:(?:,|\{,\})\d{3})*(?:\.\d+)?)"


class Stated:
    """One question file as a single line of text."""

    def __init__(self, question_id: str) -> None:
        (file,) = CORPUS.glob(f"*/{question_id}.md")
        self.id = question_id
        self.text = " ".join(file.read_text("utf-8").split())

    def says(self, *fragments: str) -> None:
        """Fail unless each fragment stands in the file: what the test computes is then what the file states."""
        for fragment in fragments:
            assert fragment in self.text, f"{self.id} no longer says {fragment!r}; run the new statement"

    def numbers(self, fragment: str) -> tuple[float, ...]:
        """Return the numbers that stand where `fragment`, otherwise literal, has a #."""
        pattern = re.escape(fragment).replace(r"\#", _NUMBER)
        found = re.search(pattern, self.text)
        assert found, f"{self.id} no longer says {fragment!r}; run the new statement"
        return tuple(float(re.sub(r"[,{}]", "", number)) for number in found.groups())

    def number(self, fragment: str) -> float:
        """Return the one number that stands where `fragment` has its #."""
        (number,) = self.numbers(fragment)
        return number
