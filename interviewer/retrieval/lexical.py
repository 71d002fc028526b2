"""The lexical half: BM25 over stemmed words, there before any model is loaded."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import bm25s
import numpy as np
import Stemmer

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 40
_STOP_WORDS = (
    "a about after all also am an and any are as at be because been before being between both but by can could did do"
    " does doing down during each few for from further get had has have having he her here him his how i if in into is"
    " it its just let like me more most my no nor not of off on once only or other our out over own same she should so"
    " some such tell than that the their them then there these they this those through to too under until up us very"
    " was we were what when where which while who whom why will with would you your anything something"
)
_STOP = frozenset(_STOP_WORDS.split(" "))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def terms(text: str) -> list[str]:
    """Return the stemmed content words of a text, in any script; what is too long to be a word is left out."""
    found = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    words = [word for word in found if len(word) <= _LONGEST and word not in _STOP]
    stemmed: list[str] = _stemmer().stemWords(words)
    return stemmed


class LexicalIndex:
    """BM25 (Robertson's form as Lucene computes it: k1 1.5, b .75) over texts, built in memory."""

    def __init__(self, texts: Sequence[str]) -> None:
        corpus = [terms(text) for text in texts]
        self._count = len(corpus)
        self._index: bm25s.BM25 | None = None
        if any(corpus):
            self._index = bm25s.BM25(method="lucene")
            self._index.index(corpus, show_progress=False)

    def rank(self, query: str) -> list[tuple[int, float]]:
        """Return (place, score) of every text that shares a word with the query, best first, ties by place."""
        words = [word for word in terms(query) if self._index is not None and word in self._index.vocab_dict]
        if self._index is None or not words:
            return []
        scores = np.asarray(self._index.get_scores(words))
        order = np.lexsort((np.arange(self._count), -scores))
        return [(int(place), float(scores[place])) for place in order if scores[place] > 0]
