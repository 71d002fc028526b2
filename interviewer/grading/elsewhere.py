"""Tells which sentences of an answer come from the reference of another question of the track.

Who has that one by heart gives a good answer to something else. It has the words of the field, and long as it is, a
stretch of it resembles every key point. Only what is told nearly word for word is seen; free words are for
`neighbours`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from interviewer.grading.align import Reading
from interviewer.grading.clauses import Cut, cut
from interviewer.grading.words import content_words

_LEAST = 6
"""Content words of a sentence; shorter ones are shared by chance."""
_FROM = 0.8
"""From this share of its content words in one place of another reference a sentence may come from there."""
_LESS = 0.3
"""So much less of it has to stand in one place of the question's own rubric."""
_MOSTLY = 0.5
"""From this share of the content words in such sentences an answer is one to another question.

What these numbers tell of honest answers and of other questions' references: `tests/grading/test_elsewhere.py`.
"""
_KEPT = 1024

_Place = frozenset[str]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Which windows touch a sentence of another reference, (windows,), and whether most of the answer is such."""

    windows: npt.NDArray[np.bool_]
    mostly: bool


def elsewhere(reading: Reading, pieces: Cut, own: Iterable[str], others: Sequence[str]) -> Elsewhere:
    """Compare each sentence with the texts of the question's `own` rubric and with the references of the `others`."""
    spoken = [_words(span.of(reading.answer)) for span in pieces.sentences] if others else []
    found = _from_elsewhere(spoken, own, others)
    windows = np.array(
        [any(one.sentence in found for one in pieces.clauses[w.first : w.last]) for w in reading.windows], dtype=bool
    )
    return Elsewhere(windows, bool(found) and sum(len(spoken[row]) for row in found) >= _MOSTLY * sum(map(len, spoken)))


def sentences_from_elsewhere(answer: str, own: Iterable[str], others: Sequence[str]) -> list[str]:
    """Return those sentences of an answer that come from one of the `others`."""
    spoken = [span.of(answer) for span in cut(answer).sentences]
    found = _from_elsewhere([_words(one) for one in spoken], own, others)
    return [one for row, one in enumerate(spoken) if row in found]


def _from_elsewhere(spoken: Sequence[_Place], own: Iterable[str], others: Sequence[str]) -> frozenset[int]:
    known = [place for text in own for place in _places(text)] if others else []
    return frozenset(row for row, said in enumerate(spoken) if _is_anothers(said, known, others))


def _is_anothers(said: _Place, own: Sequence[_Place], others: Sequence[str]) -> bool:
    if len(said) < _LEAST:
        return False
    near = (text for text in others if _share(said, [_whole(text)]) >= _FROM)  # few are, and the rest takes longer
    there = max((_share(said, _places(text)) for text in near), default=0.0)
    return there >= _FROM and there - _share(said, own) >= _LESS


def _share(said: _Place, places: Iterable[_Place]) -> float:
    return max((len(said & place) for place in places), default=0) / len(said)


@lru_cache(maxsize=_KEPT)
def _places(text: str) -> tuple[_Place, ...]:
    """Return the content words of each sentence, and of each two in a row, for not everybody ends them alike."""
    sentences = [_words(span.of(text)) for span in cut(text).sentences]
    return (*sentences, *(first | second for first, second in pairwise(sentences)))


@lru_cache(maxsize=_KEPT)
def _whole(text: str) -> _Place:
    return frozenset().union(*_places(text))


def _words(text: str) -> _Place:
    return frozenset(word.key for word in content_words(text))
