"""Flash cards in Markdown notes: "question::answer", a lone "?" between the two, callouts and admonitions that ask."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.domain.document import FoundQuestion
from interviewer.ingest.broken import incomplete
from interviewer.ingest.lines import dedent, heading_level, indent_of, is_rule
from interviewer.ingest.page import Page
from interviewer.ingest.phrases import Phrases
from interviewer.ingest.sentences import asks, plain

_ASKED, _TERM = 0.9, 0.75
_PIECE = r"(?:[^`|]|`[^`\n]{1,80}`)"
_INLINE = re.compile(rf"(?:[-*+]\s+)?(?![:|])(?P<asked>{_PIECE}{{1,300}}?)\s?:::?\s?(?P<told>[^:\s].*)$")
# Names that programs join with "::" stand in a question as well: the card is parted behind its question mark.
_INLINE_QUESTION = re.compile(
    rf"(?:[-*+]\s+)?(?![:|])(?P<asked>{_PIECE}{{2,300}}?\?[\"”’)*_]{{0,3}})\s?:::?\s?(?P<told>[^:\s].*)$"
)
_CODE_ALONE = re.compile(r"`[^`]{1,80}`$")
# What a note says of itself: links, tags, dates, addresses and signs, "[[A]], [[B]] and #c".
_POINTER = re.compile(
    r"!?\[\[[^\[\]]{1,200}\]\]|\[[^\[\]]{1,200}\]\([^()\s]{1,300}\)|https?://\S+|(?<!\w)#[\w/-]+|\b\d[\d:.T/-]*\b"
    r"|\b(?:and|or|see|also)\b|\W"
)
_PARTED = frozenset({"?", "??"})
_REVIEWED = re.compile(r"\s*<!--\s*SR:")
_CALLOUT = re.compile(r"\s*>\s*\[!(?P<kind>\w+)\][+-]?\s*(?P<title>\S.*)$")
# `??? question "What …"`: a box of a documentation site, folded or not, with its text indented below.
_ADMONITION = re.compile(
    r"(?P<indent> {0,12})(?:\?\?\?\+?|!!!) {0,3}(?P<kind>\w{1,20})[^\"]{0,60}\"(?P<title>[^\"]{1,500})\"\s*$"
)
_ASKING_KINDS = frozenset({"question", "faq", "help"})
_QUOTED = re.compile(r"\s*>\s?")
_TRAILER = re.compile(r"\s(?:#[A-Za-z][\w/-]{0,60}|\^[\w-]{1,60}|<!--[^<>]{0,300}-->)$")
_LONGEST_TRAILER = 310
_LEAST_CARDS, _MOST_TERM_WORDS, _LEAST_TOLD_WORDS, _SHORTEST_TERM = 3, 6, 3, 2
_PROPERTIES = frozenset(
    {"up", "down", "next", "prev", "previous", "parent", "child", "children", "related", "similar", "source", "sources",
     "author", "authors", "status", "created", "updated", "modified", "reviewed", "tags", "aliases", "alias", "due",
     "scheduled", "topic", "topics", "project", "area", "summary", "note", "see also"}
)  # fmt: skip
_LONGEST_CARD, _LONGEST_LINE = 60, 2_000


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards' questions, and the lines of the cards (from 0)."""

    questions: tuple[FoundQuestion, ...]
    lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Card:
    """`lines` from 0; `told` belongs to the last `len(told)` of them."""

    asked: str
    told: tuple[str, ...]
    lines: tuple[int, ...]
    sure: bool = True


def read_cards(page: Page, phrases: Phrases) -> Cards:
    """Return what the cards of a Markdown page hold. Cards on one line count where at least three stand on the page."""
    if not page.markdown:
        return Cards((), frozenset())
    cards: list[_Card] = []
    taken: set[int] = set()
    for index in range(len(page.lines)):
        card = _card(page, index) if index not in taken and not page.code[index] else None
        if card and not taken & set(card.lines):
            cards.append(card)
            taken.update(card.lines)
    if sum(card.sure for card in cards) == 0 and len(cards) < _LEAST_CARDS:
        return Cards((), frozenset())
    lines = frozenset(index for card in cards for index in card.lines)
    return Cards(tuple(_question(card, phrases) for card in cards), lines)


def _card(page: Page, index: int) -> _Card | None:
    return _callout(page, index) or _admonition(page, index) or _parted(page, index) or _inline(page, index)


def _inline(page: Page, index: int) -> _Card | None:
    line = page.lines[index].strip()
    readable = "::" in line and page.has_text(index) and len(line) <= _LONGEST_LINE
    match = (_INLINE_QUESTION.match(line) or _INLINE.match(line)) if readable else None
    if match is None:
        return None
    asked = plain(_without_trailers(match["asked"]))
    if not (asks(asked) or _is_term(match["asked"].strip(), match["told"])):
        return None
    return _Card(asked, (_without_trailers(match["told"]),), (index,), sure=False)


def _is_term(name: str, told: str) -> bool:
    """Whether a name of a few words stands before text; a property of the note, "related:: [[...]]", does not count."""
    few = 0 < len(name.split()) <= _MOST_TERM_WORDS and len(name) > _SHORTEST_TERM
    coded = "`" in name and not _CODE_ALONE.match(name)
    is_property = name.lower() in _PROPERTIES or name[:1] in "[(" or not _POINTER.sub("", told)
    return few and not coded and not is_property and len(told.split()) >= _LEAST_TOLD_WORDS


def _without_trailers(text: str) -> str:
    """Return a text without the tags, anchors and notes of a program at its end, taken off one by one."""
    end = len(text.rstrip())
    while match := _TRAILER.search(text[max(0, end - _LONGEST_TRAILER) : end]):
        end = len(text[: end - len(match[0])].rstrip())
    return text[:end] if end < len(text.rstrip()) else text


def _parted(page: Page, index: int) -> _Card | None:
    """A card whose question starts at `index` and ends above a line that holds a question mark alone."""
    if not page.has_text(index) or (index and page.has_text(index - 1) and not heading_level(page.lines[index - 1])):
        return None
    mark = next((i for i in range(index, min(index + 4, len(page.lines))) if page.lines[i].strip() in _PARTED), None)
    if mark is None or mark == index or any(page.is_blank(i) for i in range(index, mark)):
        return None
    end = _end(page, mark + 1)
    if any(len(line) > _LONGEST_LINE for line in page.lines[index:end]):
        return None
    told = tuple(_without_trailers(line) for line in page.lines[mark + 1 : end])
    asked = plain(_without_trailers(" ".join(page.lines[index:mark])))
    return _Card(asked, told, tuple(range(index, end))) if any(line.strip() for line in told) else None


def _end(page: Page, start: int) -> int:
    """A card ends at its note of reviews, or, where it was never reviewed, at the first empty line outside code."""
    blank = None
    for index in range(start, min(start + _LONGEST_CARD, len(page.lines))):
        line = page.lines[index]
        if page.code[index]:
            continue
        if _REVIEWED.match(line):
            return index
        if heading_level(line) or is_rule(line) or line.strip() in _PARTED:
            break
        if not line.strip() and blank is None:
            blank = index
    return blank if blank is not None else min(start + _LONGEST_CARD, len(page.lines))


def _callout(page: Page, index: int) -> _Card | None:
    match = _CALLOUT.match(page.lines[index])
    if match is None or not (match["kind"].lower() in _ASKING_KINDS or asks(match["title"])):
        return None
    end = next((i for i in range(index + 1, len(page.lines)) if not _QUOTED.match(page.lines[i])), len(page.lines))
    told = tuple(_QUOTED.sub("", line, count=1) for line in page.lines[index + 1 : end])
    return _Card(plain(match["title"]), told, tuple(range(index, end))) if any(map(str.strip, told)) else None


def _admonition(page: Page, index: int) -> _Card | None:
    match = _ADMONITION.match(page.lines[index]) if page.lines[index].lstrip()[:3] in ("???", "!!!") else None
    if match is None or not (match["kind"].lower() in _ASKING_KINDS or asks(match["title"])):
        return None
    deeper = len(match["indent"]) + 1
    rest = range(index + 1, len(page.lines))
    end = next((i for i in rest if page.lines[i].strip() and indent_of(page.lines[i]) < deeper), len(page.lines))
    told = page.lines[index + 1 : end]
    if not any(map(str.strip, told)):
        return None
    shift = min(indent_of(line) for line in told if line.strip())
    texts = tuple(dedent(line, shift) if line.strip() else "" for line in told)
    return _Card(plain(match["title"]), texts, tuple(range(index, end)))


def _question(card: _Card, phrases: Phrases) -> FoundQuestion:
    first = card.lines[-len(card.told)] + 1
    kept = _trimmed(card.told)
    drafted = not (card.sure or asks(card.asked))
    return FoundQuestion(
        number="",
        question=phrases.what_is(card.asked) if drafted else card.asked,
        answer="\n".join(kept),
        first_line=first,
        last_line=card.lines[-1] + 1,
        question_line=card.lines[0] + 1,
        drafted=drafted,
        incomplete=incomplete(kept, [False] * len(kept)),
        confidence=_TERM if drafted else _ASKED,
    )


def _trimmed(told: Sequence[str]) -> list[str]:
    texts = [place for place, line in enumerate(told) if line.strip()]
    return [line.rstrip() for line in told[texts[0] : texts[-1] + 1]]
