"""The text of a paragraph of a web page: bold, code and formulas as Markdown, everything else as plain text."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from interviewer.ingest.readers.machinery import is_machinery

_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_CITATION = re.compile(r"\s*\[\w{1,4}\]\s*$")
_CODE, _BOLD = frozenset({"code", "kbd", "samp", "tt"}), frozenset({"b", "strong"})
_RUN_OF_WORDS = re.compile(r"[a-z]{3,}")
_COMMAND = re.compile(r"\\(?:begin|end)\{[^}]*\}|\\[a-z]+")
_MOST_WORDS_UNSEEN = 3
# Where a page sets two elements apart by its style alone: a number or a sentence's end before a capital.
_NUMBER_ALONE = re.compile(r"\W*\d{1,4}(?:\.\d{1,4})*[.):]?\W*$")
_ENDS, _BEGINS = re.compile(r"(?:[a-z]{2}|[\d.?!:;,)\]%])\W?$"), re.compile(r"[\W_]{0,3}[A-Z]")
_WORD_BEGINS = re.compile(r"[A-Z][a-z]*\s")
_SHORT_SCRIPT = re.compile(r"[\w+-]{1,12}$")


def is_text(node: HtmlElement) -> bool:
    """Whether a node is an element and no comment or instruction."""
    return isinstance(node.tag, str)


def formula_of(element: HtmlElement) -> str | None:
    """Return the formula that the element holds, in LaTeX between dollars; None where it holds none."""
    if element.tag == "script" and element.get("type", "").startswith("math/tex"):
        return f"${(element.text or '').strip()}$"
    if element.tag == "math":
        source = next((one.text for one in element.iter("annotation") if "tex" in one.get("encoding", "")), None)
        if source and not _tells_more_than_it_shows(element, source):
            return f"${source.strip()}$"
        return _SPACE.sub("", _shown(element) or element.text_content())
    if element.tag == "img" and re.search(r"\b(?:math|latex|tex)\b", element.get("class", "")):
        return f"${element.get('alt', '').strip()}$"
    return None


def _tells_more_than_it_shows(formula: HtmlElement, source: str) -> bool:
    """Whether the LaTeX beside a formula holds words that the formula itself, which is what readers see, does not."""
    seen = re.sub(r"[\W_]+", "", _shown(formula).lower())
    words = _RUN_OF_WORDS.findall(_COMMAND.sub(" ", source).lower())
    return sum(word not in seen for word in words) > _MOST_WORDS_UNSEEN


def _shown(formula: HtmlElement) -> str:
    """Return what a formula shows: its text without the sources that stand beside it."""
    beside = {one for kind in ("annotation", "annotation-xml") for one in formula.iter(kind)}
    return "".join(
        text
        for one in formula.iter()
        if one not in beside
        for text in (one.text or "", *(child.tail or "" for child in one))
    )


def inline(element: HtmlElement, *, plain: bool = False) -> str:
    """Return the element's text; white space stays to be collapsed by `tidy`, a line break is a newline."""
    parts = [collapsed(element.text)]
    for child in element:
        if is_text(child):
            parts += beside(parts[-1], child, inline_child(child, plain=plain))
        parts.append(collapsed(child.tail))
    return "".join(parts)


def beside(before: str, child: HtmlElement, text: str) -> list[str]:
    """Return the text of an element, with a space where only the page's style sets it apart from its neighbours.

    `before` is what stands between the element and the one in front of it.
    """
    neighbour = child.getprevious()
    parts = [text]
    if neighbour is not None and is_text(neighbour) and not before and _in_prose(child):
        told = "".join(neighbour.itertext()).rstrip()
        if _ENDS.search(told) and _BEGINS.match(text):
            parts = [" ", text]
    if _NUMBER_ALONE.match(text) and _WORD_BEGINS.match(child.tail or "") and child.tag == "span":
        parts.append(" ")
    return parts


def _in_prose(element: HtmlElement) -> bool:
    return element.tag not in _CODE and not any(one.tag in _CODE or one.tag == "pre" for one in element.iterancestors())


def inline_child(child: HtmlElement, *, plain: bool = False) -> str:
    """Return the text of an element as it stands among the text of its parent."""
    formula = formula_of(child)
    if formula is not None:
        return formula
    if is_machinery(child):
        return ""
    if child.tag == "br":
        return "\n"
    text = inline(child, plain=plain or child.tag in _CODE or child.tag in _BOLD)
    return text if plain else _marked(str(child.tag), text)


def _marked(tag: str, text: str) -> str:
    told = text.strip()
    if not told or "\n" in told:
        return text
    if tag in _CODE:
        return text.replace(told, f"``{told}``" if "`" in told else f"`{told}`")
    if tag in _BOLD:
        return text.replace(told, f"**{told}**")
    if tag == "sup":
        return "" if _CITATION.match(text) else f"^{told}" if _SHORT_SCRIPT.match(told) else f"^({told})"
    if tag == "sub":
        return f"_{told}" if _SHORT_SCRIPT.match(told) else f"_({told})"
    return text


def collapsed(text: str | None) -> str:
    """Return `text` with each run of white space as one space."""
    return _SPACE.sub(" ", text) if text else ""


def tidy(text: str) -> list[str]:
    """Return the lines of a paragraph, each without surplus space, without empty lines at the ends."""
    lines = [_SPACE.sub(" ", line).strip() for line in text.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def program(element: HtmlElement) -> str:
    """Return program text as it stands, without the page's machinery in it."""
    return "".join(_pieces(element)).replace("\r\n", "\n")


def _pieces(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif is_text(child) and not is_machinery(child):
            yield from _pieces(child)
        yield child.tail or ""
