"""Lines as wide as the terminal, broken between words; in a pipe they stay as they are."""

import shutil
import sys
import textwrap


def terminal_width() -> int | None:
    """Return the columns of the terminal that stdout is, None where it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def wrapped(text: str, width: int | None) -> str:
    """Return `text` with the lines that are too long broken, the rest indented as their line was."""
    if width is None:
        return text
    return "\n".join(part for line in text.split("\n") for part in _parts(line, width))


def _parts(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
