"""Tells an answer that lost a piece on its way into the document: its list, its end, or a formula copied twice."""

import re
from collections.abc import Sequence
from itertools import pairwise

from interviewer.ingest.doubled import holds_doubled
from interviewer.ingest.lines import is_bullet
from interviewer.ingest.openers import opener

STOPS_AT_COLON = "stops at a colon: what was to follow is gone"
LIST_GONE = "announces a list that does not follow"
ITEMS_EMPTY = "holds list items without text"
CUT_OFF = "breaks off in the middle of a sentence"
DOUBLED = "holds formulas doubled by copying"
_COLON = re.compile(r":[\"”’)\]*_]*\s*$")
_PROMISE = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|several|following|\d{1,2})\b(?: [\w-]+){0,4}?"
    r" (?:layers|steps|types|kinds|methods|ways|components|parts|stages|phases|elements|reasons|properties|levels"
    r"|states|categories|approaches|techniques|advantages|disadvantages|factors|forms|rules|principles|operations|gates)\b",
    re.IGNORECASE,
)
_EMPTY_ITEM = re.compile(r"\s*(?:[•●○▪*+-]|\d{1,2}[.)])\s*$")
_UNENDED = re.compile(r"(?:,|\b(?:and|or|the|a|an|of|to|with|for|in|is|are|that|which|by))$")
_LEAST_SENTENCE_WORDS, _LEAST_EMPTY = 6, 2


def incomplete(lines: Sequence[str], code: Sequence[bool]) -> str | None:
    """Return why an answer is incomplete, None where nothing tells. `code` says for each line whether it is code."""
    told = [(line, is_code) for line, is_code in zip(lines, code, strict=True) if line.strip()]
    if not told:
        return None
    last, last_is_code = told[-1]
    prose = [line for line, is_code in told if not is_code]
    if not last_is_code and _COLON.search(last[-8:]):
        return STOPS_AT_COLON
    if sum(bool(_EMPTY_ITEM.match(line)) for line in prose) >= _LEAST_EMPTY:
        return ITEMS_EMPTY
    if any(_breaks_promise(*pair) for pair in pairwise(told)):
        return LIST_GONE
    if holds_doubled(prose, [line for line, is_code in told if is_code]):
        return DOUBLED
    cut = not last_is_code and len(last.split()) >= _LEAST_SENTENCE_WORDS and _UNENDED.search(last[-12:])
    return CUT_OFF if cut else None


def _breaks_promise(before: tuple[str, bool], after: tuple[str, bool]) -> bool:
    """Whether so many things are announced, but a paragraph follows."""
    (line, line_is_code), (following, following_is_code) = before, after
    if line_is_code or following_is_code or not _COLON.search(line[-8:]) or not _PROMISE.search(line[-160:]):
        return False
    sentence = len(following.split()) >= _LEAST_SENTENCE_WORDS and following.rstrip().endswith((".", "!", "?"))
    return sentence and not is_bullet(following) and "|" not in following and not opener(following).label
