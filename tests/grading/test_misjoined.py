"""Right words with wrong subjects: what is told so by the hundred, and what honest people say never is."""

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
from interviewer.grading.misjoined import is_misjoined, statements_in

QUESTIONS = {question.id: question for question in load_bank(bundled("corpus")).questions}


@pytest.fixture(scope="module")
def attacks() -> AttackSet:
    """Return the attacks of the held-back part."""
    folder = bundled("eval")
    return make_attacks(
        list(QUESTIONS.values()), read_written(folder), read_book(folder / "adversarial"), part="held-back", each=12
    )


def joined(question: Question, answer: str) -> list[str]:
    """Return the sentences of an answer that are told as joined from two statements."""
    claims = [text for point in question.key_points for text in (point.text, *point.accept)]
    told = statements_in([question.reference, *claims])
    return [span.of(answer) for span in cut(answer).sentences if is_misjoined(span.of(answer), told)]


def test_most_sentences_with_a_wrong_subject_are_seen(attacks: AttackSet) -> None:
    rotated = [one for one in attacks.attacks if one.pattern.id == "C6"]
    sentences = sum(len(cut(text).sentences) for one in rotated for text in one.answers)
    seen = sum(len(joined(one.question, text)) for one in rotated for text in one.answers)
    assert seen >= 0.75 * sentences > 0


def test_no_honest_answer_has_one(attacks: AttackSet) -> None:
    rows = map(json.loads, (bundled("eval") / "rubric_set" / "answers.jsonl").read_text("utf-8").splitlines())
    honest = [(QUESTIONS[row["question_id"]], row["answer"]) for row in rows]
    honest += [(one.question, text) for one in attacks.benign for text in one.answers]
    honest += [(question, question.reference) for question in QUESTIONS.values()]
    assert len(honest) > 1000
    assert [found for question, text in honest if (found := joined(question, text))] == []


def test_words_with_wrong_subjects_earn_next_to_nothing(minilm: MiniLM) -> None:
    question = QUESTIONS["batch-norm-train-vs-inference"]
    engine = FastEngine(minilm)
    points = [point.text for point in question.key_points]
    halves = [text.partition(", ") for text in points if ", " in text]
    wrong = " ".join(
        f"{head} {tail}" for (head, _, _), (_, _, tail) in zip(halves, halves[1:] + halves[:1], strict=True)
    )
    [said, meant] = engine.grade([request_for(question, wrong), request_for(question, " ".join(points))])
    assert (said.score or 0.0) < 0.35 < (meant.score or 0.0)


def test_a_subject_of_one_word_is_enough() -> None:
    told = statements_in(["Cats sleep on the warm stove.", "Some dogs run through the cold garden."])
    assert is_misjoined("Cats run through the cold garden.", told)
    assert not is_misjoined("They run through the cold garden.", told), "a pronoun is no other subject"


def test_sentences_of_the_rubric_itself_and_short_ones_are_left_alone() -> None:
    told = statements_in(["The cat sleeps on the warm stove all day. The dog runs through the cold garden at night."])
    assert is_misjoined("The cat sleeps on the cold garden at night.", told)
    assert not is_misjoined("The cat sleeps on the warm stove all day.", told)
    assert not is_misjoined("The cat sleeps on the stove all day long.", told)
    assert not is_misjoined("The cat sleeps, through the cold garden at night.", told), "a sign ends a thought"
    assert not is_misjoined("The dog runs fast through the cold garden at night.", told), "told in other words"
    assert not is_misjoined("The cat at night.", told)
    assert not is_misjoined("The cold cat at night.", told), "two words that mean something are shared by chance"
    assert not is_misjoined("The cat sleeps on the cold garden at night.", [])
