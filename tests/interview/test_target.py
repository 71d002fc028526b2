"""Questions for a job description or a CV: spread over its lines, with short reasons."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.errors import UsageError
from interviewer.interview.plan import Wish, make_plan
from interviewer.interview.target import MOST_WORDS, Match, Target, quoted, ranks, spread
from interviewer.learning.record import Seen
from tests.support import question, texts

NOW = "2026-03-10T12:00:00.000000+00:00"
POOL = [question(f"q{n}", difficulty=1 + n % 5) for n in range(12)]
matches = st.lists(
    st.builds(
        Match,
        st.sampled_from([one.id for one in POOL]),
        st.sampled_from(["job", "cv"]),
        st.integers(1, 4),
        st.just("line 1"),
        st.just("words"),
        st.floats(0, 1),
    ),
    max_size=40,
)


def match(question_id: str, line: int, strength: float, paper: str = "job") -> Match:
    """Return what was found for a line."""
    return Match(question_id, "cv" if paper == "cv" else "job", line, f"line {line}", f"words of line {line}", strength)


def target(*found: Match) -> Target:
    """Return a target with both documents."""
    return Target(found, "job.txt", "cv.md")


def test_the_plan_says_which_line_each_question_was_picked_for() -> None:
    found = target(match("q1", 3, 0.2), match("q2", 9, 0.9), match("q1", 5, 0.4), match("q4", 1, 0.3, "cv"))
    plan = make_plan(Wish(count=9, target=found), POOL, None, {"q4": Seen(NOW, 1.0)}, NOW)
    assert plan.question_ids == ("q2", "q1", "q4")
    assert plan.reasons == (
        "job, line 9: “words of line 9”",
        "job, line 5: “words of line 5”",
        "cv, line 1: “words of line 1”; asked before",
    )
    assert (plan.job, plan.cv, plan.papers, plan.about) == (
        "job.txt",
        "cv.md",
        "job.txt and cv.md",
        "job.txt and cv.md",
    )


def test_documents_take_turns_and_the_job_begins() -> None:
    found = [match("q1", 1, 0.9, "cv"), match("q2", 2, 0.8, "cv"), match("q3", 3, 0.2), match("q4", 4, 0.1)]
    assert sorted(ranks(found), key=lambda one: ranks(found)[one]) == ["q3", "q1", "q4", "q2"]


def test_difficulty_topic_and_count_still_hold() -> None:
    found = target(*(match(one.id, n, 0.5) for n, one in enumerate(POOL, 1)))
    wish = Wish(count=2, difficulty=3, topic="x", target=found)
    assert make_plan(wish, POOL, ["q7", "q3", "q2"], {}, NOW).question_ids == ("q2", "q7")
    with pytest.raises(UsageError, match=r"job.txt and cv.md.*about 'x' of difficulty 3.*leave out --topic"):
        make_plan(wish, POOL, ["q0"], {}, NOW)


def test_nothing_found_names_the_files_and_the_remedy() -> None:
    with pytest.raises(UsageError, match=r"Nothing in job.txt matches .*'deep-learning'.*ingest"):
        make_plan(Wish(track="deep-learning", target=Target((), "job.txt")), POOL, None, {}, NOW)


def test_a_drill_keeps_its_order_among_what_was_found() -> None:
    found = target(match("q1", 1, 0.9), match("q2", 2, 0.1))
    seen = {"q2": Seen(NOW, 0.1), "q1": Seen(NOW, 0.8)}
    assert make_plan(Wish(mode="drill", target=found), POOL, None, seen, NOW).question_ids == ("q2", "q1")


@given(matches, st.integers(1, 12))
def test_no_line_has_more_than_a_third_and_no_question_comes_twice(found: list[Match], count: int) -> None:
    known = ranks(found)
    picks = spread([one for one in POOL if one.id in known], found, count)
    lines = Counter((pick.match.paper, pick.match.line) for pick in picks)
    assert all(used <= max(1, count // 3) for used in lines.values())
    assert len({pick.question.id for pick in picks}) == len(picks) <= count
    assert all(pick.match.question_id == pick.question.id for pick in picks)
    assert bool(picks) is bool(found)


def test_the_nearest_line_that_is_free_is_named() -> None:
    found = [match("q1", 1, 0.9), match("q2", 1, 0.8), match("q2", 2, 0.1)]
    assert [pick.match.line for pick in spread(POOL[1:3], found, 5)] == [1, 2]
    assert len(spread(POOL[1:3], [*found[:2]], 3)) == 1
    assert len(spread(POOL[1:3], [replace(one, line=1) for one in found], 6)) == 2


@given(texts(400))
def test_a_quote_is_short_and_on_one_line(text: str) -> None:
    short = quoted(text)
    assert len(short.removesuffix(" …").split()) <= MOST_WORDS
    assert "\n" not in short
    assert quoted("a b") == "a b"
