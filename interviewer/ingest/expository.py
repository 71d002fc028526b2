"""Prose that teaches, section by section: which paragraphs explain one concept, and what is asked about each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.ingest.aspects import bare_title, is_side, side_draft, subject_above
from interviewer.ingest.blocks import blocks
from interviewer.ingest.cohesion import content
from interviewer.ingest.drafting import draft_definition
from interviewer.ingest.explained import explained
from interviewer.ingest.genre import is_personal, is_story
from interviewer.ingest.glossary import heading_term
from interviewer.ingest.lines import heading_level, indent_of, is_title
from interviewer.ingest.page import Page
from interviewer.ingest.phrases import Phrases
from interviewer.ingest.sentences import plain
from interviewer.ingest.shapes import FAIR, GUESSED, Draft
from interviewer.ingest.subjects import clause
from interviewer.ingest.terms import heading_draft, is_about, names_a_part
from interviewer.ingest.units import Block, Unit

_LEAST_WORDS, _LEAST_DEFINED_WORDS = 20, 12
_LEAST_EXPLAINED = 2
_TOLD = ("prose", "list", "fragment")
_MOST_TITLE, _MOST_TICKS = 4, 4
_ASKING = re.compile(
    r"(?:why|what (?:is|are|does|do|makes?)|how (?:does|do|is|are|can))\b(?! (?:we|i|you|this|that)\b)", re.I
)
_NO_NAME = re.compile(
    r"(?:\w+ing (?:an?|the|it|up|out|your|our|for|with|to)|our|my|your|next|first|last|more|other|further|final|new|a"
    r"|see|some|all|two|three|four|five|six|seven|eight|ten|hundred|on|in|at|for|from|with|to|after|before|using|and|what|why|how|when|where)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer with the question drafted for it; `plainly` where the answer's first sentence defines its subject."""

    block: Block
    draft: Draft
    plainly: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading's line (None before the first) and the lines under it."""

    heading: int | None
    lines: tuple[int, ...]


def teaching(page: Page, indexes: Sequence[int], phrases: Phrases, others: int = 0) -> list[Asked]:
    """Return the answers among the lines at `indexes`; `others` is how many the document holds besides.

    What is not defined plainly counts only in a text that tells no story and explains more than one thing.
    """
    found = [one for part in _parts(page, indexes) for one in _of_part(page, part, phrases)]
    paragraphs = [line for line in page.lines if len(line.split()) >= _LEAST_DEFINED_WORDS]
    if len(found) + others >= _LEAST_EXPLAINED and not is_story(paragraphs):
        return found
    return [one for one in found if one.plainly]


def _parts(page: Page, indexes: Sequence[int]) -> Iterator[_Part]:
    heading: int | None = None
    lines: list[int] = []
    for index in indexes:
        if _is_heading(page, index):
            if lines:
                yield _Part(heading, tuple(lines))
            heading, lines = index, []
        else:
            lines.append(index)
    if lines:
        yield _Part(heading, tuple(lines))


def _is_heading(page: Page, index: int) -> bool:
    if page.code[index]:
        return False
    if page.markdown:
        return bool(heading_level(page.lines[index]))
    alone = page.is_blank(index - 1) if index else True
    below = page.next_text(index + 1)
    announces = below is not None and below > index + 1 and len(page.lines[below].split()) >= _LEAST_DEFINED_WORDS // 2
    return alone and announces and is_title(bare_title(page.lines[index]))


def _of_part(page: Page, part: _Part, phrases: Phrases) -> Iterator[Asked]:
    """Yield a section's answers: the one that its heading names, and paragraphs that explain something of their own."""
    rest = blocks(page, part.lines)
    title = "" if part.heading is None else bare_title(page.lines[part.heading])
    first = rest[0].opening.opener
    if page.markdown and is_about(title, first):
        whole = Block(tuple(unit for block in rest for unit in block.units))
        named = heading_draft(title, first, phrases)
        if named and len(_words(whole)) >= _LEAST_DEFINED_WORDS:
            yield Asked(whole, named, plainly=True)
        return
    own = [one for block in rest for one in _split(page, block, phrases)]
    if part.heading is not None and (headed := _headed(page, part.heading, own, phrases)):
        yield headed
        return
    yield from (Asked(one.block, one.draft, one.plainly) for one in own if one.draft)


@dataclass(frozen=True, slots=True)
class _Piece:
    block: Block
    draft: Draft | None
    plainly: bool


def _split(page: Page, block: Block, phrases: Phrases) -> Iterator[_Piece]:
    """Part an answer before each paragraph that explains a further thing."""
    groups: list[list[Unit]] = []
    drafts: list[tuple[Draft | None, bool]] = []
    for unit in block.units:
        own = _own(unit, phrases) if unit.kind == "prose" and not _is_wrapped(page, unit) else (None, False)
        begins = own[0] and drafts and own[0].question not in [one.question for one, _ in drafts if one]
        if not groups or (begins and not unit.opener.definite):
            groups.append([unit])
            drafts.append(own)
        else:
            groups[-1].append(unit)
            drafts[-1] = drafts[-1] if drafts[-1][0] or groups[-1][0].kind == "prose" else own
    for units, (one, plainly) in zip(groups, drafts, strict=True):
        yield _Piece(Block(tuple(units)), one, plainly)


def _is_wrapped(page: Page, unit: Unit) -> bool:
    """Whether the unit goes on, further in, with the line right above it: a list item over several lines."""
    above = unit.first and not page.is_blank(unit.first - 1)
    return bool(above) and indent_of(page.lines[unit.first]) > 0


def _own(unit: Unit, phrases: Phrases) -> tuple[Draft | None, bool]:
    plainly = draft_definition(Block((unit,)), phrases) if len(unit.text.split()) >= _LEAST_DEFINED_WORDS else None
    return (plainly, True) if plainly else (explained(unit.text, phrases), False)


def _headed(page: Page, heading: int, own: Sequence[_Piece], phrases: Phrases) -> Asked | None:
    """Return the question that the heading names for the section, None where a paragraph of it explains another."""
    title = bare_title(page.lines[heading])
    others = [_is_other(piece, title) for piece in own]
    if any(others[:1]) or sum(others) > 1:
        return None
    block = Block(tuple(unit for piece in own for unit in piece.block.units))
    text = " ".join(_words(block))
    evident = bool(_ASKING.match(title)) or is_side(title)
    least = _LEAST_DEFINED_WORDS if evident else _LEAST_WORDS
    told = block.units[0].kind == "prose" and all(unit.kind in _TOLD for unit in block.units)
    if not told or _is_coded(page, block) or len(text.split()) < least or is_personal(f"{title} {text}"):
        return None
    one = _title_draft(page, heading, title, phrases)
    return Asked(block, one, plainly=False) if one else None


def _is_coded(page: Page, block: Block) -> bool:
    """Whether it tells of commands and names of files more than of a concept."""
    return sum(page.lines[index].count("`") for index in range(block.first, block.last + 1)) > _MOST_TICKS


def _is_other(piece: _Piece, title: str) -> bool:
    """Whether a paragraph explains something else than what the title names."""
    how = piece.block.opening.opener
    return bool(piece.draft) and not how.definite and not is_side(title) and how.topics.isdisjoint(content(title))


def _title_draft(page: Page, heading: int, title: str, phrases: Phrases) -> Draft | None:
    if _ASKING.match(title):
        return Draft(f"{title.rstrip('?')}?", FAIR)
    side = side_draft(title, subject_above(page, heading), phrases)
    if side or is_side(title) or not _names(title) or _is_first(page, heading):
        return side
    plural = bool(re.search(r"(?<![siu])s$", title)) or " and " in title
    return Draft(f"What {'are' if plural else 'is'} {phrases.with_article(title, plural=plural)}?", GUESSED)


def _names(title: str) -> bool:
    """Whether a title is the name of a thing, and no sentence, deed or part of a document."""
    short = bool(heading_term(f"# {title}")) and len(title.split()) <= _MOST_TITLE
    return short and not names_a_part(title) and not _NO_NAME.match(title) and clause(f"{title} .") is None


def _is_first(page: Page, heading: int) -> bool:
    """Whether the heading is that of the whole document."""
    return page.next_text(0) == heading


def _words(block: Block) -> list[str]:
    return plain(" ".join(unit.text for unit in block.units)).split()
