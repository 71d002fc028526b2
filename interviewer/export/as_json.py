"""The JSON forms of a grade and of a report, which other programs rely on."""

from typing import Any

from interviewer.domain.challenge import Challenge
from interviewer.domain.codec import to_plain
from interviewer.domain.events import Plan
from interviewer.domain.grade import Grade, KeyPointGrade, MisconceptionGrade, Opinion, Quote
from interviewer.domain.state import Answer, AskedFollowUp, Interview, Turn
from interviewer.export.debrief_text import debrief_json
from interviewer.interview.challenging import tally
from interviewer.interview.debrief import debrief
from interviewer.interview.hinting import spoken
from interviewer.interview.summary import QuestionSummary, Summary


def grade_json(row_id: str | None, grade: Grade) -> dict[str, Any]:
    """Return a grade as `interviewer grade --json` prints it; `judging` and `said` only where a model judged."""
    made: dict[str, Any] = {
        "id": row_id,
        "engine": grade.engine,
        "score": grade.score,
        "raw": grade.raw,
        "low": grade.low,
        "high": grade.high,
        "label": grade.label,
        "key_points": [_point(point) for point in grade.key_points],
        "misconceptions": [_misconception(wrong) for wrong in grade.misconceptions],
        "flags": list(grade.flags),
        "ungraded": grade.ungraded,
        "milliseconds": grade.milliseconds,
    }
    return made | {"judging": to_plain(grade.judging)} if grade.judging else made


def report_json(interview_id: str, state: Interview, summary: Summary) -> dict[str, Any]:
    """Return an interview's report."""
    plan, claims = state.plan, tally(state.turns)
    return {
        "id": interview_id,
        "started_at": state.started_at,
        "finished_at": state.finished_at,
        "plan": to_plain(plan) if plan else None,
        "score": summary.score,
        "unaided": summary.unaided,
        "challenges": to_plain(claims) if claims else None,
        "topics": [to_plain(topic) for topic in summary.topics],
        "questions": [_question(question, _reason(plan, question.number)) for question in summary.questions],
        "strengths": list(summary.strengths),
        "missed": list(summary.missed),
        "next_steps": list(summary.next_steps),
        "reading": [to_plain(reading) for reading in summary.reading],
        "debrief": debrief_json(debrief(state, summary)),
    }


def _reason(plan: Plan | None, number: int) -> str | None:
    return plan.reasons[number - 1] if plan and number <= len(plan.reasons) else None


def _question(question: QuestionSummary, reason: str | None) -> dict[str, Any]:
    turn = question.turn
    return {
        "id": turn.question.id,
        "question": turn.asked,
        "as_written": turn.question.text,
        "reason": reason,
        "topic": turn.question.topic,
        "closed": turn.closed,
        "score": question.score,
        "unaided": question.unaided,
        "low": question.low,
        "high": question.high,
        "label": question.label,
        "key_points": [
            {
                "id": point.point.id,
                "text": point.point.text,
                "weight": point.point.weight,
                "credit": point.credit,
                "verdict": point.verdict,
                "help": point.help,
                "unaided": point.unaided,
                "answer_id": point.answer_id,
                **_quote(point.grade.quote if point.grade else None),
            }
            for point in question.outcome.points
        ],
        "misconceptions": [
            {"answer_id": answer_id, **_misconception(wrong)} for answer_id, wrong in question.outcome.misconceptions
        ],
        "clarifications": [to_plain(one) for one in turn.clarifications],
        "hints": [spoken(hint) for hint in turn.hints],
        "challenge": _challenge(turn, turn.challenge) if turn.challenge else None,
        "follow_ups": [_follow_up(probe) for probe in turn.follow_ups],
        "answers": [_answer(answer) for answer in turn.answers],
    }


def _follow_up(probe: AskedFollowUp) -> dict[str, Any]:
    """Return a probe.

    `voice`, the model and the hash of its prompt, only where a chat model worded it; `confronts`, a misconception, only
    where it holds two answers against each other.
    """
    voice = {"voice": to_plain(probe.voice)} if probe.voice else {}
    confronts = {"confronts": probe.confronts} if probe.confronts else {}
    return {"asks_for": probe.asks_for, "text": probe.text, **voice, **confronts}


def _challenge(turn: Turn, challenge: Challenge) -> dict[str, Any]:
    return {
        **to_plain(challenge),
        "position": challenge.position,
        "reason": challenge.reason,
        "held": challenge.held,
        "correction": turn.question.misconception(challenge.misconception).correction if turn.closed else None,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.id,
        "text": answer.text,
        "help": answer.help,
        "follow_up": answer.follow_up,
        "seconds": answer.seconds,
        "at": answer.at,
        "grade": grade_json(answer.id, answer.grade) if answer.grade else None,
    }


def _point(point: KeyPointGrade) -> dict[str, Any]:
    return {
        "id": point.id,
        "text": point.text,
        "weight": point.weight,
        "credit": point.credit,
        "verdict": point.verdict,
        **_quote(point.quote),
        "confidence": point.confidence,
        "passage": point.passage,
        **({"said": [_opinion(one) for one in point.said]} if point.said else {}),
    }


def _opinion(one: Opinion) -> dict[str, Any]:
    return {"engine": one.engine, "credit": one.credit, "verdict": one.verdict, **_quote(one.quote)}


def _misconception(wrong: MisconceptionGrade) -> dict[str, Any]:
    return {"id": wrong.id, **_quote(wrong.quote)}


def _quote(quote: Quote | None) -> dict[str, Any]:
    if quote is None:
        return {"quote": None, "start": None, "end": None}
    return {"quote": quote.text, "start": quote.start, "end": quote.end}
