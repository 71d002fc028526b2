"""Whether a line of the interviewer's would give the answer away: its words overlap what the rubric demands.

A question names the things that it asks about, so single shared words say nothing. What counts is a claim of the rubric
told in its own order, as a whole or as a long run. Words that the question or the candidate has said are free.

Thresholds, from the 200 bundled questions: none of their 1,912 own questions, follow-ups and hints, which were written
to give nothing away, counts as a leak. Every key point told in its own words does, and of accepted phrases, which are
shorter, five in six. Overlap knows words, not meaning: of 383 free paraphrases of key points one in a hundred is
caught. `STRICT` catches 31 in 100 of them at the price of 5 in 100 harmless lines: right for a line that has a written
one to fall back on.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from interviewer.domain.question import Question
from interviewer.grading.words import words
from interviewer.ingest.sentences import plain, sentences

WHOLE = 0.85
"""From this share of a claim's own words, in order, the claim is told: a question may hold all but the last one."""
STRICT = 0.5
LEAST_WORDS = 4
"""Shorter claims share their words with half the lines about the same thing."""
CLAIM_RUN = 5
REFERENCE_RUN = 7
"""Longer than a claim's: a reference sets up examples with the same words as the question about them."""
_TEX = re.compile(r"\\[A-Za-z]+|[${}\\^_]")


def leaks(line: str, question: Question, said: Iterable[str] = (), *, share: float = WHOLE) -> bool:
    """Say whether `line` gives away part of the question's uncommitted reference.

    `said`: what the candidate has answered so far; `share` in (0, 1]: how much of a claim counts as told.
    """
    return told(line, question, said, share=share) is not None


def told(line: str, question: Question, said: Iterable[str] = (), *, share: float = WHOLE) -> str | None:
    """Return the claim of the rubric or the sentence of the reference that `line` gives away, None without one."""
    free = frozenset(word.key for text in (question.text, *said) for word in words(text))
    spoken = _keys(line, free)
    claims = (text for point in question.key_points for text in (point.text, *point.accept))
    for text in claims:
        if _given_away(spoken, _keys(text, free), share, LEAST_WORDS, CLAIM_RUN):
            return text
    for text in _reference(question.reference):
        if _given_away(spoken, _keys(text, free), share, REFERENCE_RUN, REFERENCE_RUN):
            return text
    return None


def _given_away(spoken: Sequence[str], claim: Sequence[str], share: float, least: int, run: int) -> bool:
    """Say whether so large a share of a claim of at least `least` words, or a run of `run` of them, was spoken."""
    if len(set(claim).intersection(spoken)) < min(share * len(set(claim)), run / 2):
        return False  # too few different words shared for either; also spares the slow part
    whole = len(claim) >= least and LCSseq.similarity(spoken, claim) >= share * len(claim)
    return whole or _longest_run(spoken, claim) >= run


def _keys(text: str, free: frozenset[str]) -> list[str]:
    """Return the content words that are not free, numbers left out: they set up examples."""
    return [key for key in _content(text) if key not in free]


@lru_cache(maxsize=8192)
def _content(text: str) -> tuple[str, ...]:
    return tuple(word.key for word in words(text) if word.content and not word.key[:1].isdigit())


@lru_cache(maxsize=512)
def _reference(markdown: str) -> tuple[str, ...]:
    return tuple(sentences(" ".join(plain(_TEX.sub(" ", markdown)).split())))


def _longest_run(left: Sequence[str], right: Sequence[str]) -> int:
    """Return the length of the longest run of neighbours that both have."""
    best, before = 0, [0] * (len(right) + 1)
    for key in left:
        row = [0, *(before[place] + 1 if key == other else 0 for place, other in enumerate(right))]
        best, before = max(best, *row), row
    return best
