"""Gives each question its own whole answer: where it ends, and what inside it came with the page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interviewer.ingest.candidates import Candidate
from interviewer.ingest.dialogue import INTERJECTED, TURN, within_turns
from interviewer.ingest.edges import REPEATED, repeated_edges
from interviewer.ingest.extents import Extent, extents
from interviewer.ingest.folds import FOLD_END
from interviewer.ingest.furniture_rules import CAPTION
from interviewer.ingest.lines import dedent, heading_level, indent_of, is_capitalised, is_rule, is_title
from interviewer.ingest.marks import DEFINITION
from interviewer.ingest.page import Page

TITLE = "heading of a section"
AFTER = "after the end of the answer"
# "Round 3: System design (60 minutes)": a count of parts tells a heading even where its words do not.
_PART = re.compile(
    r"\W*(?:round|part|section|chapter|unit|module|stage|level|day|week)\s+(?:\d{1,2}|[IVX]{1,4})\b", re.I
)
_MOST_PART_WORDS, _MOST_TITLE_WORDS = 12, 4
_QUOTE_MARKS = " \t>"
_QUOTE = re.compile(r"\s*>[ \t]?")
_SENTENCE_END = re.compile(r"[.?!][\"”’)\]*_]*$")


@dataclass(frozen=True, slots=True)
class Answer:
    """The lines of an answer (counted from 0) as kept, with those left out and why."""

    candidate: Candidate
    kept: tuple[int, ...]
    texts: tuple[str, ...]
    left_out: tuple[tuple[int, str], ...]

    @property
    def text(self) -> str:
        """The answer as Markdown."""
        return "\n".join(self.texts)


def answers(page: Page, chosen: Sequence[Candidate]) -> list[Answer]:
    """Return the answer of each chosen question, in order; one with no text has `kept` empty."""
    found = extents(page, chosen)
    repeated = repeated_edges(page, [extent.told for extent in found])
    turns = {one.start: range(one.start, one.end) for one in found if one.candidate.mark.style == TURN}
    spoken = within_turns(page, turns)
    return [_answer(page, extent, repeated, spoken) for extent in found]


def _answer(page: Page, extent: Extent, repeated: frozenset[int], spoken: Mapping[int, int | None]) -> Answer:
    candidate = extent.candidate
    lines = list(range(extent.start, extent.end))
    left_out = {index: CAPTION for index in lines if _alternative_text(page, index)}
    left_out.update({index: INTERJECTED for index in lines if index in spoken and spoken[index] is None})
    left_out.update({index: REPEATED for index in lines if index in repeated})
    left_out.update({index: why for index in lines if (why := page.furniture[index])})
    kept = [index for index in lines if index not in left_out]
    kept, ending = _without_ending(page, extent, kept)
    left_out.update(ending)
    left_out.update({i: page.furniture[i] or AFTER for i in range(extent.end, extent.limit) if page.lines[i].strip()})
    columns = {index: column for index in kept if (column := spoken.get(index)) is not None}
    return _rendered(page, candidate, kept, columns, tuple(sorted(left_out.items())))


def _alternative_text(page: Page, index: int) -> bool:
    """Whether a short line without a full stop stands alone right before an image's caption."""
    line = page.lines[index]
    if page.code[index] or not is_title(line) or not page.is_blank(index - 1) or not page.is_blank(index + 1):
        return False
    following = next((i for i in range(index + 1, len(page.lines)) if page.lines[i].strip()), None)
    return following is not None and page.furniture[following] == CAPTION


def _without_ending(page: Page, extent: Extent, kept: list[int]) -> tuple[list[int], dict[int, str]]:
    """Drop blank lines, rules and dangling headings from the end, and what is blank from the start."""
    dropped: dict[int, str] = {}
    rest = list(kept)
    while rest:
        last = rest[-1]
        if page.lines[last].strip(_QUOTE_MARKS) and not page.code[last]:
            reason = _dangling(page, extent, rest)
            if reason is None:
                break
            dropped[last] = reason
        elif page.lines[last].strip(_QUOTE_MARKS):
            break
        rest.pop()
    start = next((place for place, index in enumerate(rest) if _opens(page, index)), len(rest))
    return rest[start:], dropped


def _opens(page: Page, index: int) -> bool:
    return bool(page.lines[index].strip()) and not (is_rule(page.lines[index]) and not page.code[index])


def _dangling(page: Page, extent: Extent, rest: Sequence[int]) -> str | None:
    """Why the last line is no part of the answer: a rule, or a heading with nothing under it."""
    candidate, last = extent.candidate, rest[-1]
    line = page.lines[last]
    if is_rule(line):
        return "rule"
    if heading_level(line):
        return TITLE
    before = [index for index in rest[:-1] if page.lines[index].strip()]
    if not before or not (page.is_blank(last - 1) and page.is_blank(last + 1)):
        return None
    if _PART.match(line) and len(line.split()) <= _MOST_PART_WORDS:
        return TITLE
    if not is_title(line):
        return None
    if is_title(_told(page, candidate, before[-1])):
        return None
    followed = next((page.furniture[i] for i in range(last + 1, len(page.lines)) if page.lines[i].strip()), None)
    parting = extent.limit < len(page.lines) and _SENTENCE_END.search(page.lines[before[-1]])
    return TITLE if is_capitalised(line) or followed or (parting and len(line.split()) <= _MOST_TITLE_WORDS) else None


def _told(page: Page, candidate: Candidate, index: int) -> str:
    """Return the line, without the label where the answer begins on it."""
    line = page.lines[index] if page.code[index] else page.lines[index].removesuffix(FOLD_END).rstrip()
    if index != candidate.answer_line or not candidate.answer_column:
        further = DEFINITION.match(line) if DEFINITION.match(page.lines[candidate.answer_line]) else None
        return line[further.end() :] if further and not page.code[index] else line
    return " " * indent_of(line) + line[candidate.answer_column :].lstrip(" *_")


def _rendered(
    page: Page,
    candidate: Candidate,
    kept: Sequence[int],
    columns: Mapping[int, int],
    left_out: tuple[tuple[int, str], ...],
) -> Answer:
    texts = {index: _told(page, candidate, index) for index in kept}
    texts.update({index: page.lines[index][column:].lstrip(" *_") for index, column in columns.items()})
    if all(_QUOTE.match(told) for told in texts.values() if told.strip()):
        texts = {index: _QUOTE.sub("", told, count=1) for index, told in texts.items()}
    shown = [index for index in kept if texts[index].strip()]
    if not shown:
        return Answer(candidate, (), (), left_out)
    numbers = [index for index in kept if shown[0] <= index <= shown[-1]]
    numbers = [index for place, index in enumerate(numbers) if not _surplus_blank(page, texts, numbers, place)]
    shift = min(indent_of(texts[index]) for index in shown)
    return Answer(
        candidate, tuple(numbers), tuple(dedent(texts[i], shift) if texts[i] else "" for i in numbers), left_out
    )


def _surplus_blank(page: Page, texts: dict[int, str], numbers: Sequence[int], place: int) -> bool:
    """Whether a blank line only repeats the one before it, outside code."""
    if place == 0 or texts[numbers[place]].strip() or texts[numbers[place - 1]].strip():
        return False
    index = numbers[place]
    following = next((i for i in numbers[place:] if texts[i].strip()), None)
    return not (page.code[index] or (following is not None and page.code[following]))
