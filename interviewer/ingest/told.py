"""Questions quoted in a story of an interview, with what the teller says he answered."""

import re

from interviewer.ingest.candidates import Candidate
from interviewer.ingest.lines import indent_of
from interviewer.ingest.marks import Mark
from interviewer.ingest.page import Page
from interviewer.ingest.sentences import asks, is_question, plain

TOLD = "told"
_LEAST = 2
_LEAST_WORDS, _LONGEST = 6, 5_000
_QUOTED = re.compile(
    r"\b(?:asked|asks|asking|question|questions|prompt|one|started|began|opened|continued|wanted to know|followed up"
    r"|next|first|last|then|finally)\b[^.?!\"“”]{0,60}[\"“](?P<asked>[A-Z][^\"“”]{8,400}[?.])[\"”][.,]?\s*"
)
_RETOLD = re.compile(r"(?:I|we|my)\b|(?:so|here|and|to this|for this|for that)\W+(?:I|we|my)\b", re.IGNORECASE)


def told_questions(page: Page) -> list[Candidate]:
    """Return the quoted questions that the text after them, on the line or in the next paragraph, answers."""
    found = [one for index in range(len(page.lines)) if (one := _candidate(page, index))]
    return found if len(found) >= _LEAST else []


def _candidate(page: Page, index: int) -> Candidate | None:
    line = page.lines[index]
    told = page.has_text(index) and not page.code[index] and len(line) <= _LONGEST
    match = _QUOTED.search(line) if told else None
    if match is None or not (is_question(match["asked"]) or asks(match["asked"])):
        return None
    mark = Mark(index, "bare", None, "", indent_of(line), TOLD)
    rest = line[match.end() :]
    if len(rest.split()) >= _LEAST_WORDS and _RETOLD.match(rest):
        return Candidate(mark, plain(match["asked"]), index, match.end(), False)
    following = page.next_text(index + 1)
    retold = not rest.strip() and following is not None and _RETOLD.match(page.lines[following].strip())
    return Candidate(mark, plain(match["asked"]), index + 1, 0, False) if retold else None


def end_of_told(page: Page, candidate: Candidate) -> int:
    """Return the line after the paragraph that the answer consists of."""
    start = page.next_text(candidate.answer_line)
    if start is None:
        return candidate.answer_line
    following = range(start + 1, len(page.lines))
    return next((i for i in following if page.is_blank(i) or page.is_dense), len(page.lines))
