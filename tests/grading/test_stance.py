"""Whether a reply to a wrong claim objects or agrees, and whether it says what is right instead."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.challenge import Position, claim_line
from interviewer.domain.grade import Grade, KeyPointGrade, MisconceptionGrade, Quote, ungraded, verdict_of
from interviewer.domain.question import Misconception, Question
from interviewer.grading.fast import FastEngine
from interviewer.grading.stance import CORRECTION, stance_of, stance_request
from tests.support import texts

REPLIES = [
    ("batch-at-inference", "No. At inference it uses the running estimates saved during training.", "objected", True),
    ("batch-at-inference", "I disagree: when serving, it uses fixed statistics stored in training.", "objected", True),
    ("batch-at-inference", "I don't agree.", "objected", False),
    (
        "batch-at-inference",
        "I can't agree, because the stored averages of training are used in eval mode.",
        "objected",
        True,
    ),
    ("batch-at-inference", "He confuses it with training; in eval mode fixed averages are used.", "objected", True),
    ("batch-at-inference", "At inference the saved running mean and variance are used.", "objected", True),
    (
        "batch-at-inference",
        "At inference it does not normalise with the statistics of the incoming batch.",
        "objected",
        False,
    ),
    ("batch-at-inference", "Yes, I agree.", "agreed", False),
    ("batch-at-inference", "Right, that is what the layer does.", "agreed", False),
    ("batch-at-inference", "He is right, the batch statistics are used.", "agreed", False),
    ("batch-at-inference", "Batch norm normalises with the incoming batch at inference too.", "agreed", False),
    ("batch-at-inference", "It depends.", "unclear", False),
    ("batch-at-inference", "I don't know.", "unclear", False),
    ("batch-at-inference", "", "unclear", False),
    ("affine-dropped", "No, they are learned parameters and stay part of the model.", "objected", True),
    ("affine-dropped", "Not at all.", "objected", False),
    ("affine-dropped", "True, they only help training, so they are removed on deployment.", "agreed", False),
    ("affine-dropped", "Hmm, I think so.", "agreed", False),
    ("running-in-training", "Well, yes and no.", "unclear", False),
    ("running-in-training", "I stay with my view.", "objected", False),
    ("running-in-training", "I haven't changed my mind.", "objected", False),
    ("running-in-training", "OK, I was wrong then.", "agreed", False),
    ("running-in-training", "Perhaps he is right.", "agreed", False),
    (
        "running-in-training",
        "I agree that they are updated in training, but they are not what normalises the activations.",
        "objected",
        True,
    ),
]
WRONG = Misconception("m", 1, "It is flat.", "It is round.")


@pytest.mark.parametrize(("claim", "reply", "position", "reason"), REPLIES)
def test_replies_are_read_as_a_person_reads_them(
    engine: FastEngine, batch_norm: Question, claim: str, reply: str, position: Position, reason: bool
) -> None:
    wrong = batch_norm.misconception(claim)
    [grade] = engine.grade([stance_request(claim_line(wrong), batch_norm, wrong, reply)])
    found = stance_of(wrong, reply, grade)
    assert (found.position, found.reason) == (position, reason)
    assert found.quote is None or found.quote.verified_in(reply)


def graded(reply: str, credit: float, *, asserts: bool) -> Grade:
    """Return a grade of a reply, the whole of it quoted."""
    quote = Quote(reply, 0, len(reply))
    point = KeyPointGrade(CORRECTION, "It is round.", 1, credit, verdict_of(credit), quote if credit else None, 0.9)
    wrong = (MisconceptionGrade("m", 1, quote),) if asserts else ()
    return Grade("scripted", (point,), wrong, (), credit, credit, 0.0, 1.0, "partly")


@given(texts(80).filter(str.strip), st.sampled_from([0.0, 0.5, 1.0]), st.booleans())
def test_a_quote_stands_in_the_reply_and_a_reason_needs_an_objection(reply: str, credit: float, asserts: bool) -> None:
    found = stance_of(WRONG, reply, graded(reply, credit, asserts=asserts))
    assert found.quote is None or found.quote.verified_in(reply)
    assert not found.reason or (found.position == "objected" and credit > 0)


def test_a_yes_that_says_what_is_right_is_unclear() -> None:
    assert stance_of(WRONG, "Yes.", graded("Yes.", 1.0, asserts=False)).position == "unclear"
    assert stance_of(WRONG, "Yes.", graded("Yes.", 1.0, asserts=True)).position == "agreed"


def test_without_an_engine_the_words_speak_and_the_reason_is_not_known() -> None:
    failed = replace(ungraded("scripted", "no engine"))
    for reply, position in (("No.", "objected"), ("Yes.", "agreed"), ("Round it is.", "unclear")):
        found = stance_of(WRONG, reply, failed)
        assert (found.position, found.reason) == (position, None)
