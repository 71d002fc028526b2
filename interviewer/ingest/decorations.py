"""What a document puts around its questions: numbers, letters, labels, tags, signs, quotes that recur."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from unicodedata import category

from interviewer.ingest.sentences import asks, is_question, opens_like_a_question, plain

_MOST_TOKENS, _LONGEST_LINE = 5, 600
_LEAST_RECURRING = 2
_SIGNED = "\u2606"
# Each begins a line before the question itself; the shape leaves out what differs from line to line.
_TOKENS = (
    (
        "label",
        re.compile(
            r"(?P<word>[^\W\d_]{1,20}(?:\s[^\W\d_]{1,20}){0,2})(?:\s?[#№]?\d{1,4})?\s?(?P<end>[:.)\]|–—-])(?=\s)"
        ),
    ),
    ("ask", re.compile(r"(?P<word>Q)(?=\s+\S)")),
    (
        "number",
        re.compile(r"\d{1,4}(?:\.\d{1,4}){0,3}(?:\ufe0f?\u20e3|(?P<end>\s?[.:)\]/|–—-]{1,2})(?=\W|[A-Z])|(?=\s))"),
    ),
    ("tag", re.compile(r"(?P<word>[\[({<【])[^\[\](){}<>【】]{1,30}[\])}>】](?!\()(?P<end>[.:]?)")),
    ("sign", re.compile(r"(?P<word>[^\w\s])[\ufe0e\ufe0f\u200d]*")),
)
_NUMBER = re.compile(r"\d{1,4}")
# A tag in brackets, a tag behind a hash, or a sign; whether a sign counts, `_is_sign` says.
_SUFFIX = re.compile(
    r"(?:(?<=[\s*_])(?P<open>[\[(【])[^\[\]()【】?]{1,40}[\])】]|(?<=\s)(?P<hash>#[^\W\d][\w/-]*)"
    r"|(?P<sign>[^\w\s]))[\ufe0e\ufe0f]*$"
)
_CLOSING = frozenset("*_~\"'”’»“")


@dataclass(frozen=True, slots=True)
class Decorated:
    """A line's text between what stands before it and behind it; `before` and `behind` are shapes, empty for none."""

    text: str
    before: str
    behind: str
    number: int | None = None

    @property
    def is_named(self) -> bool:
        """Whether a number or a word stands before the text, which no list inside an answer has by chance."""
        return self.number is not None or any(character.isalnum() for character in self.before)


def decorated(line: str) -> Decorated | None:
    """Return a line taken apart, None where nothing is left that asks or nothing stands around it."""
    found = parted(line)
    if found is None or not (found.before or found.behind):
        return None
    text = found.text
    shaped = is_question(text) or opens_like_a_question(text)
    return found if shaped and asks(text) and _opens(text, named=found.is_named) else None


def _opens(text: str, *, named: bool) -> bool:
    return text[:1].isupper() and (named or opens_like_a_question(text))


def parted(line: str) -> Decorated | None:
    """Return a line's text with the shapes of what stands around it; None for a line that is too long."""
    if len(line) > _LONGEST_LINE:
        return None
    rest, before, number = line.strip(), [], None
    for _ in range(_MOST_TOKENS):
        shape, length = _token(rest)
        if not length:
            break
        digits = _NUMBER.search(rest[:length])
        number = int(digits[0]) if digits and number is None else number
        before.append(shape)
        rest = rest[length:].lstrip()
    text, behind = _without_suffix(rest)
    return Decorated(plain(text), " ".join(before), behind, number)


def _token(text: str) -> tuple[str, int]:
    """Return the shape and the length of what stands before the text; nothing where the text itself begins."""
    for kind, pattern in _TOKENS:
        match = pattern.match(text)
        if match is None or match.end() == len(text):
            continue
        groups = match.groupdict()
        word, end = (groups.get("word") or "").lower(), (groups.get("end") or "").strip()
        if kind == "sign":
            return (_SIGNED if category(match["word"]) == "So" else word), match.end()
        if kind == "label" and _is_letters(match["word"]):
            return f"a{end}", match.end()
        numbered = "0" if kind == "number" or (kind == "label" and _NUMBER.search(match[0])) else ""
        return f"{word}{numbered}{end}", match.end()
    return "", 0


def _is_letters(word: str) -> bool:
    """Whether the word counts: one letter, or a Roman number."""
    return (len(word) == 1 and word != "Q") or not word.strip("IVX")


def _without_suffix(text: str) -> tuple[str, str]:
    """Return the text without the tags, stars and quotes behind it, and their shape."""
    shapes: list[str] = []
    while (match := _SUFFIX.search(text)) and (match["sign"] is None or _is_sign(match["sign"])):
        sign = match["sign"] or ""
        shape = match["open"] or ("#" if match["hash"] else _SIGNED if category(sign) == "So" else sign)
        if not shapes or shapes[-1] != shape:
            shapes.append(shape)
        text = text[: match.start()].rstrip()
    return text, " ".join(reversed(shapes))


def _is_sign(character: str) -> bool:
    return character in _CLOSING or category(character) == "So"


def recurring(lines: Mapping[int, Decorated]) -> dict[int, Decorated]:
    """Return the lines of which what stands before and behind each also stands around another one."""
    before = Counter(one.before for one in lines.values() if one.before)
    behind = Counter(one.behind for one in lines.values() if one.behind)
    return {
        index: one
        for index, one in lines.items()
        if (not one.before or before[one.before] >= _LEAST_RECURRING)
        and (not one.behind or behind[one.behind] >= _LEAST_RECURRING)
    }


def undecorated(questions: Iterable[str]) -> dict[str, str]:
    """Return for each question that carries what at least half of them carry how it reads without that."""
    asked = list(questions)
    found = {place: one for place, text in enumerate(asked) if "\n" not in text and (one := decorated(text))}
    enough = max(_LEAST_RECURRING, (len(asked) + 1) // 2)
    kept = recurring(found)
    return {asked[place]: one.text for place, one in kept.items()} if len(kept) >= enough else {}
