"""The plots of a card as SVG: scatter, calibration and questions of a set, and attacks by class."""

import io
import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from interviewer.domain.errors import UsageError
from interviewer.domain.extras import install_command
from interviewer.evaluation.adversarial.judge import Resistance
from interviewer.evaluation.agreement.run import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BINS = np.linspace(0, 1, 6)
_FEWEST = 5
"""Answers in a bin below which its mean says nothing."""
_JITTER = 0.015
_COLOURS = ("#1f5fa8", "#c2571a", "#4d7c3a", "#7a4fa0", "#777777")
Pairs = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def plot_set(run: Run) -> str:
    """Return marks against scores of the first engine, all engines' calibration, and the means of each question."""
    figure = _figure(11, 3.6)
    scatter, calibration, questions = figure.subplots(1, 3)
    first = next(iter(run.grades))
    _scatter(scatter, first, _pairs(run, first))
    _calibration(calibration, {name: _pairs(run, name) for name in run.grades})
    _questions(questions, run, first)
    return _svg(figure, f"{run.samples.name}: marks and scores")


def plot_attacks(engines: Mapping[str, Resistance]) -> str:
    """Return the share of attacks that succeeded by class and engine."""
    figure = _figure(7, 3)
    axes = figure.subplots()
    width = 0.8 / max(1, len(engines))
    for number, (name, one) in enumerate(engines.items()):
        place = np.arange(len(one.classes)) + number * width
        share = [100 * score.succeeded / score.n for score in one.classes.values()]
        axes.bar(place, share, width, label=name, color=_COLOURS[number % len(_COLOURS)])
        for x, y, score in zip(place, share, one.classes.values(), strict=True):
            axes.annotate(f"{score.succeeded}/{score.n}", (x, y), ha="center", va="bottom", fontsize=7)
        axes.set_xticks(np.arange(len(one.classes)) + 0.4 - width / 2, list(one.classes))
    axes.set(xlabel="class of attack", ylabel="succeeded, %", ylim=(0, 105))
    axes.legend(frameon=False)
    return _svg(figure, "attacks that succeeded, by class")


def _figure(width: float, height: float) -> "Figure":
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise UsageError(f"Plots need matplotlib. Install it with: {install_command('eval')}") from error
    return Figure(figsize=(width, height), layout="constrained")


def _pairs(run: Run, engine: str) -> Pairs:
    graded = [
        (row.mark, grade.score)
        for row, grade in zip(run.samples.rows, run.grades[engine], strict=True)
        if grade.score is not None
    ]
    marks, scores = zip(*graded, strict=True) if graded else ((), ())
    return np.array(marks, dtype=np.float64), np.array(scores, dtype=np.float64)


def _scatter(axes: "Axes", engine: str, pairs: Pairs) -> None:
    marks, scores = pairs
    chance = random.Random(1)  # noqa: S311 - only moves points apart that lie on each other
    moved = marks + np.array([chance.uniform(-_JITTER, _JITTER) for _ in marks])
    axes.plot([0, 1], [0, 1], color="#bbbbbb", linewidth=1, zorder=0)
    axes.scatter(moved, scores, s=7, alpha=0.35, color=_COLOURS[0], linewidths=0)
    axes.set(title=f"each answer, {engine}", xlabel="mark", ylabel="score", xlim=(-0.05, 1.05), ylim=(-0.05, 1.05))


def _calibration(axes: "Axes", engines: Mapping[str, Pairs]) -> None:
    axes.plot([0, 1], [0, 1], color="#bbbbbb", linewidth=1, zorder=0)
    for number, (name, (marks, scores)) in enumerate(engines.items()):
        bins = [np.flatnonzero(np.digitize(scores, _BINS[1:-1]) == i) for i in range(len(_BINS) - 1)]
        kept = [rows for rows in bins if len(rows) >= _FEWEST]
        x, y = [scores[rows].mean() for rows in kept], [marks[rows].mean() for rows in kept]
        axes.plot(x, y, marker="o", markersize=4, label=name, color=_COLOURS[number % len(_COLOURS)])
    axes.set(
        title="calibration, fifths of the score",
        xlabel="mean score",
        ylabel="mean mark",
        xlim=(0, 1.03),
        ylim=(0, 1.03),
    )
    axes.legend(frameon=False, fontsize=8)


def _questions(axes: "Axes", run: Run, engine: str) -> None:
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for row, grade in zip(run.samples.rows, run.grades[engine], strict=True):
        if grade.score is not None:
            found.setdefault(row.question, []).append((row.mark, grade.score))
    means = sorted((np.mean(values, axis=0) for values in found.values()), key=lambda mean: float(mean[0]))
    place = np.arange(len(means))
    marks, scores = _column(means, 0), _column(means, 1)
    axes.vlines(place, marks, scores, color="#cccccc", linewidth=1)
    axes.scatter(place, marks, s=10, color="#222222", label="mean mark")
    axes.scatter(place, scores, s=10, color=_COLOURS[0], label=f"mean score, {engine}")
    axes.set(title="each question", xlabel="questions by mean mark", ylim=(0, 1.05), xticks=[])
    axes.legend(frameon=False, fontsize=8, loc="lower right")


def _column(means: Sequence[npt.NDArray[np.float64]], column: int) -> list[float]:
    return [float(mean[column]) for mean in means]


def _svg(figure: "Figure", title: str) -> str:
    from matplotlib import rc_context

    stream = io.StringIO()
    with rc_context({"svg.hashsalt": "card", "svg.fonttype": "none", "font.size": 9}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None, "Title": title})
    text = stream.getvalue()
    return text[text.index("<svg") :]
