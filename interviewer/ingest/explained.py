"""Drafts the question of a paragraph that explains one concept; none where that is unclear."""

import re
from collections.abc import Sequence

from interviewer.ingest.cohesion import content
from interviewer.ingest.genre import is_dated, is_personal
from interviewer.ingest.openers import Opener, opener
from interviewer.ingest.phrases import Phrases
from interviewer.ingest.sentences import plain, sentences
from interviewer.ingest.shapes import FAIR, LIKELY, SCENARIO, Draft
from interviewer.ingest.subjects import Clause, clause, is_plain, is_plural

_LEAST_WORDS = 12
_ASIDE = re.compile(
    r",? \((?:[^()]{0,60})\)|,\s(?:by contrast|in contrast|on the other hand|in turn|meanwhile|however"
    r"|also called [\w -]+|or [A-Z]+|for short),"
)
_TO_READER = re.compile(r"\b(?:you|your|see|click|download|shown|above|below|today|yesterday)\b", re.I)
_PAST = re.compile(r"(?:\S+ ){1,6}?(?:was|were|had|did)\b")
_PURPOSE = re.compile(
    r"the (?:main )?(?P<end>purpose|goal|aim|point|role|job) of (?P<name>[\w -]{2,50}?) is (?:to|that)\b", re.IGNORECASE
)
_KINDS = re.compile(
    r"(?:(?:[a-z-]+ ){0,2}[a-z-]+[^\Wsiu]s (?:that|which|where|whose|in which|of|for|used|with)\b|when\b|how\b|what\b)"
)
_OCCURS = re.compile(r"(?:occurs?|happens?|arises?|appears?)$")
_INSIDE = re.compile(
    r"in (?P<place>(?:an?) [\w -]{3,40}|(?!addition|conclusion|operation|comparison|question|the|this|our|some|many)"
    r"(?:[\w-]+ ){0,3}[\w-]+(?:ing|ion|ism|ence|ance|sis|ment))$",
    re.IGNORECASE,
)
_DURING = re.compile(r"during (?P<what>(?:(?:an?|the) )?[\w-]+(?: [\w-]+){0,2})$", re.IGNORECASE)
_BARE_PLURAL = re.compile(r"[a-z]+[^\Wsiu]s\b")
_MEASURING = frozenset({"measure", "describe", "quantify", "count", "express", "indicate", "bound", "estimate"})
_STATING = frozenset({"state", "say", "hold", "assert", "assume", "guarantee", "require", "predict"})
_SOMEBODY = (
    r"users?|developers?|designers?|researchers?|engineers?|customers?|people|students?|teams?|players?|readers?"
    r"|authors?|compan(?:y|ies)|scientists?|programmers?|teachers?|children|men|women|scholars|critics|historians"
    r"|participants|experts|practitioners|managers?|maintainers?|contributors?|reviewers?|visitors?|guests?|members?"
)
_VAGUE_HEAD = re.compile(
    rf"(?:^|.* )(?:{_SOMEBODY}|stud(?:y|ies)|work|papers?|sections?|chapters?|figures?|examples?|results?|tests?"
    r"|things?|reports?|days?|weeks?|months?|years?|ways?|parts?|steps?|reasons?|problems?|experiments?|approach(?:es)?"
    r"|versions?|options?|files?|changes|corrections|contributions|bugs?|time|life|history|documentation|code|books?|articles?"
    r"|posts?|details?|everyday|numbers?|values?|questions?|answers?|cases?|situations?|systems?)$",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?:early|earlier|late|later|recent|previous|older?|newer?|modern|good|bad|better|large|larger|small|smaller|big"
    r"|long|longer|short|shorter|different|various|certain|additional|further|same|low|lower|high|higher|two|heavy"
    r"|simple|typical|common|practical|real|careful|most|own|only|single|second|third|next|last|few|little|local|whole)\b(?!-)",
    re.IGNORECASE,
)
_NOWHERE = re.compile(r"(?:early|late|in|on|at|well|up|down|out|home|away|more|less|fast|slowly|by|for|with)\b")
_GOES_ON = re.compile(r"(?:it|its|they|their)\b", re.IGNORECASE)


def explained(text: str, phrases: Phrases) -> Draft | None:
    """Return the question after the concept that a paragraph explains."""
    told = plain(text)
    how = opener(told)
    first = _ASIDE.sub("", how.sentence)
    aimed = _PURPOSE.match(first)
    if aimed and not is_personal(told):
        return Draft(f"What is the {aimed['end'].lower()} of {phrases.with_article(aimed['name'])}?", LIKELY)
    if not _stands_alone(text, how, first) or len(told.split()) < _LEAST_WORDS or told.endswith(":"):
        return None
    if SCENARIO.match(told) or is_personal(told) or is_dated(told):
        return None
    if how.adjunct:
        return _inside(how, phrases)
    return _kind(how, phrases) or _doing(clause(first), sentences(told)[1:], phrases)


def _stands_alone(text: str, how: Opener, first: str) -> bool:
    """Whether the paragraph opens with a name, told of at no time and to nobody, that is no code."""
    coded = "`" in text[: 2 * len(how.subject) + 2]
    leaning = how.leans or how.leans_a_little or bool(how.label)
    return not (coded or leaning or _TO_READER.search(first) or _PAST.match(first))


def _kind(how: Opener, phrases: Phrases) -> Draft | None:
    """What is defined without an article: Saddle points are points where; a deadlock happens when."""
    told = how.verb in ("is", "are") and _KINDS.match(how.rest)
    occurring = _OCCURS.match(how.verb) and re.match(r"when|if|where|because", how.rest)
    if not (told or occurring) or how.definite or not _is_concept(how.subject):
        return None
    return _what_is(how.subject, how.verb == "are" or is_plural(how.subject), phrases)


def _inside(how: Opener, phrases: Phrases) -> Draft | None:
    """What goes on in something: In a merge tree, writes go to memory."""
    during = _DURING.fullmatch(how.adjunct)
    if during and _is_concept(during["what"]):
        return Draft(f"What happens during {during['what']}?", FAIR)
    match = _INSIDE.fullmatch(how.adjunct)
    if not match or not _is_concept(match["place"]):
        return None
    place, main = match["place"], how.sentence[len(how.adjunct) :].lstrip(", ")
    if not re.match(r"an? ", place):
        return Draft(f"How does {phrases.term(place)} work?", FAIR)
    bare = _BARE_PLURAL.match(main)
    return Draft(f"What happens to {bare.group()} in {place}?", FAIR) if bare else None


def _doing(told: Clause | None, following: list[str], phrases: Phrases) -> Draft | None:
    """What the first sentence shows at work: Dropout randomly sets activations to zero."""
    if told is None or not _is_concept(told.subject):
        return None
    goes_on = any(_GOES_ON.match(one) for one in following[:1])
    again = goes_on or any(set(content(told.subject)) <= set(content(one)) for one in following)
    if (told.verb in _STATING and told.done.startswith("that")) or (told.definite and told.verb in _MEASURING):
        return Draft(f"What {_does(told)} {_named(told, phrases)} {told.verb}?", LIKELY)
    if told.definite:
        return Draft(f"What {_does(told)} {_named(told, phrases)} do?", FAIR) if goes_on else None
    if told.plural and not goes_on and _NOWHERE.match(told.done):
        return None
    one_word = len(told.subject.split()) == 1
    if one_word and told.plural and not again and told.subject[1:].isalpha() and told.subject[1:].islower():
        return None
    if re.match(r"an? ", told.subject) and not following:
        return None
    return _what_is(told.subject, told.plural, phrases)


def _does(told: Clause) -> str:
    return "do" if told.plural else "does"


def _named(told: Clause, phrases: Phrases) -> str:
    return phrases.with_article(told.subject, plural=told.plural and not told.definite)


def _what_is(name: str, plural: bool, phrases: Phrases) -> Draft:
    return Draft(f"What {'are' if plural else 'is'} {phrases.with_article(name, plural=plural)}?", FAIR)


def _is_concept(name: str) -> bool:
    """Whether a name is that of a thing to explain: no person, no quantity, nothing set off by a loose adjective."""
    bare = re.sub(r"^(?:the|an?) ", "", name, flags=re.IGNORECASE)
    loose = _LOOSE.match(bare) and len(bare.split()) <= 2 and (is_plural(bare) or bare != name)
    one = is_plain(bare) and not re.search(r" (?:the|an?) ", f" {bare}", re.IGNORECASE)
    return one and bool(content(bare)) and len(bare.split()) <= 5 and not loose and not _VAGUE_HEAD.match(bare)


def explains_another(paragraphs: Sequence[str], title: str, phrases: Phrases) -> bool:
    """Whether the first paragraph, or two of them, explain something that the title above them does not name."""
    others = [_is_other(one, title) and explained(one, phrases) is not None for one in paragraphs]
    return any(others[:1]) or sum(others) > 1


def _is_other(paragraph: str, title: str) -> bool:
    how = opener(paragraph)
    named = set(content(title))
    return not how.definite and named.isdisjoint(how.topics) and named.isdisjoint(content(how.adjunct))
