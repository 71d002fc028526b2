"""Misspelt words of a query are mended with words of the bank, and no others are touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.embedding.model import commonest_words, english_words
from interviewer.retrieval.spelling import Speller

SPELLER = Speller(["Gradient descent and regularisation", "an instance"], frozenset({"insurance"}))


@pytest.mark.parametrize(
    ("query", "mended"),
    [
        ("gradeint decsent", "gradient descent"),
        ("Regularizaton?", "regularisation?"),
        ("my insurance", "my insurance"),
        ("instance", "instance"),
        ("xyzzy plugh", "xyzzy plugh"),
        ("grad", "grad"),
        ("", ""),
    ],
)
def test_only_what_nobody_knows_is_mended(query: str, mended: str) -> None:
    assert SPELLER.correct(query) == mended


@given(st.text(max_size=80))
def test_what_is_not_letters_stays(query: str) -> None:
    mended = SPELLER.correct(query)
    assert [char for char in mended if not char.isalpha()] == [char for char in query if not char.isalpha()]


def test_the_known_words_are_common_english() -> None:
    assert {"insurance", "translator", "question"} <= english_words()
    assert "gradeint" not in english_words()


def test_the_commonest_words_are_those_of_everyday_english() -> None:
    common = commonest_words(2_000)
    assert len(common) == 2_000
    assert {"the", "make", "introduced", "because"} <= common
    assert not {"gradient", "tensor", "forget"} & common
