"""Labelled pairs: reading them, halving them, and the measures."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.config.paths import bundled
from interviewer.domain.errors import UsageError
from interviewer.embedding.model import MiniLM
from interviewer.evaluation.duplicates import LabelledPair, Side, halves, read_pairs, score_pairs


def pair(name: str, one: str, other: str, *, same: bool) -> LabelledPair:
    return LabelledPair(id=name, a=Side(question=one), b=Side(question=other), same=same)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "1", "a": {"question": ""}, "b": {"question": "x"}, "same": True}, "line 1, a.question"),
        ({"id": "1", "a": {"question": "x"}, "same": True}, "line 1, b"),
        ({"id": "1", "a": {"question": "x"}, "b": {"question": "x"}, "same": True, "sure": 1}, "line 1, sure"),
    ],
)
def test_a_faulty_row_names_line_and_field(tmp_path: Path, row: dict[str, object], said: str) -> None:
    (tmp_path / "pairs.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    with pytest.raises(UsageError, match=said):
        read_pairs(tmp_path / "pairs.jsonl")


def test_what_is_not_json_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "pairs.jsonl").write_text("\n{\n", "utf-8")
    with pytest.raises(UsageError, match="line 2: this is not JSON"):
        read_pairs(tmp_path / "pairs.jsonl")


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), unique=True), st.integers())
def test_the_halves_do_not_depend_on_the_order(names: list[str], seed: int) -> None:
    pairs = [pair(name, "x", "y", same=True) for name in names]
    shuffled = list(pairs)
    random.Random(seed).shuffle(shuffled)
    assert halves(shuffled) == halves(pairs)
    assert sorted(one.id for half in halves(pairs).values() for one in half) == sorted(names)


def test_the_measures_of_known_judgements(minilm: MiniLM) -> None:
    found = score_pairs(
        [
            pair("hit", "What is dropout?", "Explain dropout.", same=True),
            pair("miss", "What is dropout?", "Why switch units off by chance?", same=True),
            pair("linked", "What is dropout?", "Explain the concept of dropout.", same=False),
            pair("told", "What is an LSTM?", "What is a GRU?", same=False),
        ],
        minilm,
    )
    assert (found.n, found.same) == (4, 2)
    assert (found.precision.value, found.recall.value, found.f1.value) == (0.5, 0.5, 0.5)
    assert [wrong.id for wrong in found.wrong] == ["miss", "linked"]


def test_the_labelled_set_is_large_and_balanced() -> None:
    parts = halves(read_pairs(bundled("eval") / "duplicates" / "pairs.jsonl"))
    assert sum(map(len, parts.values())) >= 300
    for half in parts.values():
        assert 0.3 < sum(one.same for one in half) / len(half) < 0.7


@pytest.mark.soak
def test_the_development_half_keeps_its_precision(minilm: MiniLM) -> None:
    found = score_pairs(halves(read_pairs(bundled("eval") / "duplicates" / "pairs.jsonl"))["dev"], minilm)
    assert found.precision.value is not None
    assert found.precision.value >= 0.97
    assert found.recall.value is not None
    assert found.recall.value >= 0.85
