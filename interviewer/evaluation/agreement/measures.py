"""The measures of agreement, each a function of some rows, pairs or key points of a table.

A measure is None where the rows do not determine it: no label of the kind, or a constant column.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.stats import pearsonr
from sklearn import config_context
from sklearn.metrics import cohen_kappa_score, f1_score, mean_absolute_error, root_mean_squared_error

from interviewer.domain.grade import COVERED_FROM
from interviewer.evaluation.agreement.samples import TOP_MARK
from interviewer.evaluation.agreement.table import LABELS, VERDICTS, Flags, Floats, Table, Unit
from interviewer.evaluation.intervals import Draws, Rows, drawn
from interviewer.grading.intervals import UNSURE_FROM

_FLAT = 1e-9  # spread of a column that is constant but for rounding


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured, over which unit, and whether more is better (None: neither)."""

    unit: Unit
    of: Callable[[Table, Rows], float | None]
    more_is_better: bool | None = True


def _correlation(one: Floats, other: Floats) -> float | None:
    if len(one) < 2 or np.ptp(one) < _FLAT or np.ptp(other) < _FLAT:
        return None
    return float(pearsonr(one, other).statistic)


def _pearson(table: Table, rows: Rows) -> float | None:
    return _correlation(table.mark[rows], table.score[rows])


def _pearson_within_question(table: Table, rows: Rows) -> float | None:
    return _correlation(table.mark_within[rows], table.score_within[rows])


def _pearson_with_length(table: Table, rows: Rows) -> float | None:
    return _correlation(table.length[rows], table.score[rows])


def _pairs_in_order(table: Table, rows: Rows) -> float | None:
    return float(table.in_order[rows].mean()) if len(rows) else None


def _sixths(values: Floats) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    # rounded first: 5 · .7 is a hair above 3.5, 5 · .1 + .5 may be a hair below 1
    return np.floor(np.round(TOP_MARK * values, 6) + 0.5).astype(np.int64)


def _qwk(table: Table, rows: Rows) -> float | None:
    marks = list(range(TOP_MARK + 1))
    return _kappa(_sixths(table.mark[rows]), _sixths(table.score[rows]), marks, weights="quadratic")


def _kappa(
    one: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    other: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    labels: list[int],
    weights: str | None = None,
) -> float | None:
    # undefined where both say the same one thing throughout
    if not len(one) or (np.ptp(one) == 0 and np.array_equal(one, other)):
        return None
    return float(cohen_kappa_score(one, other, labels=labels, weights=weights))


def _rmse(table: Table, rows: Rows) -> float | None:
    return float(root_mean_squared_error(table.mark[rows], table.score[rows])) if len(rows) else None


def _mae(table: Table, rows: Rows) -> float | None:
    return float(mean_absolute_error(table.mark[rows], table.score[rows])) if len(rows) else None


def _bias(table: Table, rows: Rows) -> float | None:
    return float((table.score[rows] - table.mark[rows]).mean()) if len(rows) else None


def _macro_f1_correct(table: Table, rows: Rows) -> float | None:
    true, said = table.mark[rows] >= COVERED_FROM, table.score[rows] >= COVERED_FROM
    if true.all() or not true.any():
        return None
    return float(f1_score(true, said, average="macro", labels=[False, True], zero_division=0.0))


def _recall_of(label: str) -> Callable[[Table, Rows], float | None]:
    code = LABELS.index(label)

    def recall(table: Table, rows: Rows) -> float | None:
        there = table.label[rows] == code
        return float((table.said_label[rows][there] == code).mean()) if there.any() else None

    return recall


def _f1_of(verdict: str) -> Callable[[Table, Rows], float | None]:
    code = VERDICTS.index(verdict)

    def f1(table: Table, rows: Rows) -> float | None:
        true, said = table.verdict[rows] == code, table.said_verdict[rows] == code
        return float(f1_score(true, said, zero_division=0.0)) if true.any() or said.any() else None

    return f1


def _kappa_of(verdict: str) -> Callable[[Table, Rows], float | None]:
    code = VERDICTS.index(verdict)

    def kappa(table: Table, rows: Rows) -> float | None:
        true, said = (table.verdict[rows] == code).astype(np.int64), (table.said_verdict[rows] == code).astype(np.int64)
        return _kappa(true, said, [0, 1])

    return kappa


def _key_point_f1(table: Table, rows: Rows) -> float | None:
    found = [_COVERED(table, rows), _CONTRADICTED(table, rows)]
    known = [one for one in found if one is not None]
    return sum(known) / len(known) if known else None


def _interval_coverage(table: Table, rows: Rows) -> float | None:
    known = _with_interval(table, rows)
    inside: Flags = (table.low[known] <= table.mark[known]) & (table.mark[known] <= table.high[known])
    return float(inside.mean()) if len(known) else None


def _interval_width(table: Table, rows: Rows) -> float | None:
    known = _with_interval(table, rows)
    return float((table.high[known] - table.low[known]).mean()) if len(known) else None


def _unsure(table: Table, rows: Rows) -> float | None:
    known = _with_interval(table, rows)
    return float((table.high[known] - table.low[known] >= UNSURE_FROM).mean()) if len(known) else None


def _with_interval(table: Table, rows: Rows) -> Rows:
    return rows[~np.isnan(table.low[rows]) & ~np.isnan(table.high[rows])]


def _milliseconds_median(table: Table, rows: Rows) -> float | None:
    taken = table.milliseconds[rows]
    return float(np.median(taken)) if len(taken) and not np.isnan(taken).any() else None


_COVERED, _CONTRADICTED = _f1_of("covered"), _f1_of("contradicted")

METRICS: Mapping[str, Metric] = {
    "pearson": Metric("rows", _pearson),
    "pearson_within_question": Metric("rows", _pearson_within_question),
    "pairs_in_order": Metric("pairs", _pairs_in_order),
    "qwk": Metric("rows", _qwk),
    "rmse": Metric("rows", _rmse, more_is_better=False),
    "mae": Metric("rows", _mae, more_is_better=False),
    "bias": Metric("rows", _bias, more_is_better=None),
    "macro_f1_correct": Metric("rows", _macro_f1_correct),
    "recall_of_wrong": Metric("rows", _recall_of("wrong")),
    "recall_of_partial": Metric("rows", _recall_of("partly")),
    "pearson_with_length": Metric("rows", _pearson_with_length, more_is_better=None),
    "key_point_f1": Metric("points", _key_point_f1),
    "key_point_f1_covered": Metric("points", _COVERED),
    "key_point_f1_contradicted": Metric("points", _CONTRADICTED),
    **{f"kappa_{verdict}": Metric("points", _kappa_of(verdict)) for verdict in VERDICTS},
    "interval_coverage": Metric("rows", _interval_coverage, more_is_better=None),
    "interval_width": Metric("rows", _interval_width, more_is_better=False),
    "unsure": Metric("rows", _unsure, more_is_better=False),
    "milliseconds_median": Metric("rows", _milliseconds_median, more_is_better=False),
}
"""Every figure of `eval grading`, in the order in which it is shown."""


def measure(table: Table, resamples: int, metrics: Mapping[str, Metric] = METRICS) -> dict[str, Draws]:
    """Return figures of a table with their resamples by question."""
    with config_context(assume_finite=True, skip_parameter_validation=True):  # hundreds of resamples a figure
        return {
            name: drawn(partial(metric.of, table), table.groups[metric.unit], resamples=resamples)
            for name, metric in metrics.items()
        }
