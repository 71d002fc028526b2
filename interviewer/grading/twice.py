"""Reads a statement right by two negations as what it says: "It is not true that X does not hold" says that X holds."""

import re

from interviewer.grading.clauses import cut

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


def plainly(answer: str) -> str:
    """Return the answer with spaces for both negations of a sentence that denies a denial; offsets hold.

    Only sentences that open with the outer negation and have one inside are read so; more are anybody's guess.
    """
    for span in cut(answer).sentences:
        outer = _DENIAL.match(span.of(answer))
        if not outer:
            continue
        inner = list(_NEGATOR.finditer(answer, span.start + outer.end(), span.end))
        if len(inner) == 1:
            for start, end in ((span.start, span.start + outer.end()), inner[0].span()):
                answer = answer[:start] + " " * (end - start) + answer[end:]
    return answer
