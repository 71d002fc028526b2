"""What one answer earned and why: every mark with the words it rests on."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static, TabbedContent, TabPane

from interviewer.interview.challenging import resolved, told
from interviewer.interview.summary import QuestionSummary
from interviewer.tui.screens.base import BaseScreen
from interviewer.tui.widgets.clipped import Clipped
from interviewer.tui.widgets.document import Document
from interviewer.tui.widgets.drawing import line, prose
from interviewer.tui.widgets.point_list import PointList
from interviewer.tui.widgets.quoted_answers import QuotedAnswers
from interviewer.tui.widgets.reading import Reading, passages_of
from interviewer.tui.widgets.score_panel import ScorePanel, question_score
from interviewer.tui.widgets.size_hint import SizeHint

_NOT_YET = "The reference answer is shown once you have answered this question."


class FeedbackScreen(BaseScreen[bool]):
    """The feedback on one question; Enter goes on. `onward` says where to, None where there is only back."""

    CSS_PATH = "feedback.tcss"
    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("enter,n,escape", "onward", "Next", key_display="Enter", priority=True),
        Binding("a", "tab('said')", "Answer"),
        Binding("r", "tab('reference')", "Reference"),
        Binding("d", "tab('read')", "Reading"),
    ]

    def __init__(self, summary: QuestionSummary, onward: str | None = None) -> None:
        super().__init__()
        self._summary = summary
        if onward is None:
            onward = "Back"
        self._bindings.key_to_bindings["enter"] = [
            Binding("enter", "onward", onward, key_display="Enter", priority=True)
        ]

    def compose(self) -> ComposeResult:
        """Draw the mark, the key points beside what was said."""
        turn, outcome = self._summary.turn, self._summary.outcome
        yield SizeHint()
        yield Clipped(_heading(self._summary), id="asked")
        yield ScorePanel(question_score(self._summary))
        if turn.challenge and turn.closed:
            made = Content.assemble((told(turn.challenge), "bold"), f" {line(resolved(turn, turn.challenge), 600)}")
            yield Clipped(made, id="claim")
        points = PointList(turn.question, outcome)
        with Container(id="body"):
            yield points
            with TabbedContent(initial="said", id="tabs"):
                with TabPane("Your answer", id="said"):
                    yield QuotedAnswers(turn, [mark for mark in points.marks if mark is not None])
                with TabPane("Reference answer", id="reference"), VerticalScroll():
                    yield Document(turn.question.reference if turn.answers else _NOT_YET)
                    for other in turn.question.alternatives if turn.answers else ():
                        yield Static(Content.assemble((line(other.title, 200), "bold")), classes="further")
                        yield Document(other.text)
                with TabPane("What to read", id="read"), VerticalScroll():
                    yield Reading(passages_of(turn.question, outcome.missed))
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows walk the key points."""
        self.query_one(PointList).focus()

    @on(PointList.Moved)
    def _light(self, event: PointList.Moved) -> None:
        self.query_one(QuotedAnswers).light(event.mark)

    def action_tab(self, name: str) -> None:
        """Show one of the three texts."""
        self.query_one("#tabs", TabbedContent).active = name

    def action_onward(self) -> None:
        """Go on."""
        self.dismiss(True)


def _heading(summary: QuestionSummary) -> Content:
    return Content.assemble((f"{summary.number}  ", "bold $primary"), (prose(summary.turn.asked), "bold"))
