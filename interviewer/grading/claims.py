"""Cuts a reference answer into single claims: no filler, joined claims parted, a leading pronoun given its name."""

import re
from dataclasses import dataclass

from interviewer.grading.clauses import cut
from interviewer.grading.words import content_words

_FENCE = re.compile(r"^\s*(```|~~~).*?^\s*\1\s*$", re.MULTILINE | re.DOTALL)
_TABLE_OR_HEADING = re.compile(r"^\s*(?:\|.*|#{1,6}\s.*|[-=*_]{3,})$", re.MULTILINE)
_DISPLAY = re.compile(r"\$\$.*?\$\$", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_WRAP = re.compile(r"[ \t]*\n[ \t]*(?=\S)(?![-*•+]\s|\d{1,2}[.)]\s)")
_PARAGRAPH = re.compile(r"\n\s*\n")
_FILLER = re.compile(
    r"^(?:for (?:example|instance)\b|e\.g\.|in (?:this|the (?:next|following)) "
    r"(?:article|post|section|chapter|tutorial|answer|guide|lesson)\b"
    r"|(?:let us|let's|let me|we will|we'll|as (?:mentioned|discussed|noted|seen|shown))\b"
    r"|(?:see (?:also|the|below|above)|read more|click|say|suppose|imagine|think of|picture|consider)\b"
    r"|(?:i hope|thank|good question|great question|this is a (?:good|great|common) question)\b"
    r"|(?:figure|table) \d|source:|note:?$)",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"^(?:(?:in (?:short|summary|brief|other words|practice|general|fact|essence|addition)"
    r"|to (?:sum up|summarise|summarize|be clear)|overall|basically|essentially|simply put|generally"
    r"|first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|lastly|next|then|also|moreover|furthermore|additionally"
    r"|besides|however|hence|thus|therefore|of course|importantly|that is|i\.e\.),\s+"
    r"|(?:note that|so|and|but|or|therefore|thus|hence)\s+)+",
    re.IGNORECASE,
)
_JOIN = re.compile(
    r",\s+(?:and|but|while|whereas|although|though|so|yet)\s+|\s+(?:and|but|while|whereas)\s+|;\s+", re.IGNORECASE
)
_OWN_SUBJECT = re.compile(
    r"(?:it|they|there|one|we|you)\b|(?:the|an?|this|that|these|those|its|their|each|every|all|both|most|some|many|no|such)\s+\w"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|may|might|must|should|will|would|does|do|did|cannot"
    r"|can't|doesn't|don't|isn't|aren't)\b"
    r"|(?<=\w )(?!(?:this|these|those|its|thus|always|across|less|loss|bias|class|process|previous|various"
    r"|analysis|basis|series|weights|gradients|features|units)\b)[a-z]{2,}(?:es|[^\Wsui]s|ed)\b",
)
_PRONOUN = re.compile(r"^(?:It|They|This|These)\s+(?=(?:is|are|was|were|has|have|can|may|does|do|[a-z]+s|[a-z]{3,})\b)")
_SUBJECT = re.compile(
    r"^(?:what (?:is|are)|explain|describe|define|how (?:does|do))\s+(?:the (?:concept|idea|term|notion) of\s+)?"
    r"(?P<subject>(?:an?\s+|the\s+)?[\w-]+(?:\s+(?!(?:work|works|and|in|for|of|used|help|helps|differ|improve|affect|what|why|how|when|so)\b)[\w-]+){0,3})"
    r"(?=\s*(?:[?.]|$)|,?\s+(?:works?|in|used for|and (?:what|why|how|when|where))\b)",
    re.IGNORECASE,
)
_SHORTEST = 3  # content words: less is a label, no claim
_SIDE = 7  # words that a side of a join must have: less is a detail of the claim beside it


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a reference. `place` counts sentences from 0; `first` marks the head of a paragraph."""

    text: str
    place: int
    first: bool


def claims(reference: str, question: str = "") -> list[Claim]:
    """Return the claims of a reference in order, without filler; empty where it makes none."""
    subject = subject_of(question)
    found: list[Claim] = []
    place = 0
    for paragraph in _PARAGRAPH.split(_plain(reference)):
        text = _WRAP.sub(" ", paragraph.strip())
        about = None if found else subject  # whom a pronoun at the head of a sentence means
        for number, span in enumerate(cut(text).sentences):
            sentence = " ".join(span.of(text).split())
            named = _resolved(sentence, about)
            about = subject if subject and (named != sentence or _speaks_of(sentence, subject)) else None
            found += [Claim(part, place, number == 0) for part in _parts(named)]
            place += 1
    return [one for one in found if len(content_words(one.text)) >= _SHORTEST]


def subject_of(question: str) -> str | None:
    """Return what a question of one plain subject asks about ("What is dropout?": "dropout"), else None."""
    match = _SUBJECT.match(question.strip())
    return match["subject"] if match else None


def _plain(text: str) -> str:
    for pattern, instead in (
        (_FENCE, ""),
        (_TABLE_OR_HEADING, ""),
        (_DISPLAY, " "),
        (_LINK, r"\1"),
        (_EMPHASIS, r"\2"),
    ):
        text = pattern.sub(instead, text)
    return text


def _speaks_of(sentence: str, subject: str) -> bool:
    bare = re.sub(r"^(?:an?|the)\s+", "", subject.lower())
    return re.sub(r"^(?:an?|the)\s+", "", sentence.lower()).startswith(bare)


def _resolved(sentence: str, about: str | None) -> str:
    match = _PRONOUN.match(sentence)
    if not match or not about or (match.group().startswith(("These", "They")) and not about.endswith("s")):
        return sentence
    return about[0].upper() + about[1:] + " " + sentence[match.end() :]


def _parts(sentence: str) -> list[str]:
    if _FILLER.match(sentence) or sentence.endswith("?"):
        return []
    text = _OPENER.sub("", sentence)
    parts, start = [], 0
    for join in _JOIN.finditer(text):
        left, right = text[start : join.start()], text[join.end() :]
        own = _OWN_SUBJECT.match(right) or not join.group().startswith(" ")
        if own and _is_clause(left) and _is_clause(_until_join(right)) and not _open(left):
            parts.append(left)
            start = join.end()
    parts.append(text[start:])
    tidy = [_tidy(part) for part in parts]
    return [part for part in tidy if part and not _FILLER.match(part)]


def _until_join(text: str) -> str:
    following = _JOIN.search(text)
    return text[: following.start()] if following else text


def _is_clause(text: str) -> bool:
    return len(text.split()) >= _SIDE and _VERB.search(text) is not None


def _open(text: str) -> bool:
    """Whether a stretch only sets the stage for what follows: "If the rate is high", or ends within a bracket."""
    head = re.match(
        r"(?:if|when|while|because|since|although|though|once|as|unless|after|before|given|with)\b", text, re.IGNORECASE
    )
    return head is not None or text.count("(") != text.count(")") or text.count("$") % 2 == 1


def _tidy(part: str) -> str:
    part = part.strip(" ,;:")
    return part[:1].upper() + part[1:]
