"""Style declarations as far as they hide text: display, place, lengths and colours; no layout."""

import re
from collections.abc import Mapping, Sequence

from interviewer.ingest.readers.unseen import NOT_SHOWN, OFF_PAGE, TRANSPARENT, Colour

Declared = Mapping[str, str]
SCREEN = 1280.0
"""Pixels across the screen of a reader at a desk; conditions on the width are decided for it."""
_EM = 16.0
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)|<!--|-->", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_URL = re.compile(r"url\([^)]*\)", re.IGNORECASE)
_LENGTH = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)(px|pt|pc|in|cm|mm|q|r?em|ex|ch|v[wh]|%)?$")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54}
_FONT_SIZE = re.compile(r"(?<![\w.-])((?:\d+(?:\.\d*)?|\.\d+)(?:px|pt|pc|in|cm|mm|r?em|%)|0)(?=[\s/]|$)")
_FAR, _VERY_FAR = -500.0, 5_000.0
_LEAST_OPACITY = 0.1
_CLIPPED = re.compile(r"rect\((?:[\s,]*[01]?(?:\.\d+)?(?:px)?)+\)|inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0\D")
_MOVED = re.compile(r"translate(?:x|y|3d)?\([^)]*-\d{4,}|scale(?:x|y|3d)?\(\s*0?(?:\.0\d*)?\s*[,)]")
_EDGES = ("left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top")
OVERFLOW = ("overflow", "overflow-x", "overflow-y")
CONTEXT = (*OVERFLOW, "position")
_SIDES = ("height", "max-height", "width", "max-width")
_HIDING = frozenset(
    {"display", "content-visibility", "opacity", "filter", "clip", "clip-path", "transform", *_EDGES, *_SIDES}
)
_NAMED = {
    "white": "fff", "black": "000", "snow": "fffafa", "ivory": "fffff0", "ghostwhite": "f8f8ff", "azure": "f0ffff",
    "whitesmoke": "f5f5f5", "floralwhite": "fffaf0", "mintcream": "f5fffa", "aliceblue": "f0f8ff", "seashell": "fff5ee",
    "honeydew": "f0fff0", "lightyellow": "ffffe0", "lightcyan": "e0ffff", "gray": "808080", "grey": "808080",
    "silver": "c0c0c0", "lightgray": "d3d3d3", "lightgrey": "d3d3d3", "gainsboro": "dcdcdc", "darkgray": "a9a9a9",
    "red": "f00", "green": "008000", "blue": "00f", "navy": "000080", "yellow": "ff0", "orange": "ffa500",
    "purple": "800080", "maroon": "800000", "teal": "008080", "olive": "808000", "lime": "0f0", "aqua": "0ff",
    "cyan": "0ff", "fuchsia": "f0f", "magenta": "f0f", "pink": "ffc0cb", "brown": "a52a2a", "darkblue": "00008b",
}  # fmt: skip


def plain(text: str) -> str:
    """Return the text of a style sheet without comments and escapes."""
    return _ESCAPE.sub(_unescaped, _COMMENT.sub(" ", text))


def _unescaped(match: re.Match[str]) -> str:
    if match[2] is not None:
        return match[2] if match[2].isalnum() else " "
    code = int(match[1], 16)
    return chr(code) if code < 0x80 and chr(code).isprintable() else " "


def declarations(text: str) -> dict[str, str]:
    """Return the declarations of a block or a style attribute, in lower case; of two the later one counts."""
    found: dict[str, str] = {}
    if not text:
        return found
    for one in plain(_URL.sub("url()", text)).lower().split(";"):
        name, colon, value = one.partition(":")
        told = re.sub(r"\s*!\s*important\s*$", "!important", " ".join(value.split()))
        name = name.strip()
        if colon and told and (told.endswith("!important") or not found.get(name, "").endswith("!important")):
            found.update(_longhand(name, told))
    return found


def _longhand(name: str, value: str) -> dict[str, str]:
    important = "!important" if value.endswith("!important") else ""
    bare = value.removesuffix("!important").strip()
    if name == "font" and (size := _FONT_SIZE.search(bare)):
        return {"font-size": size[1] + important}
    if name == "background":
        return {"background-color": bare + important}
    return {name: value}


def pixels(value: str | None, whole: float = SCREEN) -> float | None:
    """Return a length in pixels; a share is one of `whole`. None for what is no plain length."""
    match = _LENGTH.match(value or "")
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    if unit in _PIXELS:
        return number * _PIXELS[unit]
    if unit in ("em", "rem", "ex", "ch"):
        return number * _EM
    if unit in ("%", "vw", "vh"):
        return number / 100 * whole
    return number if number == 0 else None


def font_pixels(value: str | None, inherited: float | None) -> float | None:
    """Return the size of letters in pixels; None where it is not known."""
    if value is None:
        return inherited
    match = _LENGTH.match(value)
    if match and match[2] in ("em", "%", "ex", "ch"):
        share = float(match[1]) / (100 if match[2] == "%" else 1)
        return inherited * share if inherited is not None else None
    return pixels(value)


def colour_of(value: str | None) -> Colour | None:
    """Return the colour that a value names; None where it names none that is known here."""
    told = (value or "").strip()
    if told == "transparent":
        return Colour(0.0, 0.0, 0.0, 0.0)
    told = f"#{_NAMED[told]}" if told in _NAMED else told
    if match := re.fullmatch(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", told):
        digits = match[1] if len(match[1]) > 4 else "".join(2 * digit for digit in match[1])
        return Colour(*(int(digits[place : place + 2], 16) / 255 for place in range(0, len(digits), 2)))
    if match := re.fullmatch(r"(rgb|hsl)a?\(([^()]*)\)", told):
        return _of_parts(match[1], re.split(r"[\s,/]+", match[2].strip()))
    return None


def _of_parts(kind: str, parts: Sequence[str]) -> Colour | None:
    if len(parts) not in (3, 4):
        return None
    try:
        numbers = [float(part.removesuffix("%").removesuffix("deg")) for part in parts]
    except ValueError:
        return None
    shares = [number / 100 if part.endswith("%") else number for number, part in zip(numbers, parts, strict=True)]
    alpha = min(max(shares[3], 0.0), 1.0) if len(shares) == 4 else 1.0
    if kind == "rgb":
        red, green, blue = (
            share if part.endswith("%") else share / 255 for share, part in zip(shares[:3], parts, strict=False)
        )
        return Colour(red, green, blue, alpha)
    hue, saturation, lightness = numbers[0], shares[1], shares[2]

    def tone(offset: float) -> float:
        place = (offset + hue / 30) % 12
        return lightness - saturation * min(lightness, 1 - lightness) * max(-1.0, min(place - 3, 9 - place, 1.0))

    return Colour(tone(0), tone(8), tone(4), alpha)


def hidden_by(declared: Mapping[str, str]) -> str | None:
    """Return why declarations keep an element and all that is in it from being seen."""
    if _HIDING.isdisjoint(declared):
        return None
    if declared.get("display") == "none" or declared.get("content-visibility") == "hidden":
        return NOT_SHOWN
    opacity = _number(declared.get("opacity"))
    if opacity is not None and opacity < _LEAST_OPACITY:
        return TRANSPARENT
    if re.search(r"opacity\(\s*0", declared.get("filter", "")):
        return TRANSPARENT
    if any(_is_far(declared, edge) for edge in _EDGES) or _is_nothing(declared):
        return OFF_PAGE
    if _CLIPPED.match(declared.get("clip", "")) or _CLIPPED.match(declared.get("clip-path", "")):
        return OFF_PAGE
    return OFF_PAGE if _MOVED.search(declared.get("transform", "")) else None


def _number(value: str | None) -> float | None:
    match = re.fullmatch(r"(\d*\.?\d+)(%?)", value or "")
    return None if match is None else float(match[1]) / (100 if match[2] else 1)


def _is_far(declared: Mapping[str, str], edge: str) -> bool:
    value = declared.get(edge, "")
    if value.endswith("%"):  # columns of older layouts are pulled back by their whole width
        return False
    length = pixels(value)
    placed = declared.get("position") in ("absolute", "fixed")
    return length is not None and (length <= _FAR or (placed and length >= _VERY_FAR))


def _is_nothing(declared: Mapping[str, str]) -> bool:
    """Whether it is cut off to less than two pixels."""
    cut = any(declared.get(name, "").startswith(("hidden", "clip")) for name in OVERFLOW)
    sizes = (pixels(declared.get(name)) for name in _SIDES)
    return cut and any(size is not None and size < 2 for size in sizes)
