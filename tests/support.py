"""Builders that tests of several rooms share, so that each test names only what it is about."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from interviewer.domain.commands import AskQuestion, Command, CommitAnswer, Proceed, RecordGrade, StartInterview
from interviewer.domain.events import Event, Plan
from interviewer.domain.grade import Grade, KeyPointGrade, MisconceptionGrade, Quote, label_of, raw_score, verdict_of
from interviewer.domain.machine import apply, decide
from interviewer.domain.question import FollowUp, KeyPoint, Misconception, Question
from interviewer.domain.state import Interview

AT = "2026-03-01T10:00:00.000000+00:00"

EXACT = "héllo\tλ \u202e👩\u200d💻 \x1b[31m\r\nEND"
"""An answer with what a careless store would change: joiners, controls, a carriage return."""


def texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Any text that UTF-8 can hold, controls and NUL included."""
    return st.text(st.characters(codec="utf-8"), max_size=max_size)


def at(second: int) -> str:
    """Return a time `second` seconds into the tests' day."""
    return f"2026-03-01T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.000000+00:00"


def question(
    question_id: str = "q",
    *,
    weights: Sequence[int] = (3, 2, 1),
    topic: str = "general",
    difficulty: int = 3,
    hints: Sequence[str] = ("Think of the shapes.", "Think of the slope."),
    track: str = "deep-learning",
) -> Question:
    """Return a question with key points k0, k1, … of these weights, each with a follow-up, and two misconceptions."""
    return Question(
        id=question_id,
        text=f"What is {question_id}?",
        reference=f"The reference of {question_id}.",
        key_points=tuple(KeyPoint(f"k{n}", weight, f"point {n} of {question_id}") for n, weight in enumerate(weights)),
        track=track,
        topic=topic,
        difficulty=difficulty,
        misconceptions=(
            Misconception("m0", 1, "It is green.", "It is blue."),
            Misconception("m1", 2, "It is flat.", "It is round."),
        ),
        follow_ups=tuple(FollowUp(f"k{n}", f"And what about {n}?") for n in range(len(weights))),
        hints=tuple(hints),
    )


def grade(
    asked: Question,
    credits_by_id: Mapping[str, float] | None = None,
    *,
    contradicted: Sequence[str] = (),
    misconceptions: Sequence[str] = (),
    flags: Sequence[str] = (),
    engine: str = "scripted",
) -> Grade:
    """Return a whole grade of an answer that begins with a word of three letters; what is not named has credit 0."""
    earned = dict(credits_by_id or {})
    points = tuple(
        KeyPointGrade(
            point.id,
            point.text,
            point.weight,
            earned.get(point.id, 0.0),
            verdict_of(earned.get(point.id, 0.0), contradicted=point.id in contradicted),
            Quote("abc", 0, 3) if earned.get(point.id) else None,
            0.9,
        )
        for point in asked.key_points
    )
    wrong = tuple(
        MisconceptionGrade(one.id, one.weight, Quote("abc", 0, 3))
        for one in asked.misconceptions
        if one.id in misconceptions
    )
    score = raw_score([(p.weight, p.credit) for p in points], sum(one.weight for one in wrong))
    return Grade(
        engine=engine,
        key_points=points,
        misconceptions=wrong,
        flags=tuple(flags),
        score=score,
        raw=score,
        low=round(max(0.0, score - 0.2), 4),
        high=round(min(1.0, score + 0.2), 4),
        label=label_of(score),
    )


def plan(*question_ids: str, engine: str = "scripted") -> Plan:
    """Return a practice plan of these ids."""
    return Plan("practice", question_ids, engine)


def played(commands: Sequence[Command]) -> tuple[Interview, list[Event]]:
    """Return the state after these commands, and the events that they caused."""
    state, events = Interview(), list[Event]()
    for command in commands:
        for event in decide(state, command):
            events.append(event)
            state = apply(state, event)
    return state, events


def opening(*questions: Question) -> list[Command]:
    """Return the commands that start an interview of these questions and ask the first."""
    return [StartInterview(plan(*(one.id for one in questions)), at(0)), AskQuestion(questions[0], at(1))]


def answering(asked: Question, marks: Sequence[Grade]) -> list[Command]:
    """Return the commands that ask one question and answer it, and every probe after it, with these grades."""
    commands = opening(asked)
    for number, mark in enumerate(marks):
        commands += [Proceed(at(10 * number))] if number else []
        commands += [
            CommitAnswer(f"a{number}", "abc and more", 5.0, at(10 * number + 2)),
            RecordGrade(f"a{number}", mark, at(10 * number + 3)),
        ]
    return commands
