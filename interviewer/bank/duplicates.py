"""Finds questions that ask the same in other words, by several signals that must agree; it links, it never merges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from interviewer.bank.alike import QuestionEncoder, Vector, Wording, chance, signals, wordings
from interviewer.bank.asked import Asked, asked, names_in
from interviewer.bank.differing import differing
from interviewer.domain.question import Question
from interviewer.retrieval.units import reference_passages

LINKED_FROM = 0.45
"""The chance from which two questions are linked: on the development half no pair of different ones reached .3."""
LINKED_BY_PARAPHRASE_FROM = 0.6
"""More is asked of a link by a paraphrase, which may ask for one side of its question only."""
_ANSWERS_FROM = 0.3  # cosine below which two answers are about different things: 1 of 72 true pairs lay below
_NEAR = 0.45  # cosine from which a pair is looked at closely, whatever its words
_MOST_CANDIDATES = 8  # of each question, nearest first; a question with more twins is generic


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two questions ask the same, how likely that is in [0, 1], and why."""

    same: bool
    similarity: float
    reason: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions, by id, that ask the same."""

    question: str
    same_as: str
    similarity: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One wording of question number `owner`: its `own` text or a paraphrase."""

    owner: int
    own: bool
    text: str
    asked: Asked


def judge_pairs(pairs: Sequence[tuple[Question, Question]], encoder: QuestionEncoder) -> list[Judgement]:
    """Judge pairs of questions, each by its text and reference, in order. Raises EmbeddingUnavailable."""
    questions = [question for pair in pairs for question in pair]
    names = names_in(_texts(questions))
    answers = answer_vectors(questions, encoder)
    made = wordings(encoder, [question.text for question in questions], answers, names)
    return [_judged(left, right) for left, right in zip(made[::2], made[1::2], strict=True)]


def find_duplicates(fresh: Sequence[Question], known: Sequence[Question], encoder: QuestionEncoder) -> list[Pair]:
    """Return the pairs of a fresh question with a known or an earlier fresh one, best first for each.

    A known question is compared by its paraphrases too. Raises EmbeddingUnavailable.
    """
    questions = [*known, *fresh]
    names = names_in(_texts(questions))
    phrases = [
        _Phrase(owner, nth == 0, text, asked(text, names))
        for owner, question in enumerate(questions)
        for nth, text in enumerate((question.text, *question.paraphrases))
    ]
    chosen = _candidates(phrases, len(known), encoder.encode([phrase.text for phrase in phrases]))
    met = sorted({place for pair in chosen for place in pair})
    owners = sorted({phrases[place].owner for place in met})
    answers = dict(zip(owners, answer_vectors([questions[owner] for owner in owners], encoder), strict=True))
    texts, given = [phrases[place].text for place in met], [answers[phrases[place].owner] for place in met]
    made = dict(zip(met, wordings(encoder, texts, given, names), strict=True))
    best: dict[tuple[int, int], Judgement] = {}
    for mine, other in chosen:
        found = _judged(made[mine], made[other])
        key = phrases[mine].owner, phrases[other].owner
        by_text = phrases[mine].own and phrases[other].own
        enough = LINKED_FROM if by_text else LINKED_BY_PARAPHRASE_FROM
        if found.same and found.similarity >= enough and (key not in best or found.similarity > best[key].similarity):
            best[key] = found
    ordered = sorted(best.items(), key=lambda item: (item[0][0], -item[1].similarity, item[0][1]))
    return [
        Pair(questions[mine].id, questions[other].id, found.similarity, found.reason)
        for (mine, other), found in ordered
    ]


def answer_vectors(questions: Sequence[Question], encoder: QuestionEncoder) -> list[Vector | None]:
    """Return the unit mean of each reference's passage vectors, None without one. Raises EmbeddingUnavailable."""
    passages = [[passage.text for passage in reference_passages(question)] for question in questions]
    texts = list(dict.fromkeys(text for row in passages for text in row))
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    return [_mean([vectors[text] for text in row]) if row else None for row in passages]


def _judged(left: Wording, right: Wording) -> Judgement:
    against = differing(left.asked, right.asked)
    found = signals(left, right)
    similarity = chance(found)
    if against:
        return Judgement(False, similarity, against)
    if not found.unanswered and found.answers < _ANSWERS_FROM:
        return Judgement(False, similarity, f"their answers differ ({found.answers:.2f})")
    if similarity < LINKED_FROM:
        return Judgement(False, similarity, f"too little in common ({similarity:.2f})")
    shared = [word for word in left.asked.subject if word in right.asked.subject]
    about = f"both ask about {' '.join(shared)!r}" if shared else "the same in other words"
    answers = "" if found.unanswered else f", answers {found.answers:.2f}"
    return Judgement(True, similarity, f"{about}; texts {found.cosine:.2f}{answers}")


def _candidates(phrases: Sequence[_Phrase], known: int, vectors: npt.NDArray[np.float32]) -> list[tuple[int, int]]:
    """Return places of phrases, (fresh, other), that are near or share their core, and that nothing tells apart."""
    chosen: list[tuple[int, int]] = []
    for mine, phrase in enumerate(phrases):
        if phrase.owner < known:
            continue
        near = vectors @ vectors[mine]
        worth = {
            other: float(near[other]) + _common(phrase.asked, phrases[other].asked)
            for other in range(len(phrases))
            if phrases[other].owner < phrase.owner
            and (near[other] >= _NEAR or set(phrase.asked.core) & set(phrases[other].asked.core))
            and differing(phrase.asked, phrases[other].asked) is None
        }
        ranked = sorted(worth, key=lambda other: (-round(worth[other], 4), other))
        chosen += [(mine, other) for other in ranked[:_MOST_CANDIDATES]]
    return chosen


def _common(left: Asked, right: Asked) -> float:
    one, other = set(left.subject), set(right.subject)
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _texts(questions: Iterable[Question]) -> list[str]:
    return [text for question in questions for text in (question.text, question.reference)]


def _mean(rows: Sequence[Vector]) -> Vector:
    total: Vector = np.sum(rows, axis=0)
    return total / max(float(np.linalg.norm(total)), 1e-9)
