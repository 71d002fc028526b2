"""A question comes back in other words, the longest unheard first, and always the same ones for the same past."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from interviewer.bank.leaks import leaks
from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import KeyPoint, Question
from interviewer.interview.rewording import spoken_wordings, wording_for
from tests.support import at, question

OTHERS = ("Could you say what one is?", "Explain what one means, please.", "How would one be described?")
ASKED = replace(question("one"), paraphrases=OTHERS)
seeds = st.none() | st.integers()
heard_times = st.dictionaries(
    st.sampled_from([ASKED.text, *OTHERS, "Gone from the file?"]), st.integers(0, 999).map(at)
)


def test_a_question_never_heard_in_its_own_words_is_put_in_them() -> None:
    assert wording_for(ASKED, {}) is None
    assert wording_for(ASKED, {"What was one, before the file was edited?": at(1)}) is None


def test_wordings_are_put_in_the_order_of_the_file_and_then_begin_again() -> None:
    heard: dict[str, str] = {}
    put = []
    for second in range(9):
        words = wording_for(ASKED, heard) or ASKED.text
        heard[words] = at(second)
        put.append(words)
    assert put[:4] == [ASKED.text, *OTHERS]
    assert put[4:8] == put[:4]
    assert put[8] == put[0]


def test_a_question_without_other_wordings_stays_as_it_is() -> None:
    plain = question("one")
    assert wording_for(plain, {plain.text: at(1)}) is None


@given(heard_times, seeds)
def test_the_same_past_and_seed_give_the_same_words_and_never_fresher_ones(
    heard: dict[str, str], seed: int | None
) -> None:
    words = wording_for(ASKED, heard, seed)
    assert words == wording_for(ASKED, dict(reversed(heard.items())), seed)
    assert words is None or words in OTHERS
    if ASKED.text in heard:
        ages = [heard.get(one, "") for one in (ASKED.text, *OTHERS)]
        assert heard.get(words or ASKED.text, "") == min(ages)


def test_seeds_draw_different_orders() -> None:
    first = {wording_for(ASKED, {ASKED.text: at(1)}, seed) for seed in range(30)}
    assert first == set(OTHERS)


def test_what_a_learner_types_and_what_tells_the_answer_is_no_wording() -> None:
    telling = Question(
        "norm",
        "What does it do when serving, and why?",
        "It uses stored averages.",
        (KeyPoint("k", 2, "Stored running estimates gathered over training replace the batch statistics"),),
        paraphrases=(
            "Why do my numbers change when I serve it, and what should I do?",
            "norm serving difference",
            "Why do stored running estimates gathered over training replace the batch statistics, and when?",
            "What happens?",
            "What happens to it once people use it, and why is that so?",
        ),
    )
    assert list(spoken_wordings(telling)) == ["What happens to it once people use it, and why is that so?"]
    only_learners = replace(telling, paraphrases=telling.paraphrases[:2])
    assert list(spoken_wordings(only_learners)) == list(only_learners.paraphrases)


def test_every_bundled_question_has_another_wording_that_gives_nothing_away() -> None:
    for one in load_bank(bundled("corpus")).questions:
        found = list(spoken_wordings(one))
        assert found, one.id
        assert not any(leaks(words, one) for words in found), one.id
