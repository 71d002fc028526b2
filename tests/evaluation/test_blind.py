"""The blind comparison: what its reader sees, and what comes of their verdicts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.errors import UsageError
from interviewer.evaluation.conduct.blind import Judged, Pair, Side, compared, sheet_of

PAIRS = [
    Pair(f"q{n // 2}", "half", f"question {n}", f"answer {n}", "the point", ("the point", "another"), f"w{n}", f"m{n}")
    for n in range(40)
]
OTHER: dict[Side, Side] = {"one": "two", "two": "one"}


def test_every_pair_stands_once_on_sides_that_only_the_key_knows() -> None:
    rows, key = sheet_of(PAIRS, 1)
    assert [row["id"] for row in rows] == [one.id for one in key]
    assert {one.model for one in key} == {"one", "two"}
    for row, one in zip(rows, key, strict=True):
        assert str(row[one.model])[1:] == str(row[OTHER[one.model]])[1:]
        assert str(row[one.model]).startswith("m")
        assert set(row) == {"id", "question", "answer", "asks_for", "key_points", "one", "two"}
    assert sorted(str(row["question"]) for row in rows) == sorted(one.question for one in PAIRS)
    assert "half" not in json.dumps(rows)
    assert (rows, key) == sheet_of(PAIRS, 1)
    assert rows != sheet_of(PAIRS, 2)[0]


@given(st.lists(st.sampled_from(["model", "file", "same"]), min_size=40, max_size=40))
def test_verdicts_are_told_by_whose_line_it_was(verdicts: list[str]) -> None:
    _, key = sheet_of(PAIRS, 3)
    judged = [
        Judged(
            id=one.id,
            better="same" if verdict == "same" else one.model if verdict == "model" else OTHER[one.model],
            leak_one=one.model == "one" and verdict == "file",
            leak_two=one.model == "two" and verdict == "file",
        )
        for one, verdict in zip(key, verdicts, strict=True)
    ]
    found = compared(key, judged)
    assert (found.n, found.questions) == (40, 20)
    assert found.better.value == pytest.approx(verdicts.count("model") / 40, abs=1e-4)
    assert found.worse.value == pytest.approx(verdicts.count("file") / 40, abs=1e-4)
    assert found.at_least_as_pointed.value == pytest.approx(1 - verdicts.count("file") / 40, abs=1e-4)
    assert (found.leaks, found.leaks_written) == (verdicts.count("file"), 0)
    assert found.better.low is not None
    assert found.better.high is not None
    assert found.better.low <= (found.better.value or 0) <= found.better.high


def test_a_sheet_that_is_not_judged_once_a_row_is_refused() -> None:
    _, key = sheet_of(PAIRS, 1)
    judged = [Judged(id=one.id, better="same", leak_one=False, leak_two=False) for one in key]
    with pytest.raises(UsageError, match=key[-1].id):
        compared(key, judged[:-1])
    with pytest.raises(UsageError, match="twice"):
        compared(key, [*judged, judged[0]])
