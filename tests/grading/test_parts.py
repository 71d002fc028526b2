"""Words, clauses and signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.clauses import MOST_CLAUSES, cut
from interviewer.grading.polarity import Stretch, denied, opposition, signed
from interviewer.grading.words import content_words, likeness, words


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("x^2", "x²"),
        (r"1/\sqrt{d}", "1/sqrt(d)"),
        (r"\gamma", "γ"),
        ("normalization", "normalising"),
        ("mini-batch", "batch"),
        ("gradient", "gradeint"),
        (r"$\mathrm{softmax}$", "softmax"),
    ],
)
def test_spellings_meet(left: str, right: str) -> None:
    wanted, given_words = content_words(left)[-1], content_words(right)
    assert max(likeness(wanted, word) for word in given_words) > 0.8


def test_different_words_do_not_meet() -> None:
    assert likeness(content_words("encoder")[0], content_words("decoder")[0]) == 0


@given(st.text(max_size=400))
def test_cuts_and_words_stay_inside(text: str) -> None:
    pieces = cut(text)
    assert len(pieces.clauses) <= MOST_CLAUSES
    assert all(0 <= span.start < span.end <= len(text) for span in pieces.sentences)
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in pieces.clauses)
    assert all(text[word.start : word.end] for word in words(text))


def test_clauses_are_cut_where_a_reader_would() -> None:
    text = "- Use e.g. ReLU, because its slope is one.\n2) Sigmoid saturates; it is flat there"
    assert [one.span.of(text) for one in cut(text).clauses] == [
        "Use e.g. ReLU",
        "because its slope is one.",
        "Sigmoid saturates",
        "it is flat there",
    ]


def test_a_long_answer_is_cut_to_measure() -> None:
    assert len(cut("word and word. " * 3000).clauses) <= MOST_CLAUSES


@pytest.mark.parametrize(
    ("claim", "stretch", "turned"),
    [
        ("It increases the variance.", "This decreases the variance.", True),
        ("It increases the variance.", "It does not decrease the variance.", False),
        ("The mask is kept.", "The mask is not kept.", True),
        ("The mask is kept.", "The mask is not only kept but stored.", False),
        ("Keep the best, not the last weights.", "Keep the best rather than the last weights.", False),
    ],
)
def test_signs(claim: str, stretch: str, turned: bool) -> None:
    left, right = signed(claim, words(claim)), signed(stretch, words(stretch))
    assert (opposition(left, [1.0] * len(left), Stretch(right)).share > 0.2) is turned


def test_a_denial_reaches_no_further_than_its_line() -> None:
    notes = "- softmax gives probabilities\n- applying it twice is a mistake"
    first, second = notes.index("softmax"), notes.index("applying")
    assert not denied(notes, first, notes.index("\n"))
    assert denied(notes, second, len(notes))
