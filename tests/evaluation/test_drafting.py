"""The measure of drafted key points: what counts as found, what as noise."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.question import KeyPoint
from interviewer.embedding.model import MiniLM
from interviewer.evaluation.drafting import MATCH, one_to_one, score_drafts
from tests.support import question


def points(*texts: str) -> tuple[KeyPoint, ...]:
    return tuple(KeyPoint(f"p{n}", n, text) for n, text in enumerate(texts, 1))


def test_found_and_noise_are_counted(minilm: MiniLM) -> None:
    asked = replace(question(), key_points=points("Units are dropped at random.", "Adam keeps two moments."))
    drafted = points("At random, units are dropped.", "The sea is deep and cold.")
    found = score_drafts([asked], lambda _reference, _question: drafted, minilm)
    assert (found.n, found.per_question) == (1, 2)
    assert found.found.value == 0.5
    assert found.found_weight.value == round(1 / 3, 4)
    assert found.noise.value == 0.5


def test_own_key_points_are_all_found_and_none_is_noise(minilm: MiniLM) -> None:
    asked = [question(name) for name in ("a", "b")]
    drafts = {one.text: one.key_points for one in asked}
    found = score_drafts(asked, lambda _reference, text: drafts[text], minilm)
    assert (found.found.value, found.noise.value) == (1.0, 0.0)


@given(
    st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
        lambda shape: st.lists(
            st.lists(st.floats(0, 1), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
        )
    )
)
def test_no_column_is_paired_twice_and_none_below_the_match(rows: list[list[float]]) -> None:
    table = np.array(rows)
    paired = one_to_one(table)
    assert len(set(paired.values())) == len(paired)
    assert all(table[row, column] >= MATCH for row, column in paired.items())
    free = [column for column in range(table.shape[1]) if column not in paired.values()]
    assert all(table[row, column] < MATCH for row in set(range(len(rows))) - set(paired) for column in free)
