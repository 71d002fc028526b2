"""Terms with their definitions: "**Term**: text", "Term - text", or a heading with the definition under it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from interviewer.ingest.cohesion import content
from interviewer.ingest.lines import heading_level, indent_of, is_bullet, is_rule, is_title
from interviewer.ingest.page import Page
from interviewer.ingest.sentences import asks, plain

_BOLD = re.compile(
    r"(?:[•*+-]\s+)?(?P<start>)(?:\*\*|__)(?P<term>[^*_]{1,80}?)\s*:?(?:\*\*|__)\s*(?::|[-–—])?\s+(?P<told>\S.*)$"
)
_PLAIN = re.compile(r"(?:[•*+-]\s+)?(?P<term>[^\W\d_][^.:?!|=–—]{0,60}?)(?::| [-–—])\s+(?P<told>\S.*)$")
# "**X** is …": the term is the sentence's subject and belongs to it.
_PREDICATE = re.compile(r"[a-z(]|[–—-]\s")
_PARTED = re.compile(r"(?:[:–—]|\s-)(?:\*\*|__)?\s*$")
_ENDED = re.compile(r"[.?!:][\"”’)\]*_]*\s*$")
_MOST_TERM_WORDS, _LEAST_TOLD_WORDS = 6, 4
_LEAST_TERMS, _LEAST_SHARE = 4, 0.6
_LEAST_INDENT = 2
_COLONED = re.compile(r"\s{0,3}:\s+(?=\S)")
_LEAST_PAIRS, _LEAST_PAIRED, _MOST_TOLD_WORDS = 5, 0.8, 30
_LEANS = re.compile(r"(?:it|this|that|these|those|they|we|i|you|here|however|but|and|so)\b", re.IGNORECASE)
_NO_TERM = re.compile(
    r"(?:there (?:is|are)|here|note|notes|example|examples|e\.g|warning|tip|hint|todo|author|date|version|source"
    r"|see|output|input|step|usage"
    r"|advantages?|disadvantages?|pros|cons|summary|conclusion|introduction|overview|table of contents)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with the lines of its definition (from 0, inclusive); the text starts at `column` of the first.

    `indent`: how far in a line must stand to belong to it.
    """

    term: str
    first: int
    last: int
    column: int
    indent: int = 0


def glossary(page: Page, indexes: Sequence[int], least: int = _LEAST_TERMS) -> list[Entry]:
    """Return the entries where most paragraphs of the lines at `indexes`, `least` or more, are entries, else []."""
    terms = {index: entry for index in indexes if (entry := _entry(page, index))}
    heads = {index: entry for index in indexes if index not in terms and (entry := _headed(page, index))}
    if len(heads) > len(terms):
        terms = heads
    used = set(indexes)
    if terms is heads:  # what stands between them, letters and links, names no paragraph
        told = {entry.first for entry in heads.values()}
        used -= {index for index in indexes if index not in terms and index not in told and is_title(page.lines[index])}
        paragraphs = [
            index for index in indexes if index in terms or (index in used - told and _opens(page, index, used))
        ]
    else:
        paragraphs = [index for index in indexes if index in terms or _opens(page, index, used)]
    if len(terms) < least or len(terms) < _LEAST_SHARE * len(paragraphs):
        return _alternating(page, indexes) if least == _LEAST_TERMS else []
    if len({entry.term.lower() for entry in terms.values()}) < len(terms):
        return []
    starts = sorted(terms)
    stops = [*starts[1:], len(page.lines)]
    return [_extended(page, terms[start], stop, used) for start, stop in zip(starts, stops, strict=True)]


def _headed(page: Page, index: int) -> Entry | None:
    """A term on its own line, its definition right below: behind a colon, or indented."""
    line, below = page.lines[index], index + 1
    if below >= len(page.lines) or page.code[index] or page.code[below] or not page.has_text(below):
        return None
    if not page.is_blank(index - 1) and indent_of(page.lines[index - 1]) <= indent_of(line):
        return None
    definition = page.lines[below]
    colon = _COLONED.match(definition)
    deeper = indent_of(definition) >= indent_of(line) + _LEAST_INDENT and not is_bullet(definition)
    if not (colon or deeper) or not is_title(line) or not _is_term(plain(line)):
        return None
    column = colon.end() if colon else len(definition) - len(definition.lstrip())
    entry = Entry(plain(line), below, below, column, 1 if colon else indent_of(definition))
    return entry if len(definition[column:].split()) >= _LEAST_TOLD_WORDS else None


def _alternating(page: Page, indexes: Sequence[int]) -> list[Entry]:
    """Short lines and paragraphs by turns, as a set of cards reads where it was copied or shown as a page."""
    texts = [index for index in indexes if not heading_level(page.lines[index])]
    pairs = [(one, other) for one, other in pairwise(texts) if _names(page, one, other)]
    sizes = [len(page.lines[other].split()) for _, other in pairs]
    if len(pairs) < _LEAST_PAIRS or 2 * len(pairs) < _LEAST_PAIRED * len(texts) or median(sizes) > _MOST_TOLD_WORDS:
        return []
    found = [Entry(plain(page.lines[one]), other, other, indent_of(page.lines[other])) for one, other in pairs]
    return found if len({entry.term.lower() for entry in found}) == len(found) else []


def _names(page: Page, one: int, other: int) -> bool:
    """Whether a line could name what the paragraph after it, a sentence or two, defines."""
    told = page.lines[other]
    if page.code[one] or page.code[other] or is_bullet(told) or not _ENDED.search(told) or told.rstrip().endswith(":"):
        return False
    short = is_title(page.lines[one], _MOST_TERM_WORDS) and _is_term(plain(page.lines[one]))
    return short and len(told.split()) >= _LEAST_TOLD_WORDS and not _LEANS.match(told)


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
    shift = len(line) - len(line.lstrip())
    if match.re is _BOLD and _PREDICATE.match(match["told"]) and not _PARTED.search(text[: match.start("told")]):
        return Entry(plain(match["term"]), index, index, shift + match.start("start"))
    return Entry(plain(match["term"]), index, index, shift + match.start("told"))


def _is_term(text: str) -> bool:
    short = 0 < len(text.split()) <= _MOST_TERM_WORDS
    return short and bool(content(text)) and not _NO_TERM.match(text) and not asks(text)


def _extended(page: Page, entry: Entry, stop: int, used: set[int]) -> Entry:
    """Take the lines after the first, up to a heading, a rule or the next entry."""
    last = entry.first
    for index in range(entry.first + 1, stop):
        line = page.lines[index]
        outside = bool(line.strip()) and indent_of(line) < entry.indent and not _COLONED.match(line)
        if heading_level(line) or is_rule(line) or outside:
            break
        if index in used:
            last = index
    return Entry(entry.term, entry.first, last, entry.column, entry.indent)
