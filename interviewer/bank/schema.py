"""What a question file may hold: the strict profile of the bundled bank, the lenient one of a person's own."""

import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]
Weight = Annotated[int, Field(ge=1, le=5, strict=True)]
_SHARED_RUN = 8


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KeyPointFields(_Part):
    """One checkable claim."""

    id: Slug
    weight: Weight = 1
    text: Line
    accept: tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)], ...] = ()


class MisconceptionFields(_Part):
    """A wrong claim and what is right instead."""

    id: Slug
    weight: Weight = 1
    text: Line
    correction: Line
    denies: Slug | None = None
    nudge: Line | None = None


class HintFields(_Part):
    """A hint and the key points that it leads to."""

    text: Line
    leads_to: tuple[Slug, ...] = ()


def _hint(value: object) -> object:
    """Return a hint that is only its text as one that leads nowhere in particular."""
    return {"text": value} if isinstance(value, str) else value


Hint = Annotated[HintFields, BeforeValidator(_hint)]


class FollowUpFields(_Part):
    """A probe for one key point."""

    asks_for: Slug
    question: Line


class ProvenanceFields(_Part):
    """Where an imported question came from; `lines` as "first-last"; `gone` when its document lost it."""

    document: str
    lines: Annotated[str, StringConstraints(pattern=r"^\d+-\d+$")]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    gone: bool = False


class AlternativeFields(_Part):
    """A further reference answer."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    provenance: ProvenanceFields | None = None


class PersonalFields(_Part):
    """A person's own question: the question and its reference suffice."""

    id: Slug
    question: Line
    track: Slug | None = None
    paraphrases: tuple[Line, ...] = ()
    difficulty: Annotated[int, Field(ge=1, le=5, strict=True)] = 3
    kind: Literal["concept", "compare", "derive", "design", "debug"] = "concept"
    status: Literal["drafted", "incomplete", "accepted"] = "accepted"
    key_points: tuple[KeyPointFields, ...] = ()
    misconceptions: tuple[MisconceptionFields, ...] = ()
    follow_ups: tuple[FollowUpFields, ...] = ()
    hints: tuple[Hint, ...] = ()
    sources: tuple[str, ...] = ()
    aliases: tuple[Slug, ...] = ()
    provenance: ProvenanceFields | None = None
    same_as: Slug | None = None
    alternatives: tuple[AlternativeFields, ...] = ()
    drafted: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None

    @model_validator(mode="after")
    def _ids_agree(self) -> Self:
        if self.same_as == self.id:
            raise _misfit("a question is the same as another, not as itself", "same_as")
        points = [point.id for point in self.key_points]
        for name, ids in (("key_points", points), ("misconceptions", [m.id for m in self.misconceptions])):
            for place, one in enumerate(ids):
                if one in ids[:place]:
                    raise _misfit(f"the id {one!r} stands twice", name, place, "id")
        for place, follow_up in enumerate(self.follow_ups):
            if follow_up.asks_for not in points:
                problem = f"{follow_up.asks_for!r} is no key point of this question"
                raise _misfit(problem, "follow_ups", place, "asks_for")
        for place, wrong in enumerate(self.misconceptions):
            if wrong.denies not in (None, *points):
                raise _misfit(f"{wrong.denies!r} is no key point of this question", "misconceptions", place, "denies")
        for place, hint in enumerate(self.hints):
            for one in hint.leads_to:
                if one not in points:
                    raise _misfit(f"{one!r} is no key point of this question", "hints", place, "leads_to")
        return self


class BundledKeyPointFields(KeyPointFields):
    """A claim that can be said in more ways than one."""

    accept: Annotated[tuple[Line, ...], Field(min_length=1)]


class BundledMisconceptionFields(MisconceptionFields):
    """A wrong claim that can also be met before the answer is in."""

    nudge: Line


class BundledFields(PersonalFields):
    """A bundled question: everything that an interview and a fair mark need."""

    difficulty: Annotated[int, Field(ge=1, le=5, strict=True)]
    kind: Literal["concept", "compare", "derive", "design", "debug"]
    paraphrases: Annotated[tuple[Line, ...], Field(min_length=4)]
    key_points: Annotated[tuple[BundledKeyPointFields, ...], Field(min_length=3, max_length=7)]
    misconceptions: Annotated[tuple[BundledMisconceptionFields, ...], Field(min_length=2)]
    follow_ups: Annotated[tuple[FollowUpFields, ...], Field(min_length=1)]
    hints: Annotated[tuple[Hint, ...], Field(min_length=2)]
    sources: Annotated[tuple[Line, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _folder_names_the_track(self) -> Self:
        if self.track is not None:
            raise _misfit(
                "a bundled question's track is the folder that its topic lies in: leave the field out", "track"
            )
        return self

    @model_validator(mode="after")
    def _no_wording_stands_twice(self) -> Self:
        for name, texts, met in (
            ("paraphrases", self.paraphrases, {_told(self.question)}),
            ("hints", [hint.text for hint in self.hints], set[str]()),
        ):
            for place, text in enumerate(texts):
                if _told(text) in met:
                    raise _misfit("says what stands above it already", name, place)
                met.add(_told(text))
        return self

    @model_validator(mode="after")
    def _weighty_points_are_probed(self) -> Self:
        probed = {follow_up.asks_for for follow_up in self.follow_ups}
        for place, point in enumerate(self.key_points):
            if point.weight >= 2 and point.id not in probed:
                problem = f"of the follow_ups none asks for {point.id!r}, which has weight {point.weight}"
                raise _misfit(problem, "key_points", place, "id")
        return self


def _misfit(problem: str, *place: str | int) -> PydanticCustomError:
    """Return the fault of a value that does not fit the others, with the place where it stands."""
    return PydanticCustomError("misfit", "{problem}", {"problem": problem, "place": place})


def _told(text: str) -> str:
    """Return a text's words alone, by which two of them are the same."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def shared_run(one: str, other: str, length: int = _SHARED_RUN) -> str | None:
    """Return the first run of `length` words that two texts share, None when they share none."""
    words, others = re.findall(r"\w+", one.lower()), re.findall(r"\w+", other.lower())
    known = {tuple(others[i : i + length]) for i in range(len(others) - length + 1)}
    runs = (tuple(words[i : i + length]) for i in range(len(words) - length + 1))
    return next((" ".join(run) for run in runs if run in known), None)
