"""Takes out of a Word document the runs that nobody sees: marked as hidden, too small, of their background's colour."""

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from interviewer.ingest.readers.docx_boxes import CONTENT, fault_of_box, fill_of_box
from interviewer.ingest.readers.unseen import (
    BLACK,
    NOT_SHOWN,
    SMALLEST,
    TINY,
    WHITE,
    Colour,
    Hidden,
    fault_of_colour,
)

_OFF = frozenset({"0", "false", "off", "none"})
_HEX = re.compile(r"[0-9a-fA-F]{6}")
_RUN, _FORMULA_RUN = qn("w:r"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}r"
_FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_HIGHLIGHTS = {
    "white": WHITE, "yellow": Colour(1, 1, 0), "cyan": Colour(0, 1, 1), "green": Colour(0, 1, 0),
    "magenta": Colour(1, 0, 1), "lightGray": Colour(0.75, 0.75, 0.75), "none": None,
}  # fmt: skip
_MOST_STYLES = 20
_RUN_PROPERTIES, _PARAGRAPH_STYLE = qn("w:rPr"), f"{qn('w:pPr')}/{qn('w:pStyle')}"
_HIDING = tuple(map(qn, ("w:vanish", "w:webHidden", "w:specVanish")))
_SIZE, _STRETCH, _COLOUR = map(qn, ("w:sz", "w:w", "w:color"))
_Properties = Mapping[str, BaseOxmlElement]


def strip(document: WordDocument) -> tuple[Hidden, ...]:
    """Empty the runs of the document's body that are not seen, and return them with the numbers of their paragraphs.

    A run is seen as its own properties say, else its styles. Colours of a theme are known where they are written out
    beside it; what a table's style shades is not known, so that no colour in such a table is judged.
    """
    looks = _Looks(document)
    hidden = []
    for number, paragraph in enumerate(document.element.body.iter(qn("w:p")), 1):
        for run in paragraph.iter(_RUN, _FORMULA_RUN):
            if next(run.iterancestors(qn("w:p"))) is not paragraph:
                continue
            text = "".join(one.text or "" for one in run.iter(qn("w:t"), _FORMULA_TEXT))
            reason = looks.fault(run, paragraph) or _fault_of_place(paragraph) if text else None
            if reason:
                hidden.append(Hidden(text, number, reason))
                for one in [*run.iter(qn("w:t"), _FORMULA_TEXT)]:
                    one.text = ""
    return tuple(_joined(hidden))


def _fault_of_place(paragraph: BaseOxmlElement) -> str | None:
    """Return why the text box that holds a paragraph is not seen; None where it is, and for the running text."""
    return next((fault for box in paragraph.iterancestors(CONTENT) if (fault := fault_of_box(box))), None)


def _joined(hidden: list[Hidden]) -> Iterator[Hidden]:
    """Join the runs of one paragraph, which Word parts at every change."""
    held: Hidden | None = None
    for one in hidden:
        if held and (held.place, held.reason) == (one.place, one.reason):
            held = Hidden(held.text + one.text, one.place, one.reason)
            continue
        if held:
            yield held
        held = one
    if held:
        yield held


class _Looks:
    """Looks up how runs appear."""

    def __init__(self, document: WordDocument) -> None:
        self._styles = {style.style_id: style.element for style in document.styles}
        self._normal = next((one.element for one in document.styles if one.element.get(qn("w:default")) == "1"
                             and one.element.get(qn("w:type")) == "paragraph"), None)  # fmt: skip
        defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
        self._defaults = [] if defaults is None else [defaults]
        background = document.element.find(qn("w:background"))
        told = str(background.get(qn("w:color"), "")) if background is not None else ""
        self._page = _hex(told) or WHITE
        self._styled: dict[tuple[str, ...], dict[str, BaseOxmlElement]] = {}
        self._shading: dict[BaseOxmlElement, Colour | None] = {}

    def fault(self, run: BaseOxmlElement, paragraph: BaseOxmlElement) -> str | None:
        """Return why a run is not seen; None where it is."""
        told = self._properties(run, paragraph)
        if any(_is_on(told.get(name)) for name in _HIDING):
            return NOT_SHOWN
        size, stretch = _number(told.get(_SIZE), 20.0) / 2, _number(told.get(_STRETCH), 100.0) / 100
        if size * min(stretch, 1.0) < SMALLEST:
            return TINY
        colour = _colour(told.get(_COLOUR))
        background = self._background(told, paragraph) if colour else None
        return fault_of_colour(colour, background) if colour and background else None

    def _properties(self, run: BaseOxmlElement, paragraph: BaseOxmlElement) -> _Properties:
        """Return the properties of a run: its own, else of its style, else of its paragraph's."""
        own = run.find(_RUN_PROPERTIES)
        properties = {} if own is None else {str(one.tag): one for one in own}
        styled, of = properties.get(qn("w:rStyle")), paragraph.find(_PARAGRAPH_STYLE)
        names = tuple("" if one is None else str(one.get(qn("w:val"))) for one in (styled, of))
        if names not in self._styled:
            places = [*self._chain(styled), *self._paragraph_styles(paragraph), *self._defaults]
            held = [place.find(_RUN_PROPERTIES) for place in places]
            found = [one for place in reversed(held) if place is not None for one in place]
            self._styled[names] = {str(one.tag): one for one in found}
        return ChainMap(properties, self._styled[names])

    def _paragraph_styles(self, paragraph: BaseOxmlElement) -> list[BaseOxmlElement]:
        reference = paragraph.find(_PARAGRAPH_STYLE)
        if reference is not None:
            return self._chain(reference)
        return [self._normal] if self._normal is not None else []

    def _chain(self, reference: BaseOxmlElement | None) -> list[BaseOxmlElement]:
        found: list[BaseOxmlElement] = []
        while reference is not None and len(found) < _MOST_STYLES:
            style = self._styles.get(str(reference.get(qn("w:val"))))
            if style is None:
                break
            found.append(style)
            reference = style.find(qn("w:basedOn"))
        return found

    def _background(self, properties: _Properties, paragraph: BaseOxmlElement) -> Colour | None:
        """Return what is behind a run; None where that is not known."""
        mark = properties.get(qn("w:highlight"))
        if mark is not None and mark.get(qn("w:val")) != "none":
            return _HIGHLIGHTS.get(str(mark.get(qn("w:val"))))
        shade = properties.get(qn("w:shd"))
        if shade is not None and _shade(shade) is not _NOTHING:
            return _known(_shade(shade))
        if paragraph not in self._shading:
            self._shading[paragraph] = self._around(paragraph)
        return self._shading[paragraph]

    def _around(self, paragraph: BaseOxmlElement) -> Colour | None:
        places = [paragraph, *self._paragraph_styles(paragraph)]
        shades = [place.find(f"{qn('w:pPr')}/{qn('w:shd')}") for place in places]
        for above in paragraph.iterancestors(qn("w:tc"), qn("w:tbl"), qn("w:txbxContent")):
            if above.tag == qn("w:txbxContent"):
                told = _told(shades)
                return _known(told[0]) if told else fill_of_box(above, self._page)
            kind = "w:tcPr" if above.tag == qn("w:tc") else "w:tblPr"
            shades.append(above.find(f"{qn(kind)}/{qn('w:shd')}"))
            if above.tag == qn("w:tbl") and not _told(shades) and self._shades(above):
                return None
        told = _told(shades)
        return _known(told[0]) if told else self._page

    def _shades(self, table: BaseOxmlElement) -> bool:
        """Whether the table's style shades any of its cells."""
        chain = self._chain(table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}"))
        return any(_shade(shade) is not _NOTHING for style in chain for shade in style.iter(qn("w:shd")))


_NOTHING = Colour(-1.0, -1.0, -1.0)
_UNKNOWN = Colour(-2.0, -2.0, -2.0)


def _told(shades: list[BaseOxmlElement | None]) -> list[Colour]:
    found = [_shade(shade) for shade in shades if shade is not None]
    return [one for one in found if one is not _NOTHING]


def _known(shade: Colour) -> Colour | None:
    return None if shade is _UNKNOWN else shade


def _shade(shade: BaseOxmlElement) -> Colour:
    """Return the colour of a shading; patterns and colours of a theme that are not written out are not known."""
    pattern, fill = str(shade.get(qn("w:val"), "clear")), str(shade.get(qn("w:fill"), "auto"))
    if pattern == "solid":
        return _hex(str(shade.get(qn("w:color"), ""))) or BLACK
    if pattern not in ("clear", "nil"):
        return _UNKNOWN
    return _hex(fill) or (_UNKNOWN if shade.get(qn("w:themeFill")) else _NOTHING)


def _colour(found: BaseOxmlElement | None) -> Colour | None:
    """Return the colour of letters; None for one that Word chooses by the background, or that is not written out."""
    if found is None:
        return None
    told = _hex(str(found.get(qn("w:val"), "")))
    by_theme = str(found.get(qn("w:themeColor"), "")) in ("background1", "light1") and told is None
    return WHITE if by_theme else told


def _hex(told: str) -> Colour | None:
    if not _HEX.fullmatch(told):
        return None
    return Colour(*(int(told[place : place + 2], 16) / 255 for place in (0, 2, 4)))


def _is_on(found: BaseOxmlElement | None) -> bool:
    return found is not None and str(found.get(qn("w:val"), "1")).lower() not in _OFF


def _number(found: BaseOxmlElement | None, otherwise: float) -> float:
    told = str(found.get(qn("w:val"), "")).removesuffix("%") if found is not None else ""
    return float(told) if re.fullmatch(r"\d{1,5}(?:\.\d+)?", told) else otherwise
