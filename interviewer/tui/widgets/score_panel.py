"""A mark as people read it: score, interval, label, which engine spoke, and what was earned without help."""

from textual.content import Content
from textual.widgets import Static

from interviewer.domain.grade import label_of
from interviewer.export.markdown import LABELS, percent
from interviewer.interview.summary import QuestionSummary, Summary, flags_told
from interviewer.tui.theme import LABEL_COLORS
from interviewer.tui.widgets.drawing import gauge, line

_SPOKE = {
    "fast": "fast engine, four of five marks lie between these",
    "local": "local engine; the interval is wider where fast disagrees",
    "panel": "panel of fast and the local model; the interval is wider where they disagree",
}
_SAID = "dont-know"
"""The flag that other words of the panel say."""
_CLOSED = {
    "skipped": "skipped",
    "revealed": "reference shown",
    "time": "time ran out",
    "dont-know": "you said you did not know",
}


class ScorePanel(Static):
    """Two lines: the figure with its gauge, and how far to trust it."""

    DEFAULT_CSS = "ScorePanel { height: auto; padding: 0 2; background: $panel; }"


def question_score(question: QuestionSummary) -> Content:
    """Return the mark of one question."""
    if question.pending:
        return Content.styled("Waiting for its mark.", "bold $warning")
    if question.score is None or question.label is None:
        return Content.assemble(("Not graded  ", "bold $warning"), (_why_not(question), ""))
    color = LABEL_COLORS[question.label]
    known = question.low is not None and question.low != question.high
    interval = f"   between {percent(question.low)} and {percent(question.high)}" if known else ""
    return Content.assemble(
        (percent(question.score), f"bold {color}"),
        (f"  {LABELS[question.label]}  ", color),
        gauge(question.score, question.low, question.high, color),
        (interval, "$foreground 80%"),
        "\n",
        _footnote(question),
    )


def interview_score(summary: Summary, engine: str) -> Content:
    """Return the mark of a whole interview: the mean of its questions."""
    score = summary.score
    if score is None:
        return Content.styled("Nothing has been marked yet.", "bold $warning")
    color = LABEL_COLORS[label_of(score)]
    return Content.assemble(
        (percent(score), f"bold {color}"),
        ("  mean of all questions  ", color),
        gauge(score, None, None, color),
        "\n",
        (f"without help {percent(summary.unaided)} · marked by the {line(engine, 40)} engine", "$foreground 60%"),
    )


def _footnote(question: QuestionSummary) -> Content:
    engines = {answer.grade.engine for answer in question.turn.answers if answer.grade}
    trust = [_SPOKE.get(engine, f"{line(engine, 40)} engine") for engine in sorted(engines)]
    closed = _CLOSED.get(question.turn.closed or "")
    parts = [f"without help {percent(question.unaided)}", *trust, *([closed] if closed else []), *_flags(question)]
    return Content.styled(" · ".join(parts), "$foreground 60%")


def _flags(question: QuestionSummary) -> list[str]:
    flags = [flag for flag in flags_told(question.turn) if not flag.startswith(_SAID)]
    return [f"flags: {line(', '.join(flags), 80)}"] if flags else []


def _why_not(question: QuestionSummary) -> str:
    reasons = [answer.grade.ungraded for answer in question.turn.answers if answer.grade and answer.grade.ungraded]
    return line(reasons[0], 300) if reasons else "no answer was given"
