"""Drafts weighted key points where there is only a reference answer: its claims, the most central of them."""

import re
from collections import Counter

from interviewer.domain.question import KeyPoint
from interviewer.grading.claims import Claim, claims, subject_of
from interviewer.grading.words import content_words, lexicon

MOST_POINTS = 7
_FEWEST_WORDS = 2  # content words that the question does not already say
_ENOUGH_WORDS = 20  # content words beyond which a claim says no more, it only goes on
_RECURS = 3  # claims that share a word from which it belongs to the matter, not to a detail
# What makes a claim of a reference worth asking for, as a ridge regression on every second bundled question saw it
# (its likeness to the nearest hand-written key point; r = .46 on questions left out), rounded.
_LENGTH, _RECURRING, _ASKED, _HEAD = 0.2, 0.02, 0.24, 0.05
_DIGITS, _FORMULA, _LATE = 0.06, 0.045, 0.07
# What a claim loses that does not name what it is about; chosen by hand.
_NAMELESS_LOSS = 0.1
_NAMELESS = re.compile(
    r"(?:It|They|That|Its|Their|He|She)\b|(?:This|These|Such)\s+(?:is|are|was|has|have|can|may|does|do|[a-z]+s)\b"
)
_DEFINES = 0.3  # what a first sentence adds that says what the thing asked for is: a definition always counts
_HEAVY, _MIDDLE = 0.3, 0.7  # shares of the points, most central first, that weigh 3 and at least 2


def draft_key_points(reference: str, question: str = "") -> tuple[KeyPoint, ...]:
    """Return at most seven key points of weight 1 to 3, in the reference's order; none where it has no word."""
    asked = frozenset(word.key for word in content_words(question))
    found = claims(reference, question)
    keys = [frozenset(word.key for word in content_words(claim.text)) for claim in found]
    spread = Counter(key for own in keys for key in own)
    subject = subject_of(question)
    worth = {
        row: _worth(claim, keys[row], spread, asked, found[-1].place) + _DEFINES * _defines(claim, subject)
        for row, claim in enumerate(found)
        if len(keys[row] - asked) >= _FEWEST_WORDS
    }
    ranked = sorted(worth, key=lambda row: (-worth[row], row))[:MOST_POINTS]
    if not ranked:
        text = " ".join(reference.split())
        return (KeyPoint("point-1", 1, text),) if any(one.isalnum() for one in text) else ()
    weights = {row: _weight(rank, len(ranked)) for rank, row in enumerate(ranked)}
    return tuple(KeyPoint(f"point-{n}", weights[row], found[row].text) for n, row in enumerate(sorted(ranked), 1))


def _worth(claim: Claim, keys: frozenset[str], spread: Counter[str], asked: frozenset[str], last: int) -> float:
    """Return how central a claim is by its words and its place."""
    strong = [key for key in keys if key not in lexicon().weak]
    size = min(len(strong), _ENOUGH_WORDS) / _ENOUGH_WORDS
    recurring = sum(spread[key] >= _RECURS for key in strong)
    gained = _LENGTH * size + _RECURRING * recurring + _ASKED * len(keys & asked) / max(1, len(keys))
    lost = (
        _DIGITS * bool(re.search(r"\d", claim.text))
        + _FORMULA * ("$" in claim.text)
        + _LATE * claim.place / (last + 1)
        + _NAMELESS_LOSS * bool(_NAMELESS.match(claim.text))
    )
    return round(gained + _HEAD * claim.first - lost, 4)


def _defines(claim: Claim, subject: str | None) -> bool:
    if subject is None or claim.place > 0:
        return False
    bare = re.escape(re.sub(r"^(?:an?|the)\s+", "", subject, flags=re.IGNORECASE))
    return (
        re.match(rf"(?:an?\s+|the\s+)?{bare}\b.{{0,40}}?\b(?:is|are|refers?|means?)\b", claim.text, re.IGNORECASE)
        is not None
    )


def _weight(rank: int, count: int) -> int:
    share = rank / count
    return 3 if share < _HEAVY else 2 if share < _MIDDLE else 1
