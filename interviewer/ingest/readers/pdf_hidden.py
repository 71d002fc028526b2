"""Follows a PDF page's graphics to tell which of its texts nobody sees: by size, colour, mode, layer and place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import cast

from pypdf import PageObject
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    RectangleObject,
    StreamObject,
    TextStringObject,
)

from interviewer.ingest.readers.geometry import UNIT, Box, Matrix, area, around, at, common, times
from interviewer.ingest.readers.unseen import (
    BLACK,
    NOT_SHOWN,
    OFF_PAGE,
    SMALLEST,
    TINY,
    TRANSPARENT,
    WHITE,
    Colour,
    fault_of_colour,
)

INVISIBLE = "drawn in a mode that leaves no mark"
_Operands = list[object]
_SMALL_PAGE = 420.0
"""Points of a page's longer side, an A6 card's. A viewer shows a smaller page larger, and its letters with it."""
_LETTER = 0.5
"""Of the size of letters: how wide one is on average."""
_LETTER_PAPER: Box = (0.0, 0.0, 612.0, 792.0)
"""What viewers take for a page that does not say how large it is."""
_LEAST_OPACITY = 0.1
_MOST_AREAS = 2_000
_LINE = 3.0
"""Points of a rectangle's shorter side; a thinner one is a line and no background."""
_DEVICES = {b"g": "/DeviceGray", b"rg": "/DeviceRGB", b"k": "/DeviceCMYK"}
_PLAIN_SPACES = frozenset({*_DEVICES.values(), "/CalGray", "/CalRGB", "/ICCBased"})
_PAINTS = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"n"})
_FILLS = _PAINTS - {b"S", b"s", b"n"}
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_PATH = {b"m": 2, b"l": 2, b"c": 6, b"v": 4, b"y": 4}


@dataclass(frozen=True, slots=True)
class _State:
    """The graphics state as far as it decides what is seen. A colour that is not known is None."""

    matrix: Matrix = UNIT
    space: str = "/DeviceGray"
    stroke_space: str = "/DeviceGray"
    fill: Colour | None = BLACK
    stroke: Colour | None = BLACK
    opacity: float = 1.0
    mode: int = 0
    size: float = 12.0
    font: str = ""
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class _Area:
    """Something painted. `colour`: where it is plain and opaque, and a rectangle; `image`: it is a picture."""

    box: Box
    colour: Colour | None
    image: bool = False


class Tracker:
    """Told of each operator of a page and of the forms in it, says why each text is hidden.

    `judge` is given the reason (None for what is seen) of each text and returns whether it stays; what does not stay
    is emptied before it is read.
    """

    def __init__(self, page: PageObject, off: frozenset[int], judge: Callable[[str | None], bool]) -> None:
        self._judge = judge
        self._off = off
        self._state = _State()
        self._saved: list[_State] = []
        self._forms: list[tuple[_State, int, DictionaryObject, int]] = []
        self._resources = _dictionary(page.get("/Resources"))
        self._marks: list[bool] = []
        self._path: list[tuple[float, float]] = []
        self._rectangles = self._strokes = 0
        self._areas: list[_Area] = []
        self._colours: set[Colour | None] = {WHITE}
        self._page = _shown_box(page)
        self._scale = max(1.0, _SMALL_PAGE / max(self._page[2] - self._page[0], self._page[3] - self._page[1], 1.0))
        self.letters: dict[str | None, int] = {}

    @property
    def pictured(self) -> float:
        """The share of the page that pictures cover; what two cover counts twice."""
        return sum(area(common(one.box, self._page)) for one in self._areas if one.image) / area(self._page)

    def before(self, operator: bytes, operands: _Operands, _: object, matrix: Sequence[float]) -> None:
        """Follow an operator before it is carried out; empty a text that does not stay."""
        if operator in _SHOWS:
            self._show(operator, operands, matrix)
        elif operator == b"Do":
            self._enter(operands)
        elif operator in _PAINTS:
            self._paint(operator)
        elif operator in (b"q", b"Q"):
            self._save_or_restore(operator)
        elif operator in (b"BDC", b"BMC", b"EMC"):
            self._mark(operator, operands)
        elif operator == b"gs":
            self._extended(operands)
        elif operator == b"Tf" and len(operands) > 1:
            numbers = _numbers(operands[1:])
            self._state = replace(self._state, font=str(operands[0]), size=numbers[0] if numbers else self._state.size)
        elif operator == b"sh":
            self._paint_over(_Area(self._page, None))
        elif operator in (b"INLINE IMAGE", b"EI"):
            self._picture()
        else:
            self._numeric(operator, operands)

    def after(self, operator: bytes, *_: object) -> None:
        """Leave a form that was entered."""
        if operator == b"Do" and self._forms:
            self._state, saved, self._resources, marks = self._forms.pop()
            del self._saved[saved:], self._marks[marks:]

    def _numeric(self, operator: bytes, operands: _Operands) -> None:
        numbers = _numbers(operands)
        if operator == b"cm" and len(numbers) == 6:
            self._state = replace(self._state, matrix=times(cast("Matrix", tuple(numbers)), self._state.matrix))
        elif operator == b"re" and len(numbers) == 4:
            x, y, width, height = numbers
            self._rectangles += 1
            self._points(x, y, x + width, y, x, y + height, x + width, y + height)
        elif operator in _PATH and len(numbers) == _PATH[operator]:
            self._strokes += 1
            self._points(*numbers)
        elif operator == b"Tr" and numbers:
            self._state = replace(self._state, mode=int(numbers[0]))
        elif operator == b"Tz" and numbers:
            self._state = replace(self._state, stretch=numbers[0] / 100)
        elif operator.lower() in (b"g", b"rg", b"k", b"sc", b"scn", b"cs"):
            self._colour(operator, operands, numbers)

    def _colour(self, operator: bytes, operands: _Operands, numbers: list[float]) -> None:
        fills, kind = operator.islower(), operator.lower()
        space = _DEVICES.get(kind) or (self._state.space if fills else self._state.stroke_space)
        if kind == b"cs":
            space = self._space(str(operands[0]) if operands else "")
            colour = BLACK if space in _PLAIN_SPACES else None
        else:
            colour = _colour(space, numbers) if len(numbers) == len(operands) else None
        changed = {"space": space, "fill": colour} if fills else {"stroke_space": space, "stroke": colour}
        self._state = replace(self._state, **changed)  # type: ignore[arg-type]  # both are of their fields' types

    def _space(self, name: str) -> str:
        """Return the family of a colour space."""
        found = _dictionary(self._resources.get("/ColorSpace")).get(name)
        told = found.get_object() if isinstance(found, PdfObject) else None
        return str(told[0]) if isinstance(told, ArrayObject) and told else name

    def _save_or_restore(self, operator: bytes) -> None:
        if operator == b"q":
            self._saved.append(self._state)
        elif len(self._saved) > (self._forms[-1][1] if self._forms else 0):
            self._state = self._saved.pop()

    def _extended(self, operands: _Operands) -> None:
        entry = _dictionary(_dictionary(self._resources.get("/ExtGState")).get(str(operands[0]) if operands else ""))
        opacity = _numbers([entry.get("/ca", self._state.opacity)])
        self._state = replace(self._state, opacity=opacity[0] if opacity else 1.0)

    def _mark(self, operator: bytes, operands: _Operands) -> None:
        if operator == b"EMC":
            if self._marks:
                self._marks.pop()
            return
        name = str(operands[1]) if len(operands) > 1 and operands[0] == "/OC" else ""
        self._marks.append(bool(name) and self._is_off(_dictionary(self._resources.get("/Properties")), name))

    def _is_off(self, holder: DictionaryObject, name: str) -> bool:
        """Whether the optional content that an entry names is switched off as the document opens."""
        layer = holder.raw_get(name) if name in holder else None
        if isinstance(layer, IndirectObject) and layer.idnum in self._off:
            return True
        members = _dictionary(layer)
        of = members.raw_get("/OCGs") if "/OCGs" in members else None
        layers = of if isinstance(of, ArrayObject) else [of]
        numbers = [one.idnum for one in layers if isinstance(one, IndirectObject)]
        return bool(numbers) and all(number in self._off for number in numbers)

    def _enter(self, operands: _Operands) -> None:
        objects = _dictionary(self._resources.get("/XObject"))
        found = objects.get(str(operands[0])) if operands else None
        thing = found.get_object() if isinstance(found, PdfObject) else None
        self._forms.append((self._state, len(self._saved), self._resources, len(self._marks)))
        if not isinstance(thing, StreamObject):
            return
        if thing.get("/Subtype") == "/Image":
            self._picture()
            return
        matrix = _numbers(thing.get("/Matrix") or [])
        if len(matrix) == 6:
            self._state = replace(self._state, matrix=times(cast("Matrix", tuple(matrix)), self._state.matrix))
        self._marks.append("/OC" in thing and self._is_off(thing, "/OC"))
        self._resources = _dictionary(thing.get("/Resources")) or self._resources

    def _picture(self) -> None:
        corners = [at(self._state.matrix, x, y) for x in (0, 1) for y in (0, 1)]
        self._paint_over(_Area(around(corners), None, image=True))

    def _points(self, *numbers: float) -> None:
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            self._path.append(at(self._state.matrix, x, y))

    def _paint(self, operator: bytes) -> None:
        if operator in _FILLS and self._path:
            # Only of a rectangle is known that it covers all of the box around it.
            plain = (self._rectangles, self._strokes) == (1, 0) and self._state.opacity == 1
            self._paint_over(_Area(around(self._path), self._state.fill if plain else None))
        self._path, self._rectangles, self._strokes = [], 0, 0

    def _paint_over(self, one: _Area) -> None:
        left, low, right, high = one.box
        if min(right - left, high - low) >= _LINE and len(self._areas) <= _MOST_AREAS:
            self._areas.append(one)
            self._colours.add(one.colour)

    def _show(self, operator: bytes, operands: _Operands, matrix: Sequence[float]) -> None:
        place = 2 if operator == b'"' and len(operands) > 2 else 0
        length = _length(operands[place]) if len(operands) > place else 0
        if not length:
            return
        reason = self._reason(length, cast("Matrix", tuple(matrix)))
        self.letters[reason] = self.letters.get(reason, 0) + length
        if not self._judge(reason):
            old = operands[place]
            empty: object = ByteStringObject(b"") if isinstance(old, bytes) else TextStringObject("")
            operands[place] = ArrayObject() if isinstance(old, list) else empty

    def _reason(self, length: int, matrix: Matrix) -> str | None:
        """Return why a text of that many letters is not seen; None where it is."""
        state, turned = self._state, times(matrix, self._state.matrix)
        if any(self._marks):
            return NOT_SHOWN
        if state.mode in (3, 7):
            return INVISIBLE
        height = self._height(turned)
        width = abs(state.size * state.stretch) * hypot(turned[0], turned[1])
        if height is not None and min(height, width) * self._scale < SMALLEST:
            return TINY
        box = self._box(turned, length, height)
        if box[0] > self._page[2] or box[2] < self._page[0] or box[1] > self._page[3] or box[3] < self._page[1]:
            return OFF_PAGE
        return self._fault_of_colour(box)

    def _height(self, turned: Matrix) -> float | None:
        """Return the height of letters in points; None for fonts whose letters have no size of their own."""
        font = _dictionary(_dictionary(self._resources.get("/Font")).get(self._state.font))
        height = abs(self._state.size) * hypot(turned[2], turned[3])
        return None if font.get("/Subtype") == "/Type3" else height

    def _box(self, turned: Matrix, length: int, height: float | None) -> Box:
        tall = height or abs(self._state.size) * hypot(turned[2], turned[3])
        wide = _LETTER * length * self._state.size * self._state.stretch
        box = around([(turned[4], turned[5]), (turned[4] + wide * turned[0], turned[5] + wide * turned[1])])
        return (box[0] - tall, box[1] - tall, box[2] + tall, box[3] + tall)

    def _fault_of_colour(self, box: Box) -> str | None:
        state = self._state
        colours = {0: [state.fill], 1: [state.stroke], 2: [state.fill, state.stroke]}.get(state.mode % 4, [None])
        if state.opacity < _LEAST_OPACITY:
            return TRANSPARENT
        known = [replace(one, alpha=state.opacity) for one in colours if one is not None]
        if len(known) < len(colours) or not any(fault_of_colour(known[0], one) for one in self._colours if one):
            return None
        below = self._below(box)
        if below is None:
            return None
        faults = [fault_of_colour(one, below) for one in known]
        return faults[0] if all(faults) else None

    def _below(self, box: Box) -> Colour | None:
        """Return the colour that lies below a text; None where that is not known."""
        if len(self._areas) > _MOST_AREAS:
            return None
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for one in reversed(self._areas):
            left, low, right, high = one.box
            if left <= x <= right and low <= y <= high:
                return one.colour
        return WHITE


def layers_off(root: DictionaryObject) -> frozenset[int]:
    """Return the numbers of the layers that are switched off as the document opens."""
    defaults = _dictionary(_dictionary(root.get("/OCProperties")).get("/D"))
    properties = _dictionary(root.get("/OCProperties"))
    off = defaults.get("/OFF", ArrayObject())
    found = {one.idnum for one in off if isinstance(one, IndirectObject)} if isinstance(off, ArrayObject) else set()
    if defaults.get("/BaseState") == "/OFF":
        every, on = properties.get("/OCGs", ArrayObject()), defaults.get("/ON", ArrayObject())
        shown = {one.idnum for one in on if isinstance(one, IndirectObject)} if isinstance(on, ArrayObject) else set()
        if isinstance(every, ArrayObject):
            found |= {one.idnum for one in every if isinstance(one, IndirectObject)} - shown
    return frozenset(found)


def _colour(space: str, numbers: list[float]) -> Colour | None:
    """Return a colour of a family of spaces; None where its numbers alone do not tell it."""
    if space in ("/Separation", "/DeviceN"):
        return WHITE if numbers and not any(numbers) else None  # no ink at all
    if space not in _PLAIN_SPACES:
        return None
    match numbers:
        case [gray]:
            return Colour(gray, gray, gray)
        case [red, green, blue]:
            return Colour(red, green, blue)
        case [cyan, magenta, yellow, black]:
            return Colour(*((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)))
    return None


def _shown_box(page: PageObject) -> Box:
    try:
        boxes = [_sorted(page.mediabox), _sorted(page.cropbox)]
    except (PyPdfError, TypeError, ValueError, AttributeError, KeyError):
        return _LETTER_PAPER
    shown = common(*boxes)
    return shown if area(shown) > 1 else boxes[0]


def _sorted(box: RectangleObject) -> Box:
    left, low, right, high = (float(one) for one in box)
    return (min(left, right), min(low, high), max(left, right), max(low, high))


def _numbers(values: object) -> list[float]:
    found = values if isinstance(values, list) else []
    return [float(one) for one in found if isinstance(one, int | float)]


def _length(text: object) -> int:
    if isinstance(text, list):
        return sum(len(one) for one in text if isinstance(one, str | bytes))
    return len(text) if isinstance(text, str | bytes) else 0


def _dictionary(value: object) -> DictionaryObject:
    found = value.get_object() if isinstance(value, PdfObject) else value
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
