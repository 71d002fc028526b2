"""What a job description or a CV asks for, line by line, without what is about employer, benefits or contact."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.ingest.lines import heading_level, indent_of, is_bullet, is_title
from interviewer.ingest.sentences import plain, sentences

_FEWEST_WORDS = 3  # of a sentence; a skill in a list may be one word
_LONGEST_SKILL = 4  # words
_FEWEST_SKILLS = 3  # in a line that is a list of them
_WRAPPED_FROM = 60  # characters: a shorter line that ends without a full stop was not wrapped, it ends there
_MARKER = re.compile(r"\s*(?:[•●○▪◦‣·*+–-]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+")
_PARTS = re.compile(r"[,;|•·]|\s/\s")
_LABEL = re.compile(r"^[^:,;]{1,40}:\s+")
_ENDED = re.compile(r"[.!?:;][\"”’)\]*_]*$")
# Sections that ask for nothing: the employer, what is offered, how to apply; of a CV, the person and their free time.
_ASIDE_TITLE = re.compile(
    r"\b(?:about (?:us|the company|our)|who we are|our (?:company|culture|values|story|mission)|we offer|what we offer"
    r"|what you(?:'ll| will)? get|benefits|perks|compensation|salary|equal opportunit\w+|diversity|how to apply"
    r"|application|contact\w*|address|personal (?:details|data|information)|references|hobbies|interests|languages"
    r"|location|privacy|legal|imprint|why (?:join|us)|next steps)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"[\w.+-]+@[\w-]+\.\w|https?://|www\.|\+?\d[\d ()/-]{7,}\d"
    r"|\b(?:salary|compensation package|days of (?:vacation|holiday|leave)|paid (?:leave|time off)|pension|insurance"
    r"|free (?:fruit|lunch|drinks|snacks)|flexible (?:hours|working)|home ?office|remote[- ]first|equal opportunity"
    r"|regardless of|we are an? .{0,40}(?:company|team|employer|start-?up)|our (?:customers|clients|culture|offices?)"
    r"|apply (?:now|with|by|via|at)|send (?:us )?your|date of birth|nationality|driving licen[cs]e|references available"
    r"|training budget|team events?|visa|relocation|stock options|bonus)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a document asks for or tells of, and the line (from 1) on which it begins."""

    line: int
    text: str


def demands(lines: Sequence[str]) -> list[Demand]:
    """Return what a document's lines ask for, in order: sentences, list items, and each skill of a list of skills."""
    found: list[Demand] = []
    for block in _blocks(lines):
        found += _of_block(block)
    return found


def _blocks(lines: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
    """Yield paragraphs and list items as numbered lines, without headings and what stands under an aside one."""
    block: list[tuple[int, str]] = []
    aside, after_gap = False, True
    for number, line in enumerate(lines, 1):
        title = _title(line, after_gap=after_gap)
        after_gap = not line.strip()
        if title is not None or after_gap:
            yield from _kept(block, aside=aside)
            block = []
            aside = aside if title is None else _ASIDE_TITLE.search(title) is not None
            continue
        if block and not _goes_on(block, line):
            yield from _kept(block, aside=aside)
            block = []
        block.append((number, line))
    yield from _kept(block, aside=aside)


def _kept(block: list[tuple[int, str]], *, aside: bool) -> Iterator[list[tuple[int, str]]]:
    if block and not aside:
        yield block


def _title(line: str, *, after_gap: bool) -> str | None:
    """Return the words of a heading; None for any other line. Without marks, one stands after a gap."""
    if heading_level(line):
        return plain(line.lstrip(" #"))
    bare = plain(line).rstrip(":")
    if not bare or is_bullet(line) or not is_title(bare):
        return None
    marked = line.strip().startswith(("**", "__")) or line.rstrip(" *_").endswith(":")
    return bare if marked or after_gap else None


def _goes_on(block: list[tuple[int, str]], line: str) -> bool:
    """Say whether a line continues the item above it."""
    if is_bullet(line):
        return False
    before = block[-1][1]
    if indent_of(line) > indent_of(block[0][1]) or line.lstrip()[:1].islower():
        return True
    return len(before) >= _WRAPPED_FROM and not _ENDED.search(before)


def _of_block(block: Sequence[tuple[int, str]]) -> Iterator[Demand]:
    """Yield the sentences of a block, each with the line that it begins on."""
    texts = [plain(_MARKER.sub("", line, count=1) if not place else line) for place, (_, line) in enumerate(block)]
    whole = " ".join(texts)
    ends: list[int] = []
    for text in texts:
        ends.append((ends[-1] + 1 if ends else 0) + len(text))
    start = 0
    for sentence in sentences(whole):
        start = whole.index(sentence, start)
        number = next(number for (number, _), end in zip(block, ends, strict=True) if start < end)
        yield from (Demand(number, text) for text in _asked(sentence))
        start += len(sentence)


def _asked(sentence: str) -> list[str]:
    if _ASIDE.search(sentence):
        return []
    parts = [part.strip(" .") for part in _PARTS.split(_LABEL.sub("", sentence))]
    if len(parts) >= _FEWEST_SKILLS and all(0 < len(part.split()) <= _LONGEST_SKILL for part in parts):
        return parts
    return [sentence] if len(sentence.split()) >= _FEWEST_WORDS else []
