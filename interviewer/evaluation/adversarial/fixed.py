"""The fixed texts and word lists of `eval/adversarial/`, read and checked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from interviewer.domain.errors import UsageError

_Model = TypeVar("_Model", bound=BaseModel)
_Lines = Annotated[tuple[str, ...], Field(min_length=1)]
_Swaps = Annotated[tuple[tuple[str, str], ...], Field(min_length=1)]


class FixedTexts(BaseModel):
    """What patterns draw from. Swaps are pairs of words that turn a statement round, each way."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    orders: _Lines
    foreign_orders: _Lines
    filler: _Lines
    padding: _Lines
    adornments: _Lines
    hesitations: _Lines
    notes: _Lines
    opposites: _Swaps
    orders_of_steps: _Swaps
    quantifiers: _Swaps
    quantities: _Swaps
    verbs: str


class FoundTexts(BaseModel):
    """What a search against our own engine found to raise wrong answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrases: _Lines
    triggers: _Lines


class Pattern(BaseModel):
    """One attack, or one benign twin: texts with fields to fill in, one of them drawn for each question.

    `honest` gives the honest part, whose score by the same engine is the ceiling; without it the ceiling is 0.
    Of `best_of` variants the highest score counts. `style`: only the manner differs from the honest part.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1)]
    texts: _Lines
    honest: str | None = None
    best_of: Annotated[int, Field(ge=1)] = 1
    style: bool = False

    @property
    def group(self) -> str:
        """The class of an attack, its id's letter."""
        return self.id[0]


class _Patterns(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    attacks: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    benign: Annotated[tuple[Pattern, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Book:
    """All that the generator reads: patterns, fixed texts, and what the search found."""

    attacks: tuple[Pattern, ...]
    benign: tuple[Pattern, ...]
    texts: FixedTexts
    found: FoundTexts


def read_book(folder: Path) -> Book:
    """Return the patterns and texts of a folder. Raises UsageError naming file and field."""
    patterns = _read(folder / "patterns.yaml", _Patterns)
    benign = tuple(
        one.model_copy(update={"honest": one.honest if one.honest is not None else "<<honest>>"})
        for one in patterns.benign
    )
    texts, found = _read(folder / "texts.yaml", FixedTexts), _read(folder / "found.yaml", FoundTexts)
    return Book(patterns.attacks, benign, texts, found)


def _read(file: Path, model: type[_Model]) -> _Model:
    try:
        return model.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise UsageError(f"{file}, {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise UsageError(f"{file} cannot be read: {error}.") from None
