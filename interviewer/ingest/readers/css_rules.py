"""The rules of a page's own style sheets: simple selectors and the cascade, as far as they can hide text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from interviewer.ingest.readers.css import SCREEN, Declared, declarations, pixels, plain

_MARK = re.compile(r"[{};]")
_COMPOUND = re.compile(r"(\*|[a-z][\w-]*)?((?:[.#][\w-]+|\[[^\]]{1,200}\])*)", re.IGNORECASE)
_PART = re.compile(r"([.#])([\w-]+)|\[\s*([\w-]+)\s*(?:([~^$*|]?=)\s*[\"']?([^\"'\]]*)[\"']?\s*)?\]")
_COMBINATOR = re.compile(r"\s*>\s*|\s+")
_NAME = re.compile(r"[.#][\w-]+")
_WIDTH = re.compile(r"(min|max)-width\s*:\s*([\d.]+(?:px|r?em))")
_OTHER_MEDIUM = re.compile(r"\b(?:print|speech|not)\b|\([^)]*(?:prefers|height|orientation|hover|pointer|device)")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")


@dataclass(frozen=True, slots=True)
class _Compound:
    """A tag with classes, id and attributes: `p.note[hidden]`."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]
    attributes: tuple[tuple[str, str, str], ...]

    def matches(self, element: HtmlElement) -> bool:
        if self.tag and self.tag != element.tag:
            return False
        if self.ids and not self.ids <= {element.get("id", "")}:
            return False
        if self.classes and not self.classes <= set(element.get("class", "").split()):
            return False
        return all(_has_value(element.get(name), way, wanted) for name, way, wanted in self.attributes)


def _has_value(value: str | None, way: str, wanted: str) -> bool:
    if value is None:
        return False
    ways = {
        "": True,
        "=": value == wanted,
        "~=": wanted in value.split(),
        "|=": value.split("-")[0] == wanted,
        "^=": bool(wanted) and value.startswith(wanted),
        "$=": bool(wanted) and value.endswith(wanted),
        "*=": bool(wanted) and wanted in value,
    }
    return ways[way]


_Weight = tuple[bool, int, int, int, int]
"""Important, then ids, classes and tags of the selector, then the place in the sheets."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """The last compound of a selector, what must stand around it (nearest first; whether as parent), and its block."""

    last: _Compound
    above: tuple[tuple[_Compound, bool], ...]
    weight: tuple[int, int, int, int]
    block: Declared

    def matches(self, element: HtmlElement) -> bool:
        if not self.last.matches(element):
            return False
        here = element
        for compound, parent in self.above:
            over = here.iterancestors()
            found = next((one for one in over if compound.matches(one) or parent), None)
            if found is None or not compound.matches(found):
                return False
            here = found
        return True


@dataclass
class Sheet:
    """The rules of a page's own style sheets that hold on a screen."""

    _rules: dict[str, list[_Rule]] = field(default_factory=dict)
    _variables: dict[str, set[str]] = field(default_factory=dict)
    _named: dict[str, list[tuple[_Rule | None, Declared]]] = field(default_factory=dict)
    _count: int = 0

    def add(self, text: str) -> None:
        """Take in the text of a style sheet, after those before it."""
        for selectors, body in _blocks(plain(text)):
            block = declarations(body)
            for name, value in block.items():
                if name.startswith("--"):
                    self._variables.setdefault(name, set()).add(value.removesuffix("!important"))
            for selector in selectors.split(","):
                self._add(selector.strip(), block)

    def _add(self, selector: str, block: Declared) -> None:
        self._count += 1
        rule = _rule(selector.replace(":root", "html"), block, self._count)
        for name in _NAME.findall(_COMBINATOR.split(selector)[-1]):
            self._named.setdefault(name, []).append((rule, block))
        if rule is not None:
            key = next(iter(rule.last.ids or rule.last.classes), rule.last.tag)
            self._rules.setdefault(key, []).append(rule)

    def declared(self, element: HtmlElement) -> dict[str, str]:
        """Return what the sheets, then the element's own style, say of it."""
        found: dict[str, tuple[_Weight, str]] = {}
        for key in {element.get("id", ""), *element.get("class", "").split(), str(element.tag), ""}:
            for rule in self._rules.get(key, ()):
                if rule.matches(element):
                    _take(found, rule.block, rule.weight)
        _take(found, declarations(element.get("style", "")), (9999, 0, 0, 0))
        return {name: self._filled_in(value) for name, (_, value) in found.items()}

    def in_another_state(self, element: HtmlElement, name: str) -> set[str]:
        """Return the values that rules for one of the element's names would give it, which do not hold as the page is.

        They hold where a script adds a class, or where the reader points, clicks or ticks.
        """
        names = [f".{one}" for one in element.get("class", "").split()] + [f"#{element.get('id', '')}"]
        rules = (pair for one in names for pair in self._named.get(one, ()))
        return {
            block[name].removesuffix("!important")
            for rule, block in rules
            if name in block and (rule is None or not rule.matches(element))
        }

    def _filled_in(self, value: str) -> str:
        """Put in variables that have one value in all of the page; with several, which one holds is not known."""

        def told(match: re.Match[str]) -> str:
            values = self._variables.get(match[1])
            return next(iter(values)) if values and len(values) == 1 else "unknown" if values else match[2] or "unknown"

        return _VARIABLE.sub(told, value) if "var(" in value else value


def _take(found: dict[str, tuple[_Weight, str]], block: Declared, weight: tuple[int, int, int, int]) -> None:
    for name, value in block.items():
        important = value.endswith("!important")
        ranked = (important, *weight)
        if name not in found or ranked >= found[name][0]:
            found[name] = (ranked, value.removesuffix("!important").strip())


def _rule(selector: str, block: Declared, place: int) -> _Rule | None:
    """Return a rule for a selector of compounds, spaces and `>`; None for any other."""
    parts = _COMBINATOR.split(selector)
    if not selector or len(parts) > 12:
        return None
    compounds = [found for part in parts if (found := _compound(part)) is not None]
    if len(compounds) < len(parts):
        return None
    direct = [">" in found for found in _COMBINATOR.findall(selector)]
    weight = (
        sum(len(one.ids) for one in compounds),
        sum(len(one.classes) + len(one.attributes) for one in compounds),
        sum(bool(one.tag) for one in compounds),
        place,
    )
    above = tuple(zip(compounds[-2::-1], direct[::-1], strict=True))
    return _Rule(compounds[-1], above, weight, block)


def _compound(text: str) -> _Compound | None:
    match = _COMPOUND.fullmatch(text)
    if not text or match is None:
        return None
    parts = [part.groups() for part in _PART.finditer(match[2])]
    return _Compound(
        "" if match[1] in (None, "*") else match[1].lower(),
        frozenset(name for kind, name, *_ in parts if kind == "."),
        frozenset(name for kind, name, *_ in parts if kind == "#"),
        tuple((name.lower(), way or "", value or "") for _, _, name, way, value in parts if name),
    )


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and body of each rule that holds on a screen; what is nested inside a rule is passed over."""
    opened: list[tuple[str, int, bool]] = []  # selector (empty for an at-rule), start of its body, whether it holds
    start = 0
    for mark in _MARK.finditer(text):
        before = text[start : mark.start()].strip()
        if mark.group() == "{":
            holds = all(one[2] for one in opened[-1:])
            inside = bool(opened and opened[-1][0])
            at = before.startswith("@")
            holds = holds and not inside and (not at or holds_for(before))
            opened.append(("" if at else before or "?", mark.end(), holds))
        elif mark.group() == "}" and opened:
            selector, begin, holds = opened.pop()
            if selector and holds:
                yield selector, text[begin : mark.start()]
        start = mark.end()


def holds_for(condition: str) -> bool:
    """Whether what stands under `@media` and the like, or in the `media` of a sheet, holds on a screen."""
    told = condition.lower()
    kind = told.split("(")[0].split()[0] if told.split() else ""
    if kind.startswith("@") and kind not in {"@media", "@supports", "@layer"}:
        return False
    if _OTHER_MEDIUM.search(told):
        return False
    widths = [(bound, pixels(value)) for bound, value in _WIDTH.findall(told)]
    return all(width is None or (width <= SCREEN) == (bound == "min") for bound, width in widths)
