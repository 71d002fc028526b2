"""What nobody sees of a document: too small, of its background's colour; and how a report names what was left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

SMALLEST = 2.5
"""Points. Footnotes are set in 6 to 8, an index of their formulas in 3 or 4; below that nobody reads."""
LEAST_CONTRAST = 1.2
"""Ratio of WCAG 2.2, from 1 (one colour) to 21. Light grey on white (#ccc) has 1.6; #eee, which few would see, 1.16."""
TINY = "letters too small to be read"
SAME_COLOUR = "in the colour of its background"
TRANSPARENT = "transparent"
OFF_PAGE = "outside of what is shown"
NOT_SHOWN = "not shown"

_MOST_SHOWN, _LONGEST = 3, 60


@dataclass(frozen=True, slots=True)
class Colour:
    """Red, green, blue and opacity, each in [0, 1]."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, below: "Colour") -> "Colour":
        """Return what is seen where this colour lies over an opaque one."""
        mixed = (
            self.alpha * mine + (1 - self.alpha) * its
            for mine, its in zip((self.red, self.green, self.blue), (below.red, below.green, below.blue), strict=True)
        )
        return Colour(*mixed)


WHITE, BLACK = Colour(1.0, 1.0, 1.0), Colour(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A piece of text that is not seen, where it stands (0 where that is not known), and why."""

    text: str
    place: int
    reason: str


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two opaque colours, as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    parts = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (min(max(one, 0.0), 1.0) for one in (colour.red, colour.green, colour.blue))
    )
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


@lru_cache(maxsize=1024)
def fault_of_colour(colour: Colour, background: Colour) -> str | None:
    """Return why letters of that colour are not seen on an opaque background, None where they are."""
    if contrast(colour.over(background), background) >= LEAST_CONTRAST:
        return None
    return TRANSPARENT if colour.alpha < 1 else SAME_COLOUR


def notes_of(hidden: Sequence[Hidden], place: str) -> tuple[str, ...]:
    """Return a note for each reason: how much was left out, where, and how it begins. `place` names what places count.

    Texts without a letter or a digit, such as icons, are not told.
    """
    by_reason: dict[str, list[Hidden]] = {}
    for one in hidden:
        if any(map(str.isalnum, one.text)):
            by_reason.setdefault(one.reason, []).append(one)
    return tuple(_note(reason, found, place) for reason, found in by_reason.items())


def _note(reason: str, found: Sequence[Hidden], place: str) -> str:
    shown = ", ".join(_shown(one, place) for one in found[:_MOST_SHOWN])
    more = f" and {len(found) - _MOST_SHOWN} more" if len(found) > _MOST_SHOWN else ""
    return f"Left out as hidden text ({reason}): {shown}{more}."


def _shown(one: Hidden, place: str) -> str:
    told = " ".join(one.text.split())
    cut = f"{told[:_LONGEST]}…" if len(told) > _LONGEST else told
    return f"“{cut}”" + (f" ({place} {one.place})" if one.place else "")
