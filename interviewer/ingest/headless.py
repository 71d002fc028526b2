"""Questions for a document that asks none: drafted from a glossary, from lost-question answers, or from definitions."""

import re
from collections.abc import Sequence

from interviewer.domain.document import FoundQuestion
from interviewer.ingest.blocks import blocks
from interviewer.ingest.drafting import draft, draft_definition
from interviewer.ingest.endings import talks_of_interviews
from interviewer.ingest.explained import explained
from interviewer.ingest.expository import teaching
from interviewer.ingest.genre import is_legal, is_manual
from interviewer.ingest.glossary import glossary, heading_term
from interviewer.ingest.lines import heading_level
from interviewer.ingest.page import Page
from interviewer.ingest.phrases import Phrases
from interviewer.ingest.shapes import Draft
from interviewer.ingest.terms import drafted_question, heading_draft, is_about, of_entry, unasked
from interviewer.ingest.units import Block

_ANNOUNCED = re.compile(r"\binterview questions?\b|\bquestions and answers\b|\basked questions\b", re.IGNORECASE)
_PREAMBLE_REACH = 15
_LEAST_ANSWERS = 5
_LEAST_DEFINED = 0.6


def after_preamble(page: Page) -> int:
    """Return the line after the last one, near the top, that announces questions; 0 where none does."""
    texts = [index for index, line in enumerate(page.lines) if line.strip()][:_PREAMBLE_REACH]
    announcing = [index for index in texts if _announces(page.lines[index])]
    return announcing[-1] + 1 if announcing else 0


def _announces(line: str) -> bool:
    return bool(_ANNOUNCED.search(line)) or talks_of_interviews(line)


def is_announced(page: Page) -> bool:
    """Whether the document says somewhere that it holds questions."""
    return any(_ANNOUNCED.search(line) for line in page.lines)


def drafted(page: Page, indexes: Sequence[int], phrases: Phrases, *, announced: bool) -> list[FoundQuestion]:
    """Return drafted questions with their answers, from the lines at `indexes`.

    A glossary gives one for each term. A page of answers gives one for each answer whose question can be told: it
    announces questions, or most of its paragraphs open with the definition of something new. Other prose gives one
    for a paragraph or a section that explains one thing; manuals, licences and contracts give none.
    """
    entries = glossary(page, indexes)
    if entries:
        return [of_entry(page, entry, phrases) for entry in entries]
    if not announced and (is_manual(page.lines) or is_legal(" ".join(page.lines))):
        return []
    named = unasked(page, indexes, phrases)
    rest = [index for index in indexes if index not in named.lines]
    return _distinct([*named.questions, *_from_blocks(page, rest, phrases, len(named.questions), announced=announced)])


def _from_blocks(
    page: Page, indexes: Sequence[int], phrases: Phrases, others: int, *, announced: bool
) -> list[FoundQuestion]:
    sections = _sections(page, indexes)
    found = [(heading, block) for heading, lines in sections for block in _under(page, heading, lines)]
    defining = sum(
        bool(heading_draft(heading, block.opening.opener, phrases) or draft_definition(block, phrases))
        for heading, block in found
    )
    if len(found) >= _LEAST_ANSWERS and (announced or defining >= _LEAST_DEFINED * len(found)):
        asked = [
            (
                block,
                heading_draft(heading, block.opening.opener, phrases) or _draft(block, phrases, announced=announced),
            )
            for heading, block in found
        ]
    else:
        asked = [(one.block, one.draft) for one in teaching(page, indexes, phrases, others)]
    return [_of_block(page, block, one) for block, one in asked if one]


def _draft(block: Block, phrases: Phrases, *, announced: bool) -> Draft | None:
    """Where nothing says that the page holds answers, a first noun is no question."""
    if announced:
        return draft(block, phrases)
    return explained(block.opening.text, phrases) or draft(block, phrases, guessing=False)


def _sections(page: Page, indexes: Sequence[int]) -> list[tuple[str, list[int]]]:
    """Part the lines at Markdown headings: each heading's term with the lines under it."""
    found: list[tuple[str, list[int]]] = [("", [])]
    for index in indexes:
        line = page.lines[index]
        if page.markdown and not page.code[index] and heading_level(line):
            found.append((heading_term(line), []))
        else:
            found[-1][1].append(index)
    return [section for section in found if section[1]]


def _under(page: Page, heading: str, lines: Sequence[int]) -> list[Block]:
    """Return a section's answers; under a term's heading it is one."""
    found = blocks(page, lines)
    if heading and is_about(heading, found[0].opening.opener):
        return [Block(tuple(unit for block in found for unit in block.units))]
    return found


def _of_block(page: Page, block: Block, one: Draft) -> FoundQuestion:
    opening = block.opening.first
    kept = [i for i in range(opening, block.last + 1) if page.code[i] or not page.furniture[i]]
    return drafted_question(page, kept, [page.lines[index] for index in kept], one)


def _distinct(found: Sequence[FoundQuestion]) -> list[FoundQuestion]:
    """Keep the first of several drafts that ask the same."""
    first: dict[str, FoundQuestion] = {}
    for one in found:
        first.setdefault(one.question.lower(), one)
    return list(first.values())
