"""Answers to another question, in free words: told by where they lie, and honest ones are left alone."""

import json
from dataclasses import replace

import pytest

from interviewer.bank.load import Bank, load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question
from interviewer.embedding.cache import CachedEncoder
from interviewer.grading import FastEngine, GradeRequest, request_for
from interviewer.grading.fast import CAPPED_CREDIT
from interviewer.grading.neighbours import LEAST_REFERENCE, LEAST_WORDS, Neighbours
from interviewer.grading.texts import encode

FLAG = "other-question"


@pytest.fixture(scope="module")
def bank() -> Bank:
    """Return the bundled bank."""
    return load_bank(bundled("corpus"))


@pytest.fixture(scope="module")
def complete() -> dict[str, str]:
    """Return the complete answers of the rubric set's test part, by question."""
    rows = map(json.loads, (bundled("eval") / "rubric_set" / "answers.jsonl").read_text("utf-8").splitlines())
    return {row["question_id"]: row["answer"] for row in rows if row["part"] == "test" and row["voice"] == "complete"}


@pytest.fixture(scope="module")
def engine(shipped: CachedEncoder) -> FastEngine:
    return FastEngine(shipped)


def asked(bank: Bank, question: Question | None, answer: str) -> GradeRequest:
    assert question is not None
    return request_for(question, answer, elsewhere=bank.elsewhere(question))


def test_right_answers_to_strangers_are_told_and_to_the_question_itself_are_not(
    engine: FastEngine, bank: Bank, complete: dict[str, str]
) -> None:
    names = sorted(complete)
    own = engine.grade([asked(bank, bank.get(name), complete[name]) for name in names])
    assert not any(FLAG in grade.flags for grade in own)
    moved = [*names[7:], *names[:7]]
    others = engine.grade(
        [asked(bank, bank.get(name), complete[other]) for name, other in zip(names, moved, strict=True)]
    )
    told = [grade for grade in others if FLAG in grade.flags]
    assert len(told) > 0.9 * sum(not {"off-topic", "content-free"} & set(grade.flags) for grade in others)
    assert all((grade.score or 0.0) <= CAPPED_CREDIT for grade in told)


def test_a_reply_to_a_follow_up_and_a_short_answer_are_not_judged_so(
    engine: FastEngine, bank: Bank, complete: dict[str, str]
) -> None:
    name, other = sorted(complete)[0], sorted(complete)[7]
    request = asked(bank, bank.get(name), complete[other])
    [whole, alone, reply, short] = engine.grade(
        [
            request,
            replace(request, elsewhere=()),
            replace(request, asked_for=request.key_points[0].id, follow_up="And then?"),
            replace(request, answer=" ".join(complete[other].split()[: LEAST_WORDS - 5])),
        ]
    )
    assert FLAG in whole.flags
    assert not any(FLAG in grade.flags for grade in (alone, reply, short))


def test_beside_a_short_reference_nothing_is_told(shipped: CachedEncoder, bank: Bank, complete: dict[str, str]) -> None:
    name, other = sorted(complete)[0], sorted(complete)[7]
    mine, theirs = bank.get(name), bank.get(other)
    assert mine is not None
    assert theirs is not None
    neighbours, said = Neighbours(shipped), encode(shipped, [complete[other]])
    assert neighbours.answers_another(said, mine.reference, [theirs.reference])
    assert not neighbours.answers_another(
        said, " ".join(mine.reference.split()[: LEAST_REFERENCE - 1]), [theirs.reference]
    )
    assert not neighbours.answers_another(said, mine.reference, [])
    assert not neighbours.answers_another([], mine.reference, [theirs.reference])
    assert not neighbours.answers_another(said, mine.reference, ["", "..."])


def test_what_is_kept_is_bounded_and_forgetting_changes_nothing(
    shipped: CachedEncoder, bank: Bank, complete: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewer.grading.neighbours._KEPT", 3)
    name, other = sorted(complete)[0], sorted(complete)[7]
    references = [one.reference for one in bank.questions[:6]]
    neighbours, said = Neighbours(shipped), encode(shipped, [complete[other]])
    mine = bank.get(name)
    assert mine is not None
    whole = [neighbours.answers_another(said, mine.reference, [one]) for one in references]
    assert [neighbours.answers_another(said, mine.reference, [one]) for one in references] == whole
