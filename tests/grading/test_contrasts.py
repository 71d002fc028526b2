"""Right statements that say what is not so ("a, not b", "nothing stops it without b") are not taken for their opposite.

`contrasts.jsonl`: for each of 180 key points three right statements, written by language models that had seen only
question and key point: one with a contrast, one by denial of the opposite, one without any negation.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.grading.engine import request_for
from interviewer.grading.fast import FastEngine

ALL = [json.loads(line) for line in (Path(__file__).parent / "contrasts.jsonl").read_text("utf-8").splitlines()]
ROWS = ALL[::4]
KINDS = ("contrast", "denial", "plain")


@pytest.fixture(scope="module")
def verdicts(engine: FastEngine) -> Counter[tuple[str, str]]:
    """How often each kind of statement got which verdict for its key point, or was told to assert a misconception."""
    bank = load_bank(bundled("corpus"))
    found: Counter[tuple[str, str]] = Counter()
    for row in ROWS:
        question = bank.get(row["question_id"])
        assert question is not None
        for kind, grade in zip(KINDS, engine.grade([request_for(question, row[kind]) for kind in KINDS]), strict=True):
            [verdict] = [point.verdict for point in grade.key_points if point.id == row["key_point_id"]]
            found[kind, verdict] += 1
            found[kind, "misconception"] += bool(grade.misconceptions)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_right_statements_are_covered_and_hardly_ever_contradicted(
    verdicts: Counter[tuple[str, str]], kind: str
) -> None:
    count = len(ROWS)
    assert verdicts[kind, "contradicted"] <= 0.03 * count
    assert verdicts[kind, "covered"] >= 0.9 * count


@pytest.mark.parametrize("kind", KINDS)
def test_right_statements_hardly_ever_assert_a_misconception(verdicts: Counter[tuple[str, str]], kind: str) -> None:
    assert verdicts[kind, "misconception"] <= 0.03 * len(ROWS)


def test_what_continues_is_not_what_stops(engine: FastEngine) -> None:
    question = load_bank(bundled("corpus")).get("early-stopping")
    assert question is not None
    watched = "I'd hold out a validation set, evaluate on it every epoch and base the decision on that"
    answer = f"{watched}; training loss would just continue downwards and the test set is off limits."
    [grade] = engine.grade([request_for(question, answer)])
    assert [point.verdict for point in grade.key_points if point.id == "monitor-validation"] == ["covered"]
    assert not grade.misconceptions
