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
LEAST_SAME = 0.15
"""Likewise of the reading of a whole answer: two standard deviations of 573 training answers. However sure the model
is, what the fast engine gave a tenth it lifts to six tenths and no more."""
CONTRADICTED_FROM = 0.5
_CLEARLY_STATED = 0.75  # a point that is covered is not contradicted, whatever else is said of it


@dataclass(frozen=True, slots=True)
class Judged:
    """The credit of one key point in [0, 1], four decimals, and whether it was contradicted, which earns 0."""

    credit: float
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class Fusion:
    """Logistic regressions: how much of a point is said, whether it is turned round, and how much of a drafted one."""

    credit: Logistic
    credit_features: tuple[str, ...]
    contradiction: Logistic
    contradiction_features: tuple[str, ...]
    drafted: Logistic
    drafted_features: tuple[str, ...]

    def judge(self, sight: Sight, made: float) -> Judged:
        """Return the judgement on one key point; `made` in [0, 1] is whether the model says the answer makes it."""
        known = evidence(sight, made)
        credit = float(self.credit.of(_row(known, self.credit_features)))
        turned = float(self.contradiction.of(_row(known, self.contradiction_features)))
        if credit < _CLEARLY_STATED and turned >= CONTRADICTED_FROM:
            return Judged(0.0, contradicted=True)
        return Judged(sharpened(credit))

    def judge_drafted(self, sight: Sight, same: float) -> Judged:
        """Return the judgement on a drafted key point; `same` in [0, 1] is whether the answer means the reference.

        Whether the point is turned round the fast engine says: a reading of the whole cannot tell.
        """
        if sight.contradicted:
            return Judged(0.0, contradicted=True)
        known = {"credit": _logit(sight.credit), "same": _logit(same, LEAST_SAME)}
        return Judged(float(self.drafted.of(_row(known, self.drafted_features))))


FEATURES: dict[str, dict[str, tuple[str, ...]]] = {
    "local": {
        "credit": ("made", "cosine"),
        "contradiction": ("made", "cosine", "contradiction"),
        "drafted": ("same",),
    },
    "panel": {
        "credit": ("credit", "made", "cosine"),
        "contradiction": ("contradiction", "contradicted"),
        "drafted": ("credit", "same"),
    },
}
"""What each engine goes by; likelihoods as logits."""


def evidence(sight: Sight, made: float) -> dict[str, float]:
    """Return every feature by name, four decimals."""
    return {
        "credit": _logit(sight.credit),
        "contradiction": _logit(sight.contradiction),
        "contradicted": float(sight.contradicted),
        "cosine": round(sight.cosine, 4),
        "made": _logit(made),
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
        logistic("drafted"),
        FEATURES[name]["drafted"],
    )


def _row(values: Mapping[str, float], names: tuple[str, ...]) -> npt.NDArray[np.float64]:
    return np.array([values[name] for name in names], dtype=np.float64)


def _logit(probability: float, least: float = _LEAST) -> float:
    kept = min(1 - least, max(least, probability))
    return round(float(np.log(kept / (1 - kept))), 4)
