"""Turns the features of windows into credits with quotes, and raw marks into scores."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from interviewer.grading.align import FEATURES, Measured, Reading, Window
from interviewer.grading.polarity import denied

_CONTRADICTS_FROM = 0.4  # share of a key point's matched words that stand with the opposite sign
_REPEATED_FROM = 0.25  # recall below which the turned words are too few to prove anything
_ALIGNED_FROM = 0.35  # credit that a stretch would earn, were its sign right, to count as speaking of the point
_NO_CREDIT_BELOW = 0.1
_NEARLY_BEST = 0.97
_CONTRADICTED_FROM = 0.6
_CLEARLY_STATED = 0.75
_USUAL_WRONG = 0.6  # mean over the rubric set; stands in where a rubric names no misconception


EVIDENCE = (
    "worth", "words", "alignment", "cosine", "accepted", "accepted_cosine", "support", "support_words",
    "whole_words", "whole_alignment", "whole_accepted", "opposed", "margin", "precision", "wrong",
)  # fmt: skip
"""What a credit is made of: signs of the best window and the greatest over all, and what the whole answer says."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression: bias and one weight a feature."""

    bias: float
    weights: npt.NDArray[np.float64]

    def of(self, features: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the probabilities of rows of features, four decimals."""
        logits = (features * self.weights).sum(-1) + self.bias
        found: npt.NDArray[np.float64] = np.round(1 / (1 + np.exp(-logits)), 4)
        return found


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted models of `fast_weights.json`.

    `alignment` gives the worth of one window; `credit` and `contradiction` weigh the evidence of the whole answer;
    the knots map raw to score.
    """

    alignment: Logistic
    credit: Logistic
    contradiction: Logistic
    raw: tuple[float, ...]
    score: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Earned:
    """What one key point earned: credit in [0, 1], the window that earned it, whether it was contradicted."""

    credit: float
    window: Window | None
    contradicted: bool = False


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Return the fitted models, read once."""
    data = json.loads(files("interviewer.grading").joinpath("fast_weights.json").read_text(encoding="utf-8"))

    def logistic(name: str, features: tuple[str, ...]) -> Logistic:
        model = data[name]
        return Logistic(model["bias"], np.array([model["features"][one] for one in features], dtype=np.float64))

    return Weights(
        logistic("alignment", (*FEATURES, *COMBINED)),
        logistic("credit", EVIDENCE),
        logistic("contradiction", EVIDENCE),
        tuple(data["raw"]),
        tuple(data["score"]),
    )


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


def worths(features: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the worth of each window for a key point, (windows,), in [0, 1]."""
    return weights().alignment.of(expand(features))


def earn(reading: Reading, measured: Measured, usable: npt.NDArray[np.bool_]) -> Earned:
    """Return the credit of one key point from the windows that are `usable` as evidence."""
    rows = np.flatnonzero(usable)
    if not len(rows):
        return Earned(0.0, None)
    features = measured.features
    turned = features[rows, FEATURES.index("opposed")] >= _CONTRADICTS_FROM
    opposed = turned & (features[rows, FEATURES.index("words")] >= _REPEATED_FROM)
    unsigned = features[rows].copy()
    unsigned[opposed, FEATURES.index("opposed")] = 0.0
    worth = worths(unsigned)
    against = opposed | _denials(reading, rows, worth)
    for_it, against_it = _top(worth, ~against), _top(worth, against)
    if against_it >= _ALIGNED_FROM and against_it > for_it:
        row = _smallest(reading, rows, worth, against, against_it)
        return Earned(0.0, reading.windows[row], contradicted=True)
    signs = evidence(measured, rows)
    credit = float(weights().credit.of(signs))
    if credit < _CLEARLY_STATED and float(weights().contradiction.of(signs)) >= _CONTRADICTED_FROM:
        row = _smallest(reading, rows, worth, np.ones(len(rows), dtype=bool), float(worth.max()))
        return Earned(0.0, reading.windows[row], contradicted=True)
    if credit < _NO_CREDIT_BELOW or not for_it:
        return Earned(0.0, None)
    return Earned(credit, reading.windows[_smallest(reading, rows, worth, ~against, for_it)])


def evidence(measured: Measured, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """Return the evidence for one key point in the windows `rows`, in the order of `EVIDENCE`, four decimals."""
    worth = worths(measured.features[rows])
    best = dict(zip(FEATURES, measured.features[rows[int(np.argmax(worth))]], strict=True))
    found = dict(zip(FEATURES, measured.features[rows].max(axis=0), strict=True)) | {
        "worth": worth.max(),
        "whole_words": measured.said.words_of(rows),
        "whole_alignment": measured.said.alignment_of(rows),
        "whole_accepted": max((one.alignment_of(rows) for one in measured.accepted), default=0.0),
        # of the best window, else words beside the point would add to them
        "opposed": best["opposed"],
        "margin": best["margin"],
        "precision": best["precision"],
        "wrong": _USUAL_WRONG if measured.wrong is None else measured.wrong,
    }
    return np.array([found[name] for name in EVIDENCE], dtype=np.float64).round(4)


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
