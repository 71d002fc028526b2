"""Cuts a reference answer into single claims: no filler, joined claims parted, a leading pronoun given its name."""

import re
from dataclasses import dataclass

from interviewer.grading.clauses import cut
from interviewer.grading.layout import table_rows, told
from interviewer.grading.words import content_words

_DISPLAY = re.compile(r"\$\$.*?\$\$", re.DOTALL)
_FORMULA = re.compile(r"\$[^$]*\$|\\\(.*?\\\)|\\[a-zA-Z]+|\S*[\^_=\\{}]\S*")
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
    r"|(?:figure|table) \d|source:|note:?$|here (?:is|are)\b|the following\b.{0,60}:$)",
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
_CONTRACTED = re.compile(r"^(?P<pronoun>It|They)(?:['’]s|['’]re)\b(?! been\b)")
_PRONOUN = re.compile(r"^(?:It|They|This|These)\s+(?=(?:is|are|was|were|has|have|can|may|does|do|[a-z]+s|[a-z]{3,})\b)")
_SUBJECT = re.compile(
    r"^(?:what (?:is|are)|explain|describe|define|how (?:does|do))\s+(?:the (?:concept|idea|term|notion) of\s+)?"
    r"(?P<subject>(?:an?\s+|the\s+)?[\w-]+(?:\s+(?!(?:work|works|and|in|for|of|used|help|helps|differ|improve|affect|what|why|how|when|so)\b)[\w-]+){0,3})"
    r"(?=\s*(?:[?.]|$)|,?\s+(?:works?|in|used for|and (?:what|why|how|when|where))\b)",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^(?:[^:.]{2,60}:\s)?(?P<determiner>The|An?|Each|Every)\s+(?P<name>(?!(?:aim|goal|idea|result|reason|purpose|process|effect|answer)\b)[\w-]+(?:\s[\w-]+){0,2}?)"
    r"\s+(?:is|was|has|can|may|does|must|will)\b"
)
_SHORTEST = 3  # content words: less is a label, no claim
_LEAST_SAID = 2  # content words beside the formulas
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
    place, aside, last = 0, False, ""
    for paragraph in _PARAGRAPH.split(_plain(reference)):
        text = _WRAP.sub(" ", paragraph.strip())
        about = None if found else subject  # whom a pronoun at the head of a sentence means
        for number, span in enumerate(cut(text).sentences):
            sentence = " ".join(span.of(text).split())
            named = _resolved(sentence, about or (_head_of(last) if number else None))
            about = subject if subject and (named != sentence or _speaks_of(sentence, subject)) else None
            # What goes on about an example by a pronoun is part of the example.
            aside = number > 0 and (aside or bool(_FILLER.match(last))) and bool(_PRONOUN.match(named))
            found += [Claim(part, place, number == 0) for part in _parts(named)] if not aside else []
            last = named
            place += 1
    found += [Claim(row, place, True) for row in table_rows(reference)]
    return [one for one in found if _states(one.text)]


def _states(text: str) -> bool:
    """Whether a stretch says something in words: a formula alone does not."""
    return len(content_words(text)) >= _SHORTEST and len(content_words(_FORMULA.sub(" ", text))) >= _LEAST_SAID


def subject_of(question: str) -> str | None:
    """Return what a question of one plain subject asks about ("What is dropout?": "dropout"), else None."""
    match = _SUBJECT.match(question.strip())
    return match["subject"] if match else None


def _plain(reference: str) -> str:
    text = told(reference)
    for pattern, instead in (
        (_DISPLAY, " "),
        (_LINK, r"\1"),
        (_EMPHASIS, r"\2"),
    ):
        text = pattern.sub(instead, text)
    return text


def _speaks_of(sentence: str, subject: str) -> bool:
    bare = re.sub(r"^(?:an?|the)\s+", "", subject.lower())
    return re.sub(r"^(?:an?|the)\s+", "", sentence.lower()).startswith(bare)


def _head_of(sentence: str) -> str | None:
    """Return the subject of a sentence that plainly begins with one thing, as the next sentence may name it."""
    match = _HEAD.match(sentence)
    return f"the {match['name']}" if match else None


def _resolved(given: str, about: str | None) -> str:
    sentence = _CONTRACTED.sub(lambda match: f"{match['pronoun']} {'is' if match['pronoun'] == 'It' else 'are'}", given)
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
