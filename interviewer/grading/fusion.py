"""Turns readings of the local model, and what the fast engine saw, into one judgement a key point."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from interviewer.grading.credit import Logistic, sharpened
from interviewer.grading.sight import Sight

_LEAST = 0.01  # probability below which a reading counts no further: the weights were fitted on readings cut so
CONTRADICTED_FROM = 0.5
_CLEARLY_STATED = 0.75  # a point that is covered is not contradicted, whatever else is said of it


@dataclass(frozen=True, slots=True)
class Read:
    """What the local model said of one key point, both in [0, 1]: the answer makes it; its nearest stretch is right."""

    made: float
    correct: float


@dataclass(frozen=True, slots=True)
class Judged:
    """The credit of one key point in [0, 1], four decimals, and whether it was contradicted, which earns 0."""

    credit: float
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class Fusion:
    """Two logistic regressions: how much of a point is said, and whether it is turned round."""

    credit: Logistic
    credit_features: tuple[str, ...]
    contradiction: Logistic
    contradiction_features: tuple[str, ...]

    def judge(self, sight: Sight, read: Read) -> Judged:
        """Return the judgement on one key point."""
        known = evidence(sight, read)
        credit = float(self.credit.of(_row(known, self.credit_features)))
        turned = float(self.contradiction.of(_row(known, self.contradiction_features)))
        if credit < _CLEARLY_STATED and turned >= CONTRADICTED_FROM:
            return Judged(0.0, contradicted=True)
        return Judged(sharpened(credit))


FEATURES: dict[str, dict[str, tuple[str, ...]]] = {
    "local": {"credit": ("made", "correct", "cosine"), "contradiction": ("correct", "cosine")},
    "panel": {
        "credit": ("credit", "made", "correct"),
        "contradiction": ("contradiction", "contradicted"),
    },
}
"""What each engine goes by; probabilities as logits."""


def evidence(sight: Sight, read: Read) -> dict[str, float]:
    """Return every feature by name, four decimals."""
    return {
        "credit": _logit(sight.credit),
        "contradiction": _logit(sight.contradiction),
        "contradicted": float(sight.contradicted),
        "cosine": round(sight.cosine, 4),
        "made": _logit(read.made),
        "correct": _logit(read.correct),
    }


@lru_cache(maxsize=2)
def fusion(name: str) -> Fusion:
    """Return the fitted weights of `local` or `panel`."""
    data = json.loads(files("interviewer.grading").joinpath("panel_weights.json").read_text(encoding="utf-8"))[name]

    def logistic(target: str) -> Logistic:
        weights = data[target]["features"]
        return Logistic(data[target]["bias"], _row(weights, FEATURES[name][target]))

    return Fusion(
        logistic("credit"),
        FEATURES[name]["credit"],
        logistic("contradiction"),
        FEATURES[name]["contradiction"],
    )


def _row(values: Mapping[str, float], names: tuple[str, ...]) -> npt.NDArray[np.float64]:
    return np.array([values[name] for name in names], dtype=np.float64)


def _logit(probability: float) -> float:
    kept = min(1 - _LEAST, max(_LEAST, probability))
    return round(float(np.log(kept / (1 - kept))), 4)
