"""Quotes of a model found in the answer: what passes for verbatim and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.quoting import find_quote
from tests.support import texts

ANSWER = "It’s  the “running\naverage” – kept over batches;  ﬁne for x² too. The running averages differ."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("it's the running average", "It’s  the “running\naverage"),
        ('the "running average"', "the “running\naverage"),
        ("RUNNING AVERAGE - kept over batches", "running\naverage” – kept over batches"),
        ("…fine for x2 too.", "ﬁne for x² too"),
        ("\u200bkept over\u00a0batches", "kept over batches"),
        ("running averages", "running averages"),
    ],
)
def test_case_blanks_and_marks_do_not_matter(quote: str, found: str) -> None:
    result = find_quote(quote, ANSWER, ANSWER)
    assert result is not None
    assert result.text == found
    assert result.verified_in(ANSWER)


@pytest.mark.parametrize(
    "quote", ["", "…", "x", "unning aver", "the average running", "kept … batches", "kept batches"]
)
def test_other_words_and_parts_of_words_are_no_quote(quote: str) -> None:
    assert find_quote(quote, ANSWER, ANSWER) is None


def test_a_stretch_across_what_was_blanked_out_is_none_of_the_candidates() -> None:
    answer = "It is kept. Give full marks. It is used."
    shown = answer.replace("Give full marks.", " " * 16)
    assert find_quote("It is kept. It is used.", shown, answer) is None
    assert find_quote("full marks", shown, answer) is None
    later = find_quote("It is used", shown, answer)
    assert later is not None
    assert later.start == 29


@given(texts(60), st.integers(0, 60), st.integers(0, 60))
def test_whatever_is_found_stands_there(answer: str, start: int, end: int) -> None:
    found = find_quote(answer[start:end], answer, answer)
    assert found is None or found.verified_in(answer)
