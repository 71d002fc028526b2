"""Tells sentences that begin as one statement of the rubric and end as another: right words, wrong subjects.

Who has the words by heart and joins them wrongly says nothing that holds. Only what is told nearly word for word can be
told so: the beginning of one statement that breaks off, then the end of another without its beginning.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq

from interviewer.grading.align import Reading
from interviewer.grading.clauses import Cut
from interviewer.grading.words import words
from interviewer.ingest.sentences import sentences

_LEAST_TAIL, _LEAST = 3, 5
"""Words of the end and of the sentence; shorter ones are shared by chance."""
_LEAST_CONTENT = 3
"""Words of the sentence that mean something, each counted once; with two, "the loss is the log loss" is told."""
_CARRIED = 0.9
"""This share of a sentence's words has to come from the two statements."""
_WHOLE = 0.95
"""From this share of its words in one statement, in order, a sentence is that statement."""
_AT_HOME = 0.5
"""From this share of its content words in the beginning of the statement that the end is from, it belongs there."""
_MOST = 0.5
"""From this share of sentences joined so, and two, the answer is words put together and not an answer.

Of 504 answers of the rubric set, the 200 references and 1,508 honest twins of attacks (both parts) none has a sentence
joined so; of the attack "right words with wrong subjects" four sentences in five (`tests/grading/test_misjoined.py`).
"""


@dataclass(frozen=True, slots=True)
class Joined:
    """Which windows touch a sentence joined from two statements, (windows,), and whether most of the answer is such."""

    windows: npt.NDArray[np.bool_]
    mostly: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a text: whether each means something, and whether a sign stands before it."""

    keys: tuple[str, ...]
    content: tuple[bool, ...]
    apart: tuple[bool, ...]

    def meanings(self, length: int) -> set[str]:
        """Return those of the first words that mean something."""
        return {key for key, content in zip(self.keys[:length], self.content, strict=False) if content}


@dataclass(frozen=True, slots=True)
class _Tail:
    """So many words of a statement, from the one numbered `begin`; none where it has no such end."""

    length: int
    begin: int


def misjoined(answer: str, reading: Reading, pieces: Cut, told: Sequence[Told]) -> Joined:
    """Find the sentences of an answer that are joined from two statements which do not belong together."""
    joined = {place for place, span in enumerate(pieces.sentences) if is_misjoined(span.of(answer), told)}
    touched = [
        any(clause.sentence in joined for clause in pieces.clauses[window.first : window.last])
        for window in reading.windows
    ]
    mostly = len(joined) >= max(2, _MOST * len(pieces.sentences))
    return Joined(np.array(touched, dtype=bool), mostly)


def statements_in(texts: Iterable[str]) -> list[Told]:
    """Return the sentences of these texts as `is_misjoined` compares them."""
    return [_told(one) for text in texts for one in _split(text)]


def is_misjoined(sentence: str, told: Sequence[Told]) -> bool:
    """Say whether a sentence begins as one of these statements does and ends as another."""
    said = _told(sentence)
    size = len(said.keys)
    if size < _LEAST or len(said.meanings(size)) < _LEAST_CONTENT or not told:
        return False
    heads = [_head(said, one) for one in told]
    head = int(np.argmax(heads))
    if not heads[head]:
        return False
    tails = [_tail(said, one) for one in told]
    tail = max(range(len(told)), key=lambda place: tails[place].length)
    length, begin = tails[tail].length, tails[tail].begin
    if heads[head] + length < _CARRIED * size or any(said.apart[-length:][:1]):
        return False
    whole = max(LCSseq.similarity(said.keys, one.keys) for one in told) >= _WHOLE * size
    return not whole and not _belongs(said, size - length, told[tail].keys[:begin])


def _belongs(said: Told, length: int, beginning: Sequence[str]) -> bool:
    """Say whether the first words of a sentence are those that begin the statement that its end is from."""
    own = said.meanings(length)
    return len(own & set(beginning)) >= _AT_HOME * len(own)


def _head(said: Told, one: Told) -> int:
    """Return how many of the first words are those that a statement begins with, and then breaks off; 0 for too few."""
    length = 0
    while length < min(len(said.keys), len(one.keys)) and said.keys[length] == one.keys[length]:
        length += 1
    return length if length < len(one.keys) and any(one.content[:length]) else 0


def _tail(said: Told, one: Told) -> _Tail:
    """Return the longest row of a statement's words, not at its beginning, that a sentence ends with."""
    best = _Tail(0, 0)
    for end in range(len(one.keys), _LEAST_TAIL, -1):
        length = 0
        while length < min(len(said.keys), end) and said.keys[-1 - length] == one.keys[end - 1 - length]:
            length += 1
        if max(best.length, _LEAST_TAIL - 1) < length < end:
            best = _Tail(length, end - length)
    return best


@lru_cache(maxsize=512)
def _split(text: str) -> tuple[str, ...]:
    return tuple(sentences(text))


@lru_cache(maxsize=8192)
def _told(text: str) -> Told:
    found = words(text)
    before = [text[last.end : one.start] for last, one in itertools.pairwise(found)]
    apart = (False, *(any(sign in gap for sign in ",;:") for gap in before))[: len(found)]
    return Told(tuple(word.key for word in found), tuple(word.content for word in found), apart)
