"""Questions without any mark that follow the document's other questions, with no heading between."""

from collections.abc import Sequence
from itertools import pairwise

from interviewer.ingest.candidates import Candidate
from interviewer.ingest.lines import is_bullet
from interviewer.ingest.marks import is_bare_question
from interviewer.ingest.page import Page

_LEAST_BEFORE, _LEAST_LATER = 3, 2


def later_start(page: Page, chosen: Sequence[Candidate]) -> int | None:
    """Return the line on which questions without a mark begin behind the last one chosen, None where there are none.

    They are taken for such where every answer before is a single paragraph, and where each of them, at least
    two, stands alone between paragraphs that answer it: an answer of several paragraphs may well ask something itself.
    """
    if len(chosen) < _LEAST_BEFORE or any(is_bare_question(page, one.line) for one in chosen):
        return None
    bounds = pairwise(chosen)
    if any(_paragraphs(page, one.answer_line, other.line) != 1 for one, other in bounds):
        return None
    end = len(page.lines)
    told = page.next_text(chosen[-1].answer_line)
    asking = [index for index in range(told or end, end) if is_bare_question(page, index)]
    if len(asking) < _LEAST_LATER or _paragraphs(page, chosen[-1].answer_line, asking[0]) != 1:
        return None
    answered = all(_stands_alone(page, line) for line in asking)
    between = all(_paragraphs(page, one + 1, other) >= 1 for one, other in zip(asking, [*asking[1:], end], strict=True))
    return asking[0] if answered and between else None


def _paragraphs(page: Page, start: int, end: int) -> int:
    """Return how many stretches of text, parted by blank lines, stand from `start` to before `end`."""
    return sum(page.has_text(i) and (i == start or not page.has_text(i - 1)) for i in range(start, end))


def _stands_alone(page: Page, line: int) -> bool:
    return page.is_blank(line - 1) and page.is_blank(line + 1) and not is_bullet(page.lines[line])
