"""Which lines are program code, so that nothing in them is taken for a question, a list or an advertisement."""

import re
from collections.abc import Sequence

from interviewer.ingest.lines import indent_of

_FENCE = re.compile(r"\s*(?:[-*+•]\s+)?(`{3,}|~{3,})")
_LONGEST = 300
_SURE = re.compile(
    r"\s*(?:(?:import|from)\s+[\w.]+(?:\s+(?:import|as)\s+[\w*,. ]+)?$"
    r"|(?:def|class)\s+\w+.*:$|(?:for|while|if|elif|with)\s+[^.?!]*:$|(?:else|try|finally):$|except\b.*:$"
    r"|return\b(?!s)[^.?!]*[\w\])}'\"]$|(?:print|console\.log|System\.out\.print\w*)\s*\("
    r"|[\w.\[\], ]+\s(?:[-+*/|&]?=)\s\S.*[\])\w'\";}(\[{,]$|[\w.]+\(.*\)[,;]?$"
    r"|[)\]}]+[;,]?$|(?:public|private|static|const|let|var|function|#include|SELECT|INSERT|CREATE)\s)"
)
_OPENING = re.compile(r"[(\[{,\\]$")
_COMMENT = re.compile(r"\s*(?:#(?!#)\s?\S|//|/\*|\"\"\")")


def code_lines(lines: Sequence[str]) -> tuple[bool, ...]:
    """Return for each line whether it is code: inside a fence, or recognised by its look and its neighbours."""
    fenced = _fenced(lines)
    flags = [inside or _looks_sure(line) for inside, line in zip(fenced, lines, strict=True)]
    _spread(lines, flags)
    return tuple(flags)


def _fenced(lines: Sequence[str]) -> list[bool]:
    flags = [False] * len(lines)
    opened: int | None = None
    fence = ""
    for index, line in enumerate(lines):
        match = _FENCE.match(line)
        if match and opened is None:
            opened, fence = index, match.group(1)
        elif match and opened is not None and match.group(1).startswith(fence):
            flags[opened : index + 1] = [True] * (index + 1 - opened)
            opened = None
    return flags


def _looks_sure(line: str) -> bool:
    return 0 < len(line) <= _LONGEST and bool(_SURE.match(line))


def _spread(lines: Sequence[str], flags: list[bool]) -> None:
    """Comments before code, what is indented under code, and open brackets belong to the code."""
    for index in range(1, len(lines)):
        line, before = lines[index], lines[index - 1]
        if line and flags[index - 1] and len(line) <= _LONGEST and not flags[index]:
            deeper = indent_of(line) > indent_of(before) and before.endswith((":", "(", "[", "{", ","))
            flags[index] = deeper or bool(_OPENING.search(before)) or bool(_COMMENT.match(line))
    for index in range(len(lines) - 2, -1, -1):
        if not flags[index] and flags[index + 1] and _COMMENT.match(lines[index]):
            flags[index] = True
