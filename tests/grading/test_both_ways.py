"""What an answer says and takes back is no claim; speaking of two things is."""

import pytest

from interviewer.domain.question import Question
from interviewer.grading.engine import request_for
from interviewer.grading.fast import FastEngine

CLAIM = "At inference the layer normalises with the stored running averages."
DENIED = "At inference the layer does not normalise with the stored running averages."
OTHER = "In training the layer does not normalise with the stored running averages but with the mean of the batch."


def test_claimed_and_denied_earns_nothing_and_says_why(engine: FastEngine, batch_norm: Question) -> None:
    claimed, both = engine.grade(
        [request_for(batch_norm, one) for one in (CLAIM, f"{CLAIM} On the other hand, {DENIED}")]
    )
    assert claimed.score
    assert claimed.flags == ()
    assert both.score == 0
    assert "self-contradiction" in both.flags


@pytest.mark.parametrize("beside", [OTHER, "It does.", "It does not.", CLAIM])
def test_what_is_said_of_something_else_takes_nothing_back(
    engine: FastEngine, batch_norm: Question, beside: str
) -> None:
    [grade] = engine.grade([request_for(batch_norm, f"{CLAIM} {beside}")])
    assert grade.score
    assert "self-contradiction" not in grade.flags
