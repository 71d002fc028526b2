"""The key points of a question with their verdicts; the one under the cursor is announced."""

from dataclasses import dataclass

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from interviewer.domain.grade import MisconceptionGrade, Quote
from interviewer.domain.outcome import Outcome, PointOutcome
from interviewer.domain.question import Question
from interviewer.export.markdown import MARKS
from interviewer.tui.theme import VERDICT_COLORS
from interviewer.tui.widgets.drawing import line, prose

_HELP = {"unaided": "", "probe": " · after a follow-up", "hint": " · after a hint"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one answer that a key point or a misconception rests on, and its colour."""

    answer_id: str
    quote: Quote
    color: str


class PointList(OptionList):
    """Key points first, then the misconceptions that were stated."""

    DEFAULT_CSS = """
    PointList { background: transparent; border: round $border-blurred; padding: 0; }
    PointList { border-title-color: $foreground 70%; }
    PointList:focus { border: round $border; }
    """

    @dataclass
    class Moved(Message):
        """The cursor is on an entry; `mark` is what it rests on, None without a quote."""

        mark: Mark | None

    def __init__(self, question: Question, outcome: Outcome) -> None:
        entries = [_point(point) for point in outcome.points]
        entries += [_misconception(question, answer_id, wrong) for answer_id, wrong in outcome.misconceptions]
        super().__init__(*(Option(content) for content, _ in entries), id="points")
        self.border_title = "Key points"
        self.marks = tuple(mark for _, mark in entries)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Moved(self.marks[event.option_index]))


def _point(outcome: PointOutcome) -> tuple[Content, Mark | None]:
    color = VERDICT_COLORS[outcome.verdict]
    quote = outcome.grade.quote if outcome.grade else None
    help_needed = _HELP[outcome.help] if outcome.help and outcome.credit else ""
    content = Content.assemble(
        (f"{MARKS[outcome.verdict]} {outcome.verdict:<8}", f"bold {color}"),
        (f" {outcome.credit:.2f} · weight {outcome.point.weight}{help_needed}\n", "$foreground 60%"),
        (prose(outcome.point.text), ""),
    )
    mark = Mark(outcome.answer_id, quote, color) if quote and outcome.answer_id else None
    return content, mark


def _misconception(question: Question, answer_id: str, wrong: MisconceptionGrade) -> tuple[Content, Mark]:
    known = next((one for one in question.misconceptions if one.id == wrong.id), None)
    content = Content.assemble(
        ("! misconception", "bold $error"),
        (f" −{wrong.weight}\n", "$foreground 60%"),
        (f"You said “{line(wrong.quote.text, 160)}”.\n", ""),
        (prose(known.correction) if known else "", "$success"),
    )
    return content, Mark(answer_id, wrong.quote, "$error")
