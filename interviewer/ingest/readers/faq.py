"""Questions that a page marks as such for search engines: schema.org as microdata or as JSON-LD."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from lxml.html import HtmlElement

from interviewer.ingest.readers.markdown import Markdown
from interviewer.ingest.sentences import asks

_MOST_NODES = 20_000
_LEVEL = 3
_ANSWERS = ("acceptedAnswer", "suggestedAnswer")
_ANSWER = re.compile(r"(?:(?:post|js)[-_])?answer$|(?:accepted|best)[-_]?answer$")
_ACCEPTED = re.compile(r"(?:js[-_])?(?:accepted|best)(?:[-_]?answer)?$")


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


def is_answer(element: HtmlElement) -> bool:
    """Whether a forum's markup says that the element is an answer."""
    if element.get("itemprop") in _ANSWERS:
        return True
    return any(_ANSWER.match(name) for name in element.get("class", "").lower().split())


ANSWER_LABEL = "**Answer:**"


def is_answered_below(heading: HtmlElement) -> bool:
    """Whether nothing of the question's own stands between its marked name and its marked answer."""
    scope = _scope(heading)
    if scope is None:
        return False
    parts = [one.get("itemprop") for one in scope.iter() if one.get("itemprop") and _scope(one) in (scope, None)]
    inside = any(one.get("itemprop") in _ANSWERS for one in scope.iter())
    return inside and "text" not in parts


def _scope(element: HtmlElement) -> HtmlElement | None:
    return next((one for one in element.iterancestors() if "itemscope" in one.attrib), None)


def is_accepted(element: HtmlElement) -> bool:
    """Whether it is the answer that the asker or the votes chose."""
    chosen = element.get("itemprop") == "acceptedAnswer"
    return chosen or any(_ACCEPTED.match(name) for name in element.get("class", "").lower().split())


def _is_question(element: HtmlElement) -> bool:
    scope = _scope(element)
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
    for name in _ANSWERS:
        found = node.get(name)
        one = found[0] if isinstance(found, list) and found else found
        if isinstance(one, dict) and isinstance(one.get("text"), str):
            return str(one["text"])
    return ""


def fill(out: Markdown, pairs: Mapping[str, str]) -> list[str]:
    """Add the marked answers that a page does not show: under their question where that stands alone, else at the end.

    Returns the questions whose answers were added.
    """
    seen = plain(" ".join(out.lines))
    bare = _bare_headings(out)
    named = {plain(question): question for question in pairs}
    added = []
    for place, name in sorted(((place, name) for name, place in bare.items() if name in named), reverse=True):
        labelled = ANSWER_LABEL in out.lines[place + 1 : place + 3]
        out.insert(place + (3 if labelled else 1), pairs[named[name]].split("\n"))
        added.append(named[name])
    for question, answer in pairs.items():
        if plain(question) not in seen:
            out.heading(question, 0, _LEVEL)
            out.block([ANSWER_LABEL] if not asks(question) else [], 0)
            out.block(answer.split("\n"), 0)
            added.append(question)
    return added


def _bare_headings(out: Markdown) -> dict[str, int]:
    """Return the headings without a line of text below them, with the place of each."""
    texts = [place for place, line in enumerate(out.lines) if line.strip() and line != ANSWER_LABEL]
    below = dict(pairwise(texts))
    headings = [place for place in texts if out.lines[place].startswith("#")]
    return {plain(out.lines[at]): at for at in headings if out.lines[below.get(at, at)].startswith("#")}
