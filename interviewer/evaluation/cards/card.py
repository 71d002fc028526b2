"""A card's content, and the object that programs read of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from interviewer.domain.errors import UsageError
from interviewer.evaluation.adversarial.judge import Resistance
from interviewer.evaluation.agreement.report import as_object
from interviewer.evaluation.agreement.run import Run
from interviewer.evaluation.conduct.run import Conduct
from interviewer.evaluation.conduct.run import as_object as conduct_object
from interviewer.evaluation.floor import Floor
from interviewer.evaluation.ladder import Climb
from interviewer.evaluation.retrieval import RetrievalScore

JSON_FILE = "card.json"


class PublicSet(BaseModel):
    """Where a set of other people's comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    origin: str
    licence: str


@dataclass(frozen=True, slots=True)
class Section:
    """One set of marked answers: the command that measures it, what it is, and the outcome."""

    command: str
    about: str
    run: Run


@dataclass(frozen=True, slots=True)
class Attacked:
    """What each engine gave for the adversarial set, and the command."""

    command: str
    engines: Mapping[str, Resistance]


@dataclass(frozen=True, slots=True)
class Card:
    """Everything measured in one go. `engines`: name to version, 16 hexadecimal digits.

    Ladder, attacks, retrieval, floor and conduct stand in the project's own card only; `spoken` is conduct with a model
    that words follow-ups.
    """

    day: str
    version: str
    command: str
    engines: Mapping[str, str]
    sections: tuple[Section, ...]
    ladder: Mapping[str, Climb] | None = None
    attacked: Attacked | None = None
    retrieval: Mapping[str, RetrievalScore] | None = None
    floor: Floor | None = None
    conduct: Conduct | None = None
    spoken: Conduct | None = None


def card_object(card: Card) -> dict[str, object]:
    """Return the card as one JSON object; of each answer its question's number, marks and scores, never its text."""
    return {
        "day": card.day,
        "version": card.version,
        "command": card.command,
        "engines": dict(card.engines),
        "sets": {one.run.samples.name: _section(one) for one in card.sections},
        "ladder": {name: asdict(one) for name, one in (card.ladder or {}).items()},
        "adversarial": _attacked(card.attacked) if card.attacked else None,
        "retrieval": {name: asdict(one) for name, one in (card.retrieval or {}).items()},
        "floor": asdict(card.floor) if card.floor else None,
        "conduct": conduct_object(card.conduct) if card.conduct else None,
        "conduct_with_model": conduct_object(card.spoken) if card.spoken else None,
    }


def read_floor(folder: Path) -> Floor:
    """Return the floor of the card stored in a folder. Raises UsageError where there is none."""
    file = folder / JSON_FILE
    try:
        stored = TypeAdapter(dict[str, object]).validate_json(file.read_text(encoding="utf-8"))
        return TypeAdapter(Floor).validate_python(stored.get("floor"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} holds no figures to compare with ({error}). Make it anew: make eval.") from None


def read_public_sets(file: Path) -> dict[str, PublicSet]:
    """Return what is known of public sets by file stem. Raises UsageError."""
    try:
        return TypeAdapter(dict[str, PublicSet]).validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, ValidationError, yaml.YAMLError) as error:
        raise UsageError(f"{file} cannot be read: {error}.") from None


def _section(one: Section) -> dict[str, object]:
    return {"command": one.command, "about": one.about} | as_object([one.run.outcome])


def _attacked(attacked: Attacked) -> dict[str, object]:
    return {"command": attacked.command, "engines": {name: asdict(one) for name, one in attacked.engines.items()}}
