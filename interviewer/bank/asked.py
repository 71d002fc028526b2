"""What a question asks: its words in one form, names shortened, generic ones told apart."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from interviewer.grading.words import lexicon, stem

_NAMED = re.compile(r"((?:[A-Za-z][\w-]*[ -]){1,6}[A-Za-z][\w-]*)\s*\(([A-Z][A-Za-z0-9]{1,6}?)s?\)")
_NAMED_BACK = re.compile(r"\b([A-Z][A-Za-z0-9]{1,6}?)s?\s*\(((?:[A-Za-z][\w-]*[ -]){1,6}[A-Za-z][\w-]*)\)")
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?[0-9]*|\d+(?:\.\d+)?%?")
_NUMBERS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "ten": "10", "zero": "0"}
_ROMAN = re.compile(r"\b(type|class|phase|stage|part) (i{1,3})\b")
_OPENING = re.compile(
    r"^(?:(?:what|why|how|when|which|where|who)\b ?"
    r"(?:is|are|was|were|does|do|did|can|could|would|should|might|will)?"
    r"|define|explain|describe|state|discuss|outline|compare|derive)\b"
    r"(?: (?:the|an?|we|you|one|is|are|meant by|mean by)\b)*"
)
_CORE_END = re.compile(
    r"\b(?:vs|versus|or|in|for|as|when|during|used|using|work|works|and|with|while|to|at|from|by|so|on|of|that|which|mean|means|inside|within)\b|[?,;:]|\.(?!\d)"
)
_PREFIX = re.compile(
    r"\b(multi|non|auto|mini|hyper|semi)[- ](?=[a-z]{3})|\b(over|under|pre|post|sub|re|co|un)-(?=[a-z]{3})"
)
_PREFIX_IN_NAMES = re.compile(r"\b(multi|non|auto|mini|hyper|semi|over|under|pre|post|sub|re|co|un) (?=[a-z]{3})")
_PLURAL = re.compile(r"\b([A-Z]{2,})s\b")  # the stemmer leaves the ending of a word without vowels
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*\b")
_WHEN = re.compile(r"when (?:is|are|was|were|do|does|did|should|would|could|can|might|to)\b")
_PREFERRING = ("prefer", "advantage", "benefit", "choose", "pick")
# The options of a multiple choice: what is asked stands before them.
_OPTIONS = re.compile(r"(?<=\S)\s+(?:[-*•]\s)?(?:\(?a[.)]\s.+?\s\(?b[.)]\s|\(?A[.)]\s.+?\s\(?B[.)]\s).*", re.DOTALL)
_JOINING = frozenset({"of", "the", "and", "to", "for", "in", "a"})
_NEXT_ASK = re.compile(
    r"[?.;:]|,? (?:and|or|but) (?=(?:what|why|how|when|which|where|who|say|give|explain|describe|compare)\b)"
    r"|, (?=(?:what|why|how|when|which|where|and)\b)"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart. `plain` is its text without filler, names shortened; words are stems."""

    text: str
    plain: str
    subject: tuple[str, ...]
    """Words that say what it is about, in order, each once."""
    core: tuple[str, ...]
    """Those of the phrase right after the opening, "input gate" of "What is the input gate in an LSTM?"."""
    words: frozenset[str]
    """All words, generic ones too."""
    answer: frozenset[str] | None
    """All words of its answer, None without one."""
    numbers: frozenset[str]
    aspects: frozenset[str]
    first_aspects: frozenset[str]
    """Those of the first thing it asks: none in "What is overfitting, and how do you prevent it?"."""
    negated: bool
    when: bool
    """Whether it begins by asking when."""
    than: tuple[frozenset[str], frozenset[str]] | None
    """The words before and after "than", or after "prefer" the "to" or "over"; None without it."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of `duplicates.json`, stemmed."""

    generic: frozenset[str]
    filler: re.Pattern[str]
    one_name: Mapping[str, str]
    rivals: tuple[frozenset[str], ...]
    rival_words: frozenset[str]
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...]
    opposite_words: frozenset[str]
    aspects: Mapping[str, frozenset[str]]
    short: Mapping[str, str]


@lru_cache(maxsize=1)
def lists() -> Lists:
    """Return the word lists, read once."""
    data = json.loads(files("interviewer.bank").joinpath("duplicates.json").read_text(encoding="utf-8"))
    groups = [group.split() for group in data["one_name"]]
    one_name = {name: group[0] for group in groups for name in group}
    spelt = {name.replace("-", " "): group[0] for group in groups for name in group if "-" in name}

    def stems(names: str) -> frozenset[str]:
        return frozenset(stem(one_name.get(name, name)) for name in names.split())

    named = {long: short for short, longs in data["abbreviations"].items() for long in longs}
    filler = sorted(data["filler"], key=len, reverse=True)
    rivals = tuple(stems(group) for group in data["rivals"])
    # the plural of a word is not in the table of names, so its own stem stands beside that of its name
    opposites = tuple(
        (stems(left) | frozenset(map(stem, left.split())), stems(right) | frozenset(map(stem, right.split())))
        for left, right in data["opposites"]
    )
    return Lists(
        generic=stems(data["generic"]) | stems(" ".join(data["hard_aspects"].values())),
        filler=re.compile(rf"\b(?:{'|'.join(map(re.escape, filler))})\b"),
        one_name=one_name,
        rivals=rivals,
        rival_words=frozenset().union(*rivals),
        opposites=opposites,
        opposite_words=frozenset().union(*(words for pair in opposites for words in pair)),
        aspects={name: frozenset(words.split()) for name, words in data["hard_aspects"].items()},
        short=spelt | {_PREFIX_IN_NAMES.sub(r"\1", long): short for long, short in named.items()} | named,
    )


def names_in(texts: Iterable[str]) -> dict[str, str]:
    """Return the abbreviations that texts explain themselves, "Long Name (LN)" or "LN (Long Name)".

    Long form to short, lower case; a short form that stands for two things tells nothing, so its long forms stay apart.
    """
    found: dict[str, str] = {}
    for text in texts:
        for long, short in _explained(text):
            words = re.split(r"[ -]+", long)
            for first in range(len(words) - 1):
                initials = "".join(word[0] for word in words[first:] if word not in _JOINING)
                if initials == short and words[first] not in _JOINING:
                    found.setdefault(" ".join(words[first:]), short)
    table: dict[str, set[str]] = {}
    for long, short in lists().short.items():
        table.setdefault(short, set()).add(long)
    longs: dict[str, set[str]] = {}
    for long, short in found.items():
        longs.setdefault(short, set()).add(long)
    names: dict[str, str] = {}
    for short, said in longs.items():
        listed = table.get(short, set())
        one = said <= listed or (len(said) == 1 and not listed)
        names |= {long: short if one else long.replace(" ", "") for long in said | listed}
    return names


@lru_cache(maxsize=2048)
def _explained(text: str) -> tuple[tuple[str, str], ...]:
    """Return the long and the short forms that stand beside each other in a text, in lower case.

    Kept for the bundled questions, which every document is compared with.
    """
    pairs = [(match[1], match[2]) for match in _NAMED.finditer(text)]
    pairs += [(match[2], match[1]) for match in _NAMED_BACK.finditer(text)]
    return tuple((long.lower(), short.lower()) for long, short in pairs)


def asked(text: str, names: Mapping[str, str] | None = None, answer: str = "") -> Asked:
    """Take a question apart; `names` are abbreviations beside those of the table, long form to short."""
    known = lists()
    text = _OPTIONS.sub("", text)
    spaced = _spaced(text)
    spaced = re.sub(r"\b(to|than|exactly|equals) one\b", r"\1 1", spaced)
    spaced = _ROMAN.sub(lambda match: f"{match[1]} {len(match[2])}", spaced)
    plain = " ".join(known.filler.sub(" ", _shortened(spaced, {**known.short, **(names or {})})).split())
    tokens = _tokens(plain)
    return Asked(
        text=text,
        plain=plain,
        subject=_subject(tokens),
        core=_subject(_tokens(_core(plain))),
        words=_words(tokens),
        answer=_words(_tokens(_spaced(answer))) if answer.strip() else None,
        numbers=frozenset(_NUMBERS.get(token, token) for token in tokens if token[0].isdigit() or token in _NUMBERS),
        aspects=_aspects(plain),
        first_aspects=_aspects(next(filter(str.strip, _NEXT_ASK.split(plain)), "")),
        when=_WHEN.match(plain) is not None,
        than=_than(tokens),
        negated=any(token in lexicon().negators or token.endswith("n't") for token in tokens),
    )


def spelt_out(text: str, names: Mapping[str, str] | None = None) -> str:
    """Return a question with its abbreviations written out, which the embedding model knows better."""
    singular = _PLURAL.sub(r"\1", text)
    known = {**(names or {}), **lists().short}
    longs = {short: long for long, short in sorted(known.items(), reverse=True) if " " in long}
    said = singular.lower().replace("-", " ")

    def written(match: re.Match[str]) -> str:
        long = longs.get(match[0].lower())
        return match[0] if long is None or long in said else long

    return _ACRONYM.sub(written, singular)


@lru_cache(maxsize=1)
def long_forms() -> Mapping[str, tuple[frozenset[str], ...]]:
    """Return the words of the long forms of each abbreviation of the table, stemmed."""
    forms: dict[str, tuple[frozenset[str], ...]] = {}
    for long, short in lists().short.items():
        if " " in long:
            forms[stem(short)] = (*forms.get(stem(short), ()), _words(_tokens(long)))
    return forms


def _spaced(text: str) -> str:
    lower = _PREFIX.sub(r"\1\2", _PLURAL.sub(r"\1", text).lower().replace("’", "'"))
    return re.sub(r"[-‐-–/_×]+", " ", re.sub(r"(\d)\s*[x×]\s*(\d)", r"\1by\2", lower))


def _words(tokens: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(token) for token in tokens if token not in lexicon().stop)


def _aspects(plain: str) -> frozenset[str]:
    said = set(_TOKEN.findall(plain))
    return frozenset(name for name, words in lists().aspects.items() if words & said)


def _than(tokens: list[str]) -> tuple[frozenset[str], frozenset[str]] | None:
    place = _pivot(tokens)
    if place is None:
        return None
    return frozenset(_subject(tokens[:place])), frozenset(_subject(tokens[place:]))


def _pivot(tokens: list[str]) -> int | None:
    """Return the place of "than", or of the "to" or "over" of a preference or an advantage."""
    if "than" in tokens:
        return tokens.index("than")
    preferred = next((place for place, token in enumerate(tokens) if token.startswith(_PREFERRING)), len(tokens))
    return next((place for place in range(preferred, len(tokens)) if tokens[place] in ("to", "over")), None)


def _tokens(plain: str) -> list[str]:
    return [lists().one_name.get(token, token).removesuffix("'s") for token in _TOKEN.findall(plain)]


def _subject(tokens: Iterable[str]) -> tuple[str, ...]:
    stems = (stem(token) for token in tokens if token not in lexicon().stop)
    return tuple(dict.fromkeys(word for word in stems if word not in lists().generic))


def _core(plain: str) -> str:
    opening = _OPENING.match(plain)
    rest = plain[opening.end() :].strip() if opening else plain
    for end in _CORE_END.finditer(rest):
        if _subject(_tokens(rest[: end.start()])):
            return rest[: end.start()]
    return rest


def _shortened(text: str, short: Mapping[str, str]) -> str:
    for pattern, abbreviation in _patterns(tuple(sorted(short.items(), key=lambda pair: -len(pair[0])))):
        text = pattern.sub(abbreviation, text)
    return re.sub(r"\b(\w+) \(\1\)", r"\1", text)


@lru_cache(maxsize=8)
def _patterns(short: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b{re.escape(long)}s?\b"), name) for long, name in short)
