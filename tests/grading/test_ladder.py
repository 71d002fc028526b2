"""The answer ladder: paraphrase and list pass, half lies below, most wrong ones below half; gaming earns little."""

import random

import pytest

from interviewer.domain.grade import Grade
from interviewer.domain.question import Question
from interviewer.grading.engine import request_for
from interviewer.grading.fast import FastEngine
from interviewer.grading.words import content_words
from tests.grading.conftest import ladder

QUESTIONS = sorted({rung.question_id for rung in ladder()})
Climbed = dict[tuple[str, str], Grade]
PADDING = (
    "The weather in the mountains was lovely last summer and we went hiking. My grandmother bakes bread on Sundays. "
    "The train from Vienna was late again. Football is played by eleven people."
)


def score(climbed: Climbed, question_id: str, rung: str) -> float:
    value = climbed[question_id, rung].score
    assert value is not None
    return value


@pytest.mark.parametrize("question_id", QUESTIONS)
def test_paraphrase_passes(climbed: Climbed, question_id: str) -> None:
    assert score(climbed, question_id, "paraphrase") >= 0.7


@pytest.mark.parametrize("question_id", QUESTIONS)
def test_terse_list_passes(climbed: Climbed, question_id: str) -> None:
    assert score(climbed, question_id, "list") >= 0.6
    assert "keyword-list" not in climbed[question_id, "list"].flags


@pytest.mark.parametrize("question_id", QUESTIONS)
def test_half_lies_between_nothing_and_the_paraphrase(climbed: Climbed, question_id: str) -> None:
    half = score(climbed, question_id, "half")
    assert 0 < half < score(climbed, question_id, "paraphrase")


def test_wrong_falls_below_half(climbed: Climbed) -> None:
    below = [score(climbed, one, "wrong") < score(climbed, one, "half") for one in QUESTIONS]
    assert sum(below) / len(below) >= 0.8  # 26 of 30; in four the engine does not see what is turned round


def test_padding_does_not_pay(engine: FastEngine, questions: dict[str, Question], climbed: Climbed) -> None:
    halves = [rung for rung in ladder() if rung.name in {"half", "wrong"}][::3]
    padded = engine.grade([request_for(questions[one.question_id], f"{one.answer} {PADDING}") for one in halves])
    for rung, grade in zip(halves, padded, strict=True):
        assert (grade.score or 0) - score(climbed, rung.question_id, rung.name) <= 0.1


def test_no_honest_answer_is_refused(climbed: Climbed) -> None:
    assert {flag for grade in climbed.values() for flag in grade.flags} <= {"unsure"}


@pytest.mark.parametrize("question_id", QUESTIONS)
class TestEachQuestion:
    def test_gaming(self, engine: FastEngine, questions: dict[str, Question], question_id: str) -> None:
        question = questions[question_id]
        text, bag = question.text, [word.surface for word in content_words(question.reference)]
        random.Random(question_id).shuffle(bag)
        listed = sorted({word.surface for point in question.key_points for word in content_words(point.text)})
        echoes = [
            text,
            " ".join([text] * 3),
            text.rstrip("?") + ".",
            "",
            "I don't know.",
            "No idea, sorry, next question please.",
        ]
        denied = " ".join(f"It is not true that {point.text}" for point in question.key_points)
        *nothing, shuffled, alphabetical, no = engine.grade(
            [request_for(question, answer) for answer in (*echoes, " ".join(bag), " ".join(listed), denied)]
        )
        assert [grade.score for grade in nothing if (grade.score or 0) > 0.05] == []
        for grade in (shuffled, alphabetical):
            assert (grade.score or 0) <= 0.4
            assert grade.label != "correct"
        assert (no.score or 0) <= 0.1


@pytest.fixture(scope="module")
def own(engine: FastEngine, questions: dict[str, Question]) -> dict[str, Grade]:
    """Each question's own reference, graded as an answer."""
    return {one: engine.grade([request_for(questions[one], questions[one].reference)])[0] for one in QUESTIONS}


@pytest.mark.parametrize("question_id", QUESTIONS)
def test_reference_scores(own: dict[str, Grade], question_id: str) -> None:
    assert (own[question_id].score or 0) >= 0.9


@pytest.mark.parametrize("question_id", QUESTIONS)
def test_reference_states_every_point(own: dict[str, Grade], question_id: str) -> None:
    assert [point.id for point in own[question_id].key_points if point.credit < 0.35] == []
