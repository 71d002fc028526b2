"""Finds statements that an answer makes and unmakes: the same words twice, once with a negator. Neither is a claim."""

import itertools

import numpy as np
import numpy.typing as npt

from interviewer.grading.align import Reading
from interviewer.grading.clauses import Cut
from interviewer.grading.polarity import Signed

_ALIKE_FROM = 0.8  # share of the content words of both sentences that stand in both
_LEAST_WORDS = 4  # "it does" and "it does not" may well speak of different things
_MOST_SENTENCES = 100


def unmade(reading: Reading, pieces: Cut) -> npt.NDArray[np.bool_]:
    """Say which windows touch a sentence that another sentence of the answer takes back, (windows,)."""
    sentences = _sentences(reading, pieces)
    both = {
        one
        for pair in itertools.combinations(list(sentences)[:_MOST_SENTENCES], 2)
        if _opposite(*(sentences[place] for place in pair))
        for one in pair
    }
    touched = [
        any(clause.sentence in both for clause in pieces.clauses[window.first : window.last])
        for window in reading.windows
    ]
    return np.array(touched, dtype=bool)


def _sentences(reading: Reading, pieces: Cut) -> dict[int, tuple[Signed, ...]]:
    found: dict[int, tuple[Signed, ...]] = {}
    for clause, signs in zip(pieces.clauses, reading.signs, strict=True):
        found[clause.sentence] = (*found.get(clause.sentence, ()), *signs)
    return {place: signs for place, signs in found.items() if len({one.word.key for one in signs}) >= _LEAST_WORDS}


def _opposite(first: tuple[Signed, ...], second: tuple[Signed, ...]) -> bool:
    one, other = ({item.word.key for item in signs} for signs in (first, second))
    negated = [any(item.negated for item in signs) for signs in (first, second)]
    return negated[0] != negated[1] and len(one & other) >= _ALIKE_FROM * len(one | other)
