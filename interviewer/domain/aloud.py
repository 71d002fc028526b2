"""Tells the candidate's own words from a line of the interviewer's that they only read aloud: those earn nothing."""

import re
from collections.abc import Sequence

from interviewer.domain.state import Turn

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


def words_beside(quote: str, said: Sequence[str]) -> list[str]:
    """Return the words of `quote`, in lower case, that stand in no run of words from these lines."""
    words = _words(quote)
    lines = [f" {' '.join(_words(line))} " for line in said]
    place, own = 0, []
    while place < len(words):
        run = _run(words[place:], lines)
        own += words[place : place + 1] if run < RUN else []
        place += run if run >= RUN else 1
    return own


def _run(words: Sequence[str], lines: Sequence[str]) -> int:
    """Return how many of the first words stand so in one of the lines."""
    length = 0
    while length < len(words) and any(f" {' '.join(words[: length + 1])} " in line for line in lines):
        length += 1
    return length


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
