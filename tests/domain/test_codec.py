"""Every event survives the store; what cannot be read says so."""

import json
from dataclasses import fields
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.domain import events as e
from interviewer.domain.challenge import Stance
from interviewer.domain.codec import decode, encode, kind_of, to_plain
from interviewer.domain.errors import StorageError
from interviewer.domain.grade import Grade, KeyPointGrade, MisconceptionGrade, Quote
from interviewer.domain.machine import fold
from interviewer.domain.question import FollowUp, KeyPoint, Misconception, Passage, Provenance, Question
from interviewer.domain.voice import Voice
from tests.support import AT, EXACT, plan, question, texts

short = texts(12)
several = st.lists(short, max_size=3).map(tuple)
share = st.floats(0, 1)
number = st.floats(allow_nan=False, allow_infinity=False)
count = st.integers(0, 10**6)
quotes = st.builds(Quote, short, count, count)
passages = st.builds(Passage, short, count, count, short)
questions = st.builds(
    Question,
    id=short,
    text=short,
    reference=short,
    key_points=st.lists(st.builds(KeyPoint, short, count, short, several), max_size=3).map(tuple),
    difficulty=st.integers(1, 5),
    kind=st.sampled_from(["concept", "compare", "derive", "design", "debug"]),
    status=st.sampled_from(["accepted", "drafted", "incomplete"]),
    paraphrases=several,
    misconceptions=st.lists(st.builds(Misconception, short, count, short, short), max_size=2).map(tuple),
    follow_ups=st.lists(st.builds(FollowUp, short, short), max_size=2).map(tuple),
    hints=several,
    provenance=st.none() | st.builds(Provenance, short, count, count, short),
    passages=st.dictionaries(short, passages, max_size=2),
)
point_grades = st.builds(
    KeyPointGrade,
    short,
    short,
    count,
    share,
    st.sampled_from(["covered", "partial", "missing", "contradicted"]),
    st.none() | quotes,
    share,
    st.none() | short,
)
grades = st.builds(
    Grade,
    engine=short,
    key_points=st.lists(point_grades, max_size=2).map(tuple),
    misconceptions=st.lists(st.builds(MisconceptionGrade, short, count, quotes), max_size=2).map(tuple),
    flags=several,
    score=st.none() | number,
    raw=st.none() | number,
    low=st.none() | share,
    high=st.none() | share,
    label=st.sampled_from([None, "correct", "partly", "wrong"]),
    ungraded=st.none() | short,
    milliseconds=number,
)
plans = st.builds(
    e.Plan,
    st.sampled_from(["practice", "mock", "drill"]),
    several,
    short,
    track=st.none() | short,
    topic=st.none() | short,
    seed=st.none() | st.integers(),
    reasons=several,
    job=st.none() | short,
    cv=st.none() | short,
    challenge=st.booleans(),
)
stances = st.builds(
    Stance, st.sampled_from(["objected", "agreed", "unclear"]), st.none() | st.booleans(), st.none() | quotes, short
)
helps = st.sampled_from(["unaided", "probe", "hint"])
reasons = st.sampled_from(["answered", "dont-know", "probes-spent", "skipped", "revealed", "time"])
events: st.SearchStrategy[e.Event] = st.one_of(
    st.builds(e.InterviewStarted, plans, short),
    st.builds(e.QuestionAsked, count, questions, short, st.none() | short),
    st.builds(e.AnswerCommitted, short, count, texts(), helps, st.none() | short, number, short),
    st.builds(e.AnswerGraded, short, grades, short),
    st.builds(e.FollowUpAsked, count, short, short, short, st.none() | st.builds(Voice, short, short)),
    st.builds(e.ClarificationGiven, count, texts(), short, short, st.none() | short),
    st.builds(e.ChallengePut, count, short, texts(), short),
    st.builds(e.ChallengeAnswered, count, texts(), number, short),
    st.builds(e.ChallengeJudged, count, stances, short),
    st.builds(e.HintGiven, count, count, short, short),
    st.builds(e.QuestionClosed, count, reasons, short),
    st.builds(e.InterviewFinished, short),
)


@settings(max_examples=400, deadline=None)
@given(events)
def test_every_event_comes_back_as_it_was(event: e.Event) -> None:
    payload = encode(event)
    assert decode(kind_of(event), payload) == event
    assert "\n" not in payload
    assert encode(decode(kind_of(event), payload)) == payload


def test_an_answer_is_kept_to_the_character() -> None:
    event = e.AnswerCommitted("a", 0, EXACT, "unaided", None, 1.5, AT)
    read = decode("AnswerCommitted", encode(event))
    assert isinstance(read, e.AnswerCommitted)
    assert read.text == EXACT


def test_default_values_are_left_out_and_come_back() -> None:
    event = e.InterviewStarted(plan("one"), AT)
    assert set(json.loads(encode(event))["plan"]) == {"mode", "question_ids", "engine"}
    assert decode("InterviewStarted", encode(event)) == event


def test_a_question_stored_before_wordings_were_kept_still_loads() -> None:
    payload = json.loads(encode(e.QuestionAsked(0, question("one"), AT)))
    assert "wording" not in payload
    read = decode("QuestionAsked", json.dumps(payload))
    assert read == e.QuestionAsked(0, question("one"), AT)
    assert fold([e.InterviewStarted(plan("one"), AT), read]).turns[0].asked == question("one").text


def test_a_follow_up_stored_before_voices_were_kept_still_loads() -> None:
    payload = encode(e.FollowUpAsked(0, "k0", "And 0?", AT))
    assert "voice" not in payload
    assert decode("FollowUpAsked", payload) == e.FollowUpAsked(0, "k0", "And 0?", AT, None)
    voiced = e.FollowUpAsked(0, "k0", "And 0?", AT, Voice("openai:m", "0f"))
    assert decode("FollowUpAsked", encode(voiced)) == voiced


def test_a_field_of_a_later_version_is_passed_over() -> None:
    payload = json.loads(encode(e.InterviewFinished(AT))) | {"mood": "good"}
    assert decode("InterviewFinished", json.dumps(payload)) == e.InterviewFinished(AT)


def test_a_whole_number_reads_as_a_float_where_one_is_meant() -> None:
    event = e.AnswerCommitted("a", 0, "abc", "unaided", None, 2.0, AT)
    read = decode("AnswerCommitted", encode(event).replace("2.0", "2"))
    assert isinstance(read, e.AnswerCommitted)
    assert isinstance(read.seconds, float)
    assert read == event


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("SomethingElse", "{}"),
        ("InterviewFinished", "{}"),
        ("InterviewFinished", "not json"),
        ("InterviewFinished", "[]"),
        ("InterviewFinished", "null"),
        ("InterviewFinished", '"text"'),
        ("InterviewFinished", '{"at": 5}'),
        ("QuestionClosed", '{"turn": 0, "reason": "bored", "at": ""}'),
        ("QuestionClosed", '{"turn": "0", "reason": "time", "at": ""}'),
        (
            "AnswerCommitted",
            '{"answer_id":"a","turn":0,"text":"","help":"hint","follow_up":null,"seconds":true,"at":""}',
        ),
        ("InterviewStarted", '{"plan": [], "at": ""}'),
        ("InterviewStarted", '{"plan": {"mode": "mock", "question_ids": 7, "engine": "fast"}, "at": ""}'),
        ("InterviewStarted", '{"plan": {"mode": "mock", "question_ids": "ab", "engine": "fast"}, "at": ""}'),
    ],
)
def test_what_cannot_be_read_says_what_and_how_to_go_on(kind: str, payload: str) -> None:
    with pytest.raises(StorageError, match=rf"{kind}.*backup"):
        decode(kind, payload)


def test_no_kind_of_event_is_forgotten() -> None:
    assert {kind.__name__ for kind in get_args(e.Event)} == {
        "InterviewStarted",
        "QuestionAsked",
        "AnswerCommitted",
        "AnswerGraded",
        "FollowUpAsked",
        "ClarificationGiven",
        "HintGiven",
        "ChallengePut",
        "ChallengeAnswered",
        "ChallengeJudged",
        "QuestionClosed",
        "InterviewFinished",
    }


def test_plain_form_holds_defaults_and_takes_dataclasses_only() -> None:
    plain = to_plain(question("one"))
    assert set(plain) == {field.name for field in fields(Question)}
    assert json.loads(json.dumps(plain)) == plain
    with pytest.raises(TypeError, match="not a dataclass"):
        to_plain("text")
