"""Marked answers, read from files: reference and mark, or our rubric set with a verdict a key point."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from interviewer.domain.errors import UsageError
from interviewer.domain.grade import Label, Verdict, label_of
from interviewer.domain.question import KeyPoint, Question
from interviewer.evaluation.json_lines import read_json_lines
from interviewer.grading import GradeRequest, request_for

Part = Literal["dev", "test"]
TOP_MARK = 5
"""Readers of the rubric set mark from 0 to 5."""
_PARTLY = frozenset({"partially_correct_incomplete", "partially correct", "partially_correct"})
_Text = Annotated[str, Field(min_length=1)]
_Mark = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class Sample:
    """A marked answer. `mark` in [0, 1]; `markers`: each marker's own, in [0, 1].

    `verdicts`: key point id to what it is worth, where somebody marked key points; `readers`: each reader's own.
    """

    id: str
    source: str
    question_id: str
    request: GradeRequest
    mark: float
    label: Label
    markers: tuple[float, ...] = ()
    verdicts: Mapping[str, Verdict] | None = None
    readers: tuple[Mapping[str, Verdict], ...] = ()

    @property
    def question(self) -> tuple[str, str]:
        """What is resampled: the question, apart from those of other files."""
        return self.source, self.question_id


@dataclass(frozen=True, slots=True)
class Samples:
    """The answers of one file, and how many were left out because the answer is the reference.

    `held_back`: some belong to a test part, so that a run on them must be logged.
    """

    name: str
    rows: tuple[Sample, ...]
    dropped: int = 0
    held_back: bool = False


class _Point(BaseModel):
    text: _Text
    weight: Annotated[int, Field(ge=1)] = 1


class _MarkedRow(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    question_id: str
    question: _Text
    reference: _Text
    answer: str
    score: _Mark
    max_score: Annotated[float, Field(gt=0)] = 1
    graders: tuple[float, ...] = ()
    label_3way: str | None = None
    label_5way: str | None = None
    key_points: tuple[_Point, ...] = ()
    part: Part | None = None


class _Reader(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    verdicts: dict[str, Verdict]
    misconceptions: tuple[str, ...]
    mark: Annotated[float, Field(ge=0, le=TOP_MARK)]


class _RubricRow(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question_id: str
    voice: str
    part: Part
    answer: _Text
    verdicts: dict[str, Verdict]
    misconceptions: tuple[str, ...]
    readers: Annotated[tuple[_Reader, ...], Field(min_length=1)]


def read_samples(
    file: Path,
    question: Callable[[str], Question | None],
    part: Part | None = None,
    elsewhere: Callable[[Question], tuple[str, ...]] = lambda _: (),
) -> Samples:
    """Return the answers of `file`, of one part where that is asked for.

    `question` finds one of the bank by its id, `elsewhere` gives what other questions of its topic have for references.

    Raises UsageError naming line and field, and where nothing is left.
    """
    name = file.parent.name if file.stem == "answers" else file.stem
    rows: list[Sample] = []
    held_back = False
    for place, row in read_json_lines(file, _kind):
        if part is not None and row.part != part:
            continue
        held_back = held_back or row.part == "test"
        rows.append(
            _of_rubric(row, name, question, elsewhere, place)
            if isinstance(row, _RubricRow)
            else _of_marked(row, name, place)
        )
    kept = tuple(row for row in rows if _plain(row.request.answer) != _plain(row.request.reference))
    if not kept:
        raise UsageError(f"{file}: there is no answer to grade{f' in the part {part!r}' if part else ''}.")
    return Samples(f"{name}, {part}" if part else name, kept, len(rows) - len(kept), held_back)


def draw(samples: Samples, limit: int, seed: int = 1) -> Samples:
    """Return at most `limit` answers: whole questions in seeded order, those left out that would exceed it."""
    groups: dict[tuple[str, str], list[Sample]] = {}
    for row in samples.rows:
        groups.setdefault(row.question, []).append(row)
    order = list(groups.values())
    random.Random(seed).shuffle(order)  # noqa: S311 - a draw of samples, not a secret
    chosen: list[Sample] = []
    for rows in order:
        if len(chosen) + len(rows) <= limit:
            chosen += rows
    chosen = chosen or order[0][:limit]
    return Samples(f"{samples.name}, {len(chosen)} drawn", tuple(chosen), samples.dropped, samples.held_back)


def spread(samples: Samples, limit: int, seed: int = 1) -> Samples:
    """Return at most `limit` answers by seed, as many of each question or one more, in the order they had.

    Figures are resampled by question, so that many questions tell more than many answers to a few.
    """
    chance = random.Random(seed)  # noqa: S311 - a draw of samples, not a secret
    groups: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(samples.rows):
        groups.setdefault(row.question, []).append(place)
    order = list(groups.values())
    chance.shuffle(order)
    for places in order:
        chance.shuffle(places)
    rounds = (place for nth in zip_longest(*order) for place in nth if place is not None)
    chosen = tuple(samples.rows[place] for place in sorted(islice(rounds, limit)))
    return Samples(f"{samples.name}, {len(chosen)} drawn", chosen, samples.dropped, samples.held_back)


def pooled(parts: Sequence[Samples]) -> Samples:
    """Return the answers of several files as one set; questions of different files stay apart."""
    return Samples(
        "all",
        tuple(row for one in parts for row in one.rows),
        sum(one.dropped for one in parts),
        any(one.held_back for one in parts),
    )


def _kind(value: Mapping[str, object]) -> type[_RubricRow] | type[_MarkedRow]:
    return _RubricRow if "verdicts" in value else _MarkedRow


def _plain(text: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())


def _of_marked(row: _MarkedRow, name: str, place: str) -> Sample:
    if any(not 0 <= mark <= row.max_score for mark in row.graders):
        raise UsageError(f"{place}, graders: a mark lies outside 0 to max_score ({row.max_score:g}).")
    points = tuple(KeyPoint(f"point-{n}", one.weight, one.text) for n, one in enumerate(row.key_points, 1))
    names = {(label or "").casefold() for label in (row.label_3way, row.label_5way)}
    return Sample(
        row.id,
        name,
        row.question_id,
        GradeRequest(row.question, row.reference, points, (), row.answer),
        row.score,
        "partly" if names & _PARTLY else label_of(row.score),
        tuple(mark / row.max_score for mark in row.graders),
    )


def _of_rubric(
    row: _RubricRow,
    name: str,
    question: Callable[[str], Question | None],
    elsewhere: Callable[[Question], tuple[str, ...]],
    place: str,
) -> Sample:
    asked = question(row.question_id)
    if asked is None:
        raise UsageError(f"{place}, question_id: the bank has no question {row.question_id!r}.")
    if set(row.verdicts) != {point.id for point in asked.key_points}:
        raise UsageError(f"{place}, verdicts: these are not the key points of {row.question_id!r}.")
    marks = tuple(reader.mark / TOP_MARK for reader in row.readers)
    mark = sum(marks) / len(marks)
    return Sample(
        row.id,
        name,
        row.question_id,
        request_for(asked, row.answer, elsewhere=elsewhere(asked)),
        mark,
        label_of(mark),
        marks,
        row.verdicts,
        # a reader's own verdicts are stored where they differ from the settled ones
        tuple(row.verdicts | reader.verdicts for reader in row.readers),
    )
