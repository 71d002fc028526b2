"""What is not the candidate's own earns nothing: the interviewer's lines read aloud, a list of names."""

import pytest

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question
from interviewer.grading.engine import request_for
from interviewer.grading.fast import CAPPED_CREDIT, FastEngine

OWN = "At inference it uses the running averages kept in training."


@pytest.fixture(scope="module")
def batch_norm() -> Question:
    """A whole file, with what it has the interviewer say."""
    found = load_bank(bundled("corpus")).get("batch-norm-train-vs-inference")
    assert found is not None
    return found


def test_hints_and_follow_ups_read_aloud_earn_nothing(engine: FastEngine, batch_norm: Question) -> None:
    lines = [*batch_norm.hints, *(one.question for one in batch_norm.follow_ups)]
    for answer in (*lines, " ".join(lines), f"It is important to understand this: {batch_norm.text}"):
        [grade] = engine.grade([request_for(batch_norm, answer)])
        assert grade.score == 0, answer
        assert grade.flags


def test_the_question_with_talk_around_it_earns_nothing(engine: FastEngine, questions: dict[str, Question]) -> None:
    for place in ("why-not-zero-weights", "rlhf", "overfitting-diagnosis"):
        said = questions[place].text.rstrip("?").lower()
        answer = f"So the topic is this one: it is important to understand {said}. It comes up often in practice."
        [grade] = engine.grade([request_for(questions[place], answer)])
        assert grade.score == 0, answer


def test_what_stands_beside_a_line_read_aloud_counts_as_before(engine: FastEngine, batch_norm: Question) -> None:
    alone, beside = engine.grade([request_for(batch_norm, one) for one in (OWN, f"{batch_norm.hints[0]} {OWN}")])
    assert alone.score
    assert beside.score == pytest.approx(alone.score, abs=0.05)


@pytest.mark.parametrize("opening", ["", "First I would cover ", "Key points: "])
def test_a_list_of_names_is_a_list_of_key_words(engine: FastEngine, batch_norm: Question, opening: str) -> None:
    names = "batch statistics, running averages, gamma and beta, eval mode, small batches"
    [grade] = engine.grade([request_for(batch_norm, f"{opening}{names}. Each of these matters a great deal.")])
    assert "keyword-list" in grade.flags
    assert all(one.credit <= CAPPED_CREDIT for one in grade.key_points)


def test_terse_notes_are_no_list_of_names(engine: FastEngine, batch_norm: Question) -> None:
    notes = "train: batch mean/var; eval: running averages; gamma and beta in both; eval() forgotten: output varies"
    [grade] = engine.grade([request_for(batch_norm, notes)])
    assert "keyword-list" not in grade.flags
    assert grade.score


def test_the_question_in_other_words_of_its_file_earns_nothing(engine: FastEngine, batch_norm: Question) -> None:
    for answer in (*batch_norm.paraphrases, " ".join(batch_norm.paraphrases)):
        [grade] = engine.grade([request_for(batch_norm, answer)])
        assert grade.score == 0, answer


def test_a_long_run_of_the_question_earns_nothing_beside_talk(
    engine: FastEngine, questions: dict[str, Question]
) -> None:
    for place in ("agents-and-tool-use", "adamw-weight-decay", "recent-advances"):
        said = questions[place].text.rstrip("?.").lower()
        answer = f"When we ask {said}, we first have to look at the problem carefully. Then it goes step by step."
        [grade] = engine.grade([request_for(questions[place], answer)])
        assert grade.score is not None
        assert grade.score <= CAPPED_CREDIT, answer


def test_a_line_of_three_words_read_aloud_earns_nothing_and_the_same_in_an_answer_counts(
    engine: FastEngine,
) -> None:
    question = load_bank(bundled("corpus")).get("residual-connections")
    assert question is not None
    line = "Differentiate the sum."
    assert line in " ".join(question.hints)
    [grade] = engine.grade([request_for(question, line)])
    assert grade.score == 0
    own = "Differentiate the sum of x and F(x): the identity adds one to the Jacobian, so the gradient passes."
    [grade] = engine.grade([request_for(question, own)])
    assert grade.score
