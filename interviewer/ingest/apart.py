"""Questions without an asking word in front, told by their place: alone between paragraphs, where others stand so."""

import re

from interviewer.ingest.lines import is_bullet
from interviewer.ingest.page import Page
from interviewer.ingest.sentences import is_question, sentences

_MOST_LINES, _MOST_WORDS, _MOST_SENTENCES = 3, 40, 3
_LEAST_WORDS = 3
_ENDED = re.compile(r"[.?!:][\"”’)\]]*$")
_COMMENTS = re.compile(
    r"\W*(?:\d{1,4}|one|two|three) (?:comments?|responses?|replies|reply|thoughts?)\b.{0,120}$"
    r"|\W*(?:comments?|responses?|discussion)(?: \(\d{1,4}\))?\W*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\b(?:says|said|wrote|writes|commented|replied)\s?:|\b(?:19|20)\d\d\b|\bago\b", re.IGNORECASE)
_SIGNED_REACH = 4


def apart(page: Page, index: int) -> int | None:
    """Return the last line of a paragraph that is a question of at most three sentences, None where none begins."""
    opening = page.lines[index].strip()
    if not page.has_text(index) or not (opening[:1].isupper() or opening[:1] in '`"“') or not _begins(page, index):
        return None
    for end in range(index, min(index + _MOST_LINES, len(page.lines))):
        line = page.lines[end]
        if not page.has_text(end) or page.code[end] or is_bullet(line) or "|" in line:
            return None
        if is_question(line):
            text = " ".join(page.lines[index : end + 1])
            fits = _LEAST_WORDS <= len(text.split()) <= _MOST_WORDS and len(sentences(text)) <= _MOST_SENTENCES
            return end if fits and _ends(page, end) else None
    return None


def _begins(page: Page, index: int) -> bool:
    """Whether a paragraph begins: below a gap or, on a page without gaps, below a line that ended before its margin."""
    if page.is_blank(index - 1):
        return True
    above = page.lines[index - 1].strip()
    return page.is_dense and (above.isupper() or (bool(_ENDED.search(above)) and _stops_short(page, index - 1)))


def _ends(page: Page, index: int) -> bool:
    return page.is_blank(index + 1) or (page.is_dense and _stops_short(page, index))


def _stops_short(page: Page, index: int) -> bool:
    """Whether the first word of the next line would still have fitted on this one."""
    following = page.lines[index + 1].split() if index + 1 < len(page.lines) else []
    return bool(following) and len(page.lines[index]) + 1 + len(following[0]) <= page.width


def comments_start(page: Page) -> int:
    """Return the line of the last heading over readers' comments, the number of lines where there is none."""
    total = len(page.lines)
    for index in range(total - 1, total // 2, -1):
        if _COMMENTS.match(page.lines[index]):
            below = [line for line in page.lines[index + 1 :] if line.strip()][:_SIGNED_REACH]
            if any(map(_SIGNED.search, below)):
                return index
    return total
