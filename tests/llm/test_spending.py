"""What a session has used, and the cap: whatever the order of calls, it is never gone over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.errors import BudgetSpent
from interviewer.llm.counting import least_tokens, most_tokens, tokens_of
from interviewer.llm.local_model import Said
from interviewer.llm.spending import Prices, Spending

CALLS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.floats(0, 1), st.floats(0, 1)), max_size=20)


@given(CALLS, st.integers(0, 300))
def test_calls_that_keep_to_what_was_held_never_go_over_the_cap(
    calls: list[tuple[int, int, float, float]], cap: int
) -> None:
    spending = Spending(cap_tokens=cap)
    for prompt, reply, read, said in calls:
        try:
            spending.hold(prompt, reply)
        except BudgetSpent:
            continue
        spending.settle((prompt, reply), (int(prompt * read), int(reply * said)))
    assert spending.tokens <= cap


def test_calls_at_the_same_time_hold_their_share() -> None:
    spending = Spending(cap_tokens=100)
    spending.hold(40, 20)
    with pytest.raises(BudgetSpent):
        spending.hold(40, 20)
    spending.settle((40, 20), (10, 5))
    spending.hold(40, 20)
    assert spending.line == "10 tokens read and 5 written of at most 100"


def test_cost_is_counted_and_capped_where_prices_are_set() -> None:
    spending = Spending(prices=Prices(1.0, 10.0), cap_cost=1.0)
    spending.hold(100_000, 50_000)
    spending.settle((100_000, 50_000), (100_000, 50_000))
    assert spending.cost == pytest.approx(0.6)
    assert spending.line == "100000 tokens read and 50000 written, 0.6000 dollars"
    with pytest.raises(BudgetSpent, match=r"1\.00 dollars \(0\.60 used\)"):
        spending.hold(100_000, 50_000)


def test_without_a_cap_nothing_is_refused() -> None:
    spending = Spending()
    spending.hold(10**9, 10**9)
    assert spending.cost == 0


@given(st.lists(st.text(), max_size=5))
def test_the_bounds_on_tokens_are_in_order_and_grow_with_the_text(texts: list[str]) -> None:
    said = [Said("user", text) for text in texts]
    assert 0 <= most_tokens(said) <= most_tokens([*said, Said("user", "one more")])
    assert least_tokens(said) <= least_tokens([*said, Said("user", "one more")])


def test_words_and_numbers_are_counted_once() -> None:
    assert least_tokens([Said("user", "don't use 12 locks, or 0.5 of one " * 10)]) == 81
    assert tokens_of("abcd") == 2
