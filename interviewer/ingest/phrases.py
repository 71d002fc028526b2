"""Names as a question writes them: casing, articles, number, joined with commas and "and"."""

import re
from collections.abc import Sequence
from functools import cached_property

_BRACKETED = re.compile(r"\s*\((?:or|also|i\.e\.|e\.g\.|aka)?\b[^)]*\)")
_ACRONYM = re.compile(r"\s*\(([A-Z][\w-]{1,7})\)")
_DETERMINER = re.compile(r"^(?:an?|the|your|our|this|that|these|those|its)\s+", re.IGNORECASE)
# Heads that English counts, so that the bare singular wants an article.
_COUNTED = re.compile(
    r"(?:function|model|network|algorithm|machine|layer|problem|system|matrix|table|index|tree|graph|class|object"
    r"|variable|parameter|hyperparameter|thread|process|pointer|container|key|query|gate|server|node|tensor|vector)$",
    re.IGNORECASE,
)
# What may follow a whole term; a further noun would make the article that noun's.
_AFTER = r"(?=[.,;:)?]| (?:is|are|can|has|to|of|in|that|which|and|or|by|for|with)\b|$)"
# A capital that only opens a sentence or a heading: such words are no names, and the rest has no capital either.
_OPENING = re.compile(r"[A-Z](?=[a-z]{3,}(?:ing|tion|sion|ment|ness)(?:[ -]|$)|[a-z]+-[a-z]+(?:-[a-z]+)+)[^A-Z\d]*$")
_VOWEL = re.compile(r"(?:[aeio]|u(?!ni|se|ti|r[il])|[AEIOU](?![A-Z])|[AEFHILMNORSX](?=[A-Z]))")
_ONE_LETTER_SOUND = re.compile(r"(?:one\b|[Ee]u|Uni|Use)")
# How a term is written shows in the first part of a document; every draft searches it, so it is kept short.
_READ = 100_000


class Phrases:
    """How a document writes its terms; `text` is all of it."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> str:
        return " ".join(self._text[:_READ].split())

    def term(self, name: str) -> str:
        """Return a term without its determiner, in lower case where that is how it stands in a sentence."""
        acronym = _ACRONYM.search(name)
        bare = _DETERMINER.sub("", _BRACKETED.sub("", name), count=1).strip(" ,;:*_\"“”'")
        low = bare.lower()
        seen = low != bare and low in self._words
        written = len(re.findall(rf"(?<![\w.]){re.escape(low)}", self._words)) if seen else 0
        capital = len(re.findall(rf"(?<=[a-z,] ){re.escape(bare)}", self._words)) if written else 0
        opens = _OPENING.match(bare) and not re.search(rf"(?<=[a-z,] ){re.escape(bare)}", self._words)
        shown = low if opens or (written and written >= capital) else bare
        return f"{shown} ({acronym[1]})" if acronym else shown

    def with_article(self, name: str, *, plural: bool = False) -> str:
        """Return a term with the article it needs: its own, or that of a countable noun or acronym."""
        term = self.term(name)
        own = _DETERMINER.match(name)
        if plural or not term:
            return term
        bare = _BRACKETED.sub("", term)
        counted = _COUNTED.search(bare) or (
            bare.isupper() and re.search(rf"\ban? {re.escape(bare)}{_AFTER}", self._words)
        )
        if own and not (counted and bare.isupper()):
            word = own.group().strip().lower()
            return f"the {term}" if word == "the" else f"{article(term)} {term}"
        return f"{article(term)} {term}" if counted else term

    def is_one(self, name: str) -> bool:
        """Whether the document speaks of a name that ends like a plural as of one thing: "Kubernetes is"."""
        return bool(re.search(rf"\b{re.escape(name)} (?:is|was|has|does|[a-z]+[^\Wsui]s)\b", self._words))

    def what_is(self, term: str) -> str:
        """Return the question that a term's definition answers."""
        return f"What is {self.with_article(term)}?"


def article(term: str) -> str:
    """Return the indefinite article that a term takes."""
    return "an" if _VOWEL.match(term) and not _ONE_LETTER_SOUND.match(term) else "a"


def listed(names: Sequence[str]) -> str:
    """Return names joined by commas and a last "and"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
