"""Shuffled words and joined key words are no speech; speech, notes and formulas are."""

import random

import pytest

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question
from interviewer.grading.engine import request_for
from interviewer.grading.gate import is_keyword_list
from interviewer.grading.heard import hear
from interviewer.grading.salad import is_repetitive, is_word_salad
from interviewer.grading.words import content_words
from interviewer.ingest.sentences import sentences
from tests.grading.conftest import ladder

QUESTIONS = load_bank(bundled("corpus")).questions
REFERENCES = [question.reference for question in QUESTIONS]


def shuffled(text: str, together: int) -> str:
    spoken = text.split()
    groups = [spoken[start : start + together] for start in range(0, len(spoken), together)]
    random.Random(text).shuffle(groups)
    return " ".join(word for group in groups for word in group)


@pytest.mark.parametrize(("together", "share"), [(1, 0.99), (2, 0.99)])
def test_most_shuffled_references_are_seen(together: int, share: float) -> None:
    seen = [is_word_salad(shuffled(text, together)) for text in REFERENCES]
    assert sum(seen) / len(seen) >= share


@pytest.mark.parametrize("together", [1, 2])
def test_without_capitals_most_are_seen_still(together: int) -> None:
    seen = [is_word_salad(shuffled(text, together).lower()) for text in REFERENCES]
    assert sum(seen) / len(seen) >= 0.6


def bagged(question: Question, text: str) -> bool:
    return is_keyword_list(text, hear(request_for(question, text), question.key_points).known)


def test_what_keeps_its_words_and_not_their_order_is_a_bag_of_them() -> None:
    shuffles = [(one, shuffled(one.reference, together)) for one in QUESTIONS for together in (1, 2)]
    for said in (str, str.lower):
        assert all(is_word_salad(said(text)) or bagged(one, said(text)) for one, text in shuffles)


def test_every_term_of_a_reference_in_its_own_order_is_a_bag_too() -> None:
    def terms(text: str) -> str:
        return " ".join(dict.fromkeys(word.surface for word in content_words(text)))

    assert all(bagged(one, terms(one.reference)) for one in QUESTIONS if len(terms(one.reference).split()) >= 40)


def test_sentences_in_another_order_are_no_bag() -> None:
    turned = [(one, " ".join(reversed(sentences(one.reference)))) for one in QUESTIONS]
    assert not [text for one, text in turned if bagged(one, text)]


def test_who_writes_without_capitals_or_full_stops_is_heard() -> None:
    speech = "so the loss goes down. then it rises again. i would stop there. and The model is restored. The best one."
    for text in (speech.lower(), speech.replace(". ", ".\n"), speech.replace(".", ""), speech.title()):
        assert not is_word_salad(text)


@pytest.mark.parametrize("seed", range(4))
def test_fillers_anywhere_are_speech(seed: int) -> None:
    chance = random.Random(seed)
    fillers = ("um", "uh", "like", "you know", "I mean", "sort of")

    def spoken(text: str) -> str:
        words = text.split()
        for _ in range(len(words) // 10):
            words.insert(chance.randrange(len(words)), chance.choice(fillers))
        return " ".join(words)

    assert not [text for text in REFERENCES if is_word_salad(spoken(text))]


def test_references_and_honest_answers_are_speech() -> None:
    spoken = [*REFERENCES, *(rung.answer for rung in ladder())]
    assert sum(map(is_word_salad, spoken)) <= 0.01 * len(spoken)
    assert not any(map(is_repetitive, spoken))


def test_key_words_joined_by_one_phrase_repeat() -> None:
    joined = " and it uses ".join(("gradient", "loss", "batch", "layer", "weight", "bias", "softmax", "logit", "mask"))
    assert is_repetitive(joined)
    assert is_repetitive("batch " * 50)
    assert not is_repetitive("batch batch batch")


def test_letters_that_name_things_are_no_articles() -> None:
    assert not is_word_salad("d(a, p) + m < d(a, n), so the loss of a, b and a, c is A. A is the anchor.")
