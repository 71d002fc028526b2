"""Where the answer of each question begins and ends: at the next question, a heading, a dedent or the farewell."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.ingest.candidates import Candidate
from interviewer.ingest.dialogue import ends_of_turns
from interviewer.ingest.edges import closing_edge, headlines, site_map
from interviewer.ingest.endings import closing_line, is_closing_title
from interviewer.ingest.folds import FOLD_END
from interviewer.ingest.lines import heading_level, indent_of, is_rule
from interviewer.ingest.marks import FOLDED
from interviewer.ingest.nested import NESTED
from interviewer.ingest.page import Page
from interviewer.ingest.told import TOLD, end_of_told

_DEDENTED_SHARE = 1 / 3
_SHARED_BY = 2
_SIGNED = re.compile(r"\W*answered\b", re.IGNORECASE)
_BULLET_STYLE = re.compile(r"/True/")


@dataclass(frozen=True, slots=True)
class Extent:
    """The lines from `start` to before `end` (from 0) may answer the question; `limit` is where the next one stands."""

    candidate: Candidate
    start: int
    end: int
    limit: int

    @property
    def told(self) -> range:
        """The answer's lines, without the question's own."""
        return range(max(self.start, self.candidate.line + 1), self.end)


def extents(page: Page, chosen: Sequence[Candidate]) -> list[Extent]:
    """Return where the answer of each chosen question, in order, begins and ends."""
    if not chosen:
        return []
    found = [
        Extent(one, one.answer_line, limit, limit)
        for one, limit in zip(chosen, [*(other.line for other in chosen[1:]), len(page.lines)], strict=True)
    ]
    spoken = ends_of_turns(page, chosen)
    found = [_cut(extent, spoken.get(extent.candidate.line, extent.end)) for extent in found]
    found = [_cut_signed(page, _cut_own(page, extent)) for extent in _cut_dedented(page, _cut_headings(page, found))]
    ends = closing_edge(page, [extent.told for extent in found])
    found = [_cut(extent, ends.get(place, extent.end)) for place, extent in enumerate(found)]
    found[-1] = _cut_closing(page, found)
    return found


def _cut(extent: Extent, end: int) -> Extent:
    return Extent(extent.candidate, extent.start, min(end, extent.end), extent.limit)


def _cut_own(page: Page, extent: Extent) -> Extent:
    """Some conventions say themselves where an answer ends: a quotation's at its paragraph, a fold's at its tag."""
    if extent.candidate.mark.style == TOLD:
        return _cut(extent, end_of_told(page, extent.candidate))
    if extent.candidate.mark.style == FOLDED:
        closed = (i for i in range(extent.candidate.line, extent.end) if FOLD_END in page.lines[i] and not page.code[i])
        end = next(closed, None)
        if end is not None:
            return _cut(extent, end + (page.lines[end].strip() != FOLD_END))
    return extent


def _cut_signed(page: Page, extent: Extent) -> Extent:
    """In a thread the line that says when it was answered stands below the answer; what follows are others' words."""
    first = page.next_text(extent.start, extent.end)
    signed = (
        i for i in range(first or extent.end, extent.end) if page.furniture[i] and _SIGNED.match(page.lines[i].strip())
    )
    return _cut(extent, next(signed, extent.end))


def _cut_headings(page: Page, spans: Sequence[Extent]) -> list[Extent]:
    """A Markdown heading as high as the question's, or as the section's, ends the answer."""
    if not page.markdown:
        return list(spans)
    levels = [_level(page, index) for index in range(len(page.lines))]
    above = [level for level in levels[: spans[0].candidate.line] if level]
    section = above[-1] if above else 0
    found = []
    for extent in spans:
        own = section if extent.candidate.mark.style == FOLDED else extent.candidate.mark.level or section
        heights = range(extent.start + extent.candidate.evident, extent.end)
        found.append(_cut(extent, next((i for i in heights if (levels[i] or 9) <= own), extent.end)))
    return found


def _level(page: Page, index: int) -> int | None:
    return None if page.code[index] else heading_level(page.lines[index])


def _cut_dedented(page: Page, spans: Sequence[Extent]) -> list[Extent]:
    """Where answers stand deeper than their questions, the first paragraph that does not is no part of one."""
    ends = [_dedent_line(page, extent) for extent in spans]
    styles = Counter(_style(extent) for extent in spans)
    dedented = Counter(_style(extent) for extent, end in zip(spans, ends, strict=True) if end is not None)
    found = []
    for extent, end in zip(spans, ends, strict=True):
        rare = dedented[_style(extent)] <= _DEDENTED_SHARE * styles[_style(extent)]
        found.append(_cut(extent, end) if end is not None and (rare or _always_deeper(extent)) else extent)
    return found


def _always_deeper(extent: Extent) -> bool:
    """Whether all of the answer stands deeper: the number was a list's bullet alone, or the question a list item."""
    mark = extent.candidate.mark
    if mark.style.startswith(NESTED):
        return True
    return bool(_BULLET_STYLE.search(mark.style)) and not mark.text


def _style(extent: Extent) -> str:
    return extent.candidate.mark.style


def _dedent_line(page: Page, extent: Extent) -> int | None:
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


def _cut_closing(page: Page, spans: Sequence[Extent]) -> Extent:
    last = _cut_foot(page, spans)
    titles = Counter(
        title
        for extent in spans
        for title in {page.lines[i].strip().lower() for i in range(extent.start, extent.end) if _closing(page, i)}
    )
    repeated = [title for title, count in titles.items() if count >= _SHARED_BY]
    last = _cut(last, closing_line(page, last.start, last.end, last.candidate.mark.indent, repeated))
    last = _cut(last, site_map(page, last.start, last.end))
    return _cut(last, headlines(page, last.start, last.end))


def _cut_foot(page: Page, spans: Sequence[Extent]) -> Extent:
    """Below the last question a rule at once means that its answer is missing, unless others are answered so too."""
    rules = [_rule_below(page, extent) for extent in spans]
    alone = rules[-1] is not None and len(spans) > 1 and rules.count(None) == len(rules) - 1
    return _cut(spans[-1], rules[-1]) if alone and rules[-1] is not None else spans[-1]


def _rule_below(page: Page, extent: Extent) -> int | None:
    """Return the line of a rule that stands before any text of the answer, None where there is none."""
    if extent.start == extent.candidate.line:
        return None
    first = next((i for i in range(extent.start, extent.end) if page.lines[i].strip()), None)
    return first if first is not None and not page.code[first] and is_rule(page.lines[first]) else None


def _closing(page: Page, index: int) -> bool:
    return not page.code[index] and is_closing_title(page.lines[index])
