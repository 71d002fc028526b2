"""Tells the candidate's own words from a line of the interviewer's that they only read aloud: those earn nothing."""

import re
from collections.abc import Sequence
from functools import lru_cache

from interviewer.domain.state import Turn

_WORD = re.compile(r"\w+")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
RUN = 4
"""So many words in a row are read; fewer are shared by chance. With fewer words beside it nothing is added to it."""


def read_aloud(turn: Turn, quote: str, answer: int) -> bool:
    """Say whether `quote`, of answer number `answer` (from 0), is made of runs of words that had been put before it.

    That is with at most three others, from the hints of this turn, the probes and clarifications before that answer,
    and the question where it was put in other words than its file's: those are what marks are weighed by, and the
    engine knows them. A later probe may take up the answer's own words.
    """
    return repeats(quote, put_before(turn, answer))


def put_before(turn: Turn, answer: int) -> tuple[str, ...]:
    """Return the interviewer's lines before answer number `answer`, but for the question as its file has it."""
    replies = (one.reply for one in turn.clarifications if one.answers <= answer)
    probes = (probe.own_words for probe in turn.follow_ups[:answer])
    return (turn.wording or "", *turn.hints_put, *probes, *replies)


def repeats(quote: str, said: Sequence[str]) -> bool:
    """Say whether `quote` is made of runs of words from these lines, with at most three others."""
    return adds_nothing(quote, words_beside(quote, said))


def adds_nothing(quote: str, own: Sequence[str]) -> bool:
    """Say whether `quote` is runs of another's words but for at most three words; `own` are those beside the runs."""
    return len(own) < RUN and len(own) < len(_words(quote))


def is_sentence_of(quote: str, said: Sequence[str]) -> bool:
    """Say whether `quote`, however short, is one whole sentence of these lines."""
    words = _words(quote)
    return any(words == _words(one) for line in said for one in _SENTENCE_ENDS.split(line))


def words_beside(quote: str, said: Sequence[str]) -> list[str]:
    """Return the words of `quote`, in lower case, that stand in no run of words from these lines."""
    own, end = [], 0
    for start, stop in runs(quote, said):
        own += _words(quote[end:start])
        end = stop
    return own + _words(quote[end:])


def runs(quote: str, said: Sequence[str], least: int = RUN) -> list[tuple[int, int]]:
    """Return where in `quote`, by character, words stand as in one of these lines: so many at least, or a whole line.

    A line of fewer than `RUN` words is none.
    """
    found = [(one.start(), one.end(), one.group().casefold()) for one in _WORD.finditer(quote)]
    words = [word for _, _, word in found]
    lines = _as_words(tuple(said))
    place, spans = 0, []
    while place < len(words):
        run = _run(words[place:], lines)
        if run >= least or (run >= RUN and f"\n {' '.join(words[place : place + run])} \n" in lines):
            spans.append((found[place][0], found[place + run - 1][1]))
            place += run
        else:
            place += 1
    return spans


@lru_cache(maxsize=64)
def _as_words(said: tuple[str, ...]) -> str:
    """Return the words of the lines, a line each; the same lines are looked through for every sentence."""
    return "\n".join(["", *(f" {' '.join(_words(line))} " for line in said), ""])


def _run(words: Sequence[str], lines: str) -> int:
    """Return how many of the first words stand so in one of the lines."""
    length = 0
    while length < len(words) and f" {' '.join(words[: length + 1])} " in lines:
        length += 1
    return length


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
