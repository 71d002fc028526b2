"""What a page puts at the edge of every answer (a rating, a link back, a vote), and the site map after the last one."""

import re
from collections import Counter
from collections.abc import Sequence

from interviewer.ingest.lines import heading_level, is_bullet, is_rule
from interviewer.ingest.page import Page
from interviewer.ingest.sentences import plain

REPEATED = "repeated beside several answers"
_LEAST_REPEATS, _MOST_WORDS = 3, 10
_SHARE, _LONGEST_TAIL = 0.5, 6
_LABEL_WORDS = (
    "example examples output input syntax explanation note notes advantages disadvantages pros cons formula usage code "
    "definition solution uses applications"
)
_LABELS = frozenset(_LABEL_WORDS.split())
_SAID = re.compile(r"\W*(?:yes|no|true|false|it depends|not exactly|both|neither|none)\b[^\w]*$", re.IGNORECASE)
# Which option of a quiz is right: five answers may well have the same letter.
_OPTION = re.compile(
    r"\W*(?:(?:the )?(?:(?:correct|right|best) )?(?:answers?|ans|solution|key|options?|choices?)\b"
    r"(?: (?:option|choice))?(?: is)?\W*\S.{0,40}|[a-h]\W?)$",
    re.IGNORECASE,
)
_LEAST_SITE_MAP, _MOST_ENTRY_WORDS = 3, 7
# "How to Write a Developer CV": other pages' titles, in the capitals of headlines.
_LEAST_HEADLINES, _HEADLINE_WORDS, _CAPITALS = 2, range(3, 15), 3 / 4
_LONG_WORD = re.compile(r"[^\W\d_][\w'’-]{3,}")
_SENTENCE_END = re.compile(r"[.?!:;][\"”’)\]*_]*$")


def repeated_edges(page: Page, parts: Sequence[Sequence[int]]) -> frozenset[int]:
    """Return the lines that open or close an answer just as they open or close several others.

    `parts` holds the lines of each answer, counted from 0. An answer that is nothing but such a line keeps it.
    """
    left = [[index for index in part if page.has_text(index) and not is_rule(page.lines[index])] for part in parts]
    found: set[int] = set()
    while True:
        edges = Counter(_key(page, part[place]) for part in left for place in (0, -1) if len(part) > 1)
        common = {key for key, count in edges.items() if key and count >= _LEAST_REPEATS}
        stripped = [_stripped(page, part, common) for part in left]
        if stripped == left:
            return frozenset(found)
        found.update(index for before, after in zip(left, stripped, strict=True) for index in {*before} - {*after})
        left = stripped


def closing_edge(page: Page, parts: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return for answers, by their place, the line at which one ends: that which closes at least half of the answers.

    What follows such a line inside an answer, a section's title or the site map, is no part of it.
    """
    # A control of the page closes an answer as well as any other line.
    left = [[index for index in part if page.lines[index].strip() and not is_rule(page.lines[index])] for part in parts]
    closing = Counter(key for part in left for key in {_key(page, index) for index in _tail(page, part)})
    common = {key for key, count in closing.items() if key and count >= max(_LEAST_REPEATS, len(left) * _SHARE)}
    found = {}
    for place, part in enumerate(left):
        end = next((index for index in part[1:] if _key(page, index) in common), None)
        if end is not None:
            found[place] = end
    return found


def _tail(page: Page, part: Sequence[int]) -> list[int]:
    """Return the last lines of an answer that are no sentences, without its first line."""
    found: list[int] = []
    for index in part[:0:-1]:
        if not _is_entry(page, index) or len(found) == _LONGEST_TAIL:
            break
        found.append(index)
    return found


def _stripped(page: Page, part: Sequence[int], common: set[str]) -> list[int]:
    rest = list(part)
    if len(rest) > 1 and _key(page, rest[0]) in common:
        rest = rest[1:]
    if len(rest) > 1 and _key(page, rest[-1]) in common:
        rest = rest[:-1]
    return rest


def _key(page: Page, index: int) -> str:
    """Return what the line says, empty where it may be an answer's own: a list, a table, code, an announcement."""
    line = page.lines[index].strip()
    if page.code[index] or is_bullet(line) or "|" in line or line.endswith(":") or heading_level(line):
        return ""
    told = plain(line).lower()
    return (
        told
        if 0 < len(told.split()) <= _MOST_WORDS
        and told not in _LABELS
        and not _SAID.match(told)
        and not _OPTION.match(told)
        else ""
    )


def site_map(page: Page, start: int, end: int) -> int:
    """Return the line in [start, end) from which only short entries follow, some of them plainly of the page."""
    first = end
    entries: list[int] = []
    for index in range(end - 1, start, -1):
        line = page.lines[index].strip()
        if not line:
            continue
        if not _is_entry(page, index):
            break
        entries.append(index)
        if page.is_blank(index - 1):
            first = index
    inside = [index for index in entries if index >= first]
    known = sum(page.furniture[index] is not None for index in inside)
    return first if known and len(inside) >= _LEAST_SITE_MAP else end


def headlines(page: Page, start: int, end: int) -> int:
    """Return the line in [start, end) from which only other pages' titles follow, apart from the text before them."""
    first, found = end, 0
    for index in range(end - 1, start, -1):
        if not page.lines[index].strip() or page.furniture[index] is not None:
            continue
        if not _is_headline(page, index):
            break
        found += 1
        if page.is_blank(index - 1) and found >= _LEAST_HEADLINES:
            first = index
    return first


def _is_headline(page: Page, index: int) -> bool:
    line = page.lines[index].strip()
    words = line.split()
    if page.code[index] or len(words) not in _HEADLINE_WORDS or is_bullet(line) or "|" in line or heading_level(line):
        return False
    long = _LONG_WORD.findall(line)
    return (
        line[-1] not in ".:;,!" and len(long) > 1 and sum(word[0].isupper() for word in long) >= _CAPITALS * len(long)
    )


def _is_entry(page: Page, index: int) -> bool:
    line = page.lines[index].strip()
    if page.furniture[index] is not None:
        return True
    short = len(line.split()) <= _MOST_ENTRY_WORDS and not _SENTENCE_END.search(line)
    return short and not page.code[index] and "|" not in line and not line[:1].islower()
