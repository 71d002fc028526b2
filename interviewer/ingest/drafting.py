"""Drafts the question that an answer's own sentences answer, by their grammar; says nothing where that is unclear."""

import re
from collections.abc import Callable

from interviewer.ingest.cohesion import content
from interviewer.ingest.openers import NAMED, Opener, base_form, opener
from interviewer.ingest.phrases import Phrases, listed
from interviewer.ingest.sentences import plain, sentences
from interviewer.ingest.shapes import (
    FAIR,
    GUESSED,
    LIKELY,
    LONGEST_NAME,
    SCENARIO,
    SURE,
    Draft,
    counted,
    of_announcement,
    of_both,
    of_condition,
    of_labels,
    of_pair,
    of_scenario,
    of_table,
)
from interviewer.ingest.units import Block

_MEANING = {
    "involves", "refers", "occurs", "alludes", "means", "denotes", "represents", "describes", "happens", "arises",
    "involve", "refer", "occur", "allude", "mean", "denote", "represent", "describe", "happen", "arise",
}  # fmt: skip
_JOINING = {"combine", "compare", "share", "connect", "replace"}
# What a saying names its subject for: a storm is a patient thing.
_FIGURE = re.compile(r"an? (?:[\w-]+ ){0,2}(?:thing|matter|shame|pity|joy|mess|friend|disaster|lot|bit|must)\b(?! of)")
_OFFERING = {"provides", "provide", "offers", "offer", "supports", "support", "allows", "allow", "enables", "enable"}
_NOBODY = re.compile(
    r"(?:you|we|i|it|they|one|everything|there|this|that|these|those|he|she|each|every|who|what|your|our)\b", re.I
)
_INVERTED = re.compile(
    r"one of the [^.]{3,60}? (?:is|are) (?P<name>(?:an? |the )?[A-Z][\w -]*?)(?:[,.;]| that\b| which\b)", re.I
)
_USE = re.compile(r"be (?:used|applied) (?:for|in|to)\b|(?:widely |often |commonly )?used (?:for|in)\b")
_PURPOSE = re.compile(r"used to\b")
_CLAUSE = re.compile(r"\b(?:which|who|whose|whom|what|its|their)\b", re.IGNORECASE)
_DONE_TO = re.compile(
    r"(?P<thing>(?:the |an? |its )?[\w-]+(?: (?!into|by|with|through|onto|across)[\w-]+){0,2}?)"
    r" (?:into|by|with|through|onto|across)\b"
)
_PRONOUN = re.compile(r"(?:it|them|this|that|these|those|only|on|in|to|of|from|for|as|up|out|by)\b", re.IGNORECASE)
_STRONG = re.compile(r"\*\*([^*]{2,60})\*\*")
_PREPOSED = re.compile(
    r"[^\w\"“(]|(?:because|since|although|while|if|when|as|under|in|with|for|on|by|at|from|during|without|within|among)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?P<kind>[A-Z][\w ’'()-]+?) (?:include|are as follows|are)(?: the following)?\b")


def draft(block: Block, phrases: Phrases, *, guessing: bool = True) -> Draft | None:
    """Return the question that the block answers, None where no pattern of its sentences tells it.

    `guessing`: whether any subject of a first sentence may be asked about.
    """
    found = (rule(block, phrases) for rule in (_RULES if guessing else _RULES[:-1]))
    return next((one for one in found if one), None)


def draft_definition(block: Block, phrases: Phrases) -> Draft | None:
    """Return a question only where the first sentence plainly defines one thing."""
    first = block.opening
    how = first.opener
    defined = (how.defines and bool(how.genus)) or (
        how.verb in _MEANING and how.verb.startswith(("refer", "mean", "denote"))
    )
    defined = defined or (how.verb in ("occurs", "happens", "arises") and how.rest.startswith(("when", "if", "where")))
    named = (
        _is_name(how.subject)
        and ":" not in how.subject
        and not how.leans
        and not how.leans_a_little
        and not how.adjunct
    )
    if first.kind != "prose" or _FIGURE.match(how.rest) or SCENARIO.match(first.text) or not named:
        return None
    if how.definite:
        return _the_thing(how, phrases) or _deed(how, phrases)
    return _defined(block, phrases) if defined else _deed(how, phrases)


def _the_thing(how: Opener, phrases: Phrases) -> Draft | None:
    """What is told to be a kind of thing, though "the" names it: The kidneys are a pair of organs."""
    kind = how.genus and re.match(r"an?\b", how.rest) and " of " not in how.subject and len(how.subject.split()) == 2
    return Draft(f"What {'are' if _is_plural(how) else 'is'} the {phrases.term(how.subject)}?", FAIR) if kind else None


def _deed(how: Opener, phrases: Phrases) -> Draft | None:
    """How one thing does to another what its sentence tells: G1 splits the heap into regions."""
    verb, done = base_form(how.verb), _DONE_TO.match(how.rest)
    joined = verb in _JOINING and done and done[0].endswith(" with")
    if not verb or not done or joined or _PRONOUN.match(done["thing"]):
        return None
    name = f"the {phrases.term(how.subject)}" if how.definite else phrases.with_article(how.subject)
    return Draft(f"How does {name} {verb} {done['thing']}?", FAIR)


def _pointed(block: Block, phrases: Phrases) -> Draft | None:
    """What "this network" is went with the question; what it has tells which one is meant."""
    how = block.opening.opener
    if not how.pointing or how.verb not in ("has", "have"):
        return None
    return Draft(f"How does {counted(phrases.term(how.pointing))} work that has {how.rest.rstrip('.')}?", GUESSED)


def _inverted(block: Block, phrases: Phrases) -> Draft | None:
    match = _INVERTED.match(block.opening.opener.sentence)
    return Draft(f"What is {phrases.with_article(match['name'])}?", SURE) if match else None


def _named(block: Block, phrases: Phrases) -> Draft | None:
    """The term stands in quotation marks after "called" or "known as"."""
    first = block.opening.opener
    hits = list(NAMED.finditer(plain(" ".join(unit.text for unit in block.prose))))
    names = list(dict.fromkeys((hit["quoted"] or hit["straight"]).rstrip(".,") for hit in hits))
    vague = not _is_name(first.subject) or first.subject.lower().startswith(("the process", "everything"))
    if not names or not vague or len(names) > 3:
        return None
    if len(names) == 1:
        return Draft(f"What is {phrases.with_article(names[0])}?", LIKELY)
    return Draft(f"What is meant by {listed([f'“{phrases.term(name)}”' for name in names])}?", LIKELY)


def _applied(block: Block, phrases: Phrases) -> Draft | None:
    how = block.opening.opener
    if not _is_name(how.subject):
        return None
    name = phrases.with_article(how.subject, plural=_is_plural(how))
    if _USE.match(how.rest):
        return Draft(f"What are the applications of {name}?", LIKELY)
    if _PURPOSE.match(how.rest):
        return Draft(f"What {'are' if _is_plural(how) else 'is'} {name}, and what {_be(how)} used for?", LIKELY)
    return None


def _be(how: Opener) -> str:
    return "are they" if _is_plural(how) else "is it"


def _defined(block: Block, phrases: Phrases) -> Draft | None:
    how = block.opening.opener
    if not _is_name(how.subject) or not (how.defines or how.verb in _MEANING):
        return None
    return _what_is(how, phrases, SURE)


def _offers(block: Block, phrases: Phrases) -> Draft | None:
    how = block.opening.opener
    if not _is_name(how.subject) or how.verb not in _OFFERING:
        return None
    return (
        Draft(f"What does {phrases.with_article(how.subject)} offer, and why use it?", FAIR)
        if not _is_plural(how)
        else None
    )


def _addressed(block: Block, phrases: Phrases) -> Draft | None:
    """A paragraph to the reader that defines a term further on, one that its first sentence used."""
    first = block.opening.opener
    if not (_NOBODY.match(first.subject) or first.leans_a_little or not first.subject):
        return None
    used = set(content(first.sentence))
    for sentence in sentences(plain(block.opening.text))[1:]:
        how = opener(sentence)
        if how.defines and _is_name(how.subject) and how.topics <= used:
            return _what_is(how, phrases, LIKELY)
    return None


def _emphasised(block: Block, phrases: Phrases) -> Draft | None:
    """The one thing in bold in a first sentence whose subject is something else: "Under **X** each …"."""
    first = next(iter(sentences(block.opening.text)), "")
    names = _STRONG.findall(first)
    if block.opening.kind != "prose" or len(names) != 1 or not _is_name(names[0]) or ":" in names[0]:
        return None
    return Draft(phrases.what_is(names[0]), FAIR)


def _lead(block: Block, _: Phrases) -> Draft | None:
    """An announced list: "Common activation functions include:"."""
    how = block.opening.opener
    match = _LEAD.match(how.sentence)
    if not match or not how.sentence.endswith(":") or len(content(match["kind"])) < 2 or how.leans:
        return None
    kind = match["kind"]
    return Draft(f"What are {kind if kind.split()[0].isupper() else kind[0].lower() + kind[1:]}?", FAIR)


def _told(block: Block, phrases: Phrases) -> Draft | None:
    how = block.opening.opener
    if not _is_name(how.subject) or not how.verb:
        return None
    return _what_is(how, phrases, FAIR)


def _what_is(how: Opener, phrases: Phrases, confidence: float) -> Draft:
    plural = _is_plural(how)
    return Draft(f"What {'are' if plural else 'is'} {phrases.with_article(how.subject, plural=plural)}?", confidence)


def _is_plural(how: Opener) -> bool:
    if how.verb in ("are", "were", "have", "do"):
        return True
    if how.verb in ("is", "was", "has", "does") or how.verb.endswith("s"):
        return False
    return bool(re.search(r"(?<![siu])s\)?$", how.subject)) or " and " in how.subject


def _is_name(subject: str) -> bool:
    short = bool(content(subject)) and len(subject.split()) <= LONGEST_NAME
    return short and not _NOBODY.match(subject) and not _PREPOSED.match(subject) and not _CLAUSE.search(subject)


_RULES: tuple[Callable[[Block, Phrases], Draft | None], ...] = (
    of_table, of_labels, of_scenario, of_announcement, of_condition, of_both, of_pair,
    _pointed, _inverted, _named, _applied, _defined,
    _offers, _addressed, _lead, _emphasised, _told,
)  # fmt: skip
