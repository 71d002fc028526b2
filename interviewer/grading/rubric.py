"""A question's rubric made ready for comparison, once: words weighted, every statement encoded."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from interviewer.domain.question import KeyPoint, Misconception
from interviewer.grading.clauses import cut
from interviewer.grading.engine import Encoder, Matrix
from interviewer.grading.polarity import signed
from interviewer.grading.statement import Columns, Statement
from interviewer.grading.texts import Encoded, encode
from interviewer.grading.words import content_words, lexicon

_QUESTION_WORD = 0.35  # what a word still weighs that the question itself says: little, it costs nothing to repeat
_WEAK_WORD = 0.4
_SUPPORT_FROM = 0.45  # cosine from which a sentence of the reference is read as stating a key point


@dataclass(frozen=True, slots=True)
class Point:
    """A key point, its statement, accepted phrases and the reference sentences that state it.

    `claims` (statements, d) are the vectors of its text and of accepted phrases that tell a claim from its opposite;
    `relation` (misconceptions,) says how much each has to do with the point, by cosine.
    """

    point: KeyPoint
    statement: Statement
    accepted: tuple[Statement, ...]
    support: tuple[Statement, ...]
    claims: Matrix
    relation: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A misconception and its correction."""

    misconception: Misconception
    claim: Statement
    correction: Statement


@dataclass(frozen=True, slots=True)
class Rubric:
    """All that an answer is compared with; `columns` are all statements but those of the reference and the question."""

    question: Statement
    points: tuple[Point, ...]
    wrongs: tuple[Wrong, ...]
    reference: tuple[Statement, ...]
    columns: Columns
    vocabulary: frozenset[str]
    question_keys: frozenset[str]


def prepare(
    encoder: Encoder, question: str, reference: str, points: tuple[KeyPoint, ...], wrongs: tuple[Misconception, ...]
) -> Rubric:
    """Encode a rubric. Raises EmbeddingUnavailable."""
    sentences = [span.of(reference) for span in cut(reference).sentences][:60]
    texts = [question, *sentences]
    for point in points:
        texts += [point.text, *point.accept]
    for wrong in wrongs:
        texts += [wrong.text, wrong.correction]
    queue = iter(encode(encoder, texts))
    asked = next(queue)
    question_keys = frozenset(word.key for word in asked.content)
    counts = _counts(points)
    known = len(points)

    def state(encoded: Encoded) -> Statement:
        each = [_weight(word.key, word.stem, question_keys, counts, known) for word in encoded.content]
        weights, signs = np.array(each, dtype=np.float32), signed(encoded.text, encoded.words)
        return Statement(encoded.without_pieces(), weights, signs)

    stated = tuple(state(next(queue)) for _ in sentences)
    claims = [(state(next(queue)), tuple(state(next(queue)) for _ in point.accept)) for point in points]
    wrong_made = tuple(Wrong(wrong, state(next(queue)), state(next(queue))) for wrong in wrongs)
    made = [
        Point(
            point,
            statement,
            accepted,
            _support(statement, stated),
            np.stack([one.claim for one in (statement, *accepted)]),
            _relation(statement, wrong_made),
        )
        for point, (statement, accepted) in zip(points, claims, strict=True)
    ]
    vocabulary = frozenset(
        word.key
        for statement in (*stated, *(one for point in made for one in (point.statement, *point.accepted)))
        for word in statement.encoded.content
    )
    return Rubric(state(asked), tuple(made), wrong_made, stated, _columns(made, wrong_made), vocabulary, question_keys)


def _columns(points: Sequence[Point], wrongs: Sequence[Wrong]) -> Columns:
    of_points = (one for point in points for one in (point.statement, *point.accepted, *point.support))
    statements = (*of_points, *(one for wrong in wrongs for one in (wrong.claim, wrong.correction)))
    return Columns(tuple({id(one): one for one in statements}.values()))  # points share sentences of support


def _relation(statement: Statement, wrongs: Sequence[Wrong]) -> npt.NDArray[np.float64]:
    pairs = [(one.claim.vector, one.correction.vector) for one in wrongs]
    return np.array([max(float(text @ statement.vector) for text in pair) for pair in pairs])


def _counts(points: tuple[KeyPoint, ...]) -> Counter[str]:
    return Counter(key for point in points for key in {word.key for word in content_words(point.text)})


def _weight(key: str, root: str, question: frozenset[str], counts: Counter[str], points: int) -> float:
    """Inverse frequency over the key points of the question (after Sparck Jones 1972), question words discounted."""
    rarity = math.log((1 + points) / max(1, counts[key])) / math.log(1 + points) if points > 1 else 1.0
    weight = 0.3 + 0.7 * max(0.0, rarity)
    if root in lexicon().weak:
        weight *= _WEAK_WORD
    return weight * _QUESTION_WORD if key in question else weight


def _support(statement: Statement, sentences: tuple[Statement, ...]) -> tuple[Statement, ...]:
    ranked = sorted(sentences, key=lambda one: (-round(float(one.vector @ statement.vector), 4), one.encoded.text))
    return tuple(one for one in ranked[:2] if float(one.vector @ statement.vector) >= _SUPPORT_FROM)
