"""Terms with their definitions: "**Term**: text", "Term - text", or a heading with the definition under it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.ingest.cohesion import content
from interviewer.ingest.lines import heading_level, is_rule
from interviewer.ingest.page import Page
from interviewer.ingest.sentences import asks, plain

_BOLD = re.compile(r"(?:[•*+-]\s+)?(?:\*\*|__)(?P<term>[^*_]{1,80}?)\s*:?(?:\*\*|__)\s*(?::|[-–—])?\s+(?P<told>\S.*)$")
_PLAIN = re.compile(r"(?:[•*+-]\s+)?(?P<term>[^\W\d_][^.:?!|=–—]{0,60}?)(?::| [-–—])\s+(?P<told>\S.*)$")
_ENDED = re.compile(r"[.?!:][\"”’)\]*_]*\s*$")
_MOST_TERM_WORDS, _LEAST_TOLD_WORDS = 6, 4
_LEAST_TERMS, _LEAST_SHARE = 4, 0.6
_NO_TERM = re.compile(
    r"(?:there (?:is|are)|here|note|notes|example|examples|e\.g|warning|tip|hint|todo|author|date|version|source"
    r"|see|output|input|step|usage"
    r"|advantages?|disadvantages?|pros|cons|summary|conclusion|introduction|overview|table of contents)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with the lines of its definition (from 0, inclusive); the text starts at `column` of the first."""

    term: str
    first: int
    last: int
    column: int


def glossary(page: Page, indexes: Sequence[int], least: int = _LEAST_TERMS) -> list[Entry]:
    """Return the entries where most paragraphs of the lines at `indexes`, `least` or more, are entries, else []."""
    terms = {index: entry for index in indexes if (entry := _entry(page, index))}
    used = set(indexes)
    paragraphs = [index for index in indexes if index in terms or _opens(page, index, used)]
    if len(terms) < least or len(terms) < _LEAST_SHARE * len(paragraphs):
        return []
    if len({entry.term.lower() for entry in terms.values()}) < len(terms):
        return []
    starts = sorted(terms)
    stops = [*starts[1:], len(page.lines)]
    return [_extended(page, terms[start], stop, used) for start, stop in zip(starts, stops, strict=True)]


def _opens(page: Page, index: int, used: set[int]) -> bool:
    """Whether the line is no heading, no code, and does not go on with a sentence of the line before."""
    if heading_level(page.lines[index]) or page.code[index]:
        return False
    return index - 1 not in used or bool(_ENDED.search(page.lines[index - 1]))


def heading_term(line: str) -> str:
    """Return the term that a Markdown heading consists of, empty where it is no term."""
    if not heading_level(line):
        return ""
    text = plain(line.lstrip("# "))
    return text if _is_term(text) else ""


def _entry(page: Page, index: int) -> Entry | None:
    line = page.lines[index]
    if page.code[index] or len(line) > 2000:
        return None
    text = line.strip()
    match = _BOLD.match(text) or _PLAIN.match(text)
    if not match or not _is_term(plain(match["term"])) or len(match["told"].split()) < _LEAST_TOLD_WORDS:
        return None
    return Entry(plain(match["term"]), index, index, len(line) - len(line.lstrip()) + match.start("told"))


def _is_term(text: str) -> bool:
    short = 0 < len(text.split()) <= _MOST_TERM_WORDS
    return short and bool(content(text)) and not _NO_TERM.match(text) and not asks(text)


def _extended(page: Page, entry: Entry, stop: int, used: set[int]) -> Entry:
    """Take the lines after the first, up to a heading, a rule or the next entry."""
    last = entry.first
    for index in range(entry.first + 1, stop):
        if heading_level(page.lines[index]) or is_rule(page.lines[index]):
            break
        if index in used:
            last = index
    return Entry(entry.term, entry.first, last, entry.column)
