"""What a Markdown file holds and no reader of the rendered page sees: comments, and elements that hide their text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.domain.document import Refusal
from interviewer.ingest.code import code_lines
from interviewer.ingest.readers.css import colour_of, declarations, font_pixels, hidden_by
from interviewer.ingest.readers.unseen import NOT_SHOWN, SMALLEST, TINY, WHITE, fault_of_colour

COMMENT = "a comment, which is not shown"
_HIDDEN = "hidden text ({reason})"
# A comment, code on one line, or an element's opening tag. What spaced repetition notes on a card is read elsewhere.
_OPENING = re.compile(
    r"(?P<kept><!--\s*SR:[!\d,.:\s-]*-->)|(?P<comment><!--)|(?P<code>(?<!`)(`+)(?!`)[^\n]*?(?<!`)\4(?!`))"
    r"|<(?P<tag>[a-z][\w-]{0,30})(?P<attributes>\s[^<>]{0,2000})?>",
    re.IGNORECASE,
)
_STYLE = re.compile(r"\sstyle\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_COLOUR = re.compile(r"\scolor\s*=\s*[\"']?([^\s\"'>]+)", re.IGNORECASE)
_MARKUP = re.compile(r"\s(?:hidden(?=[\s=/]|$)|aria-hidden\s*=\s*[\"']?true)", re.IGNORECASE)
_DEFINED = re.compile(r" {0,3}\[[^\]]{1,80}\]:\s*(?:#|<>)\s*(?:\(.*\)|\".*\"|'.*')\s*$")
_EMPTY = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "source", "col", "area", "base"})
_POINTS = 0.75
_MOST_SPACE = 201


@dataclass(frozen=True, slots=True)
class Rendered:
    """The lines of a file, as many as before, without what is not shown; and what was taken out."""

    lines: tuple[str, ...]
    refused: tuple[Refusal, ...]


def rendered(lines: Sequence[str]) -> Rendered:
    """Return the lines of a Markdown file as its readers see them; code stays as it is."""
    if not any("<" in line or "]:" in line for line in lines):
        return Rendered(tuple(lines), ())
    shown, refused = list(lines), list[Refusal]()
    start = 0
    for end in [index for index, is_code in enumerate(code_lines(lines)) if is_code] + [len(lines)]:
        for refusal in _clear(shown, start, end):
            refused.append(refusal)
        start = end + 1
    return Rendered(tuple(shown), tuple(refused))


def _clear(lines: list[str], start: int, end: int) -> Iterator[Refusal]:
    """Take out of the lines from `start`, before `end`, what is not shown; yield why."""
    for index in range(start, end):
        if _DEFINED.match(lines[index]):
            lines[index] = ""
            yield Refusal(index + 1, index + 1, COMMENT)
    text = "\n".join(lines[start:end])
    found = list(_spans(text))
    for first, last, reason in found:
        lead, held = text.count("\n", 0, first), text.count("\n", first, last)
        yield Refusal(start + lead + 1, start + lead + held + 1, reason)
    if found:
        parts, place = list[str](), 0
        for first, last, _ in found:
            parts += [text[place:first], "\n" * text.count("\n", first, last)]
            place = last
        cleared = "".join([*parts, text[place:]]).split("\n")
        lines[start:end] = [
            line if line == old else line.rstrip() for line, old in zip(cleared, lines[start:end], strict=True)
        ]


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches that are not shown, one after the other."""
    place, low, closes = 0, text.lower(), True
    while match := _OPENING.search(text, place):
        place = match.end()
        if match["comment"]:
            end = text.find("-->", match.end()) if closes else -1
            closes = end >= 0  # where one is not closed, none after it is
            if closes or _opens_line(text, match.start()):
                place = end + 3 if end >= 0 else len(text)
                yield match.start(), place, COMMENT
        elif match["tag"] and match["tag"].lower() not in _EMPTY:
            reason = _reason(match["tag"].lower(), f" {match['attributes'] or ''}")
            if reason:
                place = _end_of(low, match["tag"].lower(), match.end())
                yield match.start(), place, _HIDDEN.format(reason=reason)


def _opens_line(text: str, place: int) -> bool:
    """Whether nothing but space stands before a place on its line; a line has no more than 200 spaces in a row."""
    before = text[max(0, place - _MOST_SPACE) : place].rpartition("\n")
    return not before[2].strip() and (bool(before[1]) or place <= _MOST_SPACE)


def _end_of(low: str, tag: str, start: int) -> int:
    """Return where the element ends that was opened before `start`; one that is never closed reaches to the end."""
    depth = 1
    for mark in re.finditer(rf"<(/?){re.escape(tag)}(?=[\s>/])[^<>]*>", low[start:]):
        depth += -1 if mark[1] else 1
        if depth == 0:
            return start + mark.end()
    return len(low)


def _reason(tag: str, attributes: str) -> str | None:
    """Return why an element of these attributes does not show its text; None where it does."""
    if tag in ("script", "style", "template", "noscript") or _MARKUP.search(attributes):
        return NOT_SHOWN
    style, colour = _STYLE.search(attributes), _COLOUR.search(attributes)
    declared = declarations(next((one for one in style.groups() if one is not None), "") if style else "")
    if declared.get("visibility") in ("hidden", "collapse"):
        return NOT_SHOWN
    size = font_pixels(declared.get("font-size"), 16.0)
    if size is not None and size * _POINTS < SMALLEST:
        return TINY
    letters = colour_of(declared.get("color", colour[1].lower() if colour and tag == "font" else None))
    if letters is not None and "background-color" not in declared and (fault := fault_of_colour(letters, WHITE)):
        return fault
    return hidden_by(declared)
