"""A question of the bank as lines for a person."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from interviewer.domain.text import visible, visible_line

if TYPE_CHECKING:
    from interviewer.domain.question import Question


def question_lines(question: "Question", file: str) -> list[str]:
    """Return all that a question's file says, formulas of the answers in Unicode."""
    from interviewer.export.latex import in_unicode

    points = [
        line
        for point in question.key_points
        for line in (f"[{point.weight}] {point.id}: {point.text}", *(f"      or: {other}" for other in point.accept))
    ]
    wrongs = [
        line
        for m in question.misconceptions
        for line in (
            f"[-{m.weight}] {m.id}: {m.text} Right: {m.correction}",
            *([f"      hint: {m.nudge}"] if m.nudge else []),
        )
    ]
    probes = [f"{follow_up.asks_for}: {follow_up.question}" for follow_up in question.follow_ups]
    return [
        visible(question.text),
        f"{question.track}/{question.topic}/{question.id} · {question.kind} · difficulty {question.difficulty} of 5"
        f" · {question.status}",
        *_section("Also asked as", question.paraphrases),
        *_section("Key points", points),
        *_section("Misconceptions", wrongs),
        *_section("Follow-ups", probes),
        *_section("Hints", question.hints),
        *_section("Sources", question.sources),
        *_section("Earlier ids", question.aliases),
        *_section("Asks the same as", [question.same_as] if question.same_as else []),
        *_section("From", [question.provenance.where] if question.provenance else []),
        *_section("File", [file]),
        "",
        question.reference_title,
        "",
        in_unicode(question.reference),
        *(line for one in question.alternatives for line in ("", visible_line(one.title), "", in_unicode(one.text))),
    ]


def _section(title: str, entries: Iterable[str]) -> list[str]:
    lines = [f"  {' ' * (len(entry) - len(entry.lstrip()))}{visible_line(entry)}" for entry in entries]
    return ["", title, *lines] if lines else []
