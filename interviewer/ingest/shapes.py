"""Drafts a question from the shape of a whole answer: a table, labelled items, a comparison, a list that is announced.

`confidence` in [0, 1] is a judgement about the pattern, not a frequency: .8 for a defining sentence, .7 for
a comparison or a use that is spelled out, .6 for a pattern that leaves the exact wording open, .5 for a guess.
"""

import re
from dataclasses import dataclass

from interviewer.ingest.cohesion import content
from interviewer.ingest.openers import Opener
from interviewer.ingest.phrases import Phrases, article, listed
from interviewer.ingest.sentences import plain
from interviewer.ingest.units import Block

SURE, LIKELY, FAIR, GUESSED = 0.8, 0.7, 0.6, 0.5
LONGEST_NAME = 6
_LEAST_LABELS = 3
_COUNT = r"(?P<count>two|three|four|five|six|seven|eight|several|many|various|different|\d+)"
_THERE_ARE = re.compile(
    rf"(?:so,?\s+)?there (?:are|exist) (?:mainly |basically )?{_COUNT} (?P<kind>[\w -]+?)"
    r"(?: (?P<joint>in|of|for|to) (?P<whole>[^.:,;]+?))?(?: here| named)?\s*[:.,;]",
    re.IGNORECASE,
)
_CAN_DO = re.compile(r"\b(?:we|you|one) can (?:either )?(?P<deed>\w+ (?:the |a |an )?\w+)", re.IGNORECASE)
_IF = re.compile(
    r"(?:when|if) (?P<what>(?:your |the |an? )?[\w -]+?) (?:is|are|becomes?) (?:set )?(?P<how>(?:too )?\w+)$", re.I
)
SCENARIO = re.compile(r"(?:suppose|imagine|consider|let[’']?s say|picture|think of)\b", re.IGNORECASE)
_SPELLED_OUT = re.compile(r"(?:[A-Z][\w-]+ ){1,5}\([A-Z]{2,6}s?\)")
_TO_DO = re.compile(r"to (?P<deed>combat|avoid|fix|solve|prevent|mitigate|overcome|address|handle) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A question drafted for an answer, and how sure the draft is."""

    question: str
    confidence: float


def of_table(block: Block, phrases: Phrases) -> Draft | None:
    """Two column heads: a comparison."""
    if block.opening.kind != "table":
        return None
    rows = [row.strip().strip("|") for row in block.opening.text.split("\n")]
    cells = [cell.strip() for cell in rows[0].split("|")] if "|" in rows[0] else [row.strip() for row in rows[:2]]
    names = [phrases.term(cell) for cell in cells if cell and len(cell.split()) <= LONGEST_NAME]
    names = names[-2:] if len(names) in (2, 3) else []
    if not names:
        return None
    return Draft(f"How {'do' if names[0].endswith('s') else 'does'} {names[0]} differ from {names[1]}?", LIKELY)


def of_labels(block: Block, phrases: Phrases) -> Draft | None:
    """Nothing but labelled items."""
    names = [unit.opener.label for unit in block.prose]
    if len(names) < _LEAST_LABELS or not all(names):
        return None
    used = ", and how are they used" if any(unit.kind == "code" for unit in block.units) else ""
    terms = [phrases.term(name) for name in names]
    terms = [term if term.isupper() else term[0].lower() + term[1:] for term in terms]
    return Draft(f"What are {listed(terms)}{used}?", FAIR)


def of_scenario(block: Block, phrases: Phrases) -> Draft | None:
    """A story for a concept that is spelled out with its acronym."""
    if not SCENARIO.match(block.opening.text):
        return None
    names = _SPELLED_OUT.findall(" ".join(unit.text for unit in block.units))
    return Draft(f"How does {counted(phrases.term(names[0]))} work?", LIKELY) if names else None


def counted(term: str) -> str:
    """Return a term with the indefinite article."""
    return f"{article(term)} {term}"


def of_announcement(block: Block, phrases: Phrases) -> Draft | None:
    """Things that are counted: there are three layers in it."""
    text = plain(block.opening.text)
    match = _THERE_ARE.match(text if text.endswith((".", ":")) else text + ".")
    if not match:
        return None
    count = "" if match["count"].lower() in ("several", "many", "various") else f"{match['count'].lower()} "
    if match["whole"]:
        whole = phrases.with_article(match["whole"]) if match["joint"] != "to" else match["whole"]
        return Draft(f"What are the {count}{match['kind']} {match['joint']} {whole}?", LIKELY)
    deed = _CAN_DO.search(text)
    return Draft(f"What are the {count}{match['kind']} to {deed['deed']}?", LIKELY) if deed else None


def of_condition(block: Block, phrases: Phrases) -> Draft | None:
    """What happens when something is so, in one paragraph or in several."""
    found = [match for unit in block.prose if (match := _IF.match(unit.opener.adjunct))]
    if not found:
        return None
    what = f"the {phrases.term(found[0]['what'])}"
    hows = " or ".join(dict.fromkeys(match["how"] for match in found))
    return Draft(f"What happens when {what} is {hows}?", SURE)


def of_pair(block: Block, phrases: Phrases) -> Draft | None:
    """Two paragraphs built alike, about two things: a comparison."""
    if len(block.prose) != 2:
        return None
    one, other = (unit.opener for unit in block.prose)
    names = [_name(one), _name(other)]
    if not all(names) or other.leans or one.topics == other.topics:
        return None
    if one.defines and other.defines and one.genus == other.genus:
        return Draft(f"What are {listed([phrases.term(name) for name in names])}?", LIKELY)
    if len(one.topics & other.topics) < 2:
        return None
    plural = one.verb == "are"
    terms = [phrases.with_article(name, plural=plural) for name in (_trimmed(names[0], names[1]), names[1])]
    return Draft(f"How {'do' if plural else 'does'} {terms[0]} differ from {terms[1]}?", LIKELY)


def _name(how: Opener) -> str:
    return re.split(r"[’']s?\s", how.subject)[0].strip()


def _trimmed(name: str, like: str) -> str:
    """Cut a name where its twin ends: both end in the same word."""
    last = like.split()[-1]
    words = name.split()
    return " ".join(words[: words.index(last) + 1]) if last in words else name


def of_both(block: Block, phrases: Phrases) -> Draft | None:
    """Paragraphs on two things, then one on what to do about both."""
    openers = [unit.opener for unit in block.prose]
    for place, how in enumerate(openers[2:], 2):
        match = _TO_DO.match(how.sentence)
        pair = openers[place - 2 : place]
        if match and all(one.subject and one.topics <= set(content(how.sentence)) for one in pair):
            names = listed([phrases.term(one.subject) for one in pair])
            return Draft(f"What are {names}, and how can you {match['deed'].lower()} them?", SURE)
    return None
