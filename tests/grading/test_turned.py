"""Statements repeated nearly word for word and turned round: what is told so, and what honest people say never is."""

import json

import pytest

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question
from interviewer.embedding.model import MiniLM
from interviewer.evaluation.adversarial.fixed import read_book
from interviewer.evaluation.adversarial.generate import AttackSet, make_attacks
from interviewer.evaluation.adversarial.written import read_written
from interviewer.grading import FastEngine, request_for
from interviewer.grading.clauses import cut
from interviewer.grading.turned import turns_round

QUESTIONS = {question.id: question for question in load_bank(bundled("corpus")).questions}
POOLING = "Max pooling keeps the largest value of each window, so the output shrinks by half along every axis."


@pytest.fixture(scope="module")
def attacks() -> AttackSet:
    """Return the attacks of the held-back part."""
    folder = bundled("eval")
    return make_attacks(
        list(QUESTIONS.values()), read_written(folder), read_book(folder / "adversarial"), part="held-back", each=12
    )


def stated(question: Question) -> list[str]:
    """Return what is true."""
    return [question.reference, *(text for point in question.key_points for text in (point.text, *point.accept))]


def turned_in(question: Question, answer: str) -> list[str]:
    """Return the sentences of an answer that turn a statement round."""
    sentences = (span.of(answer) for span in cut(answer).sentences)
    return [one for one in sentences if turns_round(one, stated(question))]


@pytest.mark.parametrize(
    "text",
    [
        "Max pooling does not keep the largest value of each window.",
        "Max pooling never keeps the largest value of each window",
        "Max pooling keeps the smallest value of each window.",
        "max pooling keeps the largest value of no window",
        "So the output shrinks by a third along every axis.",
        "So the output grows by half along every axis.",
        "The largest value of each window keeps max pooling.",
    ],
)
def test_what_turns_a_statement_round(text: str) -> None:
    assert turns_round(text, [POOLING])


@pytest.mark.parametrize(
    "text",
    [
        POOLING,
        "Max pooling keeps the biggest value of each window.",
        "Max pooling does not discard the largest value of each window.",
        "Max pooling not only keeps the largest value of each window.",
        "Average pooling keeps the mean of each window.",
        "Max pooling keeps the largest value of each window and not the smallest.",
        "The output shrinks along every axis, by half.",
        "Not the mean: max pooling keeps the largest value of each window.",
        "Nothing of the sort, it is about attention.",
        "",
    ],
)
def test_what_does_not(text: str) -> None:
    assert not turns_round(text, [POOLING])


def test_a_stretch_that_another_statement_says_as_well_is_right() -> None:
    forward = "Forward mode yields a Jacobian-vector product for one direction of the inputs."
    reverse = "Reverse mode yields a vector-Jacobian product for one direction of the outputs."
    assert not turns_round(reverse, [forward, reverse])
    assert turns_round("Forward mode yields a Jacobian-vector product for one direction of the outputs.", [forward])


def test_two_things_that_may_change_places() -> None:
    assert not turns_round("Precision and recall both count hits.", ["Recall and precision both count hits."])
    assert not turns_round(
        "The test loss differs from the training loss.", ["The training loss differs from the test loss."]
    )
    assert turns_round("Speed was given up for accuracy.", ["Accuracy was given up for speed."])


def test_most_statements_that_are_turned_round_are_seen(attacks: AttackSet) -> None:
    chosen = [one for one in attacks.attacks if one.pattern.id in ("D1", "D2", "D3", "D4", "D5", "D9")]
    sentences = sum(len(cut(text).sentences) for one in chosen for text in one.answers)
    seen = sum(len(turned_in(one.question, text)) for one in chosen for text in one.answers)
    assert seen >= 0.8 * sentences > 0


def test_no_honest_answer_has_one(attacks: AttackSet) -> None:
    rows = map(json.loads, (bundled("eval") / "rubric_set" / "answers.jsonl").read_text("utf-8").splitlines())
    honest = [(QUESTIONS[row["question_id"]], row["answer"]) for row in rows if not row["id"].endswith("-wrong")]
    # D8 denies a denial, which is undone before an answer is read
    honest += [(one.question, text) for one in attacks.benign if one.pattern.id != "D8" for text in one.answers]
    honest += [(question, text) for question in list(QUESTIONS.values())[::2] for text in stated(question)]
    assert len(honest) > 1000
    assert [found for question, text in honest if (found := turned_in(question, text))] == []


def test_hardly_a_right_statement_in_other_words_has_one() -> None:
    lines = [
        json.loads(line)
        for name in ("every_point", "statements")
        for line in (bundled("eval") / "statements" / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    right = [row for row in lines if row["kind"] == "said"]
    assert len(right) > 4000
    right = right[::2]
    found = [row["text"] for row in right if turned_in(QUESTIONS[row["question_id"]], row["text"])]
    assert len(found) <= 0.001 * len(right)


def test_a_key_point_turned_round_is_contradicted_and_quoted(minilm: MiniLM) -> None:
    question = QUESTIONS["output-size-and-parameters"]
    (point,) = [one for one in question.key_points if "plus one bias" in one.text]
    turned = "Parameters are not output channels times (input channels times kernel area, plus one bias)."
    grade = FastEngine(minilm).grade([request_for(question, f"Let me see. {turned}")])[0]
    mark = next(one for one in grade.key_points if one.id == point.id)
    assert (mark.verdict, mark.credit) == ("contradicted", 0)
    assert mark.quote is not None
    assert mark.quote.text in turned


def test_who_says_both_the_right_thing_later_keeps_it(minilm: MiniLM) -> None:
    question = QUESTIONS["early-stopping"]
    point = next(one for one in question.key_points if one.text.startswith("Keep the weights"))
    engine = FastEngine(minilm)
    wrong = "Discard the weights from the best evaluation and return to them."
    right = "At the end restore the checkpoint with the lowest validation loss, not the last step's."
    marks = [
        next(mark for mark in engine.grade([request_for(question, text)])[0].key_points if mark.id == point.id)
        for text in (wrong, right)
    ]
    assert marks[0].verdict == "contradicted"
    assert marks[1].credit > 0.5
