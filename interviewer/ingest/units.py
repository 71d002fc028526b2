"""The paragraphs, lists, tables and code that a page without questions consists of, and the answers they form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.ingest.lines import is_bullet, is_title
from interviewer.ingest.openers import Opener, opener
from interviewer.ingest.page import Page

_LEAST_PROSE_WORDS = 4
_WRAPPED_AT = 50
_ENDED = re.compile(r"[.?!:;][\"”’)\]*_]*$")
_ROW = re.compile(r"^\s*\|?.*\S\s*\|\s*$|^\s*\|.*\|.*$")
_FORMULA = re.compile(
    r"\s*\$\$|\s*\S{1,30}\s*=\s*\S|.*\\(?:frac|sum|begin|cdot|text|sigma|partial)\b(?!.*[a-z] [a-z]{2,} [a-z]{2,} )"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines that belong together in any case (counted from 0, inclusive): a paragraph, a list, a table, code."""

    kind: str
    first: int
    last: int
    text: str
    opener: Opener


@dataclass(frozen=True, slots=True)
class Block:
    """The units of one answer."""

    units: tuple[Unit, ...]

    @property
    def first(self) -> int:
        """The first line, from 0."""
        return self.units[0].first

    @property
    def last(self) -> int:
        """The last line, from 0."""
        return self.units[-1].last

    @property
    def opening(self) -> Unit:
        """The first unit that is no title."""
        return next((unit for unit in self.units if unit.kind != "title"), self.units[0])

    @property
    def prose(self) -> tuple[Unit, ...]:
        """The paragraphs alone."""
        return tuple(unit for unit in self.units if unit.kind == "prose")


def units_of(page: Page, indexes: Sequence[int]) -> list[Unit]:
    """Return the units that the lines at `indexes` make, in order."""
    runs: list[tuple[str, list[int]]] = []
    for index in indexes:
        kind = _kind(page, index)
        if runs and _same_run(page, runs[-1], kind, index):
            runs[-1][1].append(index)
        else:
            runs.append((kind, [index]))
    found = []
    for kind, lines in runs:
        text = (" " if kind == "prose" else "\n").join(page.lines[index].strip() for index in lines)
        found.append(Unit(kind, lines[0], lines[-1], text, opener(text)))
    return found


def _kind(page: Page, index: int) -> str:
    line = page.lines[index]
    if page.code[index]:
        return "code"
    if _ROW.match(line):
        return "table"
    if is_bullet(line):
        return "list"
    if is_title(line) and line.strip()[0].isupper() and not (index and page.code[index - 1]):
        return "title"
    if line.strip()[0].islower() or _FORMULA.match(line):
        return "fragment"
    announcing = line.rstrip().endswith(":")
    return "prose" if announcing or len(line.split()) >= _LEAST_PROSE_WORDS else "fragment"


def _same_run(page: Page, run: tuple[str, list[int]], kind: str, index: int) -> bool:
    last = run[1][-1]
    if run[0] == kind and kind in ("code", "table", "list"):
        return True
    if index != last + 1 or kind in ("code", "table", "list"):
        return False
    before = page.lines[last].rstrip()
    return run[0] in ("prose", "list") and len(before) >= _WRAPPED_AT and not _ENDED.search(before)
