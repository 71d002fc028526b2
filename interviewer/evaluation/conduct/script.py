"""The scripted candidates and the answers they draw on, read from `eval/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from interviewer.bank.load import Bank
from interviewer.domain.errors import UsageError
from interviewer.domain.grade import Verdict
from interviewer.domain.question import Question
from interviewer.evaluation.json_lines import always, read_json_lines

VOICES = ("complete", "half", "wrong", "rambling", "terse")
"""The voices of the rubric set in which each of its questions has an answer."""
_Lines = Annotated[tuple[str, ...], Field(min_length=1)]


class Candidate(BaseModel):
    """How one candidate behaves: what they say to a question and to a probe, drawn by seed, fields filled in.

    `hints` are asked for before each answer while there are any; `in_order`: replies are said as listed;
    `gives_up`: they say that they do not know, which may end a question.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1)]
    openings: _Lines
    replies: _Lines
    hints: Annotated[int, Field(ge=0)] = 0
    in_order: bool = False
    gives_up: bool = False


class _Script(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    candidates: Annotated[tuple[Candidate, ...], Field(min_length=1)]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    question_id: str
    voice: str
    part: str
    answer: str
    verdicts: dict[str, Verdict]


@dataclass(frozen=True, slots=True)
class Marked:
    """An answer of the rubric set with the settled verdict of its readers on each key point."""

    text: str
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class Material:
    """What candidates talk about: questions of the bank, and by question id and voice an answer that was marked."""

    questions: tuple[Question, ...]
    answers: Mapping[str, Mapping[str, Marked]]


def read_candidates(file: Path) -> tuple[Candidate, ...]:
    """Return the scripted candidates. Raises UsageError naming file and field."""
    try:
        script = _Script.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise UsageError(f"{file}, {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise UsageError(f"{file} cannot be read: {error}.") from None
    ids = [one.id for one in script.candidates]
    if len(set(ids)) != len(ids):
        raise UsageError(f"{file}: an id stands twice.")
    return script.candidates


def read_material(answers: Path, bank: Bank) -> Material:
    """Return the questions of the rubric set's development part that have an answer in every voice.

    Raises UsageError for a faulty file.
    """
    found: dict[str, dict[str, Marked]] = {}
    for _, row in read_json_lines(answers, always(_Answer)):
        if row.part == "dev" and row.voice in VOICES:
            found.setdefault(row.question_id, {})[row.voice] = Marked(row.answer, row.verdicts)
    asked = ((bank.get(question_id), by_voice) for question_id, by_voice in sorted(found.items()))
    usable = {question.id: by_voice for question, by_voice in asked if question and len(by_voice) == len(VOICES)}
    return Material(tuple(question for question in bank.questions if question.id in usable), usable)
