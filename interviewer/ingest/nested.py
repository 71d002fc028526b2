"""Questions that are list items, with the answer as their sub-items or as text indented under them."""

import re
from collections import Counter

from interviewer.ingest.candidates import Candidate
from interviewer.ingest.lines import indent_of
from interviewer.ingest.marks import Mark
from interviewer.ingest.page import Page
from interviewer.ingest.sentences import is_question, opens_like_a_question, plain

NESTED = "nested"
_ITEM = re.compile(r"\s*[•●○▪◦‣·*+–-]\s+(?:\[[ xX]\]\s+)?(?P<text>\S.*)$")
_TAGS = re.compile(r"(?:\s+#[A-Za-z][\w/-]*)+\s*$")
_LONGEST_QUESTION = 60


def nested_questions(page: Page, least: int) -> list[Candidate]:
    """Return the list items that ask and have deeper lines under them, where at least `least` stand at one indent."""
    found = [one for index in range(len(page.lines)) if (one := _candidate(page, index))]
    at = Counter(one.mark.indent for one in found)
    return [one for one in found if at[one.mark.indent] >= least]


def _candidate(page: Page, index: int) -> Candidate | None:
    line = page.lines[index]
    match = _ITEM.match(line) if page.has_text(index) and not page.code[index] else None
    if not match or len(match["text"].split()) > _LONGEST_QUESTION:
        return None
    text = plain(_TAGS.sub("", match["text"]))
    following = page.next_text(index + 1)
    if not is_question(text) or not opens_like_a_question(text) or following is None:
        return None
    indent = indent_of(line)
    if indent_of(page.lines[following]) <= indent:
        return None
    return Candidate(Mark(index, "bare", None, "", indent, f"{NESTED}/{indent}"), text, index + 1, 0, False)
