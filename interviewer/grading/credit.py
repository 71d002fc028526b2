"""Turns the features of windows into credits with quotes, and raw marks into scores."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import numpy as np
import numpy.typing as npt

from interviewer.grading.align import Reading, Window
from interviewer.grading.contest import Wrongness
from interviewer.grading.features import FEATURES, Company, Measured
from interviewer.grading.polarity import negates
from interviewer.grading.reference import Told
from interviewer.grading.words import lexicon, words

_CONTRADICTS_FROM = 0.4  # share of a key point's matched words that stand with the opposite sign
_REPEATED_FROM = 0.25  # recall below which the turned words are too few to prove anything
_SURELY_REPEATED = 0.5  # recall from which they prove that the point is denied
_ALIGNED_FROM = 0.35  # credit that a stretch would earn, were its sign right, to count as speaking of the point
NO_CREDIT_BELOW = 0.1
LEAST_OWN = 0.5
"""A credit is at most doubled: where the reference itself earns less, it is the key point that it does not state."""
_CONTRAST = re.compile(
    r"[,;]\s*(?:and |but )?(?:not|never|no)\b|\b(?:rather than|instead of|unlike|as opposed to)\b", re.IGNORECASE
)
_MARGIN = 0.05  # what turned words need above the rest: "a, not b" is read with and without its "a"
_NEARLY_BEST = 0.97
# Of such points of the rubric set's dev part three in four are turned round, and three in four of those are found.
_CONTRADICTED_FROM = 0.2
_CLEARLY_STATED = 0.75
_SURELY_STATED, _HARDLY_TURNED = 0.9, 0.06  # then signs of words prove nothing where two negators may cancel out
_LEAST_WRONG = 0.62  # farther from every misconception an answer is no better; chosen on the rubric set's dev part
_LEAST_WRONGS = 0.45  # likewise, of the nearest few; half of the good answers of that part lie below
_DOUBT, _CERTAIN = (
    0.2,
    0.8,
)  # likelihoods that earn nothing and everything; by the mark's kappa on the rubric set's dev part
_LEAST_LIKELY = 0.001  # likelihoods nearer to 0 or 1 are not known that well
_KEPT = 32  # of one answer's evidence, which credit, company, quote and sight ask for in turn
_MOST_RAISED = 0.5  # in log odds; unbounded, it credits single sentences that turn a key point round


EVIDENCE = (
    "worth", "words", "alignment", "cosine", "accepted", "accepted_cosine", "support", "support_words",
    "whole_words", "whole_alignment", "whole_accepted", "opposed", "margin", "precision", "wrong",
    "share", "ground", "wrongs", "lead", "denial",
    "claim", "claim_stated", "claim_mean", "claim_lead", "claim_ground", "claim_over_wrong", "claim_denied",
)  # fmt: skip
"""What a credit is made of: signs of the best window and the greatest over all, what the whole answer says, which
of it is nearer to this point than to the others, for a stretch seldom states two, and how near it comes to the
misconceptions. How much it says of the other points tells more yet, but takes a reply on one point for nothing."""

Evidence = npt.NDArray[np.float64]
"""In the order of `EVIDENCE`."""

TOGETHER = ("stated", "turned_round", "others_turned", "others_unsaid")
"""What a credit becomes beside what the answer makes of the other key points: log odds of the likelihoods that the
point is said and that it is turned round, and `Company`. An answer that speaks at length and says little of the rest
seldom says this; a short one may well be a reply on this point alone."""

DRAFTED = ("whole_alignment", "reference_alignment", "reference_words", "reference_claim")
"""What a credit for a drafted key point is made of: how much of it, and of the whole reference (`Told`), the answer
says. Few signs of much the same weight carry over from one set of marked answers to another; more, and weights fitted
one by one, fit the training sets better and every other worse."""


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

    `alignment` gives the worth of one window; `credit` and `contradiction` weigh the evidence of the whole answer,
    `together` what the answer says of the other points beside it, `drafted` the evidence for a key point drafted from
    the reference; the knots map raw to score.
    """

    alignment: Logistic
    credit: Logistic
    contradiction: Logistic
    together: Logistic
    drafted: Logistic
    raw: tuple[float, ...]
    score: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Earned:
    """What one key point earned: credit in [0, 1], the window that earned it, whether it was contradicted."""

    credit: float
    window: Window | None
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """What a question's own reference earns for a key point: the scale of its credits, in [0, 1].

    `turned` says that by the signs of its words even the reference denies the point, `denied` that it speaks of the
    point as false ("it is a mistake to …"); what the reference does itself proves nothing.
    """

    credit: float = 1.0
    turned: bool = False
    denied: bool = False


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
        logistic("together", TOGETHER),
        logistic("drafted", DRAFTED),
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
    """Return the worth of each window for a key point, (windows,), in [0, 1]; not to be written to."""
    return _worths(features.tobytes(), features.shape[0])


@lru_cache(maxsize=_KEPT)
def _worths(features: bytes, windows: int) -> npt.NDArray[np.float64]:
    found = weights().alignment.of(expand(np.frombuffer(features).reshape(windows, len(FEATURES))))
    found.setflags(write=False)  # the same windows are weighed for credit, quote and sight
    return found


def earn(
    reading: Reading,
    measured: Measured,
    usable: npt.NDArray[np.bool_],
    signs: Evidence,
    own: Own = Own(),
    drafted: Told | None = None,
) -> Earned:
    """Return the credit of one key point from the windows that are `usable` as evidence, which is `signs`.

    Where the point was drafted from the reference, `drafted` is how much of the whole reference the answer says.
    """
    rows = np.flatnonzero(usable)
    if not len(rows):
        return Earned(0.0, None)
    worth, opposed = _worths_by_sign(measured, rows)
    # the signs of drafted points, long sentences as they stand, mislead more often than they help
    signed = drafted is None and not own.turned
    repeated = measured.features[rows, FEATURES.index("words")] >= _SURELY_REPEATED
    called_false = _denials(reading, rows, worth) & (not own.denied)
    turned = opposed & repeated & signed
    if turned.any() and likely(signs) >= _SURELY_STATED and turned_round(signs) < _HARDLY_TURNED:
        turned &= ~_negated_twice(reading, rows)
    against = called_false | turned
    for_it = _top(worth, ~against)
    against_it = max(_top(worth, called_false), _top(worth, turned) - _MARGIN)
    if _denies(for_it, against_it):
        row = _smallest(reading, rows, worth, against, _top(worth, against))
        return Earned(0.0, reading.windows[row], contradicted=True)
    credit = _credit(measured, rows, signs, drafted)
    if drafted is None and credit < _CLEARLY_STATED and turned_round(signs) >= _CONTRADICTED_FROM:
        row = _smallest(reading, rows, worth, np.ones(len(rows), dtype=bool), float(worth.max()))
        return Earned(0.0, reading.windows[row], contradicted=True)
    scaled = _scaled(credit, own)
    earned = sharpened(scaled) if drafted is None else scaled
    if min(credit, earned) < NO_CREDIT_BELOW or not for_it:
        return Earned(0.0, None)
    return Earned(earned, reading.windows[_smallest(reading, rows, worth, ~against, for_it)])


def sharpened(likelihood: float) -> float:
    """Return the credit for a likelihood that a key point is said: none for doubt, all for near certainty."""
    return round(min(1.0, max(0.0, (likelihood - _DOUBT) / (_CERTAIN - _DOUBT))), 4)


def less_wrong(measured: Measured, own: Wrongness | None) -> Measured:
    """Return what was measured, nearness to misconceptions less what the reference itself has of it."""
    if measured.wrong is None or own is None:
        return measured
    nearest = measured.wrong.nearest - max(0.0, own.nearest - _LEAST_WRONG)
    several = measured.wrong.several - max(0.0, own.several - _LEAST_WRONGS)
    return replace(measured, wrong=replace(measured.wrong, nearest=nearest, several=several))


def stated(measured: Measured, rows: npt.NDArray[np.intp], signs: Evidence, own: Own, drafted: Told | None) -> float:
    """Return how likely the windows `rows`, whose evidence is `signs`, say the point, whatever their own signs;
    `drafted` as for `earn`."""
    return _scaled(_credit(measured, rows, signs, drafted), own)


def _scaled(credit: float, own: Own) -> float:
    return round(min(1.0, credit / max(LEAST_OWN, own.credit)), 4)


def likely(signs: Evidence) -> float:
    """Return how likely this evidence says the point, in [0, 1], whatever is said of the others."""
    return _likelihood("credit", signs.tobytes())


def together(likelihood: float, turned: float, company: Company | None) -> float:
    """Return how likely a point is said beside what is said of the others, in [0, 1].

    Company may speak against a point as it will, but for it only so far: its own evidence has to carry it.
    """
    if company is None:
        return likelihood
    signs = beside(likelihood, turned, company)
    most = 1 / (1 + math.exp(-signs[0] - _MOST_RAISED))
    return min(round(most, 4), float(weights().together.of(signs)))


def beside(likelihood: float, turned: float, company: Company) -> npt.NDArray[np.float64]:
    """Return the evidence in the order of `TOGETHER`."""
    return np.array([_log_odds(likelihood), _log_odds(turned), company.turned, company.unsaid])


def _log_odds(likelihood: float) -> float:
    kept = min(max(likelihood, _LEAST_LIKELY), 1 - _LEAST_LIKELY)
    return math.log(kept / (1 - kept))


def turned_round(signs: Evidence) -> float:
    """Return how likely this evidence turns the point round, in [0, 1]."""
    return _likelihood("contradiction", signs.tobytes())


@lru_cache(maxsize=_KEPT)
def _likelihood(model: Literal["credit", "contradiction"], signs: bytes) -> float:
    known = weights().credit if model == "credit" else weights().contradiction
    return float(known.of(np.frombuffer(signs)))


def nearest(reading: Reading, measured: Measured, rows: npt.NDArray[np.intp]) -> Window:
    """Return the window among `rows` that speaks of the point most, whatever its signs."""
    worth, _ = _worths_by_sign(measured, rows)
    return reading.windows[_smallest(reading, rows, worth, np.ones(len(rows), dtype=bool), float(worth.max()))]


def own_marks(reading: Reading, measured: Sequence[Measured], drafted: Told | None = None) -> tuple[Own, ...]:
    """Return what the reference itself, read as an answer, earns for each key point; `drafted` as for `earn`."""
    rows = np.arange(len(reading.windows))
    if not len(rows):
        return tuple(Own() for _ in measured)
    found = []
    for one in measured:
        worth, opposed = _worths_by_sign(one, rows)
        turned = _denies(_top(worth, ~opposed), _top(worth, opposed))
        called_false = _denials(reading, rows, worth)
        denied_itself = _denies(_top(worth, ~called_false), _top(worth, called_false))
        found.append(Own(_credit(one, rows, evidence(one, rows), drafted), turned, denied_itself))
    return tuple(found)


def _credit(measured: Measured, rows: npt.NDArray[np.intp], signs: Evidence, drafted: Told | None) -> float:
    if drafted is None:
        return together(likely(signs), turned_round(signs), measured.company)
    whole = measured.said.alignment_of(rows)
    said = np.array([whole, drafted.alignment, drafted.words, drafted.claim], dtype=np.float64)
    return float(weights().drafted.of(said.round(4)))


def _worths_by_sign(
    measured: Measured, rows: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return what each window would be worth were its signs right, and which have the wrong ones."""
    features, place = measured.features[rows], FEATURES.index("opposed")
    turned = features[:, place] >= _CONTRADICTS_FROM
    opposed = turned & (features[:, FEATURES.index("words")] >= _REPEATED_FROM)
    unsigned = features.copy()
    unsigned[opposed, place] = 0.0
    worth = worths(unsigned)
    return worth, opposed


def _denies(for_it: float, against_it: float) -> bool:
    return against_it >= _ALIGNED_FROM and against_it > for_it


def evidence(measured: Measured, rows: npt.NDArray[np.intp]) -> Evidence:
    """Return the evidence for one key point in the windows `rows`, in the order of `EVIDENCE`, four decimals.

    It is all zeros where there are no windows, and then nobody may make anything of it.
    """
    if not len(rows):
        return np.zeros(len(EVIDENCE))
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
        "wrong": max(_LEAST_WRONG, measured.wrong.nearest if measured.wrong else 0.0),
        "share": measured.contest.share(rows),
        "ground": measured.contest.ground(rows),
        "wrongs": max(_LEAST_WRONGS, measured.wrong.several if measured.wrong else 0.0),
        "lead": measured.lead,
        "denial": measured.denial,
        **measured.asserting.evidence(rows),
    }
    return np.array([found[name] for name in EVIDENCE], dtype=np.float64).round(4)


def _denials(reading: Reading, rows: npt.NDArray[np.intp], worth: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = (worth >= _ALIGNED_FROM) & reading.denying[rows]
    return found


def _negated_twice(reading: Reading, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Say which windows are of sentences with two negators ("without it nothing stops it") or a contrast."""
    return np.array([_negators(reading.sentence_of(reading.windows[row])) > 1 for row in rows], dtype=bool)


@lru_cache(maxsize=_KEPT)
def _negators(sentence: str) -> int:
    known = lexicon().negators | {"until", "unless"}
    return sum(negates(word.surface, "", known) for word in words(sentence)) + (_CONTRAST.search(sentence) is not None)


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
