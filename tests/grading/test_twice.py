"""A denial denied is a statement."""

import pytest

from interviewer.domain.question import Question
from interviewer.grading.engine import request_for
from interviewer.grading.fast import FastEngine
from interviewer.grading.twice import plainly

RIGHT = "At inference the layer uses the running averages kept in training."


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("It is not true that dropout does not regularise.", "dropout does regularise."),
        ("It's false that Adam never needs a schedule.", "Adam needs a schedule."),
        ("It isn't the case that they can't differ. It is wrong that it doesn’t help.", None),
        ("It is not true that it cannot overfit", "it can overfit"),
        ("It is not true that dropout regularises.", None),
        ("It is not true that it does not help and is not used.", None),
        ("Dropout does not regularise.", None),
    ],
)
def test_two_negations_of_one_sentence_are_none(said: str, meant: str | None) -> None:
    read = plainly(said, [])
    assert len(read) == len(said)
    if meant is None:
        assert "not" in read or "n't" in read
    else:
        assert " ".join(read.split()) == meant


def test_who_denies_a_key_point_that_says_not_denies_it() -> None:
    said = "It is not true that dropout does not act at test time. It is not true that Adam does not adapt its rates."
    points = ["Dropout does not act at test time.", "Adam adapts its rates."]
    assert " ".join(plainly(said, points).split()) == (
        "It is not true that dropout does not act at test time. Adam does adapt its rates."
    )


def test_it_earns_what_the_plain_statement_earns(engine: FastEngine, batch_norm: Question) -> None:
    twice = f"It is not true that {RIGHT[0].lower()}{RIGHT[1:].replace('uses', 'does not use')}"
    plain, denied, double = engine.grade(
        [request_for(batch_norm, one) for one in (RIGHT, f"It is not true that {RIGHT}", twice)]
    )
    assert plain.score
    assert not denied.score
    assert double.score == pytest.approx(plain.score, abs=0.1)
    assert all(one.quote.text in twice for one in double.key_points if one.quote)
