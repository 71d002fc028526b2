"""Takes out of a web page what its readers do not see: by markup, inline style, or the page's own style sheets."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from lxml.html import HtmlElement

from interviewer.ingest.readers.css import CONTEXT, colour_of, declarations, font_pixels, hidden_by
from interviewer.ingest.readers.css_rules import Sheet, holds_for
from interviewer.ingest.readers.inline import formula_of, is_text
from interviewer.ingest.readers.machinery import is_machinery, is_whole_page
from interviewer.ingest.readers.panels import panel_title, title_asks
from interviewer.ingest.readers.unseen import (
    BLACK,
    NOT_SHOWN,
    OFF_PAGE,
    SMALLEST,
    TINY,
    WHITE,
    Colour,
    Hidden,
    fault_of_colour,
)

_MOST_OF_PAGE = 0.3
"""More text than that in the colour of an assumed background: a theme in another sheet says what is behind it."""
_POINTS = 0.75
_NEARBY = 200
_HIDDEN_CLASSES = frozenset({"sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden"})
_AWAY = re.compile(r"(?:^|;)(?:left|top|right|text-indent|margin-left):-\d{3,}")
_PICTURES = ("img", "video", "picture", "svg", "canvas")
_TOGGLES = frozenset({"aria-expanded", "aria-controls", "onclick", "data-toggle", "data-bs-toggle"})
_PRESSED = ("button", "label")
_FOLDING = re.compile(r"accordion|collaps|toggle|faq", re.IGNORECASE)
_LOOKS = frozenset({"color", "text", "bgcolor", "background"})
_NO_COLOUR_WORDS = (
    "none inherit initial unset repeat no-repeat repeat-x repeat-y scroll fixed local left right top bottom center "
    "cover contain auto border-box padding-box content-box"
)
_NO_COLOUR = frozenset(_NO_COLOUR_WORDS.split())
_TOKEN = re.compile(r"[\w#.%-]+(?:\([^()]*\))?")
KEPT = "Text that shows only on a click or by a script was kept: {count} part{s}."
KEPT_THEME = "Text in the colour of an assumed white background was kept: it is too much of the page to be hidden."


@dataclass(frozen=True, slots=True)
class _Look:
    """How letters look in an element. None where that is not known; `assumed`: nothing says what is behind them."""

    colour: Colour | None = BLACK
    background: Colour | None = WHITE
    assumed: bool = True
    size: float | None = 16.0
    shown: bool = True


@dataclass(frozen=True, slots=True)
class _Find:
    """An element that is not seen, or (not `whole`) only the text that stands directly in it."""

    element: HtmlElement
    reason: str
    whole: bool
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Stripped:
    """What was taken out of a page, and what a person should know of what was not."""

    hidden: tuple[Hidden, ...]
    notes: tuple[str, ...]


def strip(root: HtmlElement) -> Stripped:
    """Take out of the tree below `root` all text that is not seen; formulas and the page's machinery stay as they are.

    What a click shows stays, so do parts that a script shows: a rule for the same class, in another state of the page,
    says so. Nothing else is known of scripts, of other sheets than the page's own, and of layout.
    """
    walk = _Walk(_sheet_of(root))
    walk.element(root, _Look())
    of_theme = _has_other_sheets(root) and walk.in_assumed_colour > _MOST_OF_PAGE * max(walk.length, 1)
    finds = [find for find in walk.finds if not (find.assumed and of_theme)]
    hidden = tuple(Hidden(_text(find), find.element.sourceline or 0, find.reason) for find in finds)
    for find in finds:
        _take_out(find)
    notes = [KEPT.format(count=walk.kept, s="s" if walk.kept > 1 else "")] if walk.kept else []
    if of_theme and len(finds) < len(walk.finds):
        notes.append(KEPT_THEME)
    return Stripped(tuple(one for one in hidden if one.text.strip()), tuple(notes))


def _sheet_of(root: HtmlElement) -> Sheet:
    sheet = Sheet()
    for style in root.iter("style"):
        unused = any(above.tag in ("noscript", "template") for above in style.iterancestors())
        if not unused and holds_for(style.get("media", "")):
            sheet.add(style.text or "")
    return sheet


def _has_other_sheets(root: HtmlElement) -> bool:
    """Whether something that is not read may say what is behind the page's text."""
    links = any("stylesheet" in one.get("rel", "").lower() for one in root.iter("link"))
    return links or any("@import" in (one.text or "").lower() for one in root.iter("style"))


def _text(find: _Find) -> str:
    return str(find.element.text_content()) if find.whole else "".join(_own_texts(find.element))


def _own_texts(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _take_out(find: _Find) -> None:
    if not find.whole:
        find.element.text = None
        for child in find.element:
            child.tail = None
    elif find.element.getparent() is not None:
        find.element.drop_tree()
    else:
        find.element.clear()


class _Walk:
    """Goes through a page from the outside in, handing down what is inherited."""

    def __init__(self, sheet: Sheet) -> None:
        self.finds: list[_Find] = []
        self.kept = 0
        self.length = 0
        self.in_assumed_colour = 0
        self._sheet = sheet

    def element(self, element: HtmlElement, outer: _Look) -> None:
        """Find what is hidden of an element and in it."""
        if formula_of(element) is not None or is_machinery(element):
            return
        declared = self._sheet.declared(element)
        reason = self._hides(element, declared)
        if reason:
            self.finds.append(_Find(element, reason, whole=True))
            return
        look = _look(element, declared, outer)
        self._own_text(element, look)
        for child in element:
            if is_text(child):
                self.element(child, look)

    def _own_text(self, element: HtmlElement, look: _Look) -> None:
        length = sum(len(text.strip()) for text in _own_texts(element))
        if not length:
            return
        self.length += length
        if not look.shown:
            self.finds.append(_Find(element, NOT_SHOWN, whole=False))
        elif look.size is not None and look.size * _POINTS < SMALLEST:
            self.finds.append(_Find(element, TINY, whole=False))
        elif look.colour is not None and look.background is not None:
            fault = fault_of_colour(look.colour, look.background)
            if fault:
                assumed = look.assumed and look.colour.alpha == 1
                self.in_assumed_colour += length * assumed
                self.finds.append(_Find(element, fault, whole=False, assumed=assumed))

    def _hides(self, element: HtmlElement, declared: Mapping[str, str]) -> str | None:
        """Return why nothing in the element is seen; None where something may be."""
        by_markup = _hidden_by_markup(element) or _hidden_by_style(element.get("style", ""))
        reason = by_markup or hidden_by(declared)
        if reason is None:
            return None
        if _is_folded(element):
            self.kept += bool(element.text_content().strip())
            return None
        if by_markup:
            return by_markup
        if element.tag in ("html", "body") or is_whole_page(element) or self._has_another_state(element, declared):
            self.kept += 1
            return None
        return None if reason == OFF_PAGE and _is_formula_aloud(element) else reason

    def _has_another_state(self, element: HtmlElement, declared: Mapping[str, str]) -> bool:
        """Whether each property that hides the element has another value in a state of the page."""
        around = {name: declared[name] for name in CONTEXT if name in declared}
        hiding = [name for name in declared if name not in CONTEXT and hidden_by(around | {name: declared[name]})]
        return bool(hiding) and all(
            any(not hidden_by(around | {name: value}) for value in self._sheet.in_another_state(element, name))
            for name in hiding
        )


def _hidden_by_style(style: str) -> str | None:
    if not style:
        return None
    away = _AWAY.search(re.sub(r"\s+", "", style).lower())
    return OFF_PAGE if away else hidden_by(declarations(style))


def _hidden_by_markup(element: HtmlElement) -> str | None:
    if "hidden" in element.attrib or element.get("aria-hidden", "").strip().lower() == "true":
        return NOT_SHOWN
    return NOT_SHOWN if _HIDDEN_CLASSES & set(element.get("class", "").split()) else None


def _is_folded(element: HtmlElement) -> bool:
    """Whether it is the closed panel of an accordion: a click on the question before it shows the answer."""
    opener = element.getprevious()
    if opener is None or not is_text(opener) or not title_asks(panel_title(opener.text_content())):
        return False
    parts = list(islice(opener.iter(), _NEARBY))
    if any(_TOGGLES & set(one.attrib) or one.get("role") == "button" or one.tag in _PRESSED for one in parts):
        return True
    return any(_FOLDING.search(one.get("class", "")) for one in (opener, element))


def _is_formula_aloud(element: HtmlElement) -> bool:
    """Whether it holds nothing but a formula, kept off the screen for those who hear the page."""
    told = sum(len(one.text_content().strip()) for one in element.iter("math"))
    return 0 < told == len(element.text_content().strip())


def _look(element: HtmlElement, declared: Mapping[str, str], outer: _Look) -> _Look:
    """Return how letters look in an element, from its declarations, its attributes and what is around it."""
    if not declared and _LOOKS.isdisjoint(element.attrib):
        return outer
    colour = declared.get("-webkit-text-fill-color", declared.get("color", _attribute(element, "color", "text")))
    look = replace(outer, size=font_pixels(declared.get("font-size"), outer.size))
    if "visibility" in declared and declared["visibility"] != "inherit":
        look = replace(look, shown=declared["visibility"] not in ("hidden", "collapse"))
    if colour not in (None, "inherit", "currentcolor"):
        look = replace(look, colour=BLACK if colour == "initial" else colour_of(colour))
    if "text" in (declared.get("background-clip"), declared.get("-webkit-background-clip")):
        look = replace(look, colour=None)
    return _with_background(element, declared, look)


def _attribute(element: HtmlElement, *names: str) -> str | None:
    found = next((element.get(name) for name in names if element.get(name)), None)
    told = found.strip().lower() if found and element.tag in ("font", "body") else None
    return f"#{told}" if told and re.fullmatch(r"[0-9a-f]{6}", told) else told


def _with_background(element: HtmlElement, declared: Mapping[str, str], look: _Look) -> _Look:
    told = declared.get("background-color", element.get("bgcolor", "").strip().lower())
    image = declared.get("background-image", "none")
    if image not in ("none", "initial") or element.get("background") or re.search(r"url\(|gradient|unknown", told):
        return replace(look, background=None, assumed=False)
    if told:
        colours = [colour for token in _TOKEN.findall(told) if (colour := colour_of(token)) is not None]
        if not colours:
            none = all(token in _NO_COLOUR or token[0] in "0123456789.-" for token in _TOKEN.findall(told))
            return look if none else replace(look, background=None, assumed=False)
        if colours[0].alpha == 1:
            return replace(look, background=colours[0], assumed=False)
        if colours[0].alpha > 0:
            seen = None if look.background is None else colours[0].over(look.background)
            return replace(look, background=seen, assumed=False)
    if declared.get("position") in ("absolute", "fixed") and _is_over_picture(element):
        return replace(look, background=None, assumed=False)
    return look


def _is_over_picture(element: HtmlElement) -> bool:
    parent = element.getparent()
    near = islice(parent.iter(), _NEARBY) if parent is not None else ()
    return any(one.tag in _PICTURES for one in near)
