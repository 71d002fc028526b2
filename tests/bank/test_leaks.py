"""What gives a reference away, and what only asks for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.bank.leaks import STRICT, leaks
from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import KeyPoint, Question
from tests.support import texts

ASKED = Question(
    "ensembles",
    "Compare bagging and boosting.",
    "Bagging fits deep trees independently on resampled rows and averages their votes, so variance falls.",
    (
        KeyPoint("sequence", 3, "Boosting trains weak models in sequence, each aimed at the remaining errors.", ()),
        KeyPoint("depth", 2, "Depth matters.", ("bagging wants deep unstable trees of low bias",)),
    ),
)


@pytest.mark.parametrize(
    "line",
    [
        "Boosting trains weak models in sequence, each aimed at the remaining errors.",
        "Would you agree that it trained a weak model in sequence, each of them aimed at remaining errors?",
        "Is it because bagging wants deep, unstable trees of low bias?",
        "Well: it fits deep trees independently on resampled rows and averages their votes. And boosting?",
    ],
)
def test_a_claim_told_in_its_own_words_is_a_leak(line: str) -> None:
    assert leaks(line, ASKED)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Compare bagging and boosting.",
        "What does the tenth boosting model get to learn?",
        "Depth matters.",
        "Errors remain, and the models are weak. In which sequence would you look at them?",
    ],
)
def test_a_question_that_names_its_subject_is_none(line: str) -> None:
    assert not leaks(line, ASKED)


def test_what_the_candidate_has_said_is_free() -> None:
    line = "You said that boosting trains weak models in sequence, each aimed at the remaining errors. Why weak?"
    assert leaks(line, ASKED)
    assert not leaks(line, ASKED, ["Boosting trains weak models in sequence; each is aimed at remaining errors."])


def test_a_strict_reading_takes_half_a_claim_for_a_leak() -> None:
    line = "What if the weak models come in sequence, with errors?"
    assert not leaks(line, ASKED)
    assert leaks(line, ASKED, share=STRICT)


@given(texts(), texts())
def test_any_text_can_be_checked(line: str, said: str) -> None:
    assert leaks(line, ASKED, [said]) in (True, False)


@given(st.sampled_from([point.text for point in ASKED.key_points[:1]]), texts())
def test_nothing_said_before_hides_a_leak(claim: str, before: str) -> None:
    assert leaks(f"{before}\n{claim}", ASKED)


def test_the_bank_gives_nothing_away_before_an_answer() -> None:
    questions = load_bank(bundled("corpus")).questions
    told = [
        (question.id, line)
        for question in questions
        for line in (question.text, *question.hints, *(probe.question for probe in question.follow_ups))
        if leaks(line, question)
    ]
    assert told == []
    assert all(leaks(point.text, question) for question in questions[::10] for point in question.key_points[:1])
