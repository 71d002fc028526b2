"""A page printed from a browser and kept as text: the lines that the printer set above and below every sheet."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from interviewer.domain.document import Refusal

RUNNING = "line at the edge of a printed page"
_DAY = r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|(?:[^\W\d_]{3,9}\.?,?\s+)?\d{1,2}\.?\s+[^\W\d_]{3,9}\.?,?\s+\d{4}" + (
    r"|[^\W\d_]{3,9}\.?\s+\d{1,2},?\s+\d{4})"
)
_TIME = r"(?:at\s+|um\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s+Uhr)?"
_STAMP = rf"{_DAY},?\s+{_TIME}"
_COUNT = r"(?P<number>\d{1,4})(?:\s?(?:/|of)\s?\d{1,4})?"
_PAGE = rf"(?:(?:page|p\.|seite)\s+)?{_COUNT}"
_ADDRESS = r"(?:(?:https?|file)://|www\.)\S{1,300}"
# The number of the page may stand on either edge, so that the rest says the same on every sheet.
_STAMPED = re.compile(rf"(?:(?P<before>{_STAMP}\s+\S.*?)|(?P<behind>\S.*?\s+{_STAMP}))(?:\s+{_PAGE})?$", re.IGNORECASE)
_ADDRESSED = re.compile(rf"(?P<before>{_ADDRESS})(?:\s+(?:{_STAMP}\s+)?{_PAGE})$", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"(?:(?P<before>\S.{{2,120}}?)(?:\s{{3,}}|\s+[|·•–—]\s+|\s+(?=page\s))(?:page\s+)?{_COUNT}"
    r"|(?:page\s+)?(?P<first>\d{1,4})(?:\s{3,}|\s+[|·•–—]\s+)(?P<behind>\S.{2,120}?))$",
    re.IGNORECASE,
)
_PAGED = re.compile(
    rf"(?:{_STAMP}\s+)?(?:[-–—\[]\s?)?(?:page|p\.|seite|sheet)\s+{_COUNT}(?:\s?[-–—\]])?(?:\s+{_STAMP})?$"
    rf"|{_STAMP}\s+(?P<last>\d{{1,4}})\s?(?:/|of)\s?\d{{1,4}}$"
    rf"|(?P<only>\d{{1,4}})\s?(?:/|of)\s?\d{{1,4}}(?:\s+{_STAMP})?$",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\W*(?:q|ques|questions?|exercises?|problems?|tasks?|cards?|items?|steps?|parts?|rounds?|examples?|listings?|answers?"
    r"|scores?|points?|marks?)\b[\W\d]*$",
    re.IGNORECASE,
)
_PAGED_KEY = "page"
_LONGEST, _APART = 300, 8
_LEAST_PRINTED, _LEAST_NUMBERED = 2, 3
_EDGE_LINES, _LONGEST_EDGE = 3, 200


def running_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines (from 0) that a printer set on every sheet: date and title, address and page, title and page.

    They count where they return: date, time and title the same on two sheets, or pages that rise by one. So does
    what stands beside such lines and says the same each time: an address, a date or the title by itself.
    """
    stamped: dict[str, list[int]] = {}
    counted: dict[str, list[tuple[int, int]]] = {}
    for index, line in enumerate(lines):
        text = line.strip()
        if not text or len(text) > _LONGEST:
            continue
        if match := _PAGED.match(text):
            number = match["number"] or match["last"] or match["only"]
            counted.setdefault(_PAGED_KEY, []).append((index, int(number)))
        elif match := _STAMPED.match(text):
            stamped.setdefault(_key(match["before"] or match["behind"]), []).append(index)
        elif match := _ADDRESSED.match(text) or _NUMBERED.match(text):
            told = match.groupdict()
            said = _key(told["before"] or told.get("behind") or "")
            if not _COUNTS.match(said):
                counted.setdefault(said, []).append((index, int(told["number"] or told["first"])))
    sheets = frozenset(_rising(counted))
    # A stamp alone tells no sheet: the posts of a thread have them too, with the same controls beside each.
    return sheets | frozenset((*_returning(stamped), *_beside(lines, sheets)))


def _beside(lines: Sequence[str], edges: frozenset[int]) -> Iterator[int]:
    """Yield the lines that stand next to several edges in the same words, and next to edges alone."""
    near = {index for edge in edges for step in (-1, 1) for index in _next_to(lines, edge, step)} - edges
    groups: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if line.strip() and len(line) <= _LONGEST_EDGE and not line.endswith((".", ",", ";", ":")):
            groups.setdefault(_key(line), []).append(index)
    for group in groups.values():
        beside = [index for index in group if index in near]
        if len(beside) >= _LEAST_PRINTED and len(beside) + 1 >= len(group):
            yield from beside


def _next_to(lines: Sequence[str], edge: int, step: int) -> Iterator[int]:
    """Yield the lines of text nearest to an edge, in one direction."""
    found, index = 0, edge + step
    while 0 <= index < len(lines) and abs(index - edge) <= _APART and found < _EDGE_LINES:
        if lines[index].strip():
            found += 1
            yield index
        index += step


def unprinted(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:
    """Return as many lines, those of the printer left blank, and why."""
    found = running_lines(lines)
    told = tuple("" if index in found else line for index, line in enumerate(lines))
    return told, tuple(Refusal(index + 1, index + 1, RUNNING) for index in sorted(found))


def _key(text: str) -> str:
    return " ".join(text.lower().split())


def _returning(groups: dict[str, list[int]]) -> Iterator[int]:
    """Yield the lines that say the same far from one another: neighbours are those of a log."""
    for group in groups.values():
        if len(group) >= _LEAST_PRINTED and all(other - one >= _APART for one, other in pairwise(group)):
            yield from group


def _rising(groups: dict[str, list[tuple[int, int]]]) -> Iterator[int]:
    """Yield the lines that say the same but for the number of the page, which rises by one."""
    for said, group in groups.items():
        least = _LEAST_PRINTED if said == _PAGED_KEY or re.match(_ADDRESS, said) else _LEAST_NUMBERED
        steps = [(other[0] - one[0], other[1] - one[1]) for one, other in pairwise(group)]
        if len(group) >= least and all(apart >= _APART and step == 1 for apart, step in steps):
            yield from (index for index, _ in group)
