"""How well key points drafted from a reference alone stand for the ones that were written by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from interviewer.domain.question import KeyPoint, Question
from interviewer.evaluation.intervals import Measure, Rows, resampled
from interviewer.grading import Encoder
from interviewer.grading.texts import Encoded, encode

MATCH = 0.55
"""Likeness from which two points state the same claim: 1 in 100 hand-written points finds a drafted one of another
question so alike."""
Draft = Callable[[str, str], tuple[KeyPoint, ...]]
Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DraftingScore:
    """`found`: share of hand-written points with a drafted one of their own; `found_weight`: the same by weight.

    `noise`: share of drafted points that state none; `per_question`: drafted points a question.
    """

    n: int
    per_question: float
    found: Measure
    found_weight: Measure
    noise: Measure


def score_drafts(questions: Sequence[Question], draft: Draft, encoder: Encoder) -> DraftingScore:
    """Draft from each question's reference and compare with its own key points. Raises EmbeddingUnavailable."""
    drafted = [draft(question.reference, question.text) for question in questions]
    texts = [point.text for question in questions for point in question.key_points]
    texts += [point.text for points in drafted for point in points]
    encoded = dict(zip(texts, encode(encoder, texts), strict=True))
    rows = [_counts(q.key_points, points, encoded) for q, points in zip(questions, drafted, strict=True)]
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 6)
    groups = [np.array([row], dtype=np.intp) for row in range(len(rows))]

    def share(part: int, whole: int) -> Measure:
        def of(chosen: Rows) -> float | None:
            total = float(table[chosen, whole].sum())
            return float(table[chosen, part].sum()) / total if total else None

        return resampled(of, groups)

    return DraftingScore(
        n=len(rows),
        per_question=round(float(table[:, 5].mean()), 2) if rows else 0.0,
        found=share(0, 1),
        found_weight=share(2, 3),
        noise=share(4, 5),
    )


def _counts(own: Sequence[KeyPoint], drafted: Sequence[KeyPoint], encoded: dict[str, Encoded]) -> list[float]:
    table = alike([encoded[point.text] for point in own], [encoded[point.text] for point in drafted])
    paired = one_to_one(table)
    return [
        len(paired),
        len(own),
        sum(own[row].weight for row in paired),
        sum(point.weight for point in own),
        len(drafted) - int((table >= MATCH).any(axis=0).sum()) if len(own) else len(drafted),
        len(drafted),
    ]


def alike(left: Sequence[Encoded], right: Sequence[Encoded]) -> Table:
    """Return the likeness of each text to each other, (left, right), in [0, 1].

    The mean of the cosine and the better-matched side's word alignment (recall of BERTScore, Zhang et al. 2020).
    """
    table = np.zeros((len(left), len(right)))
    for row, one in enumerate(left):
        for column, other in enumerate(right):
            near = one.vectors @ other.vectors.T
            aligned = max(near.max(axis=1).mean(), near.max(axis=0).mean()) if near.size else 0.0
            table[row, column] = (float(one.whole @ other.whole) + float(aligned)) / 2
    return table.round(4)


def one_to_one(table: Table) -> dict[int, int]:
    """Return which row goes with which column, best first, each once, none below `MATCH`."""
    found: dict[int, int] = {}
    order = np.dstack(np.unravel_index(np.argsort(-table, axis=None, kind="stable"), table.shape))[0]
    for row, column in order:
        if table[row, column] < MATCH:
            break
        if row not in found and column not in found.values():
            found[int(row)] = int(column)
    return found
