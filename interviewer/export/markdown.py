"""A report as Markdown, to keep or to show a mentor, and the same as plain lines for a terminal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from interviewer.domain.challenge import Challenge
from interviewer.domain.events import Plan
from interviewer.domain.outcome import PointOutcome
from interviewer.domain.state import Answer, Interview, Turn
from interviewer.domain.text import visible, visible_line
from interviewer.export.debrief_text import paragraphs
from interviewer.export.escaping import escape
from interviewer.export.latex import in_unicode
from interviewer.interview.challenging import resolved, told
from interviewer.interview.cited import Place, Sentence
from interviewer.interview.debrief import debrief
from interviewer.interview.hinting import spoken
from interviewer.interview.summary import QuestionSummary, Summary, asked_of

MARKS = {"covered": "✓", "partial": "~", "missing": "✗", "contradicted": "!"}
LABELS = {"correct": "correct", "partly": "partly right", "wrong": "not there yet"}
"""A label as people read it, on every screen and in every report."""
_OPEN = "Open: marks and key points come once it is closed."
_HELP = {"unaided": "", "probe": " (after a probe)", "hint": " (after a hint)"}


@dataclass(frozen=True, slots=True)
class _Form:
    """How texts are written: what people `typed` and what is `told` on one line, what the bank holds as a `whole`."""

    typed: Callable[[str], str]
    told: Callable[[str], str]
    whole: Callable[[str], str]
    strong: str
    table: bool


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
    return _report(_MARKDOWN, interview_id, state, summary, told_as, reference=reference)


def report_plain(
    interview_id: str,
    state: Interview,
    summary: Summary,
    reference: bool = True,
    told_as: Sequence[Sentence] | None = None,
) -> str:
    """Return the same for a terminal: nothing is escaped, and formulas are in Unicode."""
    return _report(_PLAIN, interview_id, state, summary, told_as, reference=reference)


def _report(
    form: _Form,
    interview_id: str,
    state: Interview,
    summary: Summary,
    told_as: Sequence[Sentence] | None,
    *,
    reference: bool,
) -> str:
    lines = [f"# Interview {interview_id}", "", *_head(form, state, summary), ""]
    lines += _debrief(form, debrief(state, summary) if told_as is None else told_as)
    lines += _topics(form, summary)
    reasons = state.plan.reasons if state.plan and state.plan.papers else ()
    for question in summary.questions:
        lines += _question(form, question, reasons[question.number - 1 : question.number], reference=reference)
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


def _head(form: _Form, state: Interview, summary: Summary) -> list[str]:
    plan = state.plan
    about = (plan.about or "every track") if plan else ""
    asked = asked_of(summary)
    status = ended(state)
    lines = [
        f"{_held(plan)} · {form.typed(about)} · {asked} · {status} · started {state.started_at[:16]}Z",
        "",
    ]
    if summary.score is None and not any(answer.grade for turn in state.turns for answer in turn.answers):
        return [*lines, "Nothing has been marked yet."]
    score = f"{form.strong}Score {percent(summary.score)}{form.strong}"
    engine = plan.engine if plan else ""
    return [*lines, f"{score} (unaided {percent(summary.unaided)}), marked by the {engine} engine."]


def _held(plan: Plan | None) -> str:
    """Return the mode, and the style where there is one."""
    if plan is None:
        return ""
    return plan.mode if plan.style == "neutral" else f"{plan.mode}, {plan.style} style"


def _debrief(form: _Form, sentences: Sequence[Sentence]) -> list[str]:
    if not sentences:
        return []
    lines = ["## Debrief", ""]
    for part in paragraphs(sentences):
        lines += [" ".join(f"{form.told(one.text)} {form.told(one.label)}" for one in part), ""]
    return lines


def _topics(form: _Form, summary: Summary) -> list[str]:
    if not summary.topics:
        return []
    lines = ["## Marks by topic", ""]
    if form.table:
        lines += ["| topic | questions | score |", "|---|---|---|"]
        names = [form.typed(one.subject).replace("|", "\\|") for one in summary.topics]
        lines += [
            f"| {name} | {one.questions} | {percent(one.score)} |"
            for name, one in zip(names, summary.topics, strict=True)
        ]
    else:
        lines += [f"- {form.typed(one.subject)}: {percent(one.score)}" for one in summary.topics]
    return [*lines, ""]


def _question(form: _Form, question: QuestionSummary, why: Sequence[str], *, reference: bool) -> list[str]:
    turn = question.turn
    lines = [f"## {question.number}. {form.told(turn.asked)}", "", _mark_line(form, question), ""]
    lines += [line for reason in why for line in (f"Picked for: {form.typed(reason)}", "")]
    if turn.wording:
        lines += [f"In the question file: {form.told(turn.question.text)}", ""]
    lines += [] if turn.answers else ["No answer was given.", ""]
    for answer in turn.answers:
        lines += _answer(form, question, answer)
    lines += _helped(form, turn, len(turn.answers))
    if turn.closed:
        lines += [_point(form, turn, point) for point in question.outcome.points]
        lines.append("")
    corrections = {m.id: m.correction for m in turn.question.misconceptions}
    for _, wrong in question.outcome.misconceptions:
        lines += [f"- ! You said: “{form.typed(wrong.quote.text)}”. {form.told(corrections.get(wrong.id, ''))}", ""]
    if turn.challenge:
        lines += _challenge(form, turn, turn.challenge)
    if reference and turn.closed and turn.answers:
        lines += [f"### {turn.question.reference_title}", "", form.whole(turn.question.reference), ""]
        for other in turn.question.alternatives:
            lines += [f"### {form.told(other.title)}", "", form.whole(other.text), ""]
    return lines


def _mark_line(form: _Form, question: QuestionSummary) -> str:
    if question.turn.closed is None:
        return _OPEN
    if question.pending:
        return "Waiting for its grade."
    if question.score is None:
        reasons = [a.grade.ungraded for a in question.turn.answers if a.grade and a.grade.ungraded]
        return f"Not graded: {form.typed(reasons[0] or '')}." if reasons else "Not graded."
    interval = ""
    if question.low is not None and question.high is not None and question.low != question.high:
        interval = f", between {percent(question.low)} and {percent(question.high)} (80 % interval)"
    label = f"; {LABELS[question.label]}" if question.label else ""
    score = f"{form.strong}{percent(question.score)}{form.strong}"
    return f"{score}{interval}; unaided {percent(question.unaided)}{label}."


def _challenge(form: _Form, turn: Turn, challenge: Challenge) -> list[str]:
    """Return the wrong claim, the replies, and, once the question is closed, what is right."""
    lines = ["### A wrong claim, on purpose", ""]
    for one in challenge.rounds:
        replied = [f"> {form.typed(line)}" for line in (one.reply or "").splitlines()]
        lines += [form.told(one.text), "", *replied, *([""] if replied else [])]
    if turn.closed:
        quote = next((one.stance.quote.text for one in challenge.rounds if one.stance and one.stance.quote), None)
        shown = f" — “{form.typed(quote)}”" if quote else ""
        lines += [f"{told(challenge)}{shown} {form.told(resolved(turn, challenge))} It changes no mark.", ""]
    return lines


def _helped(form: _Form, turn: Turn, answers: int) -> list[str]:
    """Return the questions back that were asked, and the hints given, when so many answers were committed."""
    lines = []
    for one in turn.clarifications:
        if one.answers == answers:
            lines += [f"You asked: {form.typed(' '.join(one.text.split()))}", "", f"Reply: {form.told(one.reply)}", ""]
    for hint in turn.hints:
        if hint.answers == answers:
            lines += [f"Hint: {form.told(spoken(hint))}", ""]
    return lines


def _answer(form: _Form, question: QuestionSummary, answer: Answer) -> list[str]:
    asked = next((probe for probe in question.turn.follow_ups if probe.asks_for == answer.follow_up), None)
    voice = f" (worded by {form.typed(asked.voice.model)})" if asked and asked.voice else ""
    lead = f"{form.told(asked.lead)} " if asked and asked.lead else ""
    lines = [f"Follow-up{voice}: {lead}{form.told(asked.text)}", ""] if asked else []
    lines += _helped(form, question.turn, question.turn.answers.index(answer))
    quoted = [f"> {form.typed(line)}" for line in (answer.text.splitlines() or [""])]
    flags = f"Flags: {', '.join(answer.grade.flags)}" if answer.grade and answer.grade.flags else ""
    judging = answer.grade.judging if answer.grade else None
    failed = f"Without the judge: {form.typed(judging.failed)}" if judging and judging.failed else ""
    return [*lines, *quoted, "", *(text for one in (flags, failed) if one for text in (one, ""))]


def _point(form: _Form, turn: Turn, point: PointOutcome) -> str:
    quote = f" — “{form.typed(point.grade.quote.text)}”" if point.grade and point.grade.quote else ""
    help_needed = _HELP[point.help] if point.help and point.credit else ""
    earned = f"({point.credit:.2f} of 1, weight {point.point.weight})"
    passage = turn.question.passages.get(point.point.id) if point.verdict != "covered" else None
    place = Place(passage.document, passage.first_line, passage.last_line).shown if passage else ""
    read = f" Read: {form.typed(place)}." if place else ""
    return f"- {MARKS[point.verdict]} {form.told(point.point.text)} {earned}{help_needed}{quote}{read}"


def _in_unicode_line(text: str) -> str:
    return visible_line(in_unicode(text))


_MARKDOWN = _Form(escape, escape, visible, "**", table=True)
_PLAIN = _Form(visible_line, _in_unicode_line, in_unicode, "", table=False)
