"""Questions that a page marks as such for search engines: schema.org as microdata or as JSON-LD."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

_MOST_NODES = 20_000


@dataclass(frozen=True, slots=True)
class Faq:
    """`headings`: elements that hold a question; `pairs`: question to answer (HTML); `names`: questions, plain."""

    headings: frozenset[HtmlElement] = frozenset()
    pairs: dict[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()


def find_faq(root: HtmlElement) -> Faq:
    """Return what the page marks."""
    headings = frozenset(one for one in root.iter() if one.get("itemprop") == "name" and _is_question(one))
    pairs: dict[str, str] = {}
    for script in root.iter("script"):
        if script.get("type", "").strip().lower() == "application/ld+json":
            pairs.update(_pairs(script.text or ""))
    return Faq(headings, pairs, frozenset(plain(question) for question in pairs))


def plain(text: str) -> str:
    """Return only the words of `text`, in lower case, to tell whether two texts are one."""
    return " ".join(re.findall(r"\w+", text.lower()))


def _is_question(element: HtmlElement) -> bool:
    scope = next((one for one in element.iterancestors() if "itemscope" in one.attrib), None)
    return scope is not None and scope.get("itemtype", "").rstrip("/").endswith("schema.org/Question")


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    try:
        waiting: list[object] = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            question, answer = node.get("name") or node.get("text"), _answer(node)
            if node.get("@type") == "Question" and isinstance(question, str) and answer:
                yield question, answer
            waiting.extend(value for value in node.values() if isinstance(value, dict | list))


def _answer(node: dict[str, object]) -> str:
    for name in ("acceptedAnswer", "suggestedAnswer"):
        found = node.get(name)
        one = found[0] if isinstance(found, list) and found else found
        if isinstance(one, dict) and isinstance(one.get("text"), str):
            return str(one["text"])
    return ""
