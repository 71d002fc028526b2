"""A question of a document finds its file again, whatever became of the document in between."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.bank.load import load_bank
from interviewer.bank.matching import RELATED_ANSWER, SAME_ANSWER, SAME_QUESTION, Text, left, match
from interviewer.bank.rendering import text_hash
from tests.end_to_end.bulk import answer_of, question_of

ROOT = Path(__file__).resolve().parents[2]


def text(question: str, answer: str) -> Text:
    """Return a text with the hash of its own content."""
    return Text(question, answer, text_hash(f"{question}\n\n{answer}"))


def generated(count: int) -> list[Text]:
    """Return the first generated questions."""
    return [text(question_of(number), answer_of(number)) for number in range(count)]


texts = st.builds(text, st.text(max_size=12), st.text(max_size=60))


@settings(max_examples=100)
@given(st.lists(texts, max_size=12), st.randoms())
def test_a_reordered_document_matches_itself_text_for_text(known: list[Text], chance: random.Random) -> None:
    found = chance.sample(known, len(known))
    pairs = match(found, known)
    assert sorted(pairs) == sorted(pairs.values()) == list(range(len(known)))
    assert all(found[ours] == known[theirs] for ours, theirs in pairs.items())


@settings(max_examples=100)
@given(st.lists(texts, max_size=10), st.lists(texts, max_size=10))
def test_no_file_is_given_to_two_questions(found: list[Text], known: list[Text]) -> None:
    pairs = match(found, known)
    assert len(set(pairs.values())) == len(pairs)
    assert set(pairs) <= set(range(len(found)))
    assert set(pairs.values()) <= set(range(len(known)))
    assert left(len(known), pairs.values()) == [n for n in range(len(known)) if n not in set(pairs.values())]


@settings(max_examples=40)
@given(st.data())
def test_edits_of_a_few_letters_in_any_order_keep_every_question(data: st.DataObject) -> None:
    known = generated(30)
    edited = []
    for one in known:
        parts = [one.question, one.answer]
        if data.draw(st.booleans()):
            which = data.draw(st.integers(0, 1))
            place = data.draw(st.integers(0, len(parts[which])))
            parts[which] = parts[which][:place] + data.draw(st.text(min_size=1, max_size=4)) + parts[which][place:]
        edited.append(text(*parts))
    order = data.draw(st.permutations(range(len(known))))
    pairs = match([edited[place] for place in order], known)
    assert {ours: order[ours] for ours in range(len(order))} == pairs


def test_a_reworded_question_with_its_answer_and_an_extended_answer_are_the_same_question() -> None:
    first = text("What is momentum?", "It adds a fraction of the last step to this one, which damps zigzags.")
    second = text("How does Adam scale its steps?", "By running means of the gradient and of its square, corrected.")
    reworded = text("Explain the idea of heavy-ball descent.", first.answer)
    extended = text("How does Adam scale the steps?", f"{second.answer} It costs two more numbers a weight.")
    assert match([extended, reworded], [first, second]) == {0: 1, 1: 0}


def test_another_question_of_the_same_form_is_another_question() -> None:
    gone = text("What is TCP?", "A reliable, ordered byte stream between two hosts.")
    new = text("What is UDP?", "Datagrams that may be lost, doubled or reordered on the way.")
    assert match([new], [gone]) == {}
    assert match([text("Is it convex?", "It depends.")], [text("Does it converge?", "It depends.")]) == {}


def test_the_same_question_twice_goes_by_the_nearer_answer() -> None:
    short, long = text("What is it?", "A tree of cases."), text("What is it?", "A graph of tasks and their order.")
    changed = text("What is it?", "A graph of tasks with their order.")
    assert match([changed, text("What is it?", "A tree of the cases.")], [short, long]) == {0: 1, 1: 0}


def test_a_document_that_changed_throughout_is_matched_by_equality_alone() -> None:
    known = generated(1_100)
    found = [text(one.question, f"{one.answer} And more.") for one in known[:50]]
    found += [text(one.question.replace("why", "how"), f"{one.answer} And more.") for one in known[50:]]
    assert match(found, known) == {place: place for place in range(50)}


@pytest.mark.parametrize("pairs", [400])
def test_unrelated_questions_stay_below_the_thresholds(pairs: int) -> None:
    questions = load_bank(ROOT / "corpus").questions
    chance = random.Random(7)
    for one, other in (chance.sample(questions, 2) for _ in range(pairs)):
        assert match([text(one.text, one.reference)], [text(other.text, other.reference)]) == {}
    assert RELATED_ANSWER < SAME_QUESTION < SAME_ANSWER
