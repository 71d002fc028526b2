"""A list of names states nothing, in whatever shape it comes; speech, notes and lists of examples are none."""

import pytest

from interviewer.bank.load import Bank, load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question
from interviewer.grading.engine import request_for
from interviewer.grading.fast import CAPPED_CREDIT, FastEngine

OPENINGS = (
    "{}",
    "First I would cover {}. Each of these matters a great deal.",
    "Key points: {}. All of these are covered in my answer.",
    "My answer covers the following: {}, and I explain each of them in detail.",
    "In summary, we need to talk about {}, which are all essential here.",
    "It is about {}",
)


@pytest.fixture(scope="module")
def bank() -> Bank:
    """The bundled questions."""
    return load_bank(bundled("corpus"))


def labels(question: Question) -> list[str]:
    return [point.id.replace("-", " ") for point in question.key_points]


def shapes(names: list[str]) -> list[str]:
    bullets = "\n".join(f"- {name}" for name in names)
    numbers = "\n".join(f"{place}. {name}" for place, name in enumerate(names, start=1))
    return [*(opening.format(", ".join(names)) for opening in OPENINGS), bullets, numbers]


def test_names_earn_next_to_nothing_in_any_shape(engine: FastEngine, bank: Bank) -> None:
    questions = [one for one in bank.questions if len(one.key_points) >= 5][::10]
    requests = [request_for(one, text) for one in questions for text in shapes(labels(one))]
    assert len(requests) > 100
    told = [grade.score for grade in engine.grade(requests)]
    assert all(score is not None and score <= CAPPED_CREDIT for score in told)


def test_headings_that_ask_are_names_too(engine: FastEngine, bank: Bank) -> None:
    question = bank.get("in-context-learning")
    assert question is not None
    assert "what shots give" in labels(question)
    for text in shapes(labels(question)):
        [grade] = engine.grade([request_for(question, text)])
        assert grade.score is not None
        assert grade.score <= CAPPED_CREDIT


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "parameters-vs-hyperparameters",
            "Training adjusts the parameters: weights, biases, embeddings, the norm layers' gamma and beta. "
            "Hyperparameters are what I set before, like learning rate, batch size, number of layers, dropout.",
        ),
        (
            "parameters-vs-hyperparameters",
            "so, um, parameters, that's, you know, weights and biases, what gradient descent learns, and, uh, the "
            "hyperparameters you set yourself, learning rate, batch size, dropout, and so on.",
        ),
        (
            "early-stopping",
            "- watch the validation loss, never the training loss\n- patience of a few evaluations, it's noisy\n"
            "- go back to the best checkpoint\n- weights stay near the start, like L2",
        ),
        ("batch-norm-train-vs-inference", "train: batch mean/var; eval: running averages; gamma and beta in both"),
        (
            "clip-image-text",
            "Two separate networks, one for pictures and one for text, end in the same space, compared by cosine. "
            "For zero-shot you embed a sentence for each class and take the nearest.",
        ),
    ],
)
def test_speech_notes_and_examples_are_no_list(engine: FastEngine, bank: Bank, question: str, answer: str) -> None:
    found = bank.get(question)
    assert found is not None
    [grade] = engine.grade([request_for(found, answer)])
    assert "keyword-list" not in grade.flags
    assert grade.score is not None
    assert grade.score > 0.2
