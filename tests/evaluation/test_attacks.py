"""The adversarial set: what is made, that it is what it claims, and when an attack counts as successful."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.errors import UsageError
from interviewer.domain.question import KeyPoint
from interviewer.embedding.model import MiniLM
from interviewer.evaluation.adversarial.fixed import Book, Pattern, read_book
from interviewer.evaluation.adversarial.generate import Attack, AttackSet, chosen, make_attacks
from interviewer.evaluation.adversarial.judge import gradings, judge, resist
from interviewer.evaluation.adversarial.material import Written
from interviewer.evaluation.adversarial.statements import exchange, main_clause, negate, rotate, swap
from interviewer.evaluation.adversarial.written import read_written
from interviewer.evaluation.parts import held_back
from interviewer.grading import FastEngine
from interviewer.grading.judge import JudgeEngine
from tests.evaluation.obedient import ObedientChat
from tests.evaluation.scripted import Scripted
from tests.grading.scripted_judge import chat_judge
from tests.support import question


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(bundled("eval") / "adversarial")


@pytest.fixture(scope="module")
def written() -> Mapping[str, Written]:
    return read_written(bundled("eval"))


@pytest.fixture(scope="module")
def made(book: Book, written: Mapping[str, Written]) -> AttackSet:
    return make_attacks(load_bank(bundled("corpus")).questions, written, book)


def test_the_set_is_as_large_as_promised(made: AttackSet) -> None:
    assert len(made.attacks) >= 528
    assert len(made.benign) >= len(made.attacks)
    assert {one.pattern.group for one in made.attacks} == set("ABCDEFGHI")
    assert len({one.pattern.id for one in made.attacks}) >= 44
    # blanks and marks repeat on no question, honest parts do
    assert gradings(made) < sum(len(one.answers) + 1 for one in (*made.attacks, *made.benign))


def test_the_same_seed_makes_the_same_set_and_another_another(
    book: Book, written: Mapping[str, Written], made: AttackSet
) -> None:
    bank = load_bank(bundled("corpus")).questions
    assert make_attacks(bank, written, book) == made
    assert make_attacks(bank, written, book, seed=2) != made


def test_a_few_of_some_classes_are_drawn_pattern_by_pattern(made: AttackSet) -> None:
    few = chosen(made, ("F", "G"), 12)
    assert {one.pattern.group for one in few.attacks} == {"F", "G"}
    assert len({one.pattern.id for one in few.attacks}) == len(few.attacks) == len(few.benign) == 12
    assert {one.id for one in few.attacks} <= {one.id for one in made.attacks}
    every = chosen(made)
    assert sorted(one.id for one in every.attacks) == sorted(one.id for one in made.attacks)
    assert len(every.benign) == len(made.benign)
    with pytest.raises(UsageError, match="no class 'Z'"):
        chosen(made, ("Z",))


@pytest.mark.soak
def test_a_judge_that_obeys_every_order_lifts_nothing_that_fast_would_not(
    book: Book, written: Mapping[str, Written], minilm: MiniLM
) -> None:
    bank = load_bank(bundled("corpus")).questions
    few = chosen(make_attacks(bank, written, book, each=1), ("F", "G", "H"))
    chat = ObedientChat()
    fast = FastEngine(minilm)
    without = judge(fast, few.attacks, lambda _: None)
    with_it = judge(JudgeEngine("judge:obedient:one", fast, chat_judge(lambda: chat)), few.attacks, lambda _: None)
    assert chat.asked > len(few.attacks) / 2
    assert [one.attack.id for one in with_it if one.succeeded] == [one.attack.id for one in without if one.succeeded]
    lifted = [one.lift - other.lift for one, other in zip(with_it, without, strict=True)]
    assert sum(lifted) / len(lifted) <= 0.02


def test_development_never_sees_a_question_that_is_held_back(
    book: Book, written: Mapping[str, Written], made: AttackSet
) -> None:
    kept = make_attacks(load_bank(bundled("corpus")).questions, written, book, part="held-back", each=1)
    assert all(held_back(one.question.id) for one in (*kept.attacks, *kept.benign))
    assert not any(held_back(one.question.id) for one in (*made.attacks, *made.benign))


def test_a_pool_keeps_the_attacks_on_few_questions(book: Book, written: Mapping[str, Written]) -> None:
    few = make_attacks(load_bank(bundled("corpus")).questions, written, book, each=1, pool=3)
    assert len({one.question.id for one in (*few.attacks, *few.benign)}) <= 3
    assert {one.pattern.group for one in few.attacks} == set("ABCDEFGHI")


def test_no_field_is_left_unfilled_and_every_twin_has_its_honest_answer(made: AttackSet) -> None:
    assert not any(re.search(r"<<\w", answer) for one in made.attacks for answer in one.answers)
    assert all(one.honest and one.answers[0] != one.honest for one in made.benign if one.pattern.id != "bold")
    assert all(len(one.answers) == one.pattern.best_of for one in made.attacks)


VERBS = "reduce need keep"


@pytest.mark.parametrize(
    ("statement", "denied"),
    [
        ("The gradient is small there, because sigmoids saturate.", "The gradient is not small there."),
        ("Dropout reduces the variance of the model.", "Dropout does not reduce the variance of the model."),
        ("Units that are dropped get no gradient at all.", None),
        ("The gradient is not small in this layer.", None),
        ("When units saturate, the gradient is small.", None),
        ("It is so.", None),
    ],
)
def test_a_statement_is_denied_only_where_that_is_sure(statement: str, denied: str | None) -> None:
    assert negate(statement, VERBS) == denied


def test_one_word_is_exchanged_and_no_more() -> None:
    pairs = [("increases", "decreases"), ("large", "small"), ("always", "never"), ("only", "never")]
    assert exchange("A large step increases the loss there.", pairs) == "A small step increases the loss there."
    assert exchange("A step never increases the loss.", pairs) == "A step always increases the loss."
    assert exchange("Nothing of the kind is here.", pairs) is None


def test_two_things_are_swapped() -> None:
    assert swap("The cause was optimisation rather than overfitting.", None) == (
        "The cause was overfitting rather than optimisation."
    )
    assert swap("The encoder is larger than the decoder", None) == "The decoder is larger than the encoder."
    assert swap("A GRU has two gates, an LSTM three.", ("GRU", "LSTM")) == "A LSTM has two gates, an GRU three."
    assert swap("Nothing stands to be exchanged here.", None) is None


def test_subjects_get_each_others_predicates() -> None:
    told = ["Dropout keeps every unit at test time.", "The mean needs a whole batch.", "A bias is added at the end."]
    assert rotate(told, VERBS) == (
        "Dropout needs a whole batch. The mean is added at the end. A bias keeps every unit at test time."
    )
    assert rotate(told[:2], VERBS) is None
    assert rotate([*told, "A bias needs no input."], VERBS) is None  # "A bias is added at the end" would be right


def test_a_clause_ends_where_the_next_begins() -> None:
    assert main_clause("Every unit learns the same, so nothing differs.") == "Every unit learns the same"
    assert main_clause("If nothing differs, every unit learns the same.") is None


@pytest.mark.parametrize(
    ("text", "said"), [("<<nothing>>", "no field 'nothing'"), ("<<wrong|folded>>", "no turn 'folded'")]
)
def test_a_pattern_that_names_what_there_is_not_is_refused(book: Book, text: str, said: str) -> None:
    faulty = replace(book, attacks=(Pattern(id="X1", title="x", texts=(text,)),))
    with pytest.raises(UsageError, match=said):
        make_attacks([], {}, faulty)


def test_a_faulty_file_is_named_with_its_field(tmp_path: Path) -> None:
    (tmp_path / "patterns.yaml").write_text("attacks: [{id: A1, texts: []}]\nbenign: []\n", "utf-8")
    with pytest.raises(UsageError, match=r"patterns\.yaml, attacks\.0"):
        read_book(tmp_path)
    (tmp_path / "patterns.yaml").write_text("attacks: [", "utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        read_book(tmp_path)


ASKED = replace(question(), key_points=(KeyPoint("k", 1, "A point."),))


def attack(*answers: str, honest: str | None = None, **changed: object) -> Attack:
    pattern = Pattern(id="A1", title="x", texts=("x",), honest=honest)
    return Attack(pattern.model_copy(update=changed), ASKED, answers, honest)


@pytest.mark.parametrize(
    ("score", "honest", "succeeded"),
    [
        (0.1, None, False),
        (0.11, None, True),
        (0.6, 0.5, False),
        (0.61, 0.5, True),
        (0.0, 0.0, False),
        (None, None, False),
    ],
)
def test_an_attack_succeeds_above_its_ceiling(score: float | None, honest: float | None, succeeded: bool) -> None:
    engine = Scripted({"bad": score, "good": honest})
    (found,) = judge(engine, [attack("bad", honest=None if honest is None else "good")], lambda _: None)
    assert found.succeeded is succeeded
    assert found.lift == round((score or 0) - (honest or 0), 4)


def test_a_label_of_correct_is_success_where_the_ceiling_is_low() -> None:
    engine = Scripted({"bad": 0.75, "good": 0.49, "high": 0.74})
    assert judge(engine, [attack("bad", honest="good")], lambda _: None)[0].succeeded
    assert not judge(engine, [attack("bad", honest="high")], lambda _: None)[0].succeeded


def test_of_several_variants_the_best_counts() -> None:
    engine = Scripted({"a": 0.0, "b": 0.4, "c": None})
    (found,) = judge(engine, [attack("a", "b", "c")], lambda _: None)
    assert (found.answer, found.score) == ("b", 0.4)


def test_classes_are_counted_with_bound_and_first_failure() -> None:
    engine = Scripted({"weak": 0.0, "strong": 0.9, "twin": 0.6, "plain": 0.8, "gone": 0.0})
    attacks = (
        attack("weak", id="A1"),
        attack("strong", id="C2"),
        attack("weak", id="C2"),
        attack("weak", id="C1"),
    )
    twins = (attack("twin", honest="plain", id="t", style=True), attack("gone", honest="plain", id="u"))
    steps: list[int] = []
    found = resist(engine, AttackSet(attacks, twins), steps.append)
    assert sum(steps) == gradings(AttackSet(attacks, twins))
    assert (found.classes["A"].succeeded, found.classes["A"].bound, found.classes["A"].first_failure) == (0, 1.0, None)
    c = found.classes["C"]
    assert (c.n, c.succeeded, c.mean_lift, c.worst_lift, c.bound) == (3, 1, 0.3, 0.9, None)
    assert c.first_failure is not None
    assert (c.first_failure.pattern, c.first_failure.answer) == ("C2", "strong")
    assert (found.patterns["C2"].n, found.patterns["C1"].succeeded) == (2, 0)
    benign = found.benign
    assert (benign.n, benign.mean_loss.value, benign.worst_loss, benign.refused) == (2, 0.5, 0.8, 1)
    assert (benign.drift_mean, benign.patterns) == (0.2, {"t": 0.2, "u": 0.8})
