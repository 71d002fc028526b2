"""What an interview on a free-text topic asks: how much of it is about the topic, and how near its questions are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from interviewer.domain.question import Question
from interviewer.embedding.model import Vectors
from interviewer.evaluation.intervals import Measure, clusters, resampled
from interviewer.evaluation.retrieval import Query
from interviewer.interview.plan import FOUND_FOR_A_TOPIC
from interviewer.retrieval.library import Library
from interviewer.retrieval.search import EVERYTHING


@dataclass(frozen=True, slots=True)
class Choice:
    """Means over topics: the share of questions about the topic, their pairwise cosines, and the highest of these."""

    relevant: Measure
    cosine: Measure
    nearest_pair: Measure


@dataclass(frozen=True, slots=True)
class Planning:
    """Interviews of `count` questions on `topics` topics, by words alone (before the model is there) and by both.

    `found`: the best matches; `varied`: those that diversity chose among the matches.
    """

    topics: int
    count: int
    words_found: Choice
    words_varied: Choice
    both_found: Choice
    both_varied: Choice


def measure_planning(library: Library, bank: Mapping[str, Question], topics: Sequence[Query], count: int) -> Planning:
    """Return what interviews of `count` questions ask; the model is loaded on the way."""
    texts = list(bank)
    words = [library.questions_about(one.query, max(count, FOUND_FOR_A_TOPIC), EVERYTHING) for one in topics]
    library.open_dense()
    both = [library.questions_about(one.query, max(count, FOUND_FOR_A_TOPIC), EVERYTHING) for one in topics]
    vectors = dict(zip(texts, library.encoder.encode([bank[one].text for one in texts]), strict=True))

    def choice(found: Sequence[Sequence[str]], *, varied: bool) -> Choice:
        picked = [
            [one.id for one in library.varied([bank[each] for each in ids])] if varied else list(ids) for ids in found
        ]
        return _choice([ids[:count] for ids in picked], topics, vectors)

    return Planning(
        len(topics),
        count,
        choice(words, varied=False),
        choice(words, varied=True),
        choice(both, varied=False),
        choice(both, varied=True),
    )


def _choice(picked: Sequence[Sequence[str]], topics: Sequence[Query], vectors: Mapping[str, Vectors]) -> Choice:
    relevant = [np.mean([one in topic.relevant for one in ids]) for ids, topic in zip(picked, topics, strict=True)]
    pairs = [_cosines([vectors[one] for one in ids]) for ids in picked]
    return Choice(_mean(relevant), _mean([one.mean() for one in pairs]), _mean([one.max() for one in pairs]))


def _cosines(rows: Sequence[Vectors]) -> Vectors:
    """Return the cosine of each pair; 0 where there is none."""
    table = np.stack(rows) @ np.stack(rows).T
    found: Vectors = table[np.triu_indices(len(rows), 1)]
    return found if len(found) else np.zeros(1, np.float32)


def _mean(values: Sequence[np.floating]) -> Measure:
    table = np.array(values, dtype=np.float64)
    return resampled(lambda rows: float(table[rows].mean()), clusters(range(len(table))))
