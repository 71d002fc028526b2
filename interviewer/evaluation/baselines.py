"""What a grading engine must beat: the share of the reference's words, and the cosine of answer and reference.

They are engines of the harness only. They mark no key points, give no interval and are not calibrated.
"""

import time
from collections.abc import Callable, Sequence

from interviewer.domain.grade import Grade, label_of
from interviewer.domain.text import storable
from interviewer.embedding.model import TextEncoder
from interviewer.grading import GradeRequest
from interviewer.grading.words import content_words

Scorer = Callable[[Sequence[GradeRequest]], Sequence[float]]
NAMES = ("word-share", "cosine")


class Baseline:
    """An engine whose score is one likeness of answer and reference in [0, 1]."""

    identity = "1"
    """To be changed with what a baseline computes: kept gradings are those of one identity."""

    def __init__(self, name: str, scorer: Scorer) -> None:
        self.name = name
        self._scorer = scorer

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        """Return one grade a request, in order; each takes an equal share of the time."""
        started = time.perf_counter()
        scores = [round(min(1.0, max(0.0, score)), 4) for score in self._scorer(requests)]
        taken = round((time.perf_counter() - started) * 1000 / max(1, len(requests)), 3)
        return [
            Grade(self.name, (), score=score, raw=score, label=label_of(score), milliseconds=taken) for score in scores
        ]


def baseline(name: str, encoder: TextEncoder) -> Baseline:
    """Return the baseline of that name, one of `NAMES`. Raises KeyError."""
    return Baseline(name, {"word-share": _word_shares, "cosine": _cosines_by(encoder)}[name])


def word_share(request: GradeRequest) -> float:
    """Return the share of the reference's content words, by stem, that the answer has; the question's do not count.

    Where the question has them all, they count after all.
    """
    asked, demanded, said = (
        {word.stem for word in content_words(storable(text))}
        for text in (request.question, request.reference, request.answer)
    )
    counted = demanded - asked or demanded
    return len(counted & said) / len(counted) if counted else 0.0


def _word_shares(requests: Sequence[GradeRequest]) -> list[float]:
    return [word_share(request) for request in requests]


def _cosines_by(encoder: TextEncoder) -> Scorer:
    def cosines(requests: Sequence[GradeRequest]) -> list[float]:
        answers = encoder.encode([request.answer for request in requests])
        references = encoder.encode([request.reference for request in requests])
        return [float(answer @ reference) for answer, reference in zip(answers, references, strict=True)]

    return cosines
