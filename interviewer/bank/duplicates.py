"""Finds questions that ask the same in other words, by several signals that must agree; it links, it never merges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np
import numpy.typing as npt

from interviewer.bank.alike import QuestionEncoder, Vector, Wording, chance, signals, wordings
from interviewer.bank.asked import Asked, asked, names_in
from interviewer.bank.differing import differing, shared
from interviewer.domain.question import Question
from interviewer.retrieval.units import reference_passages

LINKED_FROM = 0.5
"""The chance from which two questions are linked: cross-validated, precision was 1.0 on the pairs, .97 on the reworded
ones and .90 on bundled questions with their nearest."""
LINKED_IN_DOUBT_FROM = 0.7
"""More is asked where one asks something besides, or has other everyday words. Cross-validated, precision on bundled
questions rose from .87 to .90 and recall fell from .40 to .33; of 254 true pairs elsewhere one was lost."""
LINKED_BY_PARAPHRASE_FROM = 0.75
"""More is asked of a link by a paraphrase, which may ask for one side of its question only."""
_ANSWERS_FROM = 0.3  # below it two answers are about different things: 2 of 174 true pairs lay below
_NEAR = 0.35  # cosine of two questions from which they may be one without a word of their leading phrases in common
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
    asked: Asked


def judge_pairs(pairs: Sequence[tuple[Question, Question]], encoder: QuestionEncoder) -> list[Judgement]:
    """Judge pairs of questions, each by its text and reference, in order. Raises EmbeddingUnavailable."""
    questions = [question for pair in pairs for question in pair]
    names = names_in(_texts(questions))
    answers = answer_vectors(questions, encoder)
    taken = [asked(question.text, names, question.reference) for question in questions]
    made = wordings(encoder, taken, answers, names)
    return [_judged(left, right) for left, right in zip(made[::2], made[1::2], strict=True)]


def find_duplicates(fresh: Sequence[Question], known: Sequence[Question], encoder: QuestionEncoder) -> list[Pair]:
    """Return the pairs of a fresh question with a known or an earlier fresh one, best first for each.

    A known question is compared by its paraphrases too. Raises EmbeddingUnavailable.
    """
    questions = [*known, *fresh]
    names = names_in(_texts(questions))
    phrases = [
        _Phrase(owner, nth == 0, _asked(question, text, names))
        for owner, question in enumerate(questions)
        for nth, text in enumerate((question.text, *question.paraphrases))
    ]
    chosen = _candidates(phrases, len(known), encoder.encode([phrase.asked.text for phrase in phrases]))
    met = sorted({place for pair in chosen for place in pair})
    owners = sorted({phrases[place].owner for place in met})
    answers = dict(zip(owners, answer_vectors([questions[owner] for owner in owners], encoder), strict=True))
    taken, given = [phrases[place].asked for place in met], [answers[phrases[place].owner] for place in met]
    made = dict(zip(met, wordings(encoder, taken, given, names), strict=True))
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


def _asked(question: Question, text: str, names: Mapping[str, str]) -> Asked:
    if question.bundled:
        return _taken_apart(text, tuple(names.items()), question.reference)
    return asked(text, names, question.reference)


@lru_cache(maxsize=4096)
def _taken_apart(text: str, names: tuple[tuple[str, str], ...], answer: str) -> Asked:
    """Take a wording of a bundled question apart; kept, as every document is compared with it."""
    return asked(text, dict(names), answer)


def answer_vectors(questions: Sequence[Question], encoder: QuestionEncoder) -> list[Vector | None]:
    """Return the vectors of each reference's passages, (n, d), None without one. Raises EmbeddingUnavailable."""
    passages = [[passage.text for passage in reference_passages(question)] for question in questions]
    texts = list(dict.fromkeys(text for row in passages for text in row))
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    return [np.stack([vectors[text] for text in row]) if row else None for row in passages]


def _judged(left: Wording, right: Wording) -> Judgement:
    against = differing(left.asked, right.asked)
    found = signals(left, right)
    similarity, near = chance(found), float(left.spelt @ right.spelt)
    if against:
        return Judgement(False, similarity, against)
    if near < _NEAR and not found.core:
        return Judgement(False, similarity, f"the questions are far apart ({near:.2f})")
    if not found.unanswered and found.answers < _ANSWERS_FROM:
        return Judgement(False, similarity, f"their answers differ ({found.answers:.2f})")
    doubt = differing(left.asked, right.asked, strictly=True)
    if doubt and similarity < LINKED_IN_DOUBT_FROM:
        return Judgement(False, similarity, f"too little in common ({similarity:.2f}), as {doubt}")
    if similarity < LINKED_FROM:
        return Judgement(False, similarity, f"too little in common ({similarity:.2f})")
    common = [word for word in left.asked.subject if word in right.asked.subject]
    about = f"both ask about {' '.join(common)!r}" if common else "the same in other words"
    answers = "" if found.unanswered else f", answers {found.answers:.2f}"
    return Judgement(True, similarity, f"{about}; texts {near:.2f}{answers}")


def _candidates(phrases: Sequence[_Phrase], known: int, vectors: npt.NDArray[np.float32]) -> list[tuple[int, int]]:
    """Return places of phrases, (fresh, other), that are near or share their core, and that nothing tells apart."""
    chosen: list[tuple[int, int]] = []
    first: dict[int, int] = {}
    naming: dict[str, list[int]] = {}
    for mine, phrase in enumerate(phrases):
        earlier = first.setdefault(phrase.owner, mine)  # phrases stand by owner
        for word in phrase.asked.core:
            naming.setdefault(word, []).append(mine)
        if phrase.owner < known:
            continue
        near = vectors[:earlier] @ vectors[mine]
        close = set(np.flatnonzero(near >= _NEAR).tolist()).union(*(naming[word] for word in phrase.asked.core))
        worth = {
            other: float(near[other]) + shared(phrase.asked.subject, phrases[other].asked.subject)
            for other in close
            if other < earlier
        }
        ranked = sorted(worth, key=lambda other: (-round(worth[other], 4), other))
        alike = (other for other in ranked if differing(phrase.asked, phrases[other].asked) is None)
        chosen += [(mine, other) for other in islice(alike, _MOST_CANDIDATES)]
    return chosen


def _texts(questions: Iterable[Question]) -> list[str]:
    return [text for question in questions for text in (question.text, question.reference)]
