"""Reads a statement right by two negations as what it says: "It is not true that X does not hold" says that X holds."""

import re
from collections.abc import Sequence

from interviewer.grading.clauses import cut
from interviewer.grading.words import content_words

_DENIAL = re.compile(
    r"it(?:[’']s| is) (?:not (?:the case|true|right|so)|false|wrong|untrue|incorrect) that\b"
    r"|it isn[’']t (?:true|the case|so) that\b",
    re.IGNORECASE,
)
_NEGATOR = re.compile(
    r"\b(?:not|never)\b|(?<=\bcan)not\b"
    r"|(?<=is|do)n[’']t\b|(?<=are|was|did|has|had)n[’']t\b|(?<=does|were|have)n[’']t\b|(?<=could|would)n[’']t\b",
    re.IGNORECASE,
)
_SAYS_NOT = re.compile(r"\b(?:not|never|no|none|nothing|neither|nor|without|cannot)\b|n[’']t\b", re.IGNORECASE)


def plainly(answer: str, statements: Sequence[str]) -> str:
    """Return the answer with spaces for both negations of a sentence that denies a denial; offsets hold.

    Only sentences that open with the outer negation and have one inside are read so; more are anybody's guess. Where
    the nearest of these statements, the key points, itself says that something is not, the sentence denies that, and
    stands.
    """
    for span in cut(answer).sentences:
        outer = _DENIAL.match(span.of(answer))
        if not outer or _SAYS_NOT.search(_nearest(span.of(answer), statements)):
            continue
        inner = list(_NEGATOR.finditer(answer, span.start + outer.end(), span.end))
        if len(inner) == 1:
            for start, end in ((span.start, span.start + outer.end()), inner[0].span()):
                answer = answer[:start] + " " * (end - start) + answer[end:]
    return answer


def _nearest(sentence: str, statements: Sequence[str]) -> str:
    """Return the statement that shares most content words with a sentence, the first of equals; "" for none."""
    said = {word.key for word in content_words(sentence)}
    return max(statements, key=lambda one: len(said & {word.key for word in content_words(one)}), default="")
