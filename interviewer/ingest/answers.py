"""Gives each question its own whole answer: where it ends, and what inside it came with the page."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.ingest.candidates import Candidate
from interviewer.ingest.endings import closing_line, is_closing_title
from interviewer.ingest.furniture import CAPTION
from interviewer.ingest.lines import dedent, heading_level, indent_of, is_capitalised, is_rule, is_title
from interviewer.ingest.nested import NESTED
from interviewer.ingest.page import Page

TITLE = "heading of a section"
AFTER = "after the end of the answer"
_DEDENTED_SHARE = 1 / 3
_SHARED_BY = 2
_BULLET_STYLE = re.compile(r"/True/")


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


@dataclass(frozen=True, slots=True)
class _Extent:
    candidate: Candidate
    start: int
    end: int
    limit: int


def answers(page: Page, chosen: Sequence[Candidate]) -> list[Answer]:
    """Return the answer of each chosen question, in order; one with no text has `kept` empty."""
    if not chosen:
        return []
    extents = [
        _Extent(one, one.answer_line, limit, limit)
        for one, limit in zip(chosen, [*(other.line for other in chosen[1:]), len(page.lines)], strict=True)
    ]
    extents = _cut_dedented(page, _cut_headings(page, extents))
    extents[-1] = _cut_closing(page, extents)
    return [_answer(page, extent) for extent in extents]


def _cut(extent: _Extent, end: int) -> _Extent:
    return _Extent(extent.candidate, extent.start, min(end, extent.end), extent.limit)


def _cut_headings(page: Page, extents: Sequence[_Extent]) -> list[_Extent]:
    """A Markdown heading as high as the question's, or as the section's, ends the answer."""
    if not page.markdown:
        return list(extents)
    levels = [_level(page, index) for index in range(len(page.lines))]
    above = [level for level in levels[: extents[0].candidate.line] if level]
    section = above[-1] if above else 0
    found = []
    for extent in extents:
        own = extent.candidate.mark.level or section
        heights = range(extent.start + extent.candidate.evident, extent.end)
        found.append(_cut(extent, next((i for i in heights if (levels[i] or 9) <= own), extent.end)))
    return found


def _level(page: Page, index: int) -> int | None:
    return None if page.code[index] else heading_level(page.lines[index])


def _cut_dedented(page: Page, extents: Sequence[_Extent]) -> list[_Extent]:
    """Where answers stand deeper than their questions, the first paragraph that does not is no part of one."""
    ends = [_dedent_line(page, extent) for extent in extents]
    styles = Counter(_style(extent) for extent in extents)
    dedented = Counter(_style(extent) for extent, end in zip(extents, ends, strict=True) if end is not None)
    found = []
    for extent, end in zip(extents, ends, strict=True):
        rare = dedented[_style(extent)] <= _DEDENTED_SHARE * styles[_style(extent)]
        found.append(_cut(extent, end) if end is not None and (rare or _always_deeper(extent)) else extent)
    return found


def _always_deeper(extent: _Extent) -> bool:
    """Whether all of the answer stands deeper: the number was a list's bullet alone, or the question a list item."""
    mark = extent.candidate.mark
    if mark.style.startswith(NESTED):
        return True
    return bool(_BULLET_STYLE.search(mark.style)) and not mark.text


def _style(extent: _Extent) -> str:
    return extent.candidate.mark.style


def _dedent_line(page: Page, extent: _Extent) -> int | None:
    mark = extent.candidate.mark
    first = page.next_text(extent.start, extent.end)
    if first is None or first == mark.line or indent_of(page.lines[first]) <= mark.indent:
        return None
    certain = _always_deeper(extent)
    for index in range(first + 1, extent.end):
        line = page.lines[index]
        apart = certain or not page.lines[index - 1].strip()
        if line.strip() and indent_of(line) <= mark.indent and apart:
            return index
    return None


def _cut_closing(page: Page, extents: Sequence[_Extent]) -> _Extent:
    last = extents[-1]
    titles = Counter(
        title
        for extent in extents
        for title in {page.lines[i].strip().lower() for i in range(extent.start, extent.end) if _closing(page, i)}
    )
    repeated = [title for title, count in titles.items() if count >= _SHARED_BY]
    return _cut(last, closing_line(page, last.start, last.end, last.candidate.mark.indent, repeated))


def _closing(page: Page, index: int) -> bool:
    return not page.code[index] and is_closing_title(page.lines[index])


def _answer(page: Page, extent: _Extent) -> Answer:
    candidate = extent.candidate
    lines = list(range(extent.start, extent.end))
    left_out = {index: CAPTION for index in lines if _alternative_text(page, index)}
    left_out.update({index: why for index in lines if (why := page.furniture[index])})
    kept = [index for index in lines if index not in left_out]
    kept, ending = _without_ending(page, candidate, kept)
    left_out.update(ending)
    left_out.update({i: AFTER for i in range(extent.end, extent.limit) if page.lines[i].strip()})
    return _rendered(page, candidate, kept, tuple(sorted(left_out.items())))


def _alternative_text(page: Page, index: int) -> bool:
    """Whether a short line without a full stop stands alone right before an image's caption."""
    line = page.lines[index]
    if page.code[index] or not is_title(line) or not page.is_blank(index - 1) or not page.is_blank(index + 1):
        return False
    following = next((i for i in range(index + 1, len(page.lines)) if page.lines[i].strip()), None)
    return following is not None and page.furniture[following] == CAPTION


def _without_ending(page: Page, candidate: Candidate, kept: list[int]) -> tuple[list[int], dict[int, str]]:
    """Drop blank lines, rules and dangling headings from the end, and what is blank from the start."""
    dropped: dict[int, str] = {}
    rest = list(kept)
    while rest:
        last = rest[-1]
        if page.lines[last].strip() and not page.code[last]:
            reason = _dangling(page, candidate, rest)
            if reason is None:
                break
            dropped[last] = reason
        elif page.lines[last].strip():
            break
        rest.pop()
    start = next((place for place, index in enumerate(rest) if _opens(page, index)), len(rest))
    return rest[start:], dropped


def _opens(page: Page, index: int) -> bool:
    return bool(page.lines[index].strip()) and not (is_rule(page.lines[index]) and not page.code[index])


def _dangling(page: Page, candidate: Candidate, rest: Sequence[int]) -> str | None:
    """Why the last line is no part of the answer: a rule, or a heading with nothing under it."""
    last = rest[-1]
    line = page.lines[last]
    if is_rule(line):
        return "rule"
    if heading_level(line):
        return TITLE
    before = [index for index in rest[:-1] if page.lines[index].strip()]
    if not before or not is_title(line) or not (page.is_blank(last - 1) and page.is_blank(last + 1)):
        return None
    if is_title(_told(page, candidate, before[-1])):
        return None
    followed = next((page.furniture[i] for i in range(last + 1, len(page.lines)) if page.lines[i].strip()), None)
    return TITLE if is_capitalised(line) or followed else None


def _told(page: Page, candidate: Candidate, index: int) -> str:
    """Return the line, without the label where the answer begins on it."""
    line = page.lines[index]
    if index != candidate.answer_line or not candidate.answer_column:
        return line
    return " " * indent_of(line) + line[candidate.answer_column :].lstrip(" *_")


def _rendered(page: Page, candidate: Candidate, kept: Sequence[int], left_out: tuple[tuple[int, str], ...]) -> Answer:
    texts = {index: _told(page, candidate, index) for index in kept}
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
