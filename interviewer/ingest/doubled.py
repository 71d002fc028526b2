"""Tells a formula that was copied twice: as it is read, and right after it as it was marked up or typed."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_DELIMITED = re.compile(r"\$\$[^$]*\$\$|\$[^$]*\$|\\\((?:(?!\\\().)*?\\\)|\\\[(?:(?!\\\[).)*?\\\]|`[^`]*`", re.DOTALL)
_COMMAND = r"\\(?:begin|end)\{[a-z]{1,12}\*?\}(?:\{[lcr|]{1,8}\})?|\\[A-Za-z]{1,20}"
_SIGN = re.compile(rf"(?P<command>{_COMMAND})|[^\W_]")
_LAMBDA = {"lambda": "lamda"}
_SPOKEN_WORDS = (
    "log ln lg exp max min sup inf lim sin cos tan tanh sinh cosh cot arg argmax argmin det dim gcd ker mod Pr"
)
_SPOKEN = frozenset(_SPOKEN_WORDS.split(" "))
_FIRST_BASE = re.compile(r"\W*[^\W\d_](?:[\^_])[\w{(+-]")
_MARK = re.compile(r"(?:(?<![^\W_])[^\W\d_]|[)\]}|∥])[\^_][\w{(+-]|[\^_]\{")
_READ_ONLY = re.compile(r"\\[A-Za-z]|[_{}]")
_COMMANDED, _SPACE = re.compile(r"\\[A-Za-z]{2}"), re.compile(r"\s")
_INSIDE, _MORE = re.compile(r"[\w^\\{\u0300-\u036f]"), re.compile(r"[\w^']")
# Neither a pause nor an operator parts the two copies; the second may begin with a sign inside a bracket.
_PAUSE = re.compile(r"[.;:!?]\s|[,=+*/<>&]|(?<![\[({\s])\s*-|\n\s*\n")
_OPERATOR = re.compile(r"[=+*/<>≤≥±(]")
_TWO_BRACKETS = re.compile(r"[\])]\s?[\[(]")
_MARKED_OR_TYPED = re.compile(r"\\[A-Za-z]|[\^_=\])]")
# What the readable copy leaves out: space, the marks of raised and lowered, the signs that are drawn.
_LOST = re.compile(r"[\s\-−–·∗⋅^_{}]")
_LETTER_TWICE = re.compile(
    r"(?<=[^\W\d_]{2} )(?P<letter>(?![aAI])[^\W\d_]) (?P=letter)(?= [^\W\d_]{2,}| ?[.,;)](?:\s|$))", re.MULTILINE
)
_CALL_TWICE = re.compile(r"(?<!\w)(?P<call>[^\W\d_]{1,3}\([^()\s]{1,20}\))(?P=call)(?![\w(])")
# From one place; a formula's letters do not repeat in many lengths, but a page of one letter does in all.
_MOST_REPEATS = 4
_LONGEST, _WIDEST, _LEAST_TYPED, _LEAST_IN_CODE, _LEAST_WEAK = 2000, 150, 3, 3, 2


@dataclass(frozen=True, slots=True)
class _Sign:
    """A letter or digit of the readable form, and where it stands."""

    read: str
    first: int
    end: int


def holds_doubled(prose: Sequence[str], code: Sequence[str]) -> bool:
    """Whether some formula stands twice in a row. A formula on a line of its own may look like `code`."""
    parts = [part for text in _texts(prose) for part in _parts(text)]
    if any(_has_copy(part, 1) for part in parts):
        return True
    if any(_has_copy(line, _LEAST_IN_CODE) for line in code if len(line) <= _LONGEST and "\\" in line):
        return True
    weak = sum(len(pattern.findall(part)) for part in parts for pattern in (_LETTER_TWICE, _CALL_TWICE))
    return weak >= _LEAST_WEAK


def _texts(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines joined up to 2000 characters: a copy may break a formula over several lines."""
    held = ""
    for line in lines:
        if held and len(held) + len(line) >= _LONGEST:
            yield held
            held = ""
        if len(line) <= _LONGEST:
            held += f"{line}\n"
    if held:
        yield held


def _parts(text: str) -> Iterator[str]:
    """Yield what lies between formulas in their delimiters, code in backticks, and the cells of tables."""
    for part in _DELIMITED.split(text):
        rows: list[str] = []
        for line in part.split("\n"):
            if line.lstrip().startswith("|"):
                yield from line.split("|")
            else:
                rows.append(line)
        yield "\n".join(rows)


def _has_copy(given: str, least: int) -> bool:
    if not _MARKED_OR_TYPED.search(given):
        return False
    text = unicodedata.normalize("NFKD", given)
    signs = tuple(_signs(text))
    return any(
        size >= least and _is_copy(text, signs[start : start + 2 * size]) for start, size in _repeats(text, signs)
    )


def _repeats(text: str, signs: Sequence[_Sign]) -> Iterator[tuple[int, int]]:
    """Yield where letters begin that stand twice in a row, and how many: both copies whole, no word cut in two."""
    read = "".join(sign.read for sign in signs)
    ends = _ends(text, signs)
    for start, sign in enumerate(signs):
        if (sign.first and _INSIDE.match(text, sign.first - 1)) or not _is_whole(signs, start):
            continue
        last, found = min(start + _WIDEST, ends[start]), 0
        second = start + 1 if read.startswith(sign.read, start + 1) else read.find(read[start : start + 2], start + 2)
        while 0 < second <= last and found < _MOST_REPEATS:
            end = 2 * second - start
            twice = read.startswith(read[start:second], second) and not _MORE.match(text, signs[end - 1].end)
            if twice and _is_whole(signs, second) and _is_whole(signs, end):
                found += 1
                yield start, second - start
            second = read.find(read[start : start + 2], max(second + 1, start + 2))


def _ends(text: str, signs: Sequence[_Sign]) -> list[int]:
    """Return for each sign the last place that the second copy can begin at: that of the next mark, else of space."""
    firsts = [sign.first for sign in signs]
    marks = [match.start() for match in _READ_ONLY.finditer(text)] or [match.start() for match in _SPACE.finditer(text)]
    following = (bisect_left(marks, sign.end) for sign in signs)
    return [bisect_left(firsts, marks[place]) if place < len(marks) else len(signs) for place in following]


def _is_whole(signs: Sequence[_Sign], place: int) -> bool:
    """Whether no command is cut in two before the sign at `place`."""
    return place == len(signs) or signs[place].first != signs[place - 1].first


def _is_copy(text: str, signs: Sequence[_Sign]) -> bool:
    """Whether the second half of these signs is a formula as it is marked up or typed, the first as it is read."""
    half = len(signs) // 2
    first = text[signs[0].first : signs[half - 1].end]
    between, second = text[signs[half - 1].end : signs[half].first], text[signs[half].first : signs[-1].end]
    if _READ_ONLY.search(first) or _PAUSE.search(between):
        return False
    if _COMMANDED.search(between + second):
        return True
    marked = _FIRST_BASE.match(second) or _MARK.search(second)
    told = any(sign.read.isalpha() for sign in signs) or "{" in second
    if marked and told and "^" not in first:
        return True
    return half >= _LEAST_TYPED and _is_typed_again(first, between, second)


def _is_typed_again(first: str, between: str, second: str) -> bool:
    """Whether a formula without any mark follows its readable copy, which holds no space: y=mx+by = mx + b."""
    if len(between) - len(between.strip()) > 1 or re.search(r"\s", first) or not re.search(r"\s", second):
        return False
    formula = _OPERATOR.search(first) or _TWO_BRACKETS.search(between)
    return bool(formula) and _LOST.sub("", first) == _LOST.sub("", second)


def _signs(text: str) -> Iterator[_Sign]:
    for match in _SIGN.finditer(text):
        for letter in _read(match["command"][1:]) if match["command"] else match.group():
            yield _Sign(letter, match.start(), match.end())


def _read(command: str) -> str:
    """Return what a command prints: a Greek letter, a function's name, or nothing that is a letter."""
    if command in _SPOKEN:
        return command
    name = command.removeprefix("var").lower()
    size = "CAPITAL" if command[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {_LAMBDA.get(name, name).upper()}")
    except KeyError:
        return ""
