"""The form of a judge's reply, and how it is read: what names no key point, or one twice over, decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, Field, create_model

from interviewer.domain.grade import Verdict

MOST_POINTS = 12
"""Key points of one call; no question of the bank has more than seven."""
_LABEL = 8
_QUOTE = 240
"""Characters: twenty-five words were asked for, and a grammar that heeds the limit cannot run on."""


class PointVerdict(BaseModel):
    """What a judge says of one key point; the quote comes first, so that the verdict follows from it."""

    id: str = Field(max_length=_LABEL)
    quote: str = Field(max_length=_QUOTE)
    verdict: Literal["covered", "partial", "missing", "contradicted"]


class AssertedWrong(BaseModel):
    """A misconception that a judge finds asserted."""

    id: str = Field(max_length=_LABEL)
    quote: str = Field(max_length=_QUOTE)


class Verdicts(BaseModel):
    """A judge's whole reply. Whatever else stands in it, a mark above all, is dropped."""

    key_points: list[PointVerdict]
    misconceptions: list[AssertedWrong]


def verdicts_on(points: int, wrongs: int) -> type[Verdicts]:
    """Return the form of a reply with at most so many entries, so that a grammar ends a model that would list on."""
    return create_model(
        Verdicts.__name__,
        __base__=Verdicts,
        key_points=(list[PointVerdict], Field(max_length=max(1, points))),
        misconceptions=(list[AssertedWrong], Field(max_length=max(1, wrongs))),
    )


class Claims(BaseModel):
    """What an answer claims, listed before a judge has seen a key point or a verdict."""

    claims: list[str] = Field(max_length=10)


@dataclass(frozen=True, slots=True)
class Held:
    """A verdict and the words that it is said to rest on, which nobody has verified yet."""

    verdict: Verdict
    quote: str


def label(kind: Literal["P", "M"], place: int) -> str:
    """Return what the key point or misconception at this place is called in a prompt."""
    return f"{kind}{place + 1}"


def points_of(reply: Verdicts, count: int) -> dict[int, Held]:
    """Return what is said of each of `count` key points, by place; nothing of one that has two verdicts."""
    known = {label("P", place): place for place in range(count)}
    found: dict[int, Held] = {}
    undecided: set[int] = set()
    for one in reply.key_points:
        place = known.get(one.id.strip())
        if place is None:
            continue
        if place in found and found[place].verdict != one.verdict:
            undecided.add(place)
        found.setdefault(place, Held(one.verdict, one.quote))
    return {place: held for place, held in found.items() if place not in undecided}


def wrongs_of(reply: Verdicts, count: int) -> dict[int, str]:
    """Return the quote of each of `count` misconceptions that is found asserted, by place."""
    known = {label("M", place): place for place in range(count)}
    found: dict[int, str] = {}
    for one in reply.misconceptions:
        if (place := known.get(one.id.strip())) is not None:
            found.setdefault(place, one.quote)
    return found


def listed(kind: Literal["P", "M"], texts: Sequence[str]) -> str:
    """Return key points or misconceptions as lines of a prompt."""
    return "\n".join(f"{label(kind, place)}: {text}" for place, text in enumerate(texts)) or "(none)"
