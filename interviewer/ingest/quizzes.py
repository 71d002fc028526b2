"""Quizzes on paper: the points behind a number, and the letter of the right option, in the words that mark both."""

import re
from collections.abc import Sequence

_POINTS = r"[\[(]?\s*(?:worth )?(?:\d{1,3}|_{1,6})\s*(?:points?|pts?\.?|marks?|punkte?)\s*[\])]?"
_HEAD = re.compile(
    r"(?P<head>\s{0,12}(?:#{1,6} )?(?:\*\*)?(?:Question|QUESTION|Q)\.? ?\d{1,3})[.:)]?(?:\*\*)?"
    rf"(?:\s?(?:/|of|out of)\s?\d{{1,3}}[.:)]?(?:\*\*)?(?:\s{{0,200}}{_POINTS})?|\s{{0,200}}{_POINTS})(?:\*\*)?$"
)
# A box or a circle before an option; what is in it tells the right one away.
_BOX = re.compile(
    r"(?P<space>\s{0,12})(?:[-*] )?(?:[(\[][ xX*✓✔•o]?[)\]]|[○●◯◉☐☑☒✓✔✗✘])\s{1,4}(?P<letter>[A-Ha-h][.)]\s)?(?=\S)"
)
_OPEN = re.compile(
    r"\s{0,12}(?:open|essay|long|short|free[- ]text)[- ](?:answer )?question[.:]\s+(?=\S)", re.IGNORECASE
)
_OPTION = re.compile(r"\s{0,12}(?:[-*] )?\(?(?P<letter>[A-Ha-h])[.):]\s+\S")
_KEY = re.compile(
    r"(?P<space>\s{0,12})(?:\*\*)?(?:(?:answer |solution )?key|(?:correct|right)(?: (?:options?|choices?|letters?))?)"
    r"(?:\*\*)?\s?[:=]\s?(?:\*\*)?\s{0,9}(?P<told>\(?"
    r"(?P<letters>[A-Ha-h](?:(?:,| and| &|, and|,? ?/) ?[A-Ha-h]){0,6})\b.*)$",
    re.IGNORECASE,
)
_PLAIN_HEAD = re.compile(r"\s{0,12}(?:#{1,6} )?(?:\*\*)?(?:Question|QUESTION|Q)\.? ?\d{1,3}\b")
_ANSWERED = re.compile(r"\s{0,12}(?:\*\*)?(?:(?:the )?(?:correct|right) )?(?:answers?|key)\b.{0,12}[:=]", re.IGNORECASE)
_REACH, _LEAST_OPTIONS, _FAR = 14, 2, 30


def ungraded(lines: Sequence[str]) -> tuple[str, ...]:
    """Return as many lines: heads without their points, and a key right below its options as an answer's label.

    Options of a quiz lose their boxes, which tell the right one.
    """
    told = tuple(_told(lines, index) for index in range(len(lines)))
    return tuple(_unboxed(told, index) for index in range(len(told)))


def _unboxed(lines: Sequence[str], index: int) -> str:
    """Return a line without its box where the question above it has a head and the answer below a label."""
    match = _BOX.match(lines[index])
    if match is None:
        return lines[index]
    above = any(_PLAIN_HEAD.match(line) for line in lines[max(index - _FAR, 0) : index])
    below = any(_ANSWERED.match(line) for line in lines[index + 1 : index + _REACH])
    return (
        f"{match['space']}{match['letter'] or '- '}{lines[index][match.end() :]}" if above and below else lines[index]
    )


def _told(lines: Sequence[str], index: int) -> str:
    line = lines[index]
    if head := _HEAD.match(line):
        return f"{head['head']}:"
    if _OPEN.match(line) and any(_HEAD.match(above) for above in lines[max(index - 2, 0) : index]):
        return _OPEN.sub("", line, count=1)
    key = _KEY.match(line)
    if key and _offered(lines[max(index - _REACH, 0) : index], key["letters"]):
        return f"{key['space']}Answer: {key['told']}"
    return line


def _offered(above: Sequence[str], letters: str) -> bool:
    """Whether the lines above offer options, those that the key names among them."""
    offered = {match["letter"].lower() for line in above if (match := _OPTION.match(line))}
    return len(offered) >= _LEAST_OPTIONS and set(re.findall(r"\b[a-h]\b", letters.lower())) <= offered
