"""Marks where there is a reference answer and nobody has written key points."""

import pytest

from interviewer.grading.engine import GradeRequest
from interviewer.grading.fast import FastEngine

QUESTION = "Why does a hash table slow down when its load factor grows?"
REFERENCE = (
    "With more entries than buckets, several keys share a bucket, so a lookup has to walk a chain of collisions. "
    "Resizing the array and rehashing every key keeps chains short."
)
SAID_AGAIN = (
    "Keys collide: they end up in the same bucket, and finding one means going along the chain there. "
    "You enlarge the array and hash the keys again, then the chains are short."
)


def score(engine: FastEngine, answer: str) -> float:
    [grade] = engine.grade([GradeRequest(QUESTION, REFERENCE, (), (), answer)])
    assert grade.score is not None
    return grade.score


def test_the_reference_itself_is_right(engine: FastEngine) -> None:
    assert score(engine, REFERENCE) >= 0.95


def test_other_words_for_all_of_it_are_worth_more_than_for_half_and_half_more_than_other_matters(
    engine: FastEngine,
) -> None:
    whole, half = score(engine, SAID_AGAIN), score(engine, SAID_AGAIN.split(". ")[1])
    beside = score(engine, "A balanced tree keeps its keys in order and rotates its nodes after an insertion.")
    assert whole > half > beside
    assert whole >= 0.75
    assert beside < 0.35


def test_words_of_the_question_say_nothing(engine: FastEngine) -> None:
    echo = "The hash table slows down because its load factor grows, and a larger load factor slows a hash table."
    assert score(engine, echo) < 0.35


@pytest.mark.parametrize("reference", ["Abstraction.", "Yes.", "42"])
def test_a_reference_of_one_word_can_be_met_and_missed(engine: FastEngine, reference: str) -> None:
    question = "Name one advantage of objects."
    said, missed = engine.grade(
        [
            GradeRequest(question, reference, (), (), reference),
            GradeRequest(question, reference, (), (), "Compilers translate a program into code for a machine."),
        ]
    )
    assert said.score is not None
    assert missed.score is not None
    assert said.score >= 0.75
    assert missed.score < 0.35


def test_one_of_the_things_that_the_question_names_may_be_the_answer(engine: FastEngine) -> None:
    question = (
        "A server answers slowly. Is the bottleneck more likely the disk, the network card or the processor cache?"
    )
    echo, chosen, other = (
        engine.grade([GradeRequest(question, "The network card.", (), (), answer)])[0]
        for answer in (question.rstrip("?"), "I would say the network card.", "I would say the disk.")
    )
    assert (echo.score, echo.flags) == (0.0, ("question-echo",))
    assert chosen.score is not None
    assert other.score is not None
    assert chosen.score >= 0.75
    assert other.score < chosen.score


def test_what_the_answer_takes_back_is_not_said(engine: FastEngine) -> None:
    taken_back = f"{SAID_AGAIN} No, wait, forget that, it is all wrong. It slows down because of the garbage collector."
    assert score(engine, taken_back) < score(engine, SAID_AGAIN)
