"""A question's rubric made ready for comparison, once: words weighted, every statement encoded."""

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from interviewer.domain.question import KeyPoint, Misconception
from interviewer.grading.clauses import cut
from interviewer.grading.engine import Encoder, Vector
from interviewer.grading.polarity import Signed, signed
from interviewer.grading.texts import Encoded, encode
from interviewer.grading.words import content_words, lexicon

_QUESTION_WORD = 0.35  # what a word still weighs that the question itself says: little, it costs nothing to repeat
_WEAK_WORD = 0.4
_SUPPORT_FROM = 0.45  # cosine from which a sentence of the reference is read as stating a key point
_FULL_PHRASE = 3.0  # weight from which an accept phrase is as specific as a statement


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the rubric: weight of each content word, and its signs."""

    encoded: Encoded
    weights: Vector
    signs: tuple[Signed, ...]

    @property
    def vector(self) -> Vector:
        """The unit vector of the whole."""
        return self.encoded.whole

    @property
    def claim(self) -> Vector:
        """The unit vector of the whole that tells a claim from its opposite."""
        return self.encoded.claim

    @property
    def specificity(self) -> float:
        """How much an answer says by using these very words, in [0, 1]."""
        return min(1.0, float(self.weights.sum()) / _FULL_PHRASE)


@dataclass(frozen=True, slots=True)
class Point:
    """A key point, its statement, accepted phrases and the reference sentences that state it."""

    point: KeyPoint
    statement: Statement
    accepted: tuple[Statement, ...]
    support: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A misconception and its correction."""

    misconception: Misconception
    claim: Statement
    correction: Statement


@dataclass(frozen=True, slots=True)
class Rubric:
    """All that an answer is compared with."""

    question: Statement
    points: tuple[Point, ...]
    wrongs: tuple[Wrong, ...]
    reference: tuple[Statement, ...]
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
        weights = [_weight(word.key, word.stem, question_keys, counts, known) for word in encoded.content]
        return Statement(encoded, np.array(weights, dtype=np.float32), signed(encoded.text, encoded.words))

    stated = tuple(state(next(queue)) for _ in sentences)
    made: list[Point] = []
    for point in points:
        statement = state(next(queue))
        accepted = tuple(state(next(queue)) for _ in point.accept)
        made.append(Point(point, statement, accepted, _support(statement, stated)))
    wrong_made = tuple(Wrong(wrong, state(next(queue)), state(next(queue))) for wrong in wrongs)
    vocabulary = frozenset(
        word.key
        for statement in (*stated, *(one for point in made for one in (point.statement, *point.accepted)))
        for word in statement.encoded.content
    )
    return Rubric(state(asked), tuple(made), wrong_made, stated, vocabulary, question_keys)


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
