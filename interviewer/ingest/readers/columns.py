"""Which columns hold the questions and which the answers, and what becomes of each row."""

import re
from collections.abc import Sequence

QUESTION_NAMES = ("question", "questions", "front", "prompt", "q", "interview question")
ANSWER_NAMES = ("answer", "answers", "back", "reference", "a", "reference answer", "model answer")
NO_QUESTION = "a row without a question"
NO_ANSWER = "a question without an answer"


def columns_of(names: Sequence[str]) -> tuple[int, int] | None:
    """Return the places of question and answer among these names, None where either is missing."""
    plain = [" ".join(re.sub(r"[\W_]+", " ", name).lower().split()) for name in names]
    question = next((plain.index(name) for name in QUESTION_NAMES if name in plain), None)
    answer = next((plain.index(name) for name in ANSWER_NAMES if name in plain), None)
    return None if question is None or answer is None else (question, answer)


def fault_of(question: str, answer: str) -> str | None:
    """Return why a pair cannot be used, None where it can."""
    if not question.strip():
        return NO_QUESTION
    return None if answer.strip() else NO_ANSWER
