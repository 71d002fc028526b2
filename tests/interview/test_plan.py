"""Plans: the weakest first in a drill, nothing asked lately, several topics, the same plan for the same seed."""

import pytest

from interviewer.domain.errors import UsageError
from interviewer.interview.plan import Wish, make_plan
from interviewer.learning.record import Seen, record_of
from tests.support import question

NOW = "2026-11-21T10:00:00.000000+00:00"
POOL = [question(f"q{n}", topic=f"topic-{n % 4}", difficulty=1 + n % 5) for n in range(12)]


def ids(wish: Wish, found: list[str] | None = None, seen: dict[str, Seen] | None = None) -> tuple[str, ...]:
    return make_plan(wish, POOL, found, seen or {}, NOW).question_ids


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    assert ids(Wish(seed=1)) == ids(Wish(seed=1))
    assert len({ids(Wish(seed=n, count=12)) for n in range(5)}) > 1


def test_a_short_interview_sees_several_topics() -> None:
    topics = {one.topic for one in POOL if one.id in ids(Wish(seed=3, count=4))}
    assert len(topics) == 4


def test_a_drill_asks_the_lowest_last_mark_first_then_the_longest_unseen() -> None:
    seen = {
        "q1": Seen("2026-11-20T00:00:00+00:00", 0.9),
        "q2": Seen("2026-11-20T00:00:00+00:00", 0.1),
        "q3": Seen("2026-11-01T00:00:00+00:00", 0.9),
    }
    assert ids(Wish(mode="drill", count=4), seen=seen) == ("q2", "q3", "q1", "q0")


def test_what_was_asked_lately_comes_last() -> None:
    seen = {f"q{n}": Seen("2026-11-20T00:00:00+00:00", 0.5) for n in range(9)}
    assert set(ids(Wish(seed=1, count=3), seen=seen)) == {"q9", "q10", "q11"}
    long_ago = {f"q{n}": Seen("2026-01-01T00:00:00+00:00", 0.5) for n in range(12)}
    assert ids(Wish(seed=1), seen=long_ago) == ids(Wish(seed=1))


def test_a_topic_keeps_the_order_of_retrieval_and_difficulty_filters() -> None:
    assert ids(Wish(topic="x"), ["q5", "q2", "gone"]) == ("q5", "q2")
    assert all(one.difficulty == 2 for one in POOL if one.id in ids(Wish(difficulty=2)))


def test_the_time_limit_is_for_mock_interviews_only() -> None:
    assert make_plan(Wish(time_limit_s=60), POOL, None, {}, NOW).time_limit_s is None
    assert make_plan(Wish(mode="mock", time_limit_s=60), POOL, None, {}, NOW).time_limit_s == 60


@pytest.mark.parametrize("wish", [Wish(topic="nothing"), Wish(source="gone.md"), Wish(track="no-such", difficulty=5)])
def test_nothing_to_ask_is_said_with_a_remedy(wish: Wish) -> None:
    with pytest.raises(UsageError, match="interviewer"):
        make_plan(wish, [], [] if wish.topic else None, {}, NOW)


def test_nothing_was_asked_of_nobody() -> None:
    assert record_of([]) == {}
