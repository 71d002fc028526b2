"""What a question earned over all its answers, and what is asked next."""

from dataclasses import replace

import pytest

from interviewer.domain import commands as c
from interviewer.domain.grade import Grade, Quote, ungraded
from interviewer.domain.outcome import Outcome, next_probe, outcome_of
from interviewer.domain.state import Answer, AskedFollowUp, Turn
from tests.support import answering, at, grade, opening, played, question

ASKED = question("one")


def turn_with(*marks: Grade) -> Turn:
    """Return the turn that these grades, one an answer, lead to."""
    state, _ = played(answering(ASKED, marks))
    return state.turns[0]


def credits_of(outcome: Outcome) -> dict[str, tuple[float, float]]:
    """Return per key point the merged and the unaided credit."""
    return {point.point.id: (point.credit, point.unaided) for point in outcome.points}


def test_the_best_credit_counts_and_unaided_is_kept_apart() -> None:
    outcome = outcome_of(turn_with(grade(ASKED, {"k1": 0.5, "k2": 1.0}), grade(ASKED, {"k0": 0.8, "k2": 0.4})))
    assert credits_of(outcome) == {"k0": (0.8, 0.0), "k1": (0.5, 0.5), "k2": (1.0, 1.0)}
    assert [(point.answer_id, point.help) for point in outcome.points] == [
        ("a1", "probe"),
        ("a0", "unaided"),
        ("a0", "unaided"),
    ]
    assert outcome.raw == pytest.approx((3 * 0.8 + 2 * 0.5 + 1) / 6, abs=1e-4)
    assert outcome.raw_unaided == pytest.approx((2 * 0.5 + 1) / 6, abs=1e-4)


def test_equal_credit_stays_with_the_answer_that_needed_less_help() -> None:
    outcome = outcome_of(turn_with(grade(ASKED, {"k0": 0.5}), grade(ASKED, {"k0": 0.5})))
    assert outcome.points[0].help == "unaided"


def test_a_hint_leaves_nothing_unaided() -> None:
    state, _ = played(
        [
            *opening(ASKED),
            c.AskHint(at(2)),
            c.CommitAnswer("a0", "abc", 1.0, at(3)),
            c.RecordGrade("a0", grade(ASKED, {"k0": 1.0}), at(4)),
        ]
    )
    outcome = outcome_of(state.turns[0])
    assert outcome.points[0].help == "hint"
    assert outcome.raw == 0.5
    assert outcome.raw_unaided == 0.0


def test_a_later_contradiction_wins_over_an_earlier_credit() -> None:
    outcome = outcome_of(turn_with(grade(ASKED, {"k1": 1.0}), grade(ASKED, contradicted=["k1"])))
    assert outcome.points[1].verdict == "contradicted"
    assert credits_of(outcome)["k1"] == (0.0, 1.0)


def test_a_contradiction_can_be_taken_back() -> None:
    outcome = outcome_of(turn_with(grade(ASKED, contradicted=["k0"]), grade(ASKED, {"k0": 0.9})))
    assert outcome.points[0].verdict == "covered"


def test_a_misconception_costs_once_and_belongs_to_its_first_answer() -> None:
    first = grade(ASKED, {"k0": 1.0, "k2": 0.5}, misconceptions=["m0"])
    outcome = outcome_of(turn_with(first, grade(ASKED, misconceptions=["m0", "m1"])))
    assert [(answer_id, wrong.id) for answer_id, wrong in outcome.misconceptions] == [("a0", "m0"), ("a1", "m1")]
    assert outcome.raw == pytest.approx((3 + 0.5 - 1 - 2) / 6, abs=1e-4)
    assert outcome.raw_unaided == pytest.approx((3 + 0.5 - 1) / 6, abs=1e-4)


def test_what_could_not_be_graded_has_no_mark() -> None:
    outcome = outcome_of(turn_with(ungraded("scripted", "no engine")))
    assert outcome.raw is None
    assert outcome.raw_unaided is None
    waiting = Turn(ASKED, at(0), answers=(Answer("a0", "abc", "unaided", None, 1.0, at(1)),))
    assert outcome_of(waiting).raw is None


def test_an_ungraded_probe_leaves_the_first_mark() -> None:
    outcome = outcome_of(turn_with(grade(ASKED, {"k2": 1.0}), ungraded("scripted", "no engine")))
    assert outcome.raw == pytest.approx(1 / 6, abs=1e-4)


def test_skipping_without_an_answer_earns_nothing() -> None:
    outcome = outcome_of(Turn(ASKED, at(0), closed="skipped"))
    assert outcome.raw == 0.0
    assert {point.verdict for point in outcome.points} == {"missing"}
    assert {point.help for point in outcome.points} == {None}


def test_a_key_point_that_the_grade_leaves_out_is_missing() -> None:
    partial = replace(grade(ASKED), key_points=grade(ASKED, {"k0": 1.0}).key_points[:1])
    outcome = outcome_of(turn_with(partial))
    assert [point.verdict for point in outcome.points] == ["covered", "missing", "missing"]


def test_what_was_missed_comes_heaviest_first() -> None:
    asked = question("one", weights=(1, 3, 2))
    outcome = outcome_of(Turn(asked, at(0)))
    assert [point.point.id for point in outcome.missed] == ["k1", "k2", "k0"]


def test_a_probe_aims_at_the_heaviest_missed_key_point_that_has_one() -> None:
    probe = next_probe(turn_with(grade(ASKED)))
    assert probe is not None
    assert probe.asks_for == "k0"
    without = replace(ASKED, follow_ups=ASKED.follow_ups[1:])
    state, _ = played(answering(without, [grade(without)]))
    second = next_probe(state.turns[0])
    assert second is not None
    assert second.asks_for == "k1"


def test_a_half_said_point_is_not_probed() -> None:
    assert next_probe(turn_with(grade(ASKED, {"k0": 0.5, "k1": 1.0}))) is None


def test_who_says_nothing_to_a_probe_is_asked_for_what_was_half_said() -> None:
    first = grade(ASKED, {"k0": 0.2, "k1": 0.5})
    said_nothing = next_probe(turn_with(first, grade(ASKED)))
    assert said_nothing is not None
    assert said_nothing.asks_for == "k1"
    assert next_probe(turn_with(first, grade(ASKED, {"k0": 0.8}))) is None


def test_a_missing_point_is_not_probed_twice() -> None:
    mark = grade(ASKED, {"k1": 1.0})
    probe = next_probe(turn_with(mark))
    assert probe is not None
    assert probe.asks_for == "k0"
    assert next_probe(turn_with(mark, mark)) is None


def test_what_is_surely_missing_comes_before_what_may_have_been_said() -> None:
    probe = next_probe(turn_with(grade(ASKED, {"k0": 0.2})))
    assert probe is not None
    assert probe.asks_for == "k1"


def test_the_same_words_are_not_put_twice() -> None:
    same = tuple(replace(one, question="What else?") for one in ASKED.follow_ups)
    asked = replace(ASKED, follow_ups=same)
    state, _ = played(answering(asked, [grade(asked), grade(asked)]))
    assert next_probe(state.turns[0]) is None


@pytest.mark.parametrize(
    ("text", "probed"),
    [
        ("I don't know.", False),
        ("Sorry, I don't know the answer to that question, could we go on?", False),
        ("dunno, let's move on", False),
        ("Skip", True),
        ("I'm not sure what you mean, could you rephrase?", True),
        ("I can't say more than I did.", True),
        ("Are you asking about training? I'm not sure I follow.", True),
    ],
)
def test_not_knowing_ends_a_question_and_a_wish_to_move_on_does_not(text: str, probed: bool) -> None:
    state, _ = played(
        [
            *opening(ASKED),
            c.CommitAnswer("a0", text, 1.0, at(2)),
            c.RecordGrade("a0", grade(ASKED, flags=["dont-know"]), at(3)),
            c.Proceed(at(4)),
        ]
    )
    assert bool(state.turns[0].follow_ups) is probed
    assert state.turns[0].closed == (None if probed else "dont-know")


def after_a_hint(text: str, quoted: str, wording: str | None = None) -> Outcome:
    """Return the outcome of an answer given after the hint "Think of the shapes.", in which k0 is found in `quoted`."""
    start_of_all, ask = opening(ASKED)
    marked = grade(ASKED, {"k0": 1.0})
    start = text.index(quoted)
    quote = Quote(quoted, start, start + len(quoted))
    points = (replace(marked.key_points[0], quote=quote), *marked.key_points[1:])
    state, _ = played(
        [
            start_of_all,
            c.AskQuestion(ASKED, ask.at, wording),
            c.AskHint(at(2)),
            c.CommitAnswer("a0", text, 1.0, at(3)),
            c.RecordGrade("a0", replace(marked, key_points=points), at(4)),
        ]
    )
    return outcome_of(state.turns[0])


def test_a_hint_read_aloud_earns_nothing() -> None:
    aloud = after_a_hint("It says: think of the shapes!", "think of the shapes!")
    assert (aloud.points[0].verdict, aloud.raw) == ("missing", 0.0)
    own = after_a_hint("The shapes do not fit.", "The shapes do not fit.")
    assert own.points[0].verdict == "covered"
    assert after_a_hint("Think of shapes and the slope.", "of shapes").points[0].verdict == "covered"
    framed = after_a_hint("and: think of the shapes, yes", "and: think of the shapes, yes")
    assert framed.points[0].verdict == "missing"
    more = "think of the shapes, for they must agree"
    assert after_a_hint(more, more).points[0].verdict == "covered"


def test_the_question_in_its_other_words_read_aloud_earns_nothing() -> None:
    said = "So you ask how one would be described here"
    assert after_a_hint(said, said).points[0].verdict == "covered"
    aloud = after_a_hint(said, said, "You ask how one would be described here?")
    assert aloud.points[0].verdict == "missing"


def test_a_probe_that_takes_up_an_answer_leaves_it_its_credit() -> None:
    said = "shapes agree where both sides do"
    marked = grade(ASKED, {"k0": 1.0})
    points = (replace(marked.key_points[0], quote=Quote(said, 0, len(said))), *marked.key_points[1:])
    taking_up = AskedFollowUp("k1", f"You say that {said}; what else?")
    first = Answer("a0", said, "unaided", None, 1.0, at(2), replace(marked, key_points=points))
    second = replace(first, id="a1", help="probe", follow_up="k1")
    turn = Turn(ASKED, at(1), answers=(first, second), follow_ups=(taking_up,))
    assert credits_of(outcome_of(turn))["k0"] == (1.0, 1.0)
    echoed = replace(turn, answers=(replace(first, grade=grade(ASKED)), second))
    assert credits_of(outcome_of(echoed))["k0"] == (0.0, 0.0), "said back after the probe it earns nothing"


def test_light_points_are_not_worth_a_probe() -> None:
    assert next_probe(turn_with(grade(ASKED, {"k0": 1.0, "k1": 1.0}))) is None


def test_two_probes_are_the_most() -> None:
    asked = question("one", weights=(2, 2, 2, 2))
    state, _ = played(answering(asked, [grade(asked)] * 3))
    assert len(state.turns[0].follow_ups) == 2
    assert next_probe(state.turns[0]) is None


@pytest.mark.parametrize("mark", [grade(ASKED, flags=["dont-know"]), ungraded("scripted", "no engine")])
def test_dont_know_and_ungraded_are_not_probed(mark: Grade) -> None:
    assert next_probe(turn_with(mark)) is None


def test_nothing_is_probed_before_an_answer_is_graded() -> None:
    assert next_probe(Turn(ASKED, at(0))) is None
    state, _ = played([*opening(ASKED), c.CommitAnswer("a0", "abc", 1.0, at(2))])
    assert next_probe(state.turns[0]) is None
