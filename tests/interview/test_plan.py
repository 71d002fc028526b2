"""Which questions are asked, in which order, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.errors import UsageError
from interviewer.domain.events import Plan
from interviewer.domain.question import Question
from interviewer.interview.plan import Wish, make_plan
from interviewer.learning.record import Seen
from tests.support import question

NOW = "2026-03-10T12:00:00.000000+00:00"
POOL = [question(f"{topic}-{n}", topic=topic, difficulty=n) for topic in ("a", "b", "c", "d") for n in range(1, 6)]
WISH = Wish(track="deep-learning", seed=1)


def day(number: int) -> str:
    """Return a time on a day of March."""
    return f"2026-03-{number:02d}T12:00:00.000000+00:00"


def planned(
    wish: Wish, pool: Sequence[Question] = POOL, seen: Mapping[str, Seen] | None = None, found: list[str] | None = None
) -> Plan:
    """Return the plan for a wish, now."""
    return make_plan(wish, pool, found, seen or {}, NOW)


def topics(plan: Plan) -> list[str]:
    """Return the topic of each planned question."""
    return [question_id.split("-")[0] for question_id in plan.question_ids]


def test_a_drill_begins_with_the_lowest_mark_then_with_the_longest_unseen() -> None:
    pool = [question(name) for name in ("never", "good", "bad-new", "bad-old", "ungraded", "worst")]
    seen = {
        "good": Seen(day(1), 0.9),
        "bad-new": Seen(day(5), 0.2),
        "bad-old": Seen(day(2), 0.2),
        "ungraded": Seen(day(3), None),
        "worst": Seen(day(9), 0.1),
    }
    plan = planned(Wish(mode="drill", track="deep-learning", count=10), pool, seen)
    assert plan.question_ids == ("worst", "bad-old", "bad-new", "good", "ungraded", "never")
    assert plan.reasons == (
        "last mark 0.10",
        "last mark 0.20",
        "last mark 0.20",
        "last mark 0.90",
        "asked before, not graded",
        "not asked yet",
    )


def test_what_was_asked_lately_comes_last_and_longest_ago_first() -> None:
    pool = POOL[:4]
    a, b, c, d = (one.id for one in pool)
    seen = {b: Seen(day(9), 0.1), c: Seen(day(2), 0.1), d: Seen(day(5), 1.0)}
    plan = planned(WISH, pool, seen)
    assert set(plan.question_ids[:2]) == {a, c}
    assert plan.question_ids[2:] == (d, b)
    reasons = dict(zip(plan.question_ids, plan.reasons, strict=True))
    assert reasons == {a: "new to you", b: "asked before", c: "asked before", d: "asked before"}


def test_what_was_asked_lately_is_not_repeated_while_there_is_something_else() -> None:
    seen = {one.id: Seen(day(9), 0.5) for one in POOL[:10]}
    assert not set(planned(replace(WISH, count=10), seen=seen).question_ids) & set(seen)
    everything = planned(replace(WISH, count=10, repeat_after_days=0), seen=seen)
    assert set(everything.question_ids) & set(seen)


@given(st.integers(), st.integers(1, 25))
def test_a_seed_fixes_the_plan_in_whatever_order_the_bank_is_read(seed: int, count: int) -> None:
    wish = replace(WISH, seed=seed, count=count)
    plan = planned(wish)
    assert plan == planned(wish, list(reversed(POOL)))
    assert len(plan.question_ids) == min(count, len(POOL)) == len(set(plan.question_ids)) == len(plan.reasons)


def test_seeds_differ_and_without_one_the_time_decides() -> None:
    assert len({planned(replace(WISH, seed=seed)).question_ids for seed in range(10)}) > 5
    unseeded = replace(WISH, seed=None)
    assert planned(unseeded) == planned(unseeded)
    assert planned(unseeded).question_ids != make_plan(unseeded, POOL, None, {}, day(11)).question_ids


@given(st.integers())
def test_a_short_interview_sees_every_topic_before_one_comes_again(seed: int) -> None:
    plan = planned(replace(WISH, seed=seed, count=8))
    assert set(topics(plan)[:4]) == set(topics(plan)[4:]) == {"a", "b", "c", "d"}


def test_only_the_difficulty_that_was_asked_for_is_planned() -> None:
    plan = planned(replace(WISH, difficulty=4, count=20))
    assert set(plan.question_ids) == {"a-4", "b-4", "c-4", "d-4"}


def test_a_topic_keeps_the_order_of_what_was_found() -> None:
    plan = planned(replace(WISH, topic="loss"), found=["c-2", "unknown", "a-1", "b-3"])
    assert plan.question_ids == ("c-2", "a-1", "b-3")
    assert plan.reasons == ("found for 'loss'",) * 3
    recent = planned(replace(WISH, topic="loss"), found=["c-2", "a-1"], seen={"c-2": Seen(day(9), 1.0)})
    assert recent.question_ids == ("a-1", "c-2")


def backwards(questions: Sequence[Question]) -> Sequence[Question]:
    """An order that the test can tell from any other."""
    return [*questions[:1], *questions[:0:-1]]


def test_what_was_found_is_varied_behind_the_best_and_what_was_asked_lately_stays_last() -> None:
    found = ["c-2", "a-1", "b-3", "d-4", "d-5"]
    seen = {"d-5": Seen(day(9), 1.0), "a-1": Seen(day(8), 1.0)}
    plan = make_plan(replace(WISH, topic="loss"), POOL, found, seen, NOW, backwards)
    assert plan.question_ids == ("c-2", "d-4", "b-3", "a-1", "d-5")
    assert plan.reasons == ("found for 'loss'",) * 5


def test_a_drill_and_a_plan_without_a_topic_are_not_varied() -> None:
    for wish, found in ((WISH, None), (replace(WISH, mode="drill", topic="loss"), ["c-2", "a-1", "b-3"])):
        assert make_plan(wish, POOL, found, {}, NOW, backwards) == make_plan(wish, POOL, found, {}, NOW)


def test_of_linked_questions_only_one_is_varied_and_asked() -> None:
    linked = [question("a"), replace(question("b"), same_as="a"), question("c"), replace(question("d"), same_as="c")]
    shown: list[str] = []

    def noted(questions: Sequence[Question]) -> Sequence[Question]:
        shown.extend(one.id for one in questions)
        return backwards(questions)

    plan = make_plan(Wish(topic="x", count=4), linked, ["b", "a", "d", "c"], {}, NOW, noted)
    assert shown == ["b", "d"]
    assert plan.question_ids == ("b", "d")
    again = make_plan(Wish(topic="x", count=4), linked, ["b", "a", "d", "c"], {"b": Seen(day(9), 1.0)}, NOW, noted)
    assert again.question_ids == ("a", "d")


def test_the_plan_remembers_what_was_wished() -> None:
    wish = Wish(mode="mock", track="t", topic="loss", count=1, engine="fast", seed=3, time_limit_s=60)
    plan = planned(wish, found=["a-1"])
    assert plan == Plan("mock", ("a-1",), "fast", "t", "loss", None, 3, 60, ("found for 'loss'",))
    assert planned(replace(wish, mode="practice"), found=["a-1"]).time_limit_s is None
    assert planned(Wish(track="t", source="notes.md", count=1)).track is None


@pytest.mark.parametrize(
    ("wish", "found", "message"),
    [
        (Wish(track="rust"), None, r"no question in track 'rust'.*bank list"),
        (Wish(track="rust", topic="loss"), [], r"no question about 'loss' in track 'rust'"),
        (Wish(track="rust", difficulty=5), None, r"no question of difficulty 5 in track 'rust'"),
        (Wish(source="notes.md"), None, r"document named 'notes\.md'.*ingest"),
    ],
)
def test_nothing_to_ask_says_what_was_looked_for(wish: Wish, found: list[str] | None, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        make_plan(wish, [], found, {}, NOW)


def test_no_track_is_said_in_words() -> None:
    with pytest.raises(UsageError, match="The bank has no question") as refusal:
        make_plan(Wish(), [], None, {}, NOW)
    assert "None" not in str(refusal.value)


def test_a_plan_says_what_is_drafted_or_incomplete() -> None:
    pool = [replace(question("a"), status="drafted"), replace(question("b"), status="incomplete"), question("c")]
    plan = planned(Wish(source="notes.md", count=3, seed=1), pool)
    reasons = dict(zip(plan.question_ids, plan.reasons, strict=True))
    assert "drafted" in reasons["a"]
    assert "incomplete" in reasons["b"]
    assert reasons["c"] == "new to you"


def test_of_linked_questions_an_interview_asks_one() -> None:
    pool = [question(name) for name in ("a", "b", "c", "d")]
    linked = [
        pool[0],
        replace(pool[1], same_as="a"),
        replace(pool[2], same_as="gone"),
        replace(pool[3], same_as="gone"),
    ]
    for seed in range(5):
        asked = set(planned(Wish(track="deep-learning", seed=seed, count=4), linked).question_ids)
        assert len(asked) == 2
        assert len(asked & {"a", "b"}) == 1
    assert len(planned(Wish(track="deep-learning", mode="drill", count=4), linked).question_ids) == 2
    assert len(planned(Wish(topic="x", count=4), linked, found=["b", "a", "d"]).question_ids) == 2
