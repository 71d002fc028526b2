"""The debrief in a model's words: only what says the same is told, with the same quotes, numbers and citations."""

from collections.abc import Callable
from itertools import count

import pytest

from interviewer.config.paths import bundled
from interviewer.domain.errors import ModelError, ModelUnavailable
from interviewer.domain.state import Interview
from interviewer.interview.cited import Sentence
from interviewer.interview.debrief import debrief
from interviewer.interview.retelling import WITHIN_S, Retelling, held_back
from interviewer.interview.summary import summarize
from interviewer.llm.prompts import read_prompt
from tests.interview.test_debrief import MIXED, ONE, held, turn
from tests.llm.scripted import ScriptedChat
from tests.support import grade

HALF = held(turn(ONE, grade(ONE, {"k0": 1.0})))


def told(state: Interview) -> tuple[Sentence, ...]:
    """Return the debrief as written."""
    return debrief(state, summarize(state, lambda raw: raw))


def first(kind: str, state: Interview = HALF) -> Sentence:
    """Return the first sentence of a kind."""
    return next(one for one in told(state) if one.kind == kind)


def retelling(chat: ScriptedChat | None, timer: Callable[[], float] = lambda: 0.0) -> Retelling:
    """Return what asks `chat`."""
    return Retelling(lambda: chat, read_prompt(bundled("prompts") / "debrief-sentence.md"), timer)


def retold(sentence: Sentence, *script: str | ModelError, state: Interview = HALF) -> tuple[Sentence, ScriptedChat]:
    """Return one sentence in the words of a script."""
    chat = ScriptedChat(list(script))
    [made] = retelling(chat).retold([sentence], state)
    return made, chat


STRONG = "In question 1 on normalisation, you had the heart of it on your own: “abc”."


def test_good_words_are_told_with_the_same_citations() -> None:
    written = first("strong")
    assert written.text == STRONG
    made, chat = retold(written, "You got to the heart of it on your own in question 1 on normalisation: [A].")
    assert made.text == "You got to the heart of it on your own in question 1 on normalisation: “abc”."
    assert made.citations == written.citations
    shown = chat.asked[0].messages[-1].content
    assert "on your own: [A]." in shown
    assert "abc" not in shown


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "You got to the heart of it on your own in question 1 on normalisation.",
        "You got to the heart of it on your own in question 1 on normalisation: [A] and [B].",
        "You got to the heart of it on your own in question 1 on normalisation: “abd”.",
        "You got to the heart of it on your own in question 2 on normalisation: [A].",
        "You got to the heart of it, two of them, on your own in question 1 on normalisation: [A].",
        "Did you get to the heart of it on your own in question 1 on normalisation: [A]?",
        "You did not get to the heart of it on your own in question 1 on normalisation: [A].",
        "You got to the heart of it perfectly on your own in question 1 on normalisation: [A].",
        "You got to the heart of it on your own in question 1, namely that stored averages serve the layer: [A].",
        f"You got to the heart of it {'and so on ' * 10} on your own in question 1: [A].",
    ],
)
def test_words_that_fail_a_check_leave_the_written_ones(reply: str) -> None:
    assert retold(first("strong"), reply)[0] == first("strong")


def test_what_was_not_there_is_never_told_as_there() -> None:
    opening = first("opening", held(turn(ONE, grade(ONE))))
    assert opening.text == "You answered one question; of the three points that I listened for, none was there yet."
    praised, _ = retold(opening, "You answered one question and gave me the three points that I listened for.")
    assert praised == opening
    same = "Of the three points that I listened for in one question that you answered, none came up."
    assert retold(opening, same)[0].text == same


def test_places_and_what_is_left_to_do_are_never_asked_for() -> None:
    chat = ScriptedChat(["x"] * 20)
    made = retelling(chat).retold(told(MIXED), MIXED)
    assert made == told(MIXED)
    assert len(chat.asked) == sum(one.kind not in ("reading", "next") for one in made)


def test_neither_answers_nor_the_bank_reach_the_model() -> None:
    for one in told(MIXED):
        shown = held_back(one, MIXED)
        assert shown.filled(shown.text) == one.text
        assert "“" not in shown.text
        texts = [point.text for turn_ in MIXED.turns for point in turn_.question.key_points]
        assert not any(text in shown.text for text in [*texts, "It is blue."])


def test_a_model_that_fails_or_is_not_there_leaves_all_as_written() -> None:
    assert retold(first("strong"), ModelUnavailable("It is gone."))[0] == first("strong")
    assert retelling(None).retold(told(MIXED), MIXED) == told(MIXED)


def test_when_the_time_is_over_the_rest_stands_as_written() -> None:
    seconds = count(0, 7)
    chat = ScriptedChat(["x"] * 3)
    made = retelling(chat, lambda: float(next(seconds))).retold(told(MIXED), MIXED)
    assert made == told(MIXED)
    assert [round(one.within) for one in chat.asked] == [round(WITHIN_S) - 7, round(WITHIN_S) - 14]


def test_a_debrief_is_told_once() -> None:
    chat = ScriptedChat(["You got to the heart of it on your own in question 1 on normalisation: [A]."])
    teller = retelling(chat)
    once = teller.retold([first("strong")], HALF)
    assert teller.retold([first("strong")], HALF) == once
    assert len(chat.asked) == 1
