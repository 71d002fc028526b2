"""What comes from another question's reference: told in references of the topic, and not in honest answers."""

import json

import pytest

from interviewer.bank.load import Bank, load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question
from interviewer.embedding.cache import CachedEncoder
from interviewer.evaluation.adversarial.fixed import read_book
from interviewer.evaluation.adversarial.generate import AttackSet, make_attacks
from interviewer.evaluation.adversarial.written import read_written
from interviewer.grading import FastEngine, request_for
from interviewer.grading.clauses import cut
from interviewer.grading.elsewhere import sentences_from_elsewhere

ABOUT = "Dropout sets random activations to zero while training, so that no unit relies on a single other one."
OTHER = "Weight decay shrinks every weight a little at each step, which keeps the function smooth between points."


@pytest.fixture(scope="module")
def bank() -> Bank:
    """Return the bundled bank."""
    return load_bank(bundled("corpus"))


@pytest.fixture(scope="module")
def attacks(bank: Bank) -> AttackSet:
    """Return attacks of the held-back part, on as many questions as there are."""
    folder = bundled("eval")
    return make_attacks(
        bank.questions, read_written(folder), read_book(folder / "adversarial"), part="held-back", each=40
    )


def taken(question: Question, answer: str, others: tuple[str, ...]) -> list[str]:
    """Return the sentences of an answer that come from elsewhere."""
    claims = [text for point in question.key_points for text in (point.text, *point.accept)]
    return sentences_from_elsewhere(answer, [question.reference, *claims], others)


def test_most_of_another_reference_is_told(attacks: AttackSet) -> None:
    whole = [(one, text) for one in attacks.attacks if one.pattern.id == "B6" for text in one.answers]
    assert len(whole) > 30
    sentences = sum(len(cut(text).sentences) for _, text in whole)
    # the rest is too short to tell, or stands in the question's own reference as well
    assert sum(len(taken(one.question, text, one.elsewhere)) for one, text in whole) > 0.65 * sentences


def test_nearly_no_sentence_of_an_honest_answer_is(bank: Bank, attacks: AttackSet) -> None:
    rows = map(json.loads, (bundled("eval") / "rubric_set" / "answers.jsonl").read_text("utf-8").splitlines())
    honest = [(question, row["answer"]) for row in rows if (question := bank.get(row["question_id"]))]
    honest += [(one.question, text) for one in attacks.benign for text in one.answers]
    sentences = sum(len(cut(text).sentences) for _, text in honest)
    found = [one for question, text in honest for one in taken(question, text, bank.elsewhere(question))]
    assert len(found) <= sentences / 1000, found


def test_it_earns_nothing_and_the_grade_says_so(shipped: CachedEncoder, bank: Bank) -> None:
    question, other = bank.get("he-vs-xavier"), bank.get("why-not-zero-weights")
    assert question is not None
    assert other is not None
    others = bank.elsewhere(question)
    assert other.reference in others
    engine = FastEngine(shipped)
    [own, another] = engine.grade(
        [request_for(question, text, elsewhere=others) for text in (question.reference, other.reference)]
    )
    assert (own.score or 0.0) > 0.9
    assert "other-question" not in own.flags
    assert (another.score or 0.0) <= 0.1
    assert "other-question" in another.flags


def test_beside_an_own_answer_only_the_other_part_is_lost(shipped: CachedEncoder, bank: Bank) -> None:
    question, other = bank.get("he-vs-xavier"), bank.get("why-not-zero-weights")
    assert question is not None
    assert other is not None
    points = " ".join(point.text for point in question.key_points)
    both = f"{points} {' '.join(other.reference.split()[:40])}"
    engine = FastEngine(shipped)
    [alone, together] = engine.grade(
        [request_for(question, text, elsewhere=bank.elsewhere(question)) for text in (points, both)]
    )
    assert "other-question" not in together.flags
    assert (together.score or 0.0) > (alone.score or 0.0) - 0.1


def test_what_both_state_and_short_sentences_are_left_alone() -> None:
    assert sentences_from_elsewhere(f"{ABOUT} {OTHER}", [ABOUT], [OTHER]) == [OTHER]
    assert sentences_from_elsewhere(OTHER, [ABOUT, OTHER], [OTHER]) == [], "the question's own says it as well"
    assert sentences_from_elsewhere("Weight decay shrinks weights.", [ABOUT], [OTHER]) == [], "too short to tell"
    assert sentences_from_elsewhere(OTHER, [ABOUT], []) == []
    reworded = "If you penalise large parameters, the fit bends less and noise in the labels is followed less closely."
    assert sentences_from_elsewhere(reworded, [ABOUT], [OTHER]) == [], "in free words it is left to the evidence"
