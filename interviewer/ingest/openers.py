"""How a paragraph opens: its grammatical subject, its verb, and whether it leans on what stands before it."""

import re
from dataclasses import dataclass

from interviewer.ingest.cohesion import content
from interviewer.ingest.sentences import plain, sentences

_ADJUNCT = re.compile(
    r"(?:as|at|in|with|for|on|by|while|when|if|except|unlike|like|under|during|among|from|to|before|after|also|given"
    r"|since|because|although|though|once|within|without|instead|whenever|generally|typically|usually|basically)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r",[\"”’)]*\s+(?!and\b|or\b|which\b)")
_LONGEST_ADJUNCT, _LONGEST_SUBJECT = 160, 16
_BEING = r"is|are|was|were"
_HELPING = r"can|could|may|might|must|should|will|would|does|do|has|have|had|helps?|tends?"
_TELLING = (
    "involve include replicate consist contain provide allow enable use occur refer allude represent describe "
    "define denote mean work take make perform store hold decide determine measure control combine learn compute "
    "travel act give return run let create keep reduce increase prevent split group convert transform ensure "
    "guarantee support offer specify handle manage follow apply require rely depend produce generate add remove "
    "change show tell stand happen arise lead cause come start begin begins move share send receive read write "
    "look compare assign serve maintain update calculate treat solve improve minimize maximize maximise minimise "
    "avoid limit break divide separate select choose pick sort search find pass bind wrap hide expose extend "
    "inherit implement inject wait release acquire commit abort isolate encrypt verify protect carry forward "
    "translate resolve assume predict estimate classify fit train grow shrink encode decode introduce stabilize "
    "normalize leverage automate simplify save live exist turn put distribute compress detect connect extract "
    "simulate aggregate"
)
# A name of one word, then a word in the third person: "Sharding distributes rows".
_NAME_AND_VERB = re.compile(
    r" (?!(?:The|An?|Each|Every|Some|Many|Most|All|No|Our|Your) )[A-Z][\w-]*[^\Ws_] "
    r"(?P<verb>[a-z]{3,}[^\Wsui](?<!ie)s)(?=\s)(?!\s(?:is|are|was|were|can|has|have)\b)"
)

# "The term X refers to": the words before X say that it is named, and nothing of it.
_TERMED = re.compile(
    r"(?:the|this) (?:terms?|words?|phrase|acronym|abbreviation|expression|(?:concept|notion|idea) of) "
    r"[\"“'‘]?(?=[\w\"“ -]{2,60}(?:refers?|means?|denotes?|describes?|stands for|is|are)\b)",
    re.IGNORECASE,
)


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"


_BASES = {_third(verb): verb for verb in _TELLING.split()}
_VERB = re.compile(
    rf"(?<=\s)(?P<verb>{_BEING}|{_HELPING}|{'|'.join(sorted({w for v in _TELLING.split() for w in (v, _third(v))}))})"
    rf"(?=[\s,:])(?!\s(?:{_BEING}|can|has|have|lets?|will|means|occurs|refers|happens|denotes|describes|arises)\b)",
)
_LEANING = re.compile(
    r"(?:it|its|they|them|their|he|she|his|her|here|so|also|however|but|and|or|then|thus|hence|therefore|additionally"
    r"|furthermore|moreover|similarly|likewise|conversely|consequently|finally|lastly|secondly|thirdly"
    r"|both|each|another|either|neither|others?|such|for example|for instance|e\.g|in addition|in contrast"
    r"|in other words|in this|in that|in these|in such|in both|in short|on the other hand|as a result|as such"
    r"|because of this|for this|for these|with this|with these|by doing|to \w+ (?:this|these|it|them|so)\b|to this end"
    r"|let us|let[’']s"
    r"|note|notice|remember|disadvantages|drawbacks|limitations|cons"
    r"|the (?:above|former|latter|following|other|second|third|next|same|idea|result)"
    r"|one of them|otherwise|except|afterwards?|after that|meanwhile|still|yet)\b",
    re.IGNORECASE,
)
_LEANING_A_LITTLE = re.compile(
    r"(?:every|next|second|third|first|some|most|all|one (?:way|reason|approach)|a common|common|typical|instead|once"
    r"|in general|in practice|in our|we|you|the (?:first|main|goal|reason|main idea)"
    r"|to (?:combat|avoid|fix|solve|prevent|mitigate|overcome|address|handle))\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"(?:the|this) \w+ (?:above|before|shown)\b(?!\s(?:which|whom|the|an?|it|any)\b)|\b(?:as|shown|seen) above\b",
    re.IGNORECASE,
)
_NAMED_OTHERWISE = re.compile(r"also (?:referred|known|called|termed)\b", re.IGNORECASE)
_POINTING = re.compile(r"(?:this|that|these|those)\b\s*(?P<noun>.*)$", re.IGNORECASE)
_DEFINITE = re.compile(r"the\b", re.IGNORECASE)
_CONDITION = re.compile(r"(?:when|if|whenever)\b", re.IGNORECASE)
_EXISTS = re.compile(r"there\s+(?:is|are|exists?)\b", re.IGNORECASE)
_LABEL = re.compile(r"(?:[•*+–-]\s+)?(?P<label>[A-Z][^.:?!|=–—]{0,58}?)\s*(?::| [-–—])\s+(?P<rest>\S.*)$")
_MOST_LABEL_WORDS = 7
_GENUS = re.compile(
    r"(?:an?|the|one of the)\s+(?:most \w+(?: used)?\s+)?"
    r"(?P<kind>(?:(?!of\b|to\b|that\b|which\b|for\b|used\b|in\b|whose\b|where\b|by\b|with\b|on\b|and\b)[\w-]+\s*){1,5})"
)
NAMED = re.compile(
    r"\b(?:(?:is|are|it[’']s|as)\s+(?:also\s+|often\s+)?(?:called|known as|termed|named|referred to as)"
    r"|referred to as|known as|called)\s+(?:an?\s+|the\s+)?(?:“(?P<quoted>[^”]{2,60})”|\"(?P<straight>[^\"]{2,60})\")"
)


@dataclass(frozen=True, slots=True)
class Opener:
    """The first sentence of a paragraph in parts.

    `leans` tells that it cannot stand alone, `leans_a_little` that it hardly can.
    """

    sentence: str
    adjunct: str
    subject: str
    verb: str
    rest: str
    leans: bool
    leans_a_little: bool
    pointing: str
    definite: bool
    label: str

    @property
    def topics(self) -> frozenset[str]:
        """The stems of what the paragraph says it is about."""
        return frozenset(content(self.label or self.subject))

    @property
    def genus(self) -> str:
        """The stem of the kind of thing that a definition names; empty where it defines nothing."""
        match = _GENUS.match(self.rest) if self.defines else None
        words = content(match["kind"]) if match else []
        return words[-1] if words else ""

    @property
    def is_condition(self) -> bool:
        """Whether it begins with a condition: when, if."""
        return bool(_CONDITION.match(self.adjunct))

    @property
    def exists(self) -> bool:
        """Whether it says that there are such things."""
        return bool(_EXISTS.match(self.sentence))

    @property
    def defines(self) -> bool:
        """Whether it says what its subject is."""
        return self.verb in ("is", "are") and bool(
            re.match(r"(?:an?|the|one of|used|usually|known|defined|basically|simply)\b", self.rest)
        )


def base_form(verb: str) -> str:
    """Return the infinitive of a verb in the third person, empty where it is none that tells of a deed."""
    return _BASES.get(verb, "")


def opener(text: str) -> Opener:
    """Take a paragraph's first sentence apart; what cannot be told is empty."""
    whole = plain(text)
    labelled = _LABEL.match(whole)
    short = labelled and len(labelled["label"].split()) <= _MOST_LABEL_WORDS and not _EXISTS.match(whole)
    label = labelled["label"].strip() if labelled and short else ""
    first = next(iter(sentences(whole)), "")
    adjunct, main = _parted(_TERMED.sub("", first, count=1))
    match = _NAME_AND_VERB.match(" " + main) or _VERB.search(" " + main)
    subject = main[: match.start("verb") - 1].strip() if match else ""
    if len(subject.split()) > _LONGEST_SUBJECT:
        subject = ""
    pointing = _POINTING.match(first)
    return Opener(
        sentence=first,
        adjunct=adjunct,
        subject=subject,
        verb=match["verb"] if match and subject else "",
        rest=main[match.end() - 1 :].strip() if match and subject else main,
        leans=(bool(pointing or _LEANING.match(first)) and not _NAMED_OTHERWISE.match(first))
        or bool(_SHOWN.search(first)),
        leans_a_little=bool(_LEANING_A_LITTLE.match(first)),
        pointing=_noun(pointing["noun"]) if pointing else "",
        definite=bool(_DEFINITE.match(main)),
        label=label,
    )


def _noun(text: str) -> str:
    match = _VERB.search(" " + text)
    return text[: match.start() - 1].strip() if match else ""


def _parted(sentence: str) -> tuple[str, str]:
    """Return what stands before the main clause, and the main clause."""
    if not _ADJUNCT.match(sentence):
        return "", sentence
    end = _CLAUSE_END.search(sentence[:_LONGEST_ADJUNCT])
    return (sentence[: end.start()], sentence[end.end() :]) if end else ("", sentence)
