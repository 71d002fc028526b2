"""How much of a whole reference an answer says: what carries a mark where nobody has written key points."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from interviewer.grading.align import Laid, Reading
from interviewer.grading.engine import Encoder, Vector
from interviewer.grading.rubric import Rubric
from interviewer.grading.statement import Columns, Statement
from interviewer.grading.texts import encode, unit
from interviewer.grading.words import words

_LEAST_LEFT = 0.05  # of a vector's length beside the question's; below, it says nothing but the question


@dataclass(frozen=True, slots=True)
class Told:
    """Three signs of how much of the reference is said, four decimals.

    `alignment` in [0, 1] goes by word vectors (the recall of BERTScore, Zhang et al. 2020), `words` in [0, 1] by words
    that the question does not have (discounting those is what lifted Sultan, Salazar and Sumner 2016), `claim` in
    [-1, 1] by the vectors of claims, the direction of the question taken out of both.
    """

    alignment: float = 0.0
    words: float = 0.0
    claim: float = 0.0


def claim_of(encoder: Encoder, reference: str, rubric: Rubric) -> Vector:
    """Return the unit vector of what a reference as one text claims beside the question, zeros where that is nothing.

    Raises EmbeddingUnavailable.
    """
    [encoded] = encode(encoder, [reference])
    return _beside(encoded.claim, rubric.question.claim)


def told_of(encoder: Encoder, reading: Reading, rubric: Rubric, claim: Vector, usable: npt.NDArray[np.bool_]) -> Told:
    """Return how much of the reference the windows say that are `usable` as evidence; `claim` is the reference's.

    Raises EmbeddingUnavailable.
    """
    rows = np.flatnonzero(usable)
    weights = [float(one.weights.sum()) for one in rubric.reference]
    if not len(rows):
        return Told()
    if not sum(weights):
        share = _bare_words(reading, rubric)
        return Told(share, share, share)
    beside = Laid(reading, Columns(rubric.reference))
    found = [beside.recall(one).alignment_of(rows) for one in rubric.reference]
    alignment = float(np.average(found, weights=weights))
    # read as one text, as the reference is: the sum of its clauses' vectors agrees less with people's marks
    [said] = encode(encoder, [_usable_text(reading, rows)])
    shared = float(_beside(said.claim, rubric.question.claim) @ claim)
    return Told(round(alignment, 4), round(_words(reading, rubric, rows), 4), round(shared, 4))


def _usable_text(reading: Reading, rows: npt.NDArray[np.intp]) -> str:
    spans = [reading.windows[row].span for row in rows if reading.windows[row].last - reading.windows[row].first == 1]
    return " ".join(span.of(reading.answer) for span in spans)


def _words(reading: Reading, rubric: Rubric, rows: npt.NDArray[np.intp]) -> float:
    """Return the share of the reference's content words, by stem, the question's left out unless it has them all."""
    asked = _stems(rubric.question)
    demanded = frozenset(stem for one in rubric.reference for stem in _stems(one))
    said = {word.stem for row in rows for word in reading.words_of(reading.windows[row])}
    counted = demanded - asked or demanded
    return len(counted & said) / len(counted)


def _bare_words(reading: Reading, rubric: Rubric) -> float:
    """Return the share of all the reference's words that the answer has: for "Yes." and others without content."""
    wanted = {word.key for one in rubric.reference for word in one.encoded.words}
    said = {word.key for word in words(reading.answer)}
    return round(len(wanted & said) / len(wanted), 4) if wanted else 0.0


def _stems(statement: Statement) -> frozenset[str]:
    return frozenset(word.stem for word in statement.encoded.content)


def _beside(vector: Vector, asked: Vector) -> Vector:
    """Return the direction of what is left of a unit vector without its part along `asked`, else zeros."""
    left: Vector = vector - float(vector @ asked) * asked
    return unit(left) if float(np.linalg.norm(left)) >= _LEAST_LEFT else np.zeros_like(left)
