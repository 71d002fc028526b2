"""Puts words together again that an answer has in pieces: "la yEr NoR m" is "layer norm"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from interviewer.grading.words import lexicon

_LETTERS = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[ \t]+")
_MOST_PIECES = 4
_FEWEST = 3
_SHARE = 0.05
"""Words in pieces, at least, and by all stretches of letters, before anything is put together: who writes "over
fitting" or "back propagation" has one or two. No answer of the rubric set has so many."""
_MOST_LETTERS = 0.2
"""Letters alone that are left, at most, by the same count: a text that is spelt out letter by letter would be read only
where it says what the rubric says."""
_WORDS = frozenset({"a", "i"})  # of one letter; any other letter alone is a piece, or a sign in a formula


@dataclass(frozen=True, slots=True)
class _Joined:
    start: int
    end: int
    word: str


def rejoined(answer: str, spellings: frozenset[str]) -> str:
    """Return the answer in lower case, its pieces put together to these words, where it is in pieces; else as it is.

    A word stands where its first piece stood, with spaces behind it, so that offsets hold.
    """
    found, pieces = list(_joined(answer, spellings)), len(_LETTERS.findall(answer))
    if len(found) < max(_FEWEST, _SHARE * pieces):
        return answer
    text = "".join(small if len(small := char.lower()) == 1 else char for char in answer)
    for one in found:
        text = text[: one.start] + one.word.ljust(one.end - one.start) + text[one.end :]
    alone = sum(len(one) == 1 and one not in _WORDS for one in _LETTERS.findall(text))
    return text if alone <= _MOST_LETTERS * pieces else answer


@lru_cache(maxsize=256)
def spellings_in(texts: tuple[str, ...]) -> frozenset[str]:
    """Return the words of texts as they are spelt, in lower case, and those of everyday English."""
    return _known(word for text in texts for word in _LETTERS.findall(text.lower())) | _known(lexicon().stop)


def _known(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if len(word) > 1 or word in _WORDS)


def _joined(answer: str, spellings: frozenset[str]) -> Iterator[_Joined]:
    """Yield the stretches of two pieces or more, not all of them words, that are a word together; the longest first."""
    pieces = list(_LETTERS.finditer(answer))
    first = 0
    while first < len(pieces):
        run = _run(answer, pieces, first)
        last = next((last for last in range(len(run), 1, -1) if _is_word(run[:last], spellings)), 1)
        if last > 1:
            yield _Joined(pieces[first].start(), pieces[first + last - 1].end(), "".join(run[:last]))
        first += last


def _run(answer: str, pieces: Sequence[re.Match[str]], first: int) -> list[str]:
    """Return the pieces from one on that only spaces part, at most `_MOST_PIECES`, in lower case."""
    run = [pieces[first].group().lower()]
    for before, after in zip(pieces[first:], pieces[first + 1 : first + _MOST_PIECES], strict=False):
        if not _GAP.fullmatch(answer, before.end(), after.start()):
            break
        run.append(after.group().lower())
    return run


def _is_word(pieces: Sequence[str], spellings: frozenset[str]) -> bool:
    word = "".join(pieces)
    if word in lexicon().stop:  # "h is" is no "his"
        return spellings.isdisjoint(pieces)
    return word in spellings and not spellings.issuperset(pieces)
