"""The thread that an answer left loose: its own clause that speaks of what a follow-up asks for."""

import re
from collections.abc import Iterator

import numpy as np

from interviewer.domain.aloud import put_before, repeats
from interviewer.domain.giving_up import only_asks, says_not_knowing
from interviewer.domain.state import Turn
from interviewer.embedding.model import TextEncoder
from interviewer.grading.clauses import cut
from interviewer.grading.words import lexicon, words

_FEWEST_WORDS, _MOST_WORDS = 6, 18
NEAR = 0.45
"""Cosine of a clause and its key point. A reader judged 120 leads whose clause shared words with the key point: of 30
that were this near to it, and to no other key point nearer, .73 made the follow-up at least as pointed, of the others
.37; they were beside the point."""
_JOINT = re.compile(r"(?:(?:and|but|so),?\s+)+", re.IGNORECASE)
_DANGLING = re.compile(
    r"(?:or|unless|until|before|after|because|whereas|while|which|that|since|although|though|however|instead|therefore"
    r"|then|if|when|where|who|whose|as|than|not|never|just|it|they|this|these|those|he|she|there|here|also|with|without"
    r"|to|for|in|of|by|from|on|is|are|was|were|be|been|can|could|would|will|has|have|had|do|does|did|oh|well|yes|no)\b",
    re.IGNORECASE,
)
"""A clause that begins so needs the one before it."""
_TRAILING = re.compile(
    r"\b(?:that|this|these|those|it|them|the|a|an|of|with|for|to|in|on|by|as|at|from|or|and|than|which)$",
    re.IGNORECASE,
)
"""A clause that ends so goes on, or leans on what was said before."""
_ODD = re.compile(
    r"[?\"“”{}\\$|<>`\n:=+→←↑↓×·÷∝^_#~&*]|(?<!\w)-|-(?!\w)|[.!]\s|\b(?:uh|um|er|erm|hm+)\b", re.IGNORECASE
)
"""Notes, formulas, code, two sentences and fillers: nobody would say them again."""


def thread_in(turn: Turn, asked_for: str, encoder: TextEncoder) -> str | None:
    """Return the clause of the last answer that is nearest to the key point `asked_for`; None where there is none.

    It is nearer to no other key point of the question, stands by itself and is not the interviewer's own line read
    aloud; an answer with orders has none, nor do clauses that ask or give up. Raises EmbeddingUnavailable.
    """
    answer, question, place = turn.answers[-1].text, turn.question, len(turn.answers) - 1
    own = (one for one in _clauses(answer) if not repeats(one, (question.text, *put_before(turn, place))))
    clauses = [] if lexicon().instruction.search(answer) else list(dict.fromkeys(own))
    if not clauses:
        return None
    ids = [point.id for point in question.key_points]
    vectors = encoder.encode([*clauses, *(point.text for point in question.key_points)])
    near = np.round(vectors[: len(clauses)] @ vectors[len(clauses) :].T, 4)  # (clauses, key points)
    asked = near[:, ids.index(asked_for)]
    fit = (asked >= NEAR) & (asked == near.max(axis=1))
    return clauses[int(np.argmax(np.where(fit, asked, -1.0)))] if fit.any() else None


def _clauses(answer: str) -> Iterator[str]:
    pieces = cut(answer)
    starts = {one.start for one in pieces.sentences}
    # another clause seldom stands by itself
    own = (one.span for one in pieces.clauses if one.span.start in starts or _JOINT.match(one.span.of(answer)))
    for span in (*pieces.sentences, *own):
        text = span.of(answer).rstrip(".!… ")
        if joint := _JOINT.match(text):
            text = text[joint.end() :]
        if _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS and _stands(text):
            yield text


def _stands(text: str) -> bool:
    if all(word.content for word in words(text)):
        return False  # notes have no little words, and make no sentence
    leans = _DANGLING.match(text) or _TRAILING.search(text)
    odd = _ODD.search(text) or leans or text.count("(") != text.count(")")
    return not (odd or lexicon().others_line.search(text) or says_not_knowing(text) or only_asks(text))
