"""Turns the features of windows into credits with quotes, and raw marks into scores."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from interviewer.grading.align import FEATURES, Reading, Window
from interviewer.grading.polarity import denied

_CONTRADICTS_FROM = 0.4  # share of a key point's matched words that stand with the opposite sign
_REPEATED_FROM = 0.25  # recall below which the turned words are too few to prove anything
_ALIGNED_FROM = 0.35  # credit that a stretch would earn, were its sign right, to count as speaking of the point
_NO_CREDIT_BELOW = 0.1
_NEARLY_BEST = 0.97


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted model of `fast_weights.json`: bias, one weight a feature, knots of the map from raw to score."""

    bias: float
    features: npt.NDArray[np.float64]
    raw: tuple[float, ...]
    score: tuple[float, ...]
    opposed: int


@dataclass(frozen=True, slots=True)
class Earned:
    """What one key point earned: credit in [0, 1], the window that earned it, whether it was contradicted."""

    credit: float
    window: Window | None
    contradicted: bool = False


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Return the fitted model, read once."""
    data = json.loads(files("interviewer.grading").joinpath("fast_weights.json").read_text(encoding="utf-8"))
    names = (*FEATURES, *COMBINED)
    values = np.array([data["features"][name] for name in names], dtype=np.float64)
    return Weights(data["bias"], values, tuple(data["raw"]), tuple(data["score"]), names.index("opposed"))


COMBINED = ("said_or_accepted", "wrong_over_cosine", "words_opposed", "support_or_cosine", "nearest_cosine")


def expand(features: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the features (windows, n) with those that combine two of them appended."""
    value = dict(zip(FEATURES, features.T, strict=True))
    combined = (
        np.maximum(value["accepted"], value["words"]),
        np.maximum(0.0, value["wrong"] - value["cosine"]),
        value["words"] * value["opposed"],
        np.maximum(value["support"], value["cosine"]),
        np.maximum(value["cosine"], value["accepted_cosine"]),
    )
    return np.column_stack([features, *combined])


def earn(reading: Reading, features: npt.NDArray[np.float64], usable: npt.NDArray[np.bool_]) -> Earned:
    """Return the credit of one key point from the windows that are `usable` as evidence."""
    rows = np.flatnonzero(usable)
    if not len(rows):
        return Earned(0.0, None)
    turned = features[rows, FEATURES.index("opposed")] >= _CONTRADICTS_FROM
    opposed = turned & (features[rows, FEATURES.index("words")] >= _REPEATED_FROM)
    unsigned = features[rows].copy()
    unsigned[opposed, FEATURES.index("opposed")] = 0.0
    worth = _credits(unsigned)
    against = opposed | _denials(reading, rows, worth)
    for_it, against_it = _top(worth, ~against), _top(worth, against)
    if against_it >= _ALIGNED_FROM and against_it > for_it:
        row = _smallest(reading, rows, worth, against, against_it)
        return Earned(0.0, reading.windows[row], contradicted=True)
    if for_it < _NO_CREDIT_BELOW:
        return Earned(0.0, None)
    return Earned(for_it, reading.windows[_smallest(reading, rows, worth, ~against, for_it)])


def _credits(features: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    model = weights()
    logits = (expand(features) * model.features).sum(axis=1) + model.bias
    found: npt.NDArray[np.float64] = np.round(1 / (1 + np.exp(-logits)), 4)
    return found


def _denials(reading: Reading, rows: npt.NDArray[np.intp], worth: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    spans = [reading.windows[row].span for row in rows]
    return np.array(
        [
            credit >= _ALIGNED_FROM and denied(reading.answer, span.start, span.end)
            for span, credit in zip(spans, worth, strict=True)
        ],
        dtype=bool,
    )


def _top(worth: npt.NDArray[np.float64], chosen: npt.NDArray[np.bool_]) -> float:
    return float(worth[chosen].max()) if chosen.any() else 0.0


def _smallest(
    reading: Reading,
    rows: npt.NDArray[np.intp],
    worth: npt.NDArray[np.float64],
    chosen: npt.NDArray[np.bool_],
    best: float,
) -> int:
    """Return the shortest window that earns nearly the best credit; the first of equals."""
    good = [
        int(row)
        for row, credit, kept in zip(rows, worth, chosen, strict=True)
        if kept and credit >= _NEARLY_BEST * best
    ]
    return min(good, key=lambda row: (len(reading.words_of(reading.windows[row])), row))


def score_of(raw: float) -> float:
    """Return the score for a raw mark: one monotone map, the same for every question; four decimals."""
    model = weights()
    return round(float(np.interp(raw, model.raw, model.score)), 4)
