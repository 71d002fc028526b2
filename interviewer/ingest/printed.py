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
_COUNTS = re.compile(
    r"\W*(?:q|ques|questions?|exercises?|problems?|tasks?|cards?|items?|steps?|parts?|rounds?|examples?|listings?|answers?"
    r"|scores?|points?|marks?)\b[\W\d]*$",
    re.IGNORECASE,
)
_LONGEST, _APART = 300, 8
_LEAST_PRINTED, _LEAST_NUMBERED = 2, 3


def running_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines (from 0) that a printer set on every sheet: date and title, address and page, title and page.

    They count where they return: date, time and title the same on two sheets, or pages that rise by one.
    """
    stamped: dict[str, list[int]] = {}
    counted: dict[str, list[tuple[int, int]]] = {}
    for index, line in enumerate(lines):
        text = line.strip()
        if not text or len(text) > _LONGEST:
            continue
        if match := _STAMPED.match(text):
            stamped.setdefault(_key(match["before"] or match["behind"]), []).append(index)
        elif match := _ADDRESSED.match(text) or _NUMBERED.match(text):
            told = match.groupdict()
            said = _key(told["before"] or told.get("behind") or "")
            if not _COUNTS.match(said):
                counted.setdefault(said, []).append((index, int(told["number"] or told["first"])))
    return frozenset((*_returning(stamped), *_rising(counted)))


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
        least = _LEAST_PRINTED if re.match(_ADDRESS, said) else _LEAST_NUMBERED
        steps = [(other[0] - one[0], other[1] - one[1]) for one, other in pairwise(group)]
        if len(group) >= least and all(apart >= _APART and step == 1 for apart, step in steps):
            yield from (index for index, _ in group)
