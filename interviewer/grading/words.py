"""Cuts text into words with exact offsets and brings symbols, spellings and synonyms to one form."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import Stemmer
from rapidfuzz.distance import DamerauLevenshtein

_LONGEST_WORD = 40  # a longer run of letters is no word; only its beginning is compared
_TYPO_LENGTH = 5  # shorter words have too many neighbours at distance one
_SAME, _SYNONYM, _ALIKE = 1.0, 0.9, 0.85
_WORD = re.compile(
    r"\\(?P<tex>[A-Za-z]+)|(?P<letters>[^\W\d_²³]+(?:['’][^\W\d_²³]+)?)|(?P<number>\d+(?:\.\d+)?)|(?P<sign><=|>=|[<>≤≥√²³^/*×·÷∝=+])"
)
_TEX_SIGNS = {
    "leq": "<=",
    "le": "<=",
    "geq": ">=",
    "ge": ">=",
    "cdot": "*",
    "times": "*",
    "frac": "/",
    "sqrt": "sqrt",
    "propto": "∝",
}
_TEX_NAMES = frozenset(
    {
        "alpha", "beta", "gamma", "delta", "epsilon", "theta", "lambda", "mu", "sigma", "phi", "psi", "rho", "tau",
        "eta", "softmax", "exp", "log", "max", "min", "sum", "prod", "nabla", "partial",
    }
)  # fmt: skip
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "θ": "theta", "λ": "lambda",
    "μ": "mu", "σ": "sigma", "η": "eta", "φ": "phi", "ρ": "rho", "τ": "tau",
}  # fmt: skip
_SIGNS = {
    "²": "squared", "³": "cubed", "√": "sqrt", "<": "less", ">": "greater", "≤": "most", "<=": "most",
    "≥": "least", ">=": "least", "*": "times", "×": "times", "·": "times", "÷": "divide", "/": "divide",
    "∝": "proportional", "+": "plus",
}  # fmt: skip
_POWERS = frozenset({"squared", "cubed"})
_QUIET_SIGNS = frozenset("+*×·/÷=^<>")  # too common in notes and formulas to be asked for


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: `text[start:end]`, its common form `key`, and whether it carries content."""

    key: str
    stem: str
    start: int
    end: int
    content: bool
    surface: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of `lexicon.json`, stemmed where they are compared by stem."""

    stop: frozenset[str]
    weak: frozenset[str]
    talk: frozenset[str]
    negators: frozenset[str]
    denials: tuple[str, ...]
    canonical: dict[str, str]
    opposites: dict[str, frozenset[str]]
    dont_know: frozenset[str]
    instruction: re.Pattern[str]
    others_line: re.Pattern[str]
    taken_back: re.Pattern[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the word lists, read once."""
    data = json.loads(files("interviewer.grading").joinpath("lexicon.json").read_text(encoding="utf-8"))
    canonical: dict[str, str] = {}
    for group in data["synonyms"]:
        names = group.split()
        for name in names:
            canonical.setdefault(stem(name), stem(names[0]))
    opposites: dict[str, set[str]] = {}
    for left, right in data["antonyms"]:
        a, b = (canonical.get(stem(word), stem(word)) for word in (left, right))
        opposites.setdefault(a, set()).add(b)
        opposites.setdefault(b, set()).add(a)
    return Lexicon(
        stop=frozenset(data["stop"].split()),
        weak=frozenset(stem(word) for word in data["weak"].split()),
        talk=frozenset(data["talk"].split()),
        negators=frozenset(data["negators"].split()),
        denials=tuple(data["denials"]),
        canonical=canonical,
        opposites={key: frozenset(value) for key, value in opposites.items()},
        dont_know=frozenset(data["dont_know"].split()),
        instruction=re.compile(data["instruction"], re.IGNORECASE),
        others_line=re.compile(data["others_line"], re.IGNORECASE),
        taken_back=re.compile(data["taken_back"], re.IGNORECASE),
    )


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the Snowball stem of a lower-case word."""
    return str(_stemmer().stemWord(word[:_LONGEST_WORD].encode("utf-8", "replace").decode()))


@lru_cache(maxsize=1_000)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of `text` in order; formulas count as the words one would read them as.

    The last texts are kept: a rubric's come with every answer, and an answer is looked at from many sides.
    """
    found: list[Word] = []
    power_end = -1
    for match in _WORD.finditer(text):
        spoken = "" if match.start() == power_end else _spoken(match, text)
        if match["sign"] == "^":
            power_end = match.end() + (text[match.end() : match.end() + 1] == "{") if spoken else -1
        if spoken:
            found.append(
                _word(spoken, match.start(), match.end(), quiet=match.group() in _QUIET_SIGNS and spoken not in _POWERS)
            )
    return tuple(found)


def content_words(text: str) -> list[Word]:
    """Return the words of `text` that carry content."""
    return [word for word in words(text) if word.content]


def _spoken(match: re.Match[str], text: str) -> str:
    if tex := match["tex"]:
        name = _TEX_SIGNS.get(tex, tex if tex in _TEX_NAMES else "")
        return _SIGNS.get(name, name)
    if sign := match["sign"]:
        if sign == "^":
            after = text[match.end() : match.end() + 3].lstrip("{")[:1]
            return {"2": "squared", "3": "cubed"}.get(after, "")
        return _SIGNS.get(sign, "")
    spoken = match.group()[:_LONGEST_WORD].lower().replace("’", "'")
    return _GREEK.get(spoken, spoken)


def _word(spoken: str, start: int, end: int, *, quiet: bool) -> Word:
    lists = lexicon()
    bare = spoken.removesuffix("'s")
    root = stem(bare)
    content = not quiet and bare not in lists.stop and spoken not in lists.negators
    return Word(lists.canonical.get(root, root), root, start, end, content, spoken)


def likeness(wanted: Word, given: Word) -> float:
    """Return how well `given` stands for `wanted`: 1 same stem, .9 synonym, .85 typo or shared root, else 0."""
    if wanted.stem == given.stem:
        return _SAME
    if wanted.key == given.key:
        return _SYNONYM
    return _ALIKE if _misspelt(wanted.stem, given.stem) else 0.0


class Wanted:
    """Words that others are compared with, found by what they are, by what they mean and by how they begin."""

    def __init__(self, words: Sequence[Word]) -> None:
        places: dict[tuple[str, str], int] = {}
        self._place_of = np.array([places.setdefault((w.stem, w.key), len(places)) for w in words], dtype=np.intp)
        self._size = len(places)
        self._stems: dict[str, list[int]] = {}
        self._keys: dict[str, list[int]] = {}
        self._begin: dict[str, list[tuple[str, int]]] = {}
        for (root, key), place in places.items():
            self._stems.setdefault(root, []).append(place)
            self._keys.setdefault(key, []).append(place)
            if len(root) >= _TYPO_LENGTH:
                self._begin.setdefault(root[0], []).append((root, place))

    def likenesses(self, given: Sequence[Word]) -> npt.NDArray[np.float32]:
        """Return `likeness` of each word of `given` (rows) for each of these (columns)."""
        places: dict[tuple[str, str], int] = {}
        row_of = np.array([places.setdefault((w.stem, w.key), len(places)) for w in given], dtype=np.intp)
        table = np.zeros((len(places), self._size), dtype=np.float32)
        for (root, key), row in places.items():
            if len(root) >= _TYPO_LENGTH:
                for wanted, place in self._begin.get(root[0], ()):
                    if _misspelt(wanted, root):
                        table[row, place] = _ALIKE
            # what is nearer stands over what is less near
            for place in self._keys.get(key, ()):
                table[row, place] = _SYNONYM
            for place in self._stems.get(root, ()):
                table[row, place] = _SAME
        return table[np.ix_(row_of, self._place_of)]


@lru_cache(maxsize=200_000)
def _misspelt(wanted: str, given: str) -> bool:
    if min(len(wanted), len(given)) < _TYPO_LENGTH or wanted[0] != given[0]:
        return False
    if wanted.startswith(given) or given.startswith(wanted):
        return True
    allowed = 1 if len(wanted) < 8 else 2
    return DamerauLevenshtein.distance(wanted, given, score_cutoff=allowed) <= allowed
