"""The text boxes of a Word document: which are seen, and what is in them; each is read where it is anchored."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from interviewer.ingest.readers.unseen import NOT_SHOWN, OFF_PAGE, TINY, Colour

CONTENT = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_WIDEST = 20_116_800
"""English Metric Units in 22 inches, the longest side that Word gives a page."""
_THINNEST = 31_750
"""The same in 2.5 points."""
_HEX = 6


def boxes(paragraph: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Yield the contents of the text boxes anchored in a paragraph, not of those inside them.

    Word writes each twice, the second time for older programs; that one is left out.
    """
    for content in paragraph.iter(CONTENT):
        above = list(content.iterancestors(CONTENT, _FALLBACK, qn("w:p")))
        if above and above[0] is paragraph:
            yield content


def fault_of_box(content: BaseOxmlElement) -> str | None:
    """Return why nobody sees a text box; None where it is seen."""
    shown = next(content.iterancestors(qn("wp:anchor"), qn("wp:inline")), None)
    if shown is None:
        return None
    about = shown.find(qn("wp:docPr"))
    if about is not None and str(about.get("hidden", "0")).lower() in ("1", "true"):
        return NOT_SHOWN
    extent = shown.find(qn("wp:extent"))
    sides = [_number(extent.get(side)) for side in ("cx", "cy")] if extent is not None else []
    if sides and min(sides) < _THINNEST:
        return TINY
    offsets = [_number(one.text) for one in shown.iter(qn("wp:posOffset"))]
    most = max(sides, default=0)
    return OFF_PAGE if any(one > _WIDEST or one < -_WIDEST or one < -2 * most < 0 for one in offsets) else None


def fill_of_box(content: BaseOxmlElement, page: Colour) -> Colour | None:
    """Return the colour behind a box's text: its own where that is written out, the page's where it has none."""
    shape = next(content.iterancestors(f"{_SHAPE}wsp"), None)
    looks = shape.find(f"{_SHAPE}spPr") if shape is not None else None
    if shape is None or looks is None:
        return None
    if looks.find(qn("a:noFill")) is not None:
        return page
    told = looks.find(f"{qn('a:solidFill')}/{qn('a:srgbClr')}")
    if told is not None:
        value = str(told.get("val", ""))
        try:
            red, green, blue = (int(value[place : place + 2], 16) / 255 for place in range(0, _HEX, 2))
        except ValueError:
            return None
        return Colour(red, green, blue)
    styled = shape.find(f"{_SHAPE}style") is not None or looks.find(qn("a:solidFill")) is not None
    return None if styled or looks.find(qn("a:gradFill")) is not None else page


def _number(told: object) -> int:
    try:
        return int(str(told))
    except ValueError:
        return 0
