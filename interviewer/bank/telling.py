"""Whether a word of one question tells it from another: one that neither the other nor its answer has."""

from functools import lru_cache

from interviewer.bank.asked import Asked, long_forms
from interviewer.embedding.model import commonest_words
from interviewer.grading.words import stem

_SAME_START, _ENDING = 6, 3  # letters in common, and by how many more a stem may be longer
_COMMON = 2_000  # words of everyday English: two questions that differ in these alone are worded differently


def lacks(question: Asked, word: str) -> bool:
    """Say whether a question has neither the word, nor its ending alone otherwise, nor what it is short for."""
    return not _has(question.words, word)


def unsaid(question: Asked, word: str) -> bool:
    """Say whether the question's answer does not have a word either; numbers say nothing, nor does no answer."""
    return not word[0].isdigit() and (question.answer is None or not _has(question.answer, word))


def names_another(question: Asked, word: str) -> bool:
    """Say whether a word that the question lacks stands for something that it is not about."""
    return unsaid(question, word) and (question.answer is None or word not in _common_stems())


def _has(words: frozenset[str], word: str) -> bool:
    if word in words or any(_akin(word, other) for other in words):
        return True
    forms = long_forms()
    if any(form <= words for form in forms.get(word, ())):
        return True
    return any(word in form for other in words & forms.keys() for form in forms[other])


def _akin(word: str, other: str) -> bool:
    start = word[:_SAME_START]
    return len(start) == _SAME_START and other.startswith(start) and abs(len(word) - len(other)) <= _ENDING


@lru_cache(maxsize=1)
def _common_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in commonest_words(_COMMON))
