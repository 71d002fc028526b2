"""The answers of questions that ask the same, beside a question's own: looked up whenever the bank is loaded.

They are written into no file. What stands in one place cannot go stale when its document is read again, when a person
mends it, or when it is removed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from interviewer.domain.linked import root
from interviewer.domain.question import Alternative, Question

MOST = 3
"""Answers of twins beside a question: it is stored with the interview that asks it."""


def with_answers_of_twins(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return the questions, in order, the person's own with the answers of those they are linked with.

    The answer of the question that the links lead to comes first. What is not accepted lends none: its question was
    never confirmed, or its answer lost a piece. A bundled question stays as its file has it.
    """
    ids = {alias: question.id for question in questions for alias in question.aliases}
    links = {question.id: ids.get(question.same_as, question.same_as) for question in questions if question.same_as}
    if not links:
        return tuple(questions)
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        groups[root(question.id, links)].append(question)
    return tuple(_beside(question, groups[root(question.id, links)], links) for question in questions)


def _beside(question: Question, group: Sequence[Question], links: dict[str, str]) -> Question:
    if question.bundled or len(group) == 1:
        return question
    first = root(question.id, links)
    twins = sorted((one for one in group if one.id != question.id), key=lambda one: one.id != first)
    own = {_words(question.reference), *(_words(one.text) for one in question.alternatives)}
    further = list(_answers(twins, own))[:MOST]
    return replace(question, alternatives=(*question.alternatives, *further)) if further else question


def _answers(twins: Iterable[Question], known: set[str]) -> Iterable[Alternative]:
    for twin in twins:
        words = _words(twin.reference)
        if twin.status == "accepted" and words not in known:
            known.add(words)
            yield Alternative(twin.reference, twin.provenance, twin.id)


def _words(text: str) -> str:
    return " ".join(text.split())
