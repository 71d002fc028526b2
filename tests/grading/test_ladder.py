"""The answer ladder: paraphrase and list pass, half lies between, wrong falls below; gaming earns little."""

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


def score(climbed: Climbed, question_id: str, rung: str) -> float:
    value = climbed[question_id, rung].score
    assert value is not None
    return value


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

    def test_reference(self, engine: FastEngine, questions: dict[str, Question], question_id: str) -> None:
        grade = engine.grade([request_for(questions[question_id], questions[question_id].reference)])[0]
        assert (grade.score or 0) >= 0.85
        assert sum(point.credit < 0.35 for point in grade.key_points) <= 1
