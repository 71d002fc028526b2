"""The 80 % interval of a fast score: between what marked answers of such a score were worth."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

UNSURE_FROM = 0.9  # width of an interval that rules out next to nothing


@dataclass(frozen=True, slots=True)
class Band:
    """Knots of the score, ascending, and the ends of the interval at each.

    Together they hold 80 % of the marks: where marks lie close one holds more of them and where they scatter less.
    """

    score: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def at(self, score: float) -> tuple[float, float]:
        """Return the interval of a score, which it always holds; four decimals."""
        low = min(score, float(np.interp(score, self.score, self.low)))
        high = max(score, float(np.interp(score, self.score, self.high)))
        return round(low, 4), round(high, 4)


@lru_cache(maxsize=1)
def bands() -> dict[str, Band]:
    """Return the bands of `intervals.json` (fitted by `eval/fit_intervals.py`), read once.

    `rubric` is for answers marked against written key points, `reference` for those drafted from a bare reference.
    """
    data = json.loads(files("interviewer.grading").joinpath("intervals.json").read_text(encoding="utf-8"))
    return {name: Band(tuple(one["score"]), tuple(one["low"]), tuple(one["high"])) for name, one in data.items()}


def interval_of(score: float, *, drafted: bool) -> tuple[float, float]:
    """Return the 80 % interval of a fast score; `drafted` where there were no written key points."""
    return bands()["reference" if drafted else "rubric"].at(score)
