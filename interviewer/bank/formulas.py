"""Which texts of a question file hold a formula that only opens or only closes, so that it is shown as raw TeX."""

import re
from collections.abc import Iterator

from interviewer.bank.files import BODY, Place, dotted
from interviewer.domain.question import Question

_CODE = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)|(?<!`)(`+)(?!`)(?:.(?!\n\s*\n))+?(?<!`)\2(?!`)", re.S | re.M)
_ESCAPED = re.compile(r"\\[\\$]")
_DISPLAY = re.compile(r"\$\$[^$]+\$\$")
# As Pandoc tells a formula from two prices: no blank inside of its dollar signs, no digit after the second.
_INLINE = re.compile(r"(?<![$\w])\$(?=\S)(?:[^$\n]|\n(?!\s*\n))*(?<=\S)\$(?![\d$])")
_PRICE = re.compile(r"\$\d[\d.,]*(?:[kKmMbB]|bn)?(?![\w^\\{=+*<>]|/\w\b)|(?<!\S)\d[\d.,]*\$(?!\w)")
_VARIABLE = re.compile(r"\$(?:[A-Z_]{3,}\b|\{\w+\})")
"""Of a shell: `$HOME`, `${path}`."""
_APART = re.compile(r"(?<!\S)\$(?!\S)")
"""The sign itself, as in "a $ sign"."""
_SHOWN = 40


def unbalanced(question: Question) -> Iterator[tuple[Place, str]]:
    """Yield where a text stands with a formula that is not opened or not closed, and what is wrong."""
    for place, text in _texts(question):
        rest = _stray(text)
        if rest is not None:
            yield place, f"{dotted(place)}: a formula is not opened or not closed: {rest!r}"


def _stray(text: str) -> str | None:
    """Return the text from the first dollar sign on that belongs to no formula, price or code; None without one."""
    rest = text
    for known in (_CODE, _ESCAPED, _DISPLAY, _INLINE, _PRICE, _VARIABLE, _APART):
        rest = known.sub(_filling, rest)
    place = rest.find("$")
    return None if place < 0 else " ".join(text[max(place - _SHOWN // 2, 0) :][:_SHOWN].split())


def _filling(match: re.Match[str]) -> str:
    """Return as many characters that are no part of a word and no sign."""
    return "·" * len(match.group())


def _texts(question: Question) -> Iterator[tuple[Place, str]]:
    yield ("question",), question.text
    for number, text in enumerate(question.paraphrases):
        yield ("paraphrases", number), text
    for number, point in enumerate(question.key_points):
        if point.text not in question.reference:  # a claim cut from the reference is not the person's to mend
            yield ("key_points", number, "text"), point.text
        for place, text in enumerate(point.accept):
            yield ("key_points", number, "accept", place), text
    yield BODY, question.reference
