"""Finds questions that ask the same: a glance at many pairs, a reading of the likely; it links, it never merges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np
import numpy.typing as npt

from interviewer.bank.alike import QuestionEncoder, Signals, Vector, Wording, chance, readings, signals, wordings
from interviewer.bank.asked import Asked, asked, names_in
from interviewer.bank.differing import against, forbidding, shared
from interviewer.domain.question import Question
from interviewer.retrieval.units import reference_passages

LINKED_FROM = 0.6
"""The chance from which two questions are linked, once they have been read beside each other."""
LINKED_BY_PARAPHRASE_FROM = 0.8
"""More is asked of a link by a paraphrase, which may ask for one side of its question only."""
READ_FROM = 0.1
"""The chance at a glance from which two questions are read beside each other, which takes far longer."""
_NEAR = 0.2  # cosine of two questions from which they may be one without a word of their leading phrases in common
_ANSWERED_ALIKE = 0.1
"""How near the passages of two answers are, in the mean, below which they answer other questions: so are 151 pairs that
differ in the sets that the chances are fitted on, and 8 that ask the same."""
_NEAREST = 40  # questions that are looked at for each, beside those that share a word of its leading phrase
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
    vectors = answer_vectors(questions, encoder)
    taken = [asked(question.text, names, question.reference) for question in questions]
    made = wordings(encoder, taken, [question.reference for question in questions], vectors, names)
    return _judged(list(zip(made[::2], made[1::2], strict=True)), encoder)


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
    vectors = dict(zip(owners, answer_vectors([questions[owner] for owner in owners], encoder), strict=True))
    taken = [phrases[place].asked for place in met]
    whose = [phrases[place].owner for place in met]
    references, rows = [questions[owner].reference for owner in whose], [vectors[owner] for owner in whose]
    made = dict(zip(met, wordings(encoder, taken, references, rows, names), strict=True))
    judged = _judged([(made[mine], made[other]) for mine, other in chosen], encoder)
    best: dict[tuple[int, int], Judgement] = {}
    for (mine, other), found in zip(chosen, judged, strict=True):
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


def _judged(pairs: Sequence[tuple[Wording, Wording]], encoder: QuestionEncoder) -> list[Judgement]:
    """Judge pairs at a glance, and those that may ask the same by reading them beside each other."""
    glanced = [_glanced(*pair) for pair in pairs]
    worth = [place for place, one in enumerate(glanced) if not isinstance(one, Judgement)]
    read = iter(readings(encoder, [pairs[place] for place in worth]))
    return [
        one if isinstance(one, Judgement) else _linked(*pair, one, chance(one, next(read)))
        for pair, one in zip(pairs, glanced, strict=True)
    ]


def _glanced(left: Wording, right: Wording) -> Judgement | Signals:
    """Return why two questions do not ask the same, or what is to be weighed with a reading."""
    found = signals(left, right, against(left.asked, right.asked))
    similarity, forbidden = chance(found), forbidding(left.asked, right.asked)
    if forbidden:
        return Judgement(False, similarity, forbidden)
    if found.near < _NEAR and not found.core:
        return Judgement(False, similarity, f"the questions are far apart ({found.near:.2f})")
    if not found.unanswered and found.answers < _ANSWERED_ALIKE:
        return Judgement(False, similarity, f"the answers are far apart ({found.answers:.2f})")
    if similarity < READ_FROM:
        return Judgement(False, similarity, f"too little in common ({similarity:.2f})")
    return found


def _linked(left: Wording, right: Wording, found: Signals, similarity: float) -> Judgement:
    if similarity < LINKED_FROM:
        doubt = against(left.asked, right.asked).reason
        because = f", as {doubt}" if doubt else ""
        return Judgement(False, similarity, f"too little in common ({similarity:.2f}){because}")
    common = [word for word in left.asked.subject if word in right.asked.subject]
    about = f"both ask about {' '.join(common)!r}" if common else "the same in other words"
    answers = "" if found.unanswered else f", answers {found.answers:.2f}"
    return Judgement(True, similarity, f"{about}; texts {found.near:.2f}{answers}")


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
        nearest = np.argpartition(-near, _NEAREST)[:_NEAREST] if len(near) > _NEAREST else np.arange(len(near))
        close = set(nearest[near[nearest] >= _NEAR].tolist()).union(*(naming[word] for word in phrase.asked.core))
        worth = {
            other: float(near[other]) + shared(phrase.asked.subject, phrases[other].asked.subject)
            for other in close
            if other < earlier
        }
        ranked = sorted(worth, key=lambda other: (-round(worth[other], 4), other))
        alike = (other for other in ranked if forbidding(phrase.asked, phrases[other].asked) is None)
        chosen += [(mine, other) for other in islice(alike, _MOST_CANDIDATES)]
    return chosen


def _texts(questions: Iterable[Question]) -> list[str]:
    return [text for question in questions for text in (question.text, question.reference)]
