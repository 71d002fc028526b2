"""A document's lines with what is known of each: code, furniture."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from interviewer.ingest.code import code_lines
from interviewer.ingest.furniture import furniture

_DENSE_SHARE = 0.05
_WIDTH_SHARE = 0.9


@dataclass(frozen=True)
class Page:
    """The lines of a document, counted from 0 here; `markdown` tells whether # opens a heading."""

    lines: tuple[str, ...]
    markdown: bool

    @cached_property
    def code(self) -> tuple[bool, ...]:
        """For each line, whether it is code."""
        return code_lines(self.lines)

    @cached_property
    def furniture(self) -> tuple[str | None, ...]:
        """For each line, why it is furniture, or None."""
        return furniture(self.lines, self.code)

    @cached_property
    def is_dense(self) -> bool:
        """Whether the document parts its paragraphs by line ends alone, with hardly a gap between two lines."""
        gaps = sum(not line and bool(above) for above, line in pairwise(("", *self.lines)))
        return gaps < len(self.lines) * _DENSE_SHARE

    @cached_property
    def width(self) -> int:
        """The length in characters that nine of ten lines of text keep to, 0 without text."""
        lengths = sorted(len(line) for line in self.lines if line.strip())
        return lengths[int(len(lengths) * _WIDTH_SHARE)] if lengths else 0

    def has_text(self, index: int) -> bool:
        """Whether the line holds text of the document: not blank, not furniture."""
        return bool(self.lines[index].strip(" \t>")) and self.furniture[index] is None

    def is_blank(self, index: int) -> bool:
        """Whether the line is blank, furniture or beyond the ends."""
        return not 0 <= index < len(self.lines) or not self.has_text(index)

    def next_text(self, start: int, end: int | None = None) -> int | None:
        """Return the first line from `start`, before `end`, that holds text."""
        stop = len(self.lines) if end is None else min(end, len(self.lines))
        return next((index for index in range(start, stop) if self.has_text(index)), None)

    def previous_text(self, start: int, end: int = 0) -> int | None:
        """Return the last line before `start`, not before `end`, that holds text."""
        return next((index for index in range(start - 1, end - 1, -1) if self.has_text(index)), None)

    def paragraph_start(self, index: int, floor: int = 0) -> int:
        """Return the first line, not before `floor`, of the run of text lines that holds `index`."""
        while index > floor and self.has_text(index - 1):
            index -= 1
        return index
