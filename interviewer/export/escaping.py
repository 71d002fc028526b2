"""Text that Markdown shows as it was typed, with as few backslashes as that takes: the file is read as it is, too.

After CommonMark 0.31 and GitHub's tables and strikethrough; what a character cannot begin or end is left alone.
"""

import re

from interviewer.domain.text import visible_line

_PUNCTUATION = r"!-/:-@\[-`{-~"
_ANYWHERE = re.compile(
    rf"\\(?=[{_PUNCTUATION}]|$)"  # before punctuation it would be taken for an escape, at the end for a line break
    r"|`"
    r"|(?<!\s)\*|\*(?!\s)|(?<=\s)\*$"  # emphasis, but no sign of multiplication between spaces
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis, but not within a word
    r"|\](?=[(\[:])"  # a link's text, or the label of its definition, ends here
    r"|<(?=[A-Za-z/!?])"  # a tag or an address
    r"|&(?=#?\w+;)"  # an entity
    r"|\#(?=\#*$)"  # the close of a heading
)
_STRUCK = re.compile("~")
_START = re.compile(
    r"^(?:([-+*])(?=\s|$)"  # a list
    r"|(\d{1,9})([.)])(?=\s|$)"
    r"|(>)|(\#{1,6})(?=\s|$)"  # a quotation, a heading
    r"|([-=:|])(?=[-=:|\s]*$))"  # a rule, an underline, the second row of a table
)
_ROW = re.compile(r"[|:\-\s]+")


def escape(text: str) -> str:
    """Return one line of text so that Markdown shows it literally."""
    line = visible_line(text)
    if _ROW.fullmatch(line):
        return re.sub(r"([|:\-])", r"\\\1", line)
    kept = _ANYWHERE.sub(r"\\\g<0>", line)
    if kept.count("~") > 1:
        kept = _STRUCK.sub(r"\\~", kept)
    return _START.sub(_begun, kept)


def _begun(match: re.Match[str]) -> str:
    """Return the beginning of a block as text."""
    if match[2]:
        return f"{match[2]}\\{match[3]}"
    return f"\\{match[0]}"
