"""Mends misspelt words of a query with words of the bank."""

import re
from collections.abc import Iterable
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

_WORD = re.compile(r"[A-Za-z]+")
_LEAST_LENGTH = 5
"""Shorter words have too many neighbours."""
_LONG = 8
_LIKENESS_SHORT, _LIKENESS_LONG = 0.75, 0.7
"""One edit in a word of 5 to 7 letters, two or three in a longer one (Damerau 1964: most errors are single edits)."""


class Speller:
    """Corrects towards `vocabulary`; a word that is `known` to be English stands, however rare it is in the bank."""

    def __init__(self, texts: Iterable[str], known: frozenset[str]) -> None:
        self._texts = tuple(texts)
        self._known = known

    @cached_property
    def _vocabulary(self) -> dict[str, None]:
        return dict.fromkeys(sorted({word.lower() for text in self._texts for word in _WORD.findall(text)}))

    def correct(self, query: str) -> str:
        """Return the query with every word that nobody knows replaced by the nearest of the bank, where one is near."""
        return _WORD.sub(self._corrected, query)

    def _corrected(self, match: re.Match[str]) -> str:
        word = match.group().lower()
        if len(word) < _LEAST_LENGTH or word in self._known or word in self._vocabulary:
            return match.group()
        least = _LIKENESS_LONG if len(word) >= _LONG else _LIKENESS_SHORT
        found = process.extractOne(word, self._vocabulary.keys(), scorer=OSA.normalized_similarity, score_cutoff=least)
        return str(found[0]) if found else match.group()
