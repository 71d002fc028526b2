"""What engines must beat."""

import pytest

from interviewer.embedding.model import MiniLM
from interviewer.evaluation.baselines import baseline, word_share
from interviewer.grading import GradeRequest


def request(
    answer: str, *, question: str = "What is a stack?", reference: str = "A stack removes the newest element."
) -> GradeRequest:
    return GradeRequest(question, reference, (), (), answer)


def test_the_words_of_the_question_do_not_count() -> None:
    assert word_share(request("A stack.")) == 0
    assert word_share(request("It removes the newest element of the stack.")) == 1
    assert word_share(request("removing an element")) == pytest.approx(2 / 3)


def test_they_count_where_the_reference_has_no_other() -> None:
    assert word_share(request("A stack.", reference="A stack.")) == 1


def test_a_reference_without_content_gives_nothing() -> None:
    assert word_share(request("Anything.", question="?", reference="It is.")) == 0


def test_the_cosine_of_the_reference_itself_is_the_highest(minilm: MiniLM) -> None:
    near, far, same = baseline("cosine", minilm).grade(
        [
            request("It takes away what came last."),
            request("Rain is wet."),
            request("A stack removes the newest element."),
        ]
    )
    assert same.score == pytest.approx(1, abs=1e-3)
    assert far.score is not None
    assert near.score is not None
    assert far.score < near.score < 1
    assert (near.low, near.key_points) == (None, ())


def test_an_unknown_baseline_is_refused(minilm: MiniLM) -> None:
    with pytest.raises(KeyError):
        baseline("tf-idf", minilm)
