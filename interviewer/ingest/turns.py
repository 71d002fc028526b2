"""The turns of a talk written down: who speaks, from which line on, behind a name and perhaps a time."""

import re
from collections import Counter
from dataclasses import dataclass

from interviewer.ingest.lines import indent_of
from interviewer.ingest.page import Page
from interviewer.ingest.sentences import is_question

ASKERS = frozenset(
    {"interviewer", "host", "recruiter", "moderator", "examiner", "hiring manager", "panel", "panelist", "panellist",
     "teacher", "professor", "student", "user", "human"}
)  # fmt: skip
_LONGEST = 2000
_SET_OFF = re.compile(r"[\s>]*(?:[*_]{1,3}|u/)\w")
_LEAST_TURNS, _LEAST_SPEAKERS = 2, 2
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
# What a messenger's log or a transcript says before the name: "[12/03/25, 18:04:11] ", "(00:12) ", "18:04 - ".
_WHEN = rf"(?:[\[(]?(?:{_DATE},?\s)?{_CLOCK}(?:[\])]|\s[-–—])?\s+)?"
_NAME = r"(?:u/)?[^\W\d_][\w.-]{0,20}(?:\s[A-Z\d][\w.-]{0,20})?"
_TURN = re.compile(
    rf"(?:>\s?)*(?:[-*]\s+)?{_WHEN}(?:[-*]\s+)?[*_]{{0,3}}(?P<who>{_NAME})[*_]{{0,3}}"
    rf"(?:\s*(?:\([^)]{{1,30}}\)|\[[^\]]{{1,30}}\]|{_CLOCK}))?\s*:[*_]{{0,3}}\s+(?P<text>\S.*)$"
)
# "Mara Lindqvist  00:12" or "00:12 Mara Lindqvist" on a line of its own, over what is said.
_NAME_AND_CLOCK = re.compile(
    rf"[*_]{{0,3}}(?P<who>{_NAME})[*_]{{0,3}}\s+[\[(]?{_CLOCK}[\])]?$|[\[(]?{_CLOCK}[\])]?\s+(?P<other>{_NAME})$"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What `who` (in lower case) says from `column` of `text_line` on; `line` names the speaker. Lines from 0."""

    line: int
    who: str
    text_line: int
    column: int
    text: str


def turns_of(page: Page) -> list[Turn]:
    """Return the turns of those who speak twice, ask, or stand out as speakers; of all where fewer than two do.

    A word before a colon that stands once ("Warning: …") is part of what somebody says.
    """
    found = [turn for index in range(len(page.lines)) if (turn := _turn(page, index))]
    times = Counter(turn.who for turn in found)
    cast = {who for who, count in times.items() if count >= _LEAST_TURNS or who in ASKERS}
    cast |= {turn.who for turn in found if is_question(turn.text) or _SET_OFF.match(page.lines[turn.line])}
    return [turn for turn in found if turn.who in cast] if len(cast) >= _LEAST_SPEAKERS else found


def _turn(page: Page, index: int) -> Turn | None:
    line = page.lines[index]
    if page.code[index] or not page.has_text(index) or len(line) > _LONGEST:
        return None
    match = _TURN.match(line.strip())
    if match:
        return Turn(index, match["who"].lower(), index, indent_of(line) + match.start("text"), match["text"])
    return _headed(page, index)


def _headed(page: Page, index: int) -> Turn | None:
    """A turn below a line that names the speaker and the time."""
    match = _NAME_AND_CLOCK.match(page.lines[index].strip())
    said = page.next_text(index + 1, index + 3) if match else None
    if match is None or said is None:
        return None
    return Turn(index, (match["who"] or match["other"]).lower(), said, 0, page.lines[said].strip())
