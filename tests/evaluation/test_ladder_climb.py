"""The ladder as a measure: rungs, order, and what the bank must have."""

import pytest

from interviewer.config.paths import bundled
from interviewer.domain.errors import UsageError
from interviewer.evaluation.ladder import Rung, climb, read_ladder
from tests.evaluation.scripted import Scripted
from tests.support import question

SCORES: dict[str, float | None] = {"paraphrase": 0.9, "list": 0.4, "half": 0.5, "wrong": 0.5}
RUNGS = [Rung(question_id="q", rung=name, answer=name) for name in SCORES]  # type: ignore[arg-type]


def test_rungs_and_order() -> None:
    found = climb(Scripted(SCORES), RUNGS, lambda _: question(), lambda _: None)
    assert (found.n, found.questions) == (4, 1)
    assert {name: one.value for name, one in found.rungs.items()} == SCORES
    # in order: paraphrase above half and wrong; not: list above either, half above wrong (a tie)
    assert found.in_order.value == pytest.approx(2 / 5)


def test_what_is_ungraded_stands_in_no_mean() -> None:
    found = climb(Scripted(SCORES | {"wrong": None}), RUNGS, lambda _: question(), lambda _: None)
    assert (found.n, found.rungs["wrong"].value) == (3, None)


def test_a_question_that_the_bank_lacks_is_named() -> None:
    with pytest.raises(UsageError, match="'q'"):
        climb(Scripted(SCORES), RUNGS, lambda _: None, lambda _: None)


def test_the_ladder_is_whole() -> None:
    assert len(read_ladder(bundled("eval") / "ladder")) == 120
