"""Readers' comments that an export lists at its end, "[a] Ann: is this right?", and their marks in the text."""

import re
from collections.abc import Sequence

from interviewer.domain.document import Refusal
from interviewer.ingest.code import code_lines
from interviewer.ingest.lines import is_rule

COMMENTS = "readers' comments on the document"
_COMMENT = re.compile(r"\s{0,3}\\?\[(?P<mark>[a-z]{1,2})\\?\]\s?\S")
_FIRST_MARK = "a"
_MOST_LINES = 400


def uncommented(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:
    """Return as many lines without comments and their marks, and what was taken out; else the very lines.

    Comments are what follows the last rule or, without one, what the last paragraphs are; each begins with its mark,
    the first with "[a]", and at least one mark stands behind a word of the text above.
    """
    start = _start(lines)
    marks = {match["mark"] for line in lines[start:] if (match := _COMMENT.match(line))}
    if _FIRST_MARK not in marks:
        return tuple(lines), ()
    mark = re.compile(rf"(?<=[^\s\[])\\?\[(?:{'|'.join(sorted(marks))})\\?\]")
    code = code_lines(lines)
    text = [line if is_code else mark.sub("", line) for line, is_code in zip(lines[:start], code, strict=False)]
    if text == list(lines[:start]):
        return tuple(lines), ()
    return (*text, *("" for _ in lines[start:])), (Refusal(start + 1, len(lines), COMMENTS),)


def _start(lines: Sequence[str]) -> int:
    """Return the line (from 0) at which the comments begin, as many as lines where there are none."""
    start = len(lines)
    for index in range(len(lines) - 1, max(len(lines) - _MOST_LINES, 0) - 1, -1):
        if is_rule(lines[index]):
            return index if start < len(lines) else start
        if _COMMENT.match(lines[index]):
            start = index
        elif lines[index].strip() and (index + 1 == start or not lines[index - 1].strip()):
            break
    return start
