"""Headings that name a side of something else: "Safety" below "Raft" asks how Raft ensures safety."""

import re

from interviewer.ingest.glossary import heading_term
from interviewer.ingest.lines import heading_level, is_title
from interviewer.ingest.page import Page
from interviewer.ingest.phrases import Phrases
from interviewer.ingest.sentences import plain
from interviewer.ingest.shapes import LIKELY, Draft
from interviewer.ingest.subjects import is_plural

_SEVERAL = (
    r"(?:(?:main|key|common|typical|important) )?(?:advantages|disadvantages|benefits|drawbacks|limitations|weaknesses"
    r"|strengths|applications|uses|use cases|types|variants|kinds|components|properties|characteristics|trade-?offs"
    r"|challenges|causes|effects|symptoms|consequences|phases|stages|pitfalls|costs|alternatives|hyperparameters"
    r"|assumptions|extensions|requirements|goals|guarantees)"
)
_ENSURED = (
    r"safety|liveness|correctness|consistency|availability|reliability|security|durability|atomicity|isolation"
    r"|fault tolerance|ordering|termination|fairness|integrity|privacy|scalability"
)
_ONE = r"complexity|time complexity|space complexity|architecture|structure|design|performance|cost|intuition|syntax"
_WORKING = (
    r"training|inference|implementation|encoding|decoding|storage|recovery|initiali[sz]ation|deployment|detection"
    r"|optimi[sz]ation|evaluation|prevention|routing|caching|replication|reads?|writes?|operation|algorithm"
)
_SIDES = re.compile(rf"(?P<several>{_SEVERAL})(?P<over> over [\w -]+)?|(?P<ensured>{_ENSURED})|(?P<one>{_ONE})", re.I)
_VAGUE = re.compile(
    rf"(?:{_WORKING}|(?:pros|advantages|benefits) (?:and|&) \w+|trade-?offs?|details?|formulation|formula|theory"
    r"|mechanism|definition|properties|analysis|proof|comparison|examples?|in practice|concepts?|principles?|idea"
    r"|purpose|terminology|setting|workflow|process|model|models|data|state"
    r"|(?:common )?(?:mistakes|errors|misconceptions|gotchas)|interface|protocol|errors?|testing)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:(?:an? |the )?(?:short |brief |quick |gentle )?(?:introduction|intro|guide|primer) (?:to|on)"
    r"|(?:my |some )?notes on|(?:the )?basics of|understanding|(?:lecture|chapter|part|unit|week) \d+\s*[:.–—-])\s+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*[.)]?\s+")
_NO_CONTEXT = re.compile(
    r"\b(?:notes|internals|basics|guide|introduction|tutorial|overview|summary|primer|course|lecture|chapter|brief"
    r"|book|journey|story|fundamentals|essentials|concepts|part|questions|topics|cheat ?sheet"
    r"|how|why|what|and|we|our|my|i)\b",
    re.IGNORECASE,
)
_MOST_CONTEXT = 4


def bare_title(line: str) -> str:
    """Return a heading's words without its marks and number."""
    return _NUMBER.sub("", plain(line.strip().lstrip("# ")), count=1).rstrip(".:")


def is_side(title: str) -> bool:
    """Whether a heading names but a side of what the text is about, and nothing by itself."""
    return bool(_SIDES.fullmatch(title) or _VAGUE.fullmatch(title))


def side_draft(title: str, subject: str, phrases: Phrases) -> Draft | None:
    """Return the question after that side of `subject`; None where either is empty or the side has no such question."""
    match = _SIDES.fullmatch(title)
    if not match or not subject:
        return None
    plural = is_plural(subject) and not phrases.is_one(subject)
    named = phrases.with_article(subject, plural=plural)
    side = title if title.isupper() else title.lower()
    if match["several"]:
        over = match["over"] or ""
        return Draft(f"What are the {match['several'].lower()} of {named}{over}?", LIKELY)
    if match["one"]:
        return Draft(f"What is the {side} of {named}?", LIKELY)
    return Draft(f"How {'do' if plural else 'does'} {named} ensure {side}?", LIKELY)


def subject_above(page: Page, line: int) -> str:
    """Return what the nearest heading of a higher level above the line names, empty where it names no one thing."""
    level = heading_level(page.lines[line]) or 7
    for above in range(line - 1, -1, -1):
        higher = heading_level(page.lines[above]) if page.markdown and not page.code[above] else 0
        if higher and higher < level:
            name = _subject(page.lines[above])
            if name or higher == 1:
                return name
            level = higher
    first = page.next_text(0)
    plain_title = not page.markdown and first is not None and first < line and is_title(page.lines[first])
    return _subject(page.lines[first]) if plain_title and first is not None else ""


def _subject(line: str) -> str:
    title = _ABOUT.sub("", bare_title(line), count=1)
    named = heading_term(f"# {title}") and len(title.split()) <= _MOST_CONTEXT
    return title if named and not _NO_CONTEXT.search(title) and not is_side(title) else ""
