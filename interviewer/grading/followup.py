"""Reads a short answer to a follow-up after the clause of the earlier answer that it takes up."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from interviewer.grading.align import Reading, read
from interviewer.grading.company import accompanied
from interviewer.grading.credit import Earned, Own, earn, evidence
from interviewer.grading.engine import Encoder, GradeRequest
from interviewer.grading.features import measure
from interviewer.grading.heard import earlier
from interviewer.grading.misconceptions import suspect
from interviewer.grading.rubric import Rubric
from interviewer.grading.texts import encode, unit

_ADDS_FROM = 0.05  # credit that the new words must add to what the earlier clause earns alone


def take_up(
    encoder: Encoder,
    request: GradeRequest,
    rubric: Rubric,
    own: Sequence[Own],
    reading: Reading,
    usable: npt.NDArray[np.bool_],
    earned: list[Earned],
) -> list[Earned]:
    """Return `earned` with the point that the follow-up asked for read after earlier answers, if that earns more."""
    places = [i for i, point in enumerate(rubric.points) if point.point.id == request.asked_for]
    told = earlier(request)
    if not places or not told.pieces.clauses:
        return earned
    place = places[0]
    past = read(told.text, told.pieces, encode(encoder, told.sentences()))
    measured = measure(past, rubric, suspect(past, rubric))[place]
    row = int(np.argmax(np.round(measured.features[:, 1] + measured.features[:, 2], 4)))
    only = np.arange(len(past.windows)) == row
    before = earn(past, measured, only, evidence(measured, np.flatnonzero(only)), own[place])
    joined = _joined(_after(past, row, reading), rubric, usable, place, own[place])
    alone = earned[place]
    if alone.contradicted or joined.credit < max(alone.credit, min(1.0, before.credit + _ADDS_FROM)):
        return earned
    return [joined if i == place else one for i, one in enumerate(earned)]


def _joined(after: Reading, rubric: Rubric, usable: npt.NDArray[np.bool_], place: int, own: Own) -> Earned:
    measured = measure(after, rubric, suspect(after, rubric))
    rows = np.flatnonzero(usable)
    signs = [evidence(one, rows) for one in measured]
    return earn(after, accompanied(after, measured, signs)[place], usable, signs[place], own)


def _after(past: Reading, row: int, reading: Reading) -> Reading:
    """Return `reading` with every window read after window `row` of `past`."""
    window = past.windows[row]
    vectors = past.vectors[past.bounds[window.first] : past.bounds[window.last]]
    units = np.array([unit(one + past.units[row]) for one in reading.units], dtype=np.float32)
    claims = np.array([unit(one + past.claims[row]) for one in reading.claims], dtype=np.float32)
    return replace(reading, units=units, claims=claims, before=past.words_of(window), before_vectors=vectors)
