"""Finds the words that a model quotes in the answer itself: verbatim but for case, blanks and punctuation marks."""

import unicodedata
from dataclasses import dataclass

from interviewer.domain.grade import Quote
from interviewer.grading.clauses import Span

_DASHES = "‐‑‒–—―−"
_MARKS = "\"'`“”‘’„«»"
_EDGE = " .,;:!?…-"
"""Signs that a model puts around what it quotes, or leaves away."""
_FEWEST_LETTERS = 3
"""A quote of fewer proves nothing: it is in every answer."""


@dataclass(frozen=True, slots=True)
class _Plain:
    """A text as it is compared, and which character of the original each of its characters comes from."""

    text: str
    places: tuple[int, ...]


def find_quote(quote: str, shown: str, answer: str) -> Quote | None:
    """Return the first stretch of `answer` that `quote` repeats; None where there is none.

    `shown` is the answer as the model saw it, of the same length, with blanks for what it was not to see: a stretch
    that holds such a blank is none of the candidate's own words.
    """
    wanted = _plain(quote).text.strip(_EDGE)
    if sum(char.isalnum() for char in wanted) < _FEWEST_LETTERS:
        return None
    whole = _plain(shown)
    found = whole.text.find(wanted)
    while found >= 0:
        span = Span(whole.places[found], whole.places[found + len(wanted) - 1] + 1)
        if span.of(shown) == span.of(answer) and _at_words(whole.text, found, found + len(wanted)):
            return Quote(span.of(answer), span.start, span.end)
        found = whole.text.find(wanted, found + 1)
    return None


def _at_words(text: str, start: int, end: int) -> bool:
    """Say whether a stretch begins and ends where words do."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not ((before.isalnum() and text[start].isalnum()) or (after.isalnum() and text[end - 1].isalnum()))


def _plain(text: str) -> _Plain:
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for one in _alike(char):
            if one == " " and kept[-1:] in ([], [" "]):
                continue
            kept.append(one)
            places.append(place)
    return _Plain("".join(kept), tuple(places))


def _alike(char: str) -> str:
    """Return what a character is compared as; nothing for marks, which a model may drop, add or exchange."""
    if char.isspace():
        return " "
    if char in _DASHES:
        return "-"
    if char in _MARKS or unicodedata.category(char) in ("Cf", "Cc", "Mn"):
        return ""
    folded = unicodedata.normalize("NFKD", char).casefold()
    return "".join(one for one in folded if unicodedata.category(one) != "Mn")
