"""Blocks of options: lines lettered from A on, or lines with boxes of which some are ticked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LETTERED = re.compile(
    r"(?P<lead>\s{0,12}(?:[-*+•]\s{1,3})?(?:\*\*)?\(?)(?P<letter>[A-Ha-h])(?P<end>[.)]{1,2}|:|\s[–-](?=\s))(?:\*\*)?\s+"
    r"(?P<text>\S.*)$"
)
_BOXED = re.compile(
    r"\s{0,12}(?:[-*+•] )?(?:[(\[](?P<tick>[ xX*✓✔•o]?)[)\]]|(?P<sign>[○●◯◉☐☑☒✓✔✗✘]))\s{1,4}"
    r"(?:(?P<letter>[A-Ha-h])[.)]\s+)?(?P<text>\S.*)$"
)
_TICKED = frozenset("xX*✓✔•o●◉☑☒")
_BESIDE = r"\s{{2,}}\(?{letter}[.)]\s+"  # the next option on the same line
_LETTERS = "abcdefgh"
_LEAST, _REACH, _LONGEST = 2, 8, 400
_OPENS = re.compile(r"\s{0,3}(?:#{1,6}\s|\(?\d{1,3}[.)]\s|(?:Q|Question|Answer|Ans|Correct)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its `letter` in lower case, its `text`, the `line` it begins on, and whether it is `ticked`."""

    letter: str
    text: str
    line: int
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The options of one question, on the lines `first` to `last` (from 0)."""

    options: tuple[Option, ...]
    first: int
    last: int

    @property
    def ticked(self) -> tuple[str, ...]:
        """The letters of the ticked options; none where all are ticked, which tells nothing."""
        letters = tuple(one.letter for one in self.options if one.ticked)
        return letters if len(letters) < len(self.options) else ()

    def text_of(self, letters: Sequence[str]) -> str:
        """Return the texts of the options with these letters, in the order of the block."""
        return "; ".join(one.text for one in self.options if one.letter in letters)


def option_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Yield the blocks of at least two options, from the top."""
    index = 0
    while index < len(lines):
        options, last = _from(lines, index)
        if len(options) >= _LEAST:
            yield Block(tuple(options), index, last)
            index = last
        index += 1


def _from(lines: Sequence[str], start: int) -> tuple[list[Option], int]:
    """Return the options that begin at a line, and their last line."""
    found = _options_on(lines[start], start, 0)
    if not found:
        return [], start
    last, index = start, start + 1
    while index < len(lines) and index - last <= _REACH:
        more = _options_on(lines[index], index, len(found), boxed=bool(_BOXED.match(lines[start])))
        if more:
            between = " ".join(line.strip() for line in lines[last + 1 : index]).strip()
            found[-1] = _longer(found[-1], between)
            found += more
            last = index
        elif _OPENS.match(lines[index]):
            break
        index += 1
    while last + 1 < len(lines) and _goes_on(lines[last + 1], lines[last]):
        last += 1
        found[-1] = _longer(found[-1], lines[last].strip())
    return found, last


def _longer(option: Option, more: str) -> Option:
    return Option(option.letter, f"{option.text} {more}".strip(), option.line, option.ticked) if more else option


def _goes_on(line: str, above: str) -> bool:
    """Whether a line goes on with the last option: set in further than that, or at least as far below its text."""
    indent = len(line) - len(line.lstrip())
    return bool(line.strip()) and indent > len(above) - len(above.lstrip()) and not _OPENS.match(line.lstrip())


def _options_on(line: str, index: int, nth: int, *, boxed: bool = True) -> list[Option]:
    """Return the options of a line, the first of them number `nth` (from 0) of its block; none for other lines."""
    if nth >= len(_LETTERS) or len(line) > _LONGEST:
        return []
    if boxed and (box := _BOXED.match(line)):
        ticked = (box["tick"] or box["sign"] or " ") in _TICKED
        letter = (box["letter"] or _LETTERS[nth]).lower()
        return [Option(letter, box["text"].strip(), index, ticked)] if letter == _LETTERS[nth] else []
    match = _LETTERED.match(line)
    if match is None or match["letter"].lower() != _LETTERS[nth]:
        return []
    found, text, upper = [], match["text"], match["letter"].isupper()
    while True:
        after = _LETTERS[nth + 1 : nth + 2]
        beside = re.search(_BESIDE.format(letter=after.upper() if upper else after), text) if after else None
        found.append(Option(_LETTERS[nth], (text[: beside.start()] if beside else text).strip(" *"), index))
        if beside is None:
            return found
        text, nth = text[beside.end() :], nth + 1
