"""Slides written out as text: titles over two lines, slides that go on with the one before, and numbered footers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from interviewer.domain.document import Refusal
from interviewer.ingest.code import code_lines
from interviewer.ingest.lines import heading_level, is_rule

FOOTER = "footer of a slide"
CONTINUED = "title of the slide before, continued"
_CONTINUED = re.compile(
    r"(?P<title>.*\S)\s*(?:[(\[]\s*(?:cont(?:inued|[’']?d)?|ctd)\.?\s*[)\]]|[-–—:]\s*(?:cont(?:inued|[’']d|\.)|ctd\.?))$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?P<text>.{0,80}?)[\s|·•–—-]*\b(?P<number>\d{1,3})\s?(?:/|of)\s?(?P<total>\d{1,3})(?P<after>\D{0,40})$"
)
# What counts questions and parts stands above them and belongs to the text.
_LABEL = re.compile(
    r"\b(?:q|que|ques|questions?|exercises?|problems?|prompts?|tasks?|cards?|flash ?cards?|items?|steps?|parts?|rounds?"
    r"|days?|weeks?|lessons?|levels?|answers?|a|scores?|points?|marks?)[\W_]*$",
    re.IGNORECASE,
)
_LEAST_FOOTERS = 3
_REACH = 40


@dataclass(frozen=True, slots=True)
class Deck:
    """The lines, as many as before, with what a deck's layout added left blank, and why."""

    lines: tuple[str, ...]
    refused: tuple[Refusal, ...]


def undecked(lines: Sequence[str]) -> Deck:
    """Return the lines of a document with its slides joined; what is no deck comes back as it is."""
    told = list(lines)
    code = code_lines(told)
    reasons: dict[int, str] = dict.fromkeys(_footers(told, code), FOOTER)
    for index in reasons:
        told[index] = ""
    _join_titles(told, code)
    for index in _continued(told, code):
        reasons[index] = CONTINUED
        above = next((i for i in range(index - 1, -1, -1) if told[i].strip()), index)
        for line in (index, above) if is_rule(told[above]) else (index,):
            told[line] = ""
    return Deck(tuple(told), tuple(Refusal(i + 1, i + 1, reasons[i]) for i in sorted(reasons)))


def _footers(lines: Sequence[str], code: Sequence[bool]) -> Iterator[int]:
    """Yield the lines that say the same but for a number that rises to one total."""
    groups: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    for index, line in enumerate(lines):
        match = None if code[index] else _COUNTED.match(line.strip()) if len(line) < 160 else None
        if match and int(match["number"]) <= int(match["total"]) and not _LABEL.search(match["text"]):
            groups.setdefault((match["text"].strip(), match["total"], match["after"].strip()), []).append(
                (index, int(match["number"]))
            )
    for group in groups.values():
        numbers = [number for _, number in group]
        if len(group) >= _LEAST_FOOTERS and all(one < other for one, other in pairwise(numbers)):
            yield from (index for index, _ in group)


def _join_titles(lines: list[str], code: Sequence[bool]) -> None:
    """Join two headings of one level in a row, the second of which goes on with the first's sentence."""
    for index in range(len(lines) - 1):
        one, other = lines[index].rstrip(), lines[index + 1]
        level = None if code[index] or code[index + 1] else heading_level(one)
        more = other.strip("# \t")
        if level and level == heading_level(other) and more[:1].islower() and not one.endswith((".", "?", "!", ":")):
            lines[index], lines[index + 1] = f"{one} {more}", ""


def _continued(lines: Sequence[str], code: Sequence[bool]) -> Iterator[int]:
    """Yield the titles that repeat the title before them and say that it goes on."""
    for index, line in enumerate(lines):
        match = _CONTINUED.match(line.strip()) if not code[index] and len(line) < 200 else None
        if match is None:
            continue
        level, title = heading_level(line), _bare(match["title"])
        for above in range(index - 1, max(index - _REACH, -1), -1):
            if _is_titled(lines[above], title):
                yield index
                break
            higher = heading_level(lines[above])
            if level and higher and higher <= level and not _CONTINUED.match(lines[above].strip()):
                break


def _is_titled(line: str, title: str) -> bool:
    return bool(title) and _bare(line) == title


def _bare(line: str) -> str:
    return line.strip().strip("#*_ ").lower()
