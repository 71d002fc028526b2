"""Quizzes on paper: the points behind a number, and the kind before a question."""

import re
from collections.abc import Sequence

_POINTS = r"[\[(]?\s*(?:worth )?(?:\d{1,3}|_{1,6})\s*(?:points?|pts?\.?|marks?|punkte?)\s*[\])]?"
_HEAD = re.compile(
    r"(?P<head>\s{0,12}(?:#{1,6} )?(?:\*\*)?(?:Question|QUESTION|Q)\.? ?\d{1,3})[.:)]?(?:\*\*)?"
    rf"(?:\s?(?:/|of|out of)\s?\d{{1,3}}[.:)]?(?:\*\*)?(?:\s{{0,200}}{_POINTS})?|\s{{0,200}}{_POINTS})(?:\*\*)?$"
)
_OPEN = re.compile(
    r"\s{0,12}(?:open|essay|long|short|free[- ]text)[- ](?:answer )?question[.:]\s+(?=\S)", re.IGNORECASE
)


def ungraded(lines: Sequence[str]) -> tuple[str, ...]:
    """Return as many lines: heads without their points, and open questions without their kind."""
    return tuple(_told(lines, index) for index in range(len(lines)))


def _told(lines: Sequence[str], index: int) -> str:
    line = lines[index]
    if head := _HEAD.match(line):
        return f"{head['head']}:"
    if _OPEN.match(line) and any(_HEAD.match(above) for above in lines[max(index - 2, 0) : index]):
        return _OPEN.sub("", line, count=1)
    return line
