"""Markdown's escapes, which converters of web pages write before signs that would open something: "1\\." for "1."."""

import re
from collections.abc import Sequence

from interviewer.ingest.code import code_lines

_NUMBER = re.compile(r"^(?P<lead>[\s>#*_]{0,20}\d{1,4})\\(?P<sign>[.):])")
_SIGN = re.compile(r"(?<=[^\s\\])\\(?P<sign>[-.!_+#&~>|])")
# Formulas have a use of their own for the backslash, and a table for an escaped bar.
_FORMULA = re.compile(r"\$|\\[a-zA-Z(\[\\{]|^\s*\|")
_CODE_SPAN = re.compile(r"(`[^`]{1,300}`)")


def unescaped(lines: Sequence[str]) -> tuple[str, ...]:
    """Return as many lines without escapes outside code, of those signs that open nothing where they stand."""
    code = code_lines(lines)
    return tuple(line if inside or "\\" not in line else _told(line) for line, inside in zip(lines, code, strict=True))


def _told(line: str) -> str:
    line = _NUMBER.sub(r"\g<lead>\g<sign>", line)
    if _FORMULA.search(line):
        return line
    parts = _CODE_SPAN.split(line)
    return "".join(part if part.startswith("`") else _SIGN.sub(r"\g<sign>", part) for part in parts)
