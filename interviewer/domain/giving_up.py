"""Tells "I don't know", which ends a question, from a wish to move on and from a question back, which do not."""

import re

_CLAUSE = re.compile(r"[^.!?;,\n]+[.!?;,]*")
_NOT_KNOWING = re.compile(
    r"\b(?:do ?n[o']?t|do not) (?:(?:really|actually|quite|even) )*(?:know|remember|recall|understand)\b"
    r"|\bca(?:n ?not|n't|n not) (?:remember|recall|answer)\b"
    r"|\b(?:no (?:idea|clue)|not (?:at all )?sure|unsure|idk|dunno|forgot(?:ten)?|blank)\b"
    r"|\bnever (?:heard|learn\w*|studied|seen)\b"
)
# These turn to the interviewer: what is not known or not sure is then what was meant, not the answer.
_TURNED = re.compile(
    r"\byou(?:'re|'d)?\b|\bunderst\w+ (?:the|this|that|your) (?:question|wording)|\bthe question means\b|\bi follow\b"
)
_WISH = re.compile(
    r"\b(?:skip|pass|next|move on|moving on|go on|carry on|continue|proceed|another (?:one|question)|already|enough"
    r"|complete|done|finished|all there is|more than)\b"
)


def only_asks(answer: str) -> bool:
    """Say whether an answer asks something back or wants to move on, and nowhere says "I don't know"."""
    if says_not_knowing(answer):
        return False
    return any(_is_turned(clause) or _WISH.search(clause) for clause in _clauses(answer))


def says_not_knowing(answer: str) -> bool:
    """Say whether an answer says "I don't know" of what was asked, and not of what was meant."""
    return any(_NOT_KNOWING.search(clause) and not _is_turned(clause) for clause in _clauses(answer))


def _clauses(answer: str) -> list[str]:
    return [match.group() for match in _CLAUSE.finditer(answer.lower().replace("’", "'"))]


def _is_turned(clause: str) -> bool:
    return clause.endswith("?") or _TURNED.search(clause) is not None
