"""What kind of text a document is: a manual, a legal text and a story explain nothing that an interview asks."""

import re
from collections.abc import Sequence

_MANUAL = re.compile(
    r"\W*(?:\d[\d.]*\s+)?(?:installation|installing|install|usage|getting started|quick ?start|contribut(?:ing|ors?)"
    r"|licen[cs]e|change ?log|development|requirements|prerequisites|configuration|building|roadmap|badges)\W*$",
    re.IGNORECASE,
)
_LEAST_MANUAL = 2
_LEGAL = re.compile(
    r"\b(?:hereby|herein|hereof|hereunder|hereinafter|thereof|therein|notwithstanding|indemnif\w+|liabilit(?:y|ies)"
    r"|liable|licensors?|licensees?|warrant(?:y|ies)|shall|governing law|severab\w+|in no event|without limitation"
    r"|subject to the terms|(?:this|the) agreement|these terms|personal data|either party|the company|sublicen[cs]e)\b",
    re.IGNORECASE,
)
_LEAST_LEGAL = 4
_WORDS_A_LEGAL = 60
_PERSONAL = re.compile(
    r"\b(?:(?<!type )I|me|my|mine|we|us|our|ours|he|him|his|she|her|hers|please|thanks|subscribe)\b|\bI['’]\w",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were|had|did|said|went|came|took|saw|told|thought|felt|stood|found)\b", re.IGNORECASE)
_DATED = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|April|June|July|August|September|October|November"
    r"|December|weekdays?|tonight|yesterday|tomorrow|(?:this|last|next|the) (?:morning|evening|week|month|year|summer"
    r"|autumn|winter|spring))\b"
)


def is_manual(lines: Sequence[str]) -> bool:
    """Whether short lines part the text as a program's read-me is parted."""
    heads = {line.strip("#*= ").lower() for line in lines if len(line) < 40 and _MANUAL.match(line)}
    return len(heads) >= _LEAST_MANUAL


def is_legal(text: str) -> bool:
    """Whether the words of contracts and licences stand in it, four different ones and one in every sixty words."""
    hits = [hit.lower() for hit in _LEGAL.findall(text)]
    return len(set(hits)) >= _LEAST_LEGAL and len(hits) * _WORDS_A_LEGAL >= len(text.split())


def is_story(paragraphs: Sequence[str]) -> bool:
    """Whether most paragraphs tell what somebody did."""
    telling = sum(bool(is_personal(one) or is_dated(one) or _PAST.search(one)) for one in paragraphs)
    return 3 * telling > 2 * len(paragraphs)


def is_personal(text: str) -> bool:
    """Whether somebody speaks, or somebody is spoken of."""
    return bool(_PERSONAL.search(text))


def is_dated(text: str) -> bool:
    """Whether it tells of a certain day or season."""
    return bool(_DATED.search(text))
