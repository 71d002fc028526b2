"""A report as Markdown, to keep or to show a mentor."""

import re
from collections.abc import Sequence

from interviewer.domain.challenge import Challenge
from interviewer.domain.events import Plan
from interviewer.domain.outcome import PointOutcome
from interviewer.domain.state import Answer, Interview, Turn
from interviewer.domain.text import visible, visible_line
from interviewer.export.debrief_text import paragraphs
from interviewer.interview.challenging import resolved, told
from interviewer.interview.cited import Place, Sentence
from interviewer.interview.debrief import debrief
from interviewer.interview.hinting import spoken
from interviewer.interview.summary import QuestionSummary, Summary, asked_of

MARKS = {"covered": "✓", "partial": "~", "missing": "✗", "contradicted": "!"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_BLOCK_START = re.compile(r"^(\d{0,9})([-+=.)])")  # a list, a rule or an underlined heading, if the line begins with it
_OPEN = "Open: marks and key points come once it is closed."
_HELP = {"unaided": "", "probe": " (after a probe)", "hint": " (after a hint)"}


def report_markdown(
    interview_id: str,
    state: Interview,
    summary: Summary,
    reference: bool = True,
    told_as: Sequence[Sentence] | None = None,
) -> str:
    """Return the report; what people typed is escaped, so that it shows as typed. Ends with a newline.

    `told_as` is the debrief in other words than its own.
    """
    lines = [f"# Interview {interview_id}", "", *_head(state, summary), ""]
    lines += _debrief(debrief(state, summary) if told_as is None else told_as)
    if summary.topics:
        lines += ["## Marks by topic", "", "| topic | questions | score |", "|---|---|---|"]
        lines += [f"| {topic.topic} | {topic.questions} | {percent(topic.score)} |" for topic in summary.topics]
        lines.append("")
    reasons = state.plan.reasons if state.plan and state.plan.papers else ()
    for question in summary.questions:
        lines += _question(question, reasons[question.number - 1 : question.number], reference=reference)
    return "\n".join(lines).rstrip() + "\n"


def ended(state: Interview) -> str:
    """Return whether an interview is finished, and whether it was the time that ended it."""
    if state.finished_at is None:
        return "not finished"
    whole = state.plan is None or len(state.turns) == len(state.plan.question_ids)
    return "finished" if whole else "finished, the time was up"


def percent(score: float | None) -> str:
    """Return a score in [0, 1] as people read it."""
    return "not graded" if score is None else f"{round(100 * score)} %"


def escape(text: str) -> str:
    """Return one line of text so that Markdown shows it literally."""
    return _BLOCK_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", visible_line(text)))


def _head(state: Interview, summary: Summary) -> list[str]:
    plan = state.plan
    about = (plan.about or "every track") if plan else ""
    asked = asked_of(summary)
    status = ended(state)
    lines = [
        f"{_held(plan)} · {escape(about)} · {asked} · {status} · started {state.started_at[:16]}Z",
        "",
    ]
    engine = plan.engine if plan else ""
    lines.append(
        f"**Score {percent(summary.score)}** (unaided {percent(summary.unaided)}), marked by the {engine} engine."
    )
    return lines


def _held(plan: Plan | None) -> str:
    """Return the mode, and the style where there is one."""
    if plan is None:
        return ""
    return plan.mode if plan.style == "neutral" else f"{plan.mode}, {plan.style} style"


def _debrief(sentences: Sequence[Sentence]) -> list[str]:
    if not sentences:
        return []
    shown = [" ".join(f"{escape(one.text)} {escape(one.label)}" for one in part) for part in paragraphs(sentences)]
    return ["## Debrief", "", *(line for one in shown for line in (one, ""))]


def _question(question: QuestionSummary, why: Sequence[str], *, reference: bool) -> list[str]:
    turn = question.turn
    lines = [f"## {question.number}. {escape(turn.asked)}", "", _mark_line(question), ""]
    lines += [line for reason in why for line in (f"Picked for: {escape(reason)}", "")]
    if turn.wording:
        lines += [f"In the question file: {escape(turn.question.text)}", ""]
    lines += [] if turn.answers else ["No answer was given.", ""]
    for answer in turn.answers:
        lines += _answer(question, answer)
    lines += _helped(turn, len(turn.answers))
    if turn.closed:
        lines += [_point(turn, point) for point in question.outcome.points]
        lines.append("")
    corrections = {m.id: m.correction for m in turn.question.misconceptions}
    for _, wrong in question.outcome.misconceptions:
        lines += [f"- ! You said: “{escape(wrong.quote.text)}”. {escape(corrections.get(wrong.id, ''))}", ""]
    if turn.challenge:
        lines += _challenge(turn, turn.challenge)
    if reference and turn.closed and turn.answers:
        lines += [f"### {turn.question.reference_title}", "", visible(turn.question.reference), ""]
        for other in turn.question.alternatives:
            lines += [f"### {escape(other.title)}", "", visible(other.text), ""]
    return lines


def _mark_line(question: QuestionSummary) -> str:
    if question.turn.closed is None:
        return _OPEN
    if question.pending:
        return "Waiting for its grade."
    if question.score is None:
        reasons = [a.grade.ungraded for a in question.turn.answers if a.grade and a.grade.ungraded]
        return f"Not graded: {escape(reasons[0] or '')}." if reasons else "Not graded."
    interval = ""
    if question.low is not None and question.high is not None and question.low != question.high:
        interval = f", between {percent(question.low)} and {percent(question.high)} (80 % interval)"
    return f"**{percent(question.score)}**{interval}; unaided {percent(question.unaided)}; {question.label}."


def _challenge(turn: Turn, challenge: Challenge) -> list[str]:
    """Return the wrong claim, the replies, and, once the question is closed, what is right."""
    lines = ["### A wrong claim, on purpose", ""]
    for one in challenge.rounds:
        replied = [f"> {escape(line)}" for line in (one.reply or "").splitlines()]
        lines += [escape(one.text), "", *replied, *([""] if replied else [])]
    if turn.closed:
        quote = next((one.stance.quote.text for one in challenge.rounds if one.stance and one.stance.quote), None)
        shown = f" — “{escape(quote)}”" if quote else ""
        lines += [f"{told(challenge)}{shown} {escape(resolved(turn, challenge))} It changes no mark.", ""]
    return lines


def _helped(turn: Turn, answers: int) -> list[str]:
    """Return the questions back that were asked, and the hints given, when so many answers were committed."""
    lines = []
    for one in turn.clarifications:
        if one.answers == answers:
            lines += [f"You asked: {escape(' '.join(one.text.split()))}", "", f"Reply: {escape(one.reply)}", ""]
    for hint in turn.hints:
        if hint.answers == answers:
            lines += [f"Hint: {escape(spoken(hint))}", ""]
    return lines


def _answer(question: QuestionSummary, answer: Answer) -> list[str]:
    asked = next((probe for probe in question.turn.follow_ups if probe.asks_for == answer.follow_up), None)
    voice = f" (worded by {escape(asked.voice.model)})" if asked and asked.voice else ""
    lead = f"{escape(asked.lead)} " if asked and asked.lead else ""
    lines = [f"Follow-up{voice}: {lead}{escape(asked.text)}", ""] if asked else []
    lines += _helped(question.turn, question.turn.answers.index(answer))
    quoted = [f"> {escape(line)}" for line in (answer.text.splitlines() or [""])]
    flags = f"Flags: {', '.join(answer.grade.flags)}" if answer.grade and answer.grade.flags else ""
    judging = answer.grade.judging if answer.grade else None
    failed = f"Without the judge: {escape(judging.failed)}" if judging and judging.failed else ""
    return [*lines, *quoted, "", *(text for one in (flags, failed) if one for text in (one, ""))]


def _point(turn: Turn, point: PointOutcome) -> str:
    quote = f" — “{escape(point.grade.quote.text)}”" if point.grade and point.grade.quote else ""
    help_needed = _HELP[point.help] if point.help and point.credit else ""
    earned = f"({point.credit:.2f} of 1, weight {point.point.weight})"
    passage = turn.question.passages.get(point.point.id) if point.verdict != "covered" else None
    place = Place(passage.document, passage.first_line, passage.last_line).shown if passage else ""
    read = f" Read: {escape(place)}." if place else ""
    return f"- {MARKS[point.verdict]} {escape(point.point.text)} {earned}{help_needed}{quote}{read}"
