"""What to read next: passages with their document and lines."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from interviewer.domain.outcome import PointOutcome
from interviewer.domain.question import Passage, Question
from interviewer.tui.widgets.drawing import line, prose

_LONGEST = 700


def passages_of(question: Question, missed: Sequence[PointOutcome]) -> Content:
    """Return the passages behind what was missed, each once."""
    parts: list[Content] = []
    seen: set[tuple[str, int]] = set()
    for outcome in missed:
        passage = question.passages.get(outcome.point.id)
        if passage is None or (passage.document, passage.first_line) in seen:
            continue
        seen.add((passage.document, passage.first_line))
        parts.append(_passage(outcome.point.text, passage))
    if not parts:
        return Content.styled("Nothing that was missed points at a passage.", "$foreground 60%")
    return Content("\n\n").join(parts)


def place_of(passage: Passage) -> str:
    """Return where a passage stands."""
    return f"{line(passage.document, 120)}, lines {passage.first_line}–{passage.last_line}"


def _passage(point: str, passage: Passage) -> Content:
    return Content.assemble(
        (f"{prose(point)}\n", "bold"),
        (f"{place_of(passage)}\n", "$secondary"),
        (_flowing(prose(passage.text[:_LONGEST])), "$foreground 80%"),
    )


def _flowing(text: str) -> str:
    """Join the lines of each paragraph, so that the text wraps where the screen ends."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


class Reading(Static):
    """Passages to read."""

    DEFAULT_CSS = "Reading { padding: 0 1; }"
