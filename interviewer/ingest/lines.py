"""From bytes to clean lines that keep the line numbers of the file, and what single lines look like."""

import contextlib
import re
from dataclasses import dataclass

from interviewer.domain.errors import DocumentError
from interviewer.domain.text import sanitize
from interviewer.ingest.characters import notes_on

_TAB = 4
_LONGEST_TITLE = 120
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ASCII = 0x7F
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_UTF32_MARK = b"\xff\xfe\0\0"
_AS_WINDOWS = "It is not UTF-8 and was read as Windows-1252. Where letters are wrong, save the file as UTF-8."
_AS_BROKEN = "Some bytes were not UTF-8; they are shown as \ufffd. Saving the file as UTF-8 mends this."
_NUL_MINIMUM, _NUL_SHARE = 4, 0.01
_BROKEN_SHARE = 0.3
_INNER_BREAKS = re.compile("[\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")
_MOST_SPACE = 200  # in a row; recognisers look at every place in it, so a line of half a million would take minutes
_SPACE = re.compile(rf"[ \t]{{{_MOST_SPACE + 1},}}")
_BULLET = re.compile(r"\s*(?:[•●○▪◦‣·*+–-]|\(?(?:\d{1,3}|[a-zA-Z])[.)])(?:\s|$)")
_RULE = re.compile(r"\s*(?:[-–—_*=]\s*){3,}$")
_ENDED = re.compile(r"[.?!:;…,]['\"”’)\]*_]*$")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The lines of a document, as many as the file has, and what a person should know about them."""

    lines: tuple[str, ...]
    notes: tuple[str, ...]


def decode(data: bytes, name: str) -> Decoded:
    """Return `data` as sanitized lines: UTF-8, UTF-16 with its mark, or Windows-1252 where it cannot be UTF-8.

    Single bytes that are not UTF-8 become U+FFFD. A note says so, and that it was read as Windows-1252. Raises
    DocumentError, naming `name`, for what is not text: mostly NULs or broken bytes, or damaged UTF-16.
    """
    marked = data.startswith(_UTF16_MARKS) and not data.startswith(_UTF32_MARK)
    text, note = _wide(data, name) if marked else _narrow(data, name)
    nuls = text.count("\0")
    if nuls >= _NUL_MINIMUM and nuls > len(text) * _NUL_SHARE:
        raise _no_text(name)
    lines = _split(text)
    cleaned = tuple(map(clean_line, lines))
    return Decoded(cleaned, note + notes_on(lines, cleaned))


def _wide(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode("utf-16"), ()
    except UnicodeDecodeError:
        raise _no_text(name) from None


def _narrow(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return text of bytes, and a note where they were not UTF-8."""
    text = data.decode("utf-8-sig", errors="replace")
    replaced = data.count("\ufffd".encode())
    broken = text.count("\ufffd") - replaced
    if broken > max(_NUL_MINIMUM, len(text) * _BROKEN_SHARE):
        raise _no_text(name)
    if broken <= 0:
        return text, ()
    # The bytes of an older encoding stand alone for the most part; those of a damaged UTF-8 file form sequences.
    sequences = _SEQUENCE.findall(data)
    alone = sum(byte > _ASCII for byte in data) - sum(map(len, sequences))
    if alone > len(sequences):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("cp1252"), (_AS_WINDOWS,)
    return text, (_AS_BROKEN,)


def _no_text(name: str) -> DocumentError:
    return DocumentError(f"{name}: this is not UTF-8 text (binary, or another encoding). Save it as UTF-8 text.")


def _split(text: str) -> list[str]:
    if "\n" not in text and "\r" in text:
        text = text.replace("\r", "\n")
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return lines[:-1] if lines[-1] == "" else lines


def clean_line(line: str) -> str:
    """Return a line sanitized, on one line, without space at its end and with at most 200 spaces in a row."""
    if len(line) > _MOST_SPACE:
        line = _SPACE.sub(" " * _MOST_SPACE, line)
    if line.isascii() and line.isprintable():
        return line.rstrip()
    return sanitize(_INNER_BREAKS.sub(" ", line)).rstrip()


def indent_of(line: str) -> int:
    """Return the column of the first character that is no space; a tab reaches the next multiple of 4."""
    expanded = line.expandtabs(_TAB) if "\t" in line else line
    return len(expanded) - len(expanded.lstrip())


def dedent(line: str, columns: int) -> str:
    """Return `line` without its first `columns` columns of white space."""
    kept = indent_of(line) - columns
    return " " * max(kept, 0) + line.lstrip()


def is_bullet(line: str) -> bool:
    """Whether the line opens a list item, marked or numbered."""
    return bool(_BULLET.match(line))


def is_rule(line: str) -> bool:
    """Whether the line is a thematic break."""
    return bool(_RULE.match(line))


def is_title(line: str, most_words: int = 7) -> bool:
    """Whether the line could be a heading: a few words, no list item, no closing punctuation, no formula."""
    text = line.strip()
    if (
        not text
        or len(text) > _LONGEST_TITLE
        or is_bullet(line)
        or _ENDED.search(text[-30:])
        or re.search(r"[=\\{}()<>|`$^_]", text)
    ):
        return False
    return len(text.split()) <= most_words and text[0].isalpha()


def is_capitalised(line: str) -> bool:
    """Whether every longer word of the line begins with a capital, as in a title."""
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words)


def heading_level(line: str) -> int | None:
    """Return 1 to 6 for a Markdown heading, else None."""
    match = re.match(r" {0,3}(#{1,6})\s+\S", line)
    return len(match.group(1)) if match else None
