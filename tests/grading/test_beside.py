"""A page on something else neither adds to an answer nor takes from it, and a remark stays what it is."""

import pytest

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question
from interviewer.embedding.cache import CachedEncoder
from interviewer.grading import FastEngine, request_for

BESIDE = (
    "The ferry leaves at nine and comes back at noon with the mail. My aunt bakes two loaves on Saturdays and gives "
    "one to the neighbours. It rained all week, and the path along the fields is muddy. The choir sings at school. "
)


@pytest.fixture(scope="module")
def question() -> Question:
    found = load_bank(bundled("corpus")).get("layer-norm-vs-batch-norm")
    assert found is not None
    return found


def test_a_page_beside_the_point_changes_nothing(shipped: CachedEncoder, question: Question) -> None:
    half = " ".join(point.text for point in question.key_points[: len(question.key_points) // 2])
    pages = [half, f"{BESIDE * 20}{half}", f"{half} {BESIDE * 20}", f"{BESIDE * 10}{half} {BESIDE * 10}"]
    alone, *long = FastEngine(shipped).grade([request_for(question, text) for text in pages])
    assert 0 < (alone.score or 0) < 1
    for grade, text in zip(long, pages[1:], strict=True):
        assert [one.credit for one in grade.key_points] == [one.credit for one in alone.key_points]
        assert all(one.quote.verified_in(text) for one in grade.key_points if one.quote)


def test_nothing_but_that_earns_nothing(shipped: CachedEncoder, question: Question) -> None:
    [grade] = FastEngine(shipped).grade([request_for(question, BESIDE * 20)])
    assert grade.score == 0
