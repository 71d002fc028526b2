"""Tells answers apart where the questions between them are gone.

Each paragraph either opens an answer or goes on with the one before. What speaks for going on, in this
order: it is no prose (code, list, table after an announcement), it is one of several labelled items, it
leans on what stands before ("It", "Such", "Here"), its subject is one that the answer already has, or most
of its telling words stood in the answer before. Two neighbours built alike are the halves of a comparison.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from interviewer.ingest.cohesion import Rarity, content, rarity
from interviewer.ingest.openers import NAMED
from interviewer.ingest.page import Page
from interviewer.ingest.units import Block, Unit, units_of

# Shares of a paragraph's telling words that stood in the answer before. Set on pages of several styles: an answer's
# own paragraphs share about a third, neighbours on one subject a tenth to a quarter.
_TIED, _LOOSELY_TIED, _FAINTLY_TIED = 0.5, 0.3, 0.15
_PARALLEL_REACH, _PARALLEL_SHARED = 8, 3
_NUMBERS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|several|following|different|main|\d) (?:\w+ ){0,3}\w+s\b", re.IGNORECASE
)
_SCENARIO = re.compile(r"(?:suppose|imagine|consider|let[’']?s say|say|picture|think of)\b", re.IGNORECASE)
_GENERIC_LABEL = re.compile(
    r"(?:notes?|examples?|e\.g|advantages?|disadvantages?|pros|cons|uses?|use cases?|steps?|key \w+|types?|benefits"
    r"|drawbacks|limitations|applications?|syntax|output|input|formula|tip|step \d+)\b",
    re.IGNORECASE,
)
_COMPARING = re.compile(r"(?:as in|unlike|like|instead of)\b", re.IGNORECASE)
_APPLIED = re.compile(
    r"\b(?:can|could) be (?:used|applied)\b|\b(?:is|are) (?:widely |often |commonly )?used (?:for|in)\b"
)


def blocks(page: Page, indexes: Sequence[int]) -> list[Block]:
    """Return the answers that the lines at `indexes` hold, in order."""
    units = units_of(page, indexes)
    rare = rarity([unit.text for unit in units])
    found: list[_Growing] = []
    for place, unit in enumerate(units):
        following = units[place + 1] if place + 1 < len(units) else None
        if found and _goes_on(found[-1], unit, following, rare):
            found[-1].add(unit)
        else:
            found.append(_Growing(unit))
    return [_without_last_titles(block) for block in _joined([Block(tuple(one.units)) for one in found])]


class _Growing:
    """An answer while it takes in units, with what it is about so far."""

    def __init__(self, unit: Unit) -> None:
        self.units: list[Unit] = []
        self.topics: set[str] = set()
        self.stems: set[str] = set()
        self.has_label = False
        self.opening = unit
        self.add(unit)

    def add(self, unit: Unit) -> None:
        """Take in a further unit."""
        if self.opening.kind == "title":
            self.opening = unit
        self.units.append(unit)
        self.stems.update(content(unit.text))
        if unit.kind == "prose":
            self.topics |= unit.opener.topics
            self.has_label = self.has_label or bool(unit.opener.label)


def _without_last_titles(block: Block) -> Block:
    """Drop headings with nothing under them: they announced what is gone, or the next answer."""
    units = block.units
    while len(units) > 1 and units[-1].kind == "title":
        units = units[:-1]
    return Block(units)


def _goes_on(block: _Growing, unit: Unit, following: Unit | None, rare: Rarity) -> bool:
    before = block.units[-1]
    if unit.kind in ("code", "fragment", "list"):
        return True
    if before.kind == "title":
        return True
    if unit.kind == "title":
        return not (_is_term(unit, following) or _is_section(block, following))
    if unit.kind == "table":
        return announces(before)
    tie = rare.shared(content(unit.text), block.stems)
    if _answers_anew(block, unit, tie):
        return False
    return _is_item(block, unit) or _leans(block, unit, tie) or _stays(block, unit, tie)


def _is_term(title: Unit, following: Unit | None) -> bool:
    """Whether the title names what the paragraph under it then defines."""
    return (
        following is not None and following.opener.defines and bool(set(content(title.text)) & following.opener.topics)
    )


def _is_section(block: _Growing, following: Unit | None) -> bool:
    """Whether the paragraph under a title defines something that the answer so far does not name."""
    if following is None or following.kind != "prose":
        return False
    how = following.opener
    defines = (how.defines and bool(how.genus)) or how.verb in ("means", "refers", "denotes")
    return defines and not (how.leans or how.leans_a_little or how.definite) and how.topics.isdisjoint(block.stems)


def announces(unit: Unit) -> bool:
    """Whether the unit's end promises a list, a table or code."""
    return unit.text.rstrip().endswith(":")


def _answers_anew(block: _Growing, unit: Unit, tie: float) -> bool:
    """Whether the paragraph names a use of something that the answer before, itself whole, does not name."""
    how = unit.opener
    applied = _APPLIED.match(f"{how.verb} {how.rest}")
    return bool(applied) and not how.leans and not how.topics <= block.stems and tie < _TIED


def _is_item(block: _Growing, unit: Unit) -> bool:
    """Whether it is one of several labelled items of the answer."""
    label = unit.opener.label
    if not label:
        return announces(unit) and not unit.opener.verb
    if set(content(label)) <= block.stems or _GENERIC_LABEL.match(label) or block.has_label:
        return True
    first = block.units[0]
    return announces(block.units[-1]) or bool(_NUMBERS.search(first.opener.sentence) and first.opener.exists)


def _leans(block: _Growing, unit: Unit, tie: float) -> bool:
    how = unit.opener
    if how.exists:
        return tie >= (_TIED if _NUMBERS.search(how.sentence) else _LOOSELY_TIED)
    if how.pointing:
        return set(content(how.pointing)) <= block.stems or tie >= _TIED
    about = set(content(how.adjunct)) & block.topics
    return how.leans or (how.leans_a_little and (bool(about) or tie >= _FAINTLY_TIED))


def _stays(block: _Growing, unit: Unit, tie: float) -> bool:
    """Whether the subject, or most of the telling words, stood in the answer before."""
    how = unit.opener
    topics = how.topics
    named = set(content(how.adjunct))
    if named & block.topics and (tie >= _FAINTLY_TIED or named <= block.topics) and not _COMPARING.match(how.adjunct):
        return True
    if how.definite and not NAMED.search(how.sentence):
        return (
            bool(_SCENARIO.match(block.opening.text))
            or tie >= _LOOSELY_TIED
            or bool(topics & block.topics)
            or bool(topics and topics <= block.stems)
        )
    if topics and topics <= block.topics and not how.exists:
        return True
    return tie >= _TIED and not (how.defines and topics.isdisjoint(block.stems))


def _joined(found: Sequence[Block]) -> list[Block]:
    """Join two answers where the second speaks of both subjects, or where just two are built alike."""
    kept: list[Block] = []
    for place, block in enumerate(found):
        if kept and (_names_both(kept[-1], block) or _are_pair(found, place)):
            kept[-1] = Block((*kept[-1].units, *block.units))
        else:
            kept.append(block)
    return kept


def _names_both(before: Block, block: Block) -> bool:
    ours, theirs = block.units[0].opener.topics, before.units[0].opener.topics
    if not ours or not theirs or block.units[0].opener.exists:
        return False
    return any(ours | theirs <= set(content(unit.opener.sentence)) for unit in block.prose[1:])


def _are_pair(found: Sequence[Block], place: int) -> bool:
    """Whether exactly this answer and the one before it are built alike: of three and more, each is its own."""
    around = [found[i] if 0 <= i < len(found) else None for i in range(place - 2, place + 2)]
    alike = [one is not None and other is not None and _are_alike(one, other) for one, other in pairwise(around)]
    return alike[1] and not alike[0] and not alike[2]


def _are_alike(one: Block, other: Block) -> bool:
    """Whether both open with nearly the same words, or each defines, in one paragraph, a thing of one kind."""
    first, second = one.units[0], other.units[0]
    if {first.kind, second.kind} != {"prose"}:
        return False
    if first.opener.is_condition and second.opener.is_condition:
        return bool(set(content(first.opener.adjunct)) & set(content(second.opener.adjunct)))
    words = (set(content(" ".join(unit.text.split()[:_PARALLEL_REACH]))) for unit in (first, second))
    if len(set.intersection(*words)) >= _PARALLEL_SHARED:
        return True
    lone = len(one.units) == len(other.units) == 1
    return lone and bool(first.opener.genus) and first.opener.genus == second.opener.genus
