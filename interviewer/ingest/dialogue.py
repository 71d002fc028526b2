"""Transcripts: one speaker asks, the next one answers, each turn behind its speaker's name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from interviewer.ingest.candidates import Candidate
from interviewer.ingest.lines import heading_level, indent_of, is_rule
from interviewer.ingest.marks import Mark
from interviewer.ingest.page import Page
from interviewer.ingest.sentences import asks, is_question, opens_like_a_question, plain, sentences

TURN = "turn"
_LEAST, _LEAST_OF_TWO = 3, 2
_ASKERS = frozenset(
    {"interviewer", "host", "recruiter", "moderator", "examiner", "hiring manager", "panel", "panelist", "panellist",
     "teacher", "professor", "student", "user", "human"}
)  # fmt: skip
_LONGEST, _LEAST_WORDS = 2000, 4
# What a messenger's log says before the name: "[12/03/25, 18:04:11] ", "12.03.2025, 18:04 - ".
_WHEN = r"(?:\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?(?:\]|\s[-–])\s)?"
_TURN = re.compile(
    _WHEN + r"(?:>\s?)*(?:[-*]\s+)?[*_]{0,3}(?P<who>(?:u/)?[A-Za-z][\w.-]{0,20}(?:\s[A-Z][\w.-]{0,20})?)[*_]{0,3}"
    r"(?:\s*\([^)]{1,30}\))?\s*:[*_]{0,3}\s+(?P<text>\S.*)$"
)
# A question may begin with a name or a word before its asking word: "Ruta, what is …".
_ASKING = re.compile(
    r"(?:^|,\s|\b(?:and|so|but|then|okay|ok|well)\s)(?:what|why|how|when|where|which|who|is|are|do|does|did|can|could|should"
    r"|would|will|has|have)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A line that names its speaker; what he says starts at `column`."""

    line: int
    who: str
    column: int
    text: str


def dialogue(page: Page) -> list[Candidate]:
    """Return the turns that ask and that another speaker answers, where at least three do.

    Fewer count where the one who asks is named for it, or where two speakers take turns through all of the text.
    """
    turns = [turn for index in range(len(page.lines)) if (turn := _turn(page, index))]
    pairs = [pair for pair in pairwise(turns) if _answers(*pair)]
    least = 1 if any(one.who in _ASKERS for one, _ in pairs) else _LEAST_OF_TWO if _of_two(page, turns) else _LEAST
    return [_candidate(page, *pair) for pair in pairs] if len(pairs) >= least else []


def _of_two(page: Page, turns: Sequence[_Turn]) -> bool:
    """Whether two speakers alternate from the first line of the text on, a title aside."""
    alternate = all(one.who != other.who for one, other in pairwise(turns))
    first = page.next_text(0)
    second = None if first is None else page.next_text(first + 1)
    return alternate and len({turn.who for turn in turns}) == 2 and bool(turns) and turns[0].line in (first, second)


def _turn(page: Page, index: int) -> _Turn | None:
    line = page.lines[index]
    if page.code[index] or not page.has_text(index) or len(line) > _LONGEST:
        return None
    match = _TURN.match(line.strip())
    if match is None:
        return None
    return _Turn(index, match["who"].lower(), indent_of(line) + match.start("text"), match["text"])


def _answers(one: _Turn, other: _Turn) -> bool:
    answered = one.who != other.who and not is_question(other.text) and len(other.text.split()) >= _LEAST_WORDS
    return answered and bool(_ASKING.search(_asked(one)) or _is_task(one))


def _is_task(turn: _Turn) -> bool:
    """Whether one who is named for asking sets a task."""
    last = sentences(plain(turn.text))[-1:]
    return turn.who in _ASKERS and bool(last) and opens_like_a_question(last[0]) and asks(last[0])


def _asked(turn: _Turn) -> str:
    """Return the questions that a turn ends with, without the greeting or the praise before them."""
    parts = sentences(plain(turn.text))
    if _is_task(turn):
        return parts[-1]
    start = len(parts)
    while start and is_question(parts[start - 1]):
        start -= 1
    return " ".join(parts[start:])


def _candidate(page: Page, one: _Turn, other: _Turn) -> Candidate:
    mark = Mark(one.line, "bare", None, "", indent_of(page.lines[one.line]), TURN)
    return Candidate(mark, _asked(one), other.line, other.column, False)


def end_of_turn(page: Page, candidate: Candidate) -> int:
    """Return the line at which the next turn begins, or a rule or a heading ends this one."""
    for index in range(candidate.answer_line + 1, len(page.lines)):
        line = page.lines[index]
        if not page.code[index] and (is_rule(line) or heading_level(line) or _turn(page, index)):
            return index
    return len(page.lines)
