"""What an answer makes of the other key points, which tells of each: few speak at length and say just one thing."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from interviewer.grading.align import Reading
from interviewer.grading.beside import TO_THE_MATTER
from interviewer.grading.credit import Evidence, likely, turned_round
from interviewer.grading.features import FEATURES, Company, Measured

_REPLY, _AT_LENGTH = 20, 80  # words to the matter: a reply on one point, and an answer that should say more than one


def accompanied(reading: Reading, measured: Sequence[Measured], signs: Sequence[Evidence]) -> tuple[Measured, ...]:
    """Return what was measured of each key point with its company, from the evidence for each."""
    if len(measured) < 2:
        return tuple(measured)
    said, turned = ([reading_of(one) for one in signs] for reading_of in (likely, turned_round))
    found = companies(said, turned, at_length(reading, measured))
    return tuple(replace(one, company=company) for one, company in zip(measured, found, strict=True))


def companies(said: Sequence[float], turned: Sequence[float], length: float) -> tuple[Company, ...]:
    """Return the company of each key point from how likely each is said and turned round, and from `at_length`."""
    denied = [max(0.0, against - one) for one, against in zip(said, turned, strict=True)]
    others = len(said) - 1
    # exact sums: the order of the key points must not matter
    return tuple(
        Company(
            round((math.fsum(denied) - against) / (others + 1), 4),
            round(length * (1 - (math.fsum(said) - own) / others), 4),
        )
        for own, against in zip(said, denied, strict=True)
    )


def at_length(reading: Reading, measured: Sequence[Measured]) -> float:
    """Return how far an answer goes beyond a reply on one point, in [0, 1], by its words to the matter.

    `measured` is not empty; its `Contest` knows how near each stretch is to each key point.
    """
    near = np.maximum(measured[0].contest.near.max(axis=0), measured[0].features[:, FEATURES.index("wrong")])
    words = sum(
        len(window.span.of(reading.answer).split())
        for window, cosine in zip(reading.windows, near, strict=True)
        if window.last - window.first == 1 and cosine >= TO_THE_MATTER
    )
    return min(1.0, max(0.0, (words - _REPLY) / (_AT_LENGTH - _REPLY)))
