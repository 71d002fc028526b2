"""An interview in figures and sentences: what every report, screen and export is drawn from."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from interviewer.domain.grade import Label, label_of
from interviewer.domain.outcome import Outcome, outcome_of
from interviewer.domain.question import Passage
from interviewer.domain.state import Interview, Turn

ScoreMap = Callable[[float], float]
"""The engine's monotone map from raw mark to score, both in [0, 1]."""


@dataclass(frozen=True, slots=True)
class QuestionSummary:
    """One question of the interview. Scores in [0, 1], None where nothing could be graded."""

    number: int
    turn: Turn
    outcome: Outcome
    score: float | None
    unaided: float | None
    label: Label | None
    low: float | None
    high: float | None
    pending: bool


def flags_told(turn: Turn) -> list[str]:
    """Return the grader's flags of a turn, sorted; where there are several answers each names its own, from 1."""
    told: dict[str, list[str]] = {}
    for number, answer in enumerate(turn.answers, 1):
        for flag in answer.grade.flags if answer.grade else ():
            told.setdefault(flag, []).append(str(number))
    several = len(turn.answers) > 1
    return [f"{flag} (answer {', '.join(told[flag])})" if several else flag for flag in sorted(told)]


@dataclass(frozen=True, slots=True)
class TopicSummary:
    """The mean score of a topic's graded questions; `subject` is the topic as it is shown."""

    topic: str
    subject: str
    questions: int
    score: float | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What to read next, and for which key point."""

    question: str
    key_point: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole report of an interview."""

    questions: tuple[QuestionSummary, ...]
    """Those put; the last may still be open."""
    topics: tuple[TopicSummary, ...]
    score: float | None
    unaided: float | None
    planned: int
    strengths: tuple[str, ...]
    missed: tuple[str, ...]
    next_steps: tuple[str, ...]
    reading: tuple[Reading, ...]


def asked_of(summary: Summary) -> str:
    """Return how many questions of how many are done, and whether one is open."""
    done = sum(1 for question in summary.questions if question.turn.closed)
    rest = ", one open" if done < len(summary.questions) else ""
    return f"{done} of {summary.planned} questions{rest}"


def summarize(state: Interview, score_of: ScoreMap) -> Summary:
    """Return the report of an interview, finished or not; an open question has no marks yet, nor key points."""
    questions = tuple(_reported(number, turn, score_of) for number, turn in enumerate(state.turns, 1))
    done = [question for question in questions if question.turn.closed]
    topics = sorted({question.turn.question.topic for question in done})
    return Summary(
        questions=questions,
        topics=tuple(_topic(topic, [q for q in done if q.turn.question.topic == topic]) for topic in topics),
        score=_mean([question.score for question in done]),
        unaided=_mean([question.unaided for question in done]),
        planned=len(state.plan.question_ids) if state.plan else 0,
        strengths=tuple(_strengths(done)),
        missed=tuple(_missed(done)),
        next_steps=tuple(_next_steps(state, done)),
        reading=tuple(_reading(done)),
    )


def summarize_turn(number: int, turn: Turn, score_of: ScoreMap) -> QuestionSummary:
    """Return the summary of one question, for feedback during the interview."""
    return _question(number, turn, score_of)


def _reported(number: int, turn: Turn, score_of: ScoreMap) -> QuestionSummary:
    found = _question(number, turn, score_of)
    if turn.closed:
        return found
    # whoever goes on with the interview shall not read here what is still asked
    nothing = Outcome((), (), None, None)
    return replace(found, outcome=nothing, score=None, unaided=None, label=None, low=None, high=None, pending=False)


def _question(number: int, turn: Turn, score_of: ScoreMap) -> QuestionSummary:
    outcome = outcome_of(turn)
    pending = any(answer.grade is None for answer in turn.answers)
    known = outcome.raw is not None and not pending and (turn.closed is not None or bool(turn.answers))
    score = score_of(outcome.raw) if known and outcome.raw is not None else None
    unaided = score_of(outcome.raw_unaided) if known and outcome.raw_unaided is not None else None
    margins = _margins(turn)
    return QuestionSummary(
        number=number,
        turn=turn,
        outcome=outcome,
        score=score,
        unaided=unaided,
        label=label_of(score) if score is not None else None,
        low=round(max(0.0, score - margins[0]), 4) if score is not None and margins else None,
        high=round(min(1.0, score + margins[1]), 4) if score is not None and margins else None,
        pending=pending,
    )


def _margins(turn: Turn) -> tuple[float, float] | None:
    """How far the answers' intervals reach below and above their scores at most; None when nothing was graded."""
    found = [
        (answer.grade.score - answer.grade.low, answer.grade.high - answer.grade.score)
        for answer in turn.answers
        if answer.grade
        and answer.grade.score is not None
        and answer.grade.low is not None
        and answer.grade.high is not None
    ]
    return (max(below for below, _ in found), max(above for _, above in found)) if found else None


def _topic(topic: str, questions: list[QuestionSummary]) -> TopicSummary:
    return TopicSummary(
        topic, questions[0].turn.question.subject, len(questions), _mean([question.score for question in questions])
    )


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 4) if known else None


def _strengths(questions: list[QuestionSummary]) -> list[str]:
    return [
        f"{question.turn.question.subject}: {point.point.text}"
        for question in questions
        for point in sorted(question.outcome.points, key=lambda one: -one.point.weight)
        if point.verdict == "covered" and point.help == "unaided" and point.point.weight >= 2
    ][:6]


def _missed(questions: list[QuestionSummary]) -> list[str]:
    return [
        f"{question.turn.question.subject}: {point.point.text}"
        for question in questions
        if question.score is not None  # what could not be graded, or not yet, is not known to be missed
        for point in question.outcome.missed
        if point.verdict in ("missing", "contradicted") and point.point.weight >= 2
    ]


def _next_steps(state: Interview, questions: list[QuestionSummary]) -> list[str]:
    steps = []
    corrections = {m.id: m.correction for q in questions for m in q.turn.question.misconceptions}
    for question in questions:
        steps += [
            f"Unlearn: {corrections[wrong.id]}"
            for _, wrong in question.outcome.misconceptions
            if wrong.id in corrections
        ]
    weak = [question for question in questions if question.score is not None and question.label != "correct"]
    for question in sorted(weak, key=lambda one: one.score or 0.0)[:3]:
        steps.append(f"Answer again, from memory: {question.turn.asked}")
    left = (len(state.plan.question_ids) if state.plan else 0) - len(questions)
    if state.finished_at is None and left > 0:
        steps.append(f"Go on with this interview: {left} planned question{'s' if left > 1 else ''} left.")
    elif weak:
        steps.append("Drill what was weak: `interviewer practice --mode drill`.")
    return steps


def _reading(questions: list[QuestionSummary]) -> list[Reading]:
    found: dict[tuple[str, int], Reading] = {}
    for question in questions:
        for point in question.outcome.missed:
            passage = question.turn.question.passages.get(point.point.id)
            if passage is not None:
                key = (passage.document, passage.first_line)
                found.setdefault(key, Reading(question.turn.asked, point.point.text, passage))
    return list(found.values())[:8]
