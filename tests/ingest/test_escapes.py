"""Escapes of Markdown are signs to its readers; code and formulas keep their backslashes."""

from pathlib import Path

from tests.ingest.documents import read_text

TEXT = r"""## 1\. What is a SNOW\_LINE?

A height (say 2\.5 km) \- above it snow stays. `a\_b` stays as it is.

## 2\. Why does it matter?

Because \(x\_1\) is a formula, and so is $y\_2$.
"""


def test_escapes_are_gone_where_nothing_needs_them(tmp_path: Path) -> None:
    first, second = read_text(tmp_path, TEXT, "notes.md").questions
    assert first.question == "What is a SNOW_LINE?"
    assert first.answer == r"A height (say 2.5 km) \- above it snow stays. `a\_b` stays as it is."
    assert second.question == "Why does it matter?"
    assert second.answer == r"Because \(x\_1\) is a formula, and so is $y\_2$."
