"""What the candidate looks at while answering: the question, what was said, the follow-up, the hints."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from interviewer.domain.state import Turn
from interviewer.domain.text import visible
from interviewer.interview.cited import in_quotes
from interviewer.tui.widgets.clipped import Clipped
from interviewer.tui.widgets.document import Document
from interviewer.tui.widgets.drawing import line, prose

_LONGEST_RECALL = 400


class PromptPane(Vertical):
    """The question stays in view above; below it the newest follow-up is scrolled into view."""

    DEFAULT_CSS = """
    PromptPane { height: auto; max-height: 60%; padding: 1 0 0 0; overflow-y: auto; }
    PromptPane VerticalScroll { height: auto; padding: 0 2; }
    PromptPane VerticalScroll:focus { background: $surface; }
    PromptPane #question { max-height: 12; }
    PromptPane #said { max-height: 14; }
    .-short PromptPane #question { max-height: 5; }
    .-short PromptPane #said { max-height: 9; }
    .-flat PromptPane #question, .-flat PromptPane #said { max-height: 3; }
    PromptPane .recall { color: $foreground 55%; max-height: 3; margin: 0 0 1 0; padding: 0 1; }
    PromptPane .recall { border-left: outer $foreground 20%; }
    PromptPane .follow-up { height: auto; border-left: outer $accent; padding: 0 1; margin: 0 0 1 0; }
    PromptPane .past { border-left: outer $foreground 20%; color: $foreground 70%; }
    PromptPane .lead { color: $foreground 70%; text-style: italic; }
    PromptPane .hint { color: $secondary; margin: 0 0 1 0; border-left: outer $secondary; padding: 0 1; }
    .-short PromptPane, .-flat PromptPane { padding: 0; }
    .-short PromptPane .recall, .-flat PromptPane .recall { max-height: 1; margin: 0; }
    .-short PromptPane .hint, .-short PromptPane .follow-up { margin: 0; }
    """

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self._turn: Turn | None = None

    def show(self, turn: Turn) -> None:
        """Draw a turn as far as it has come."""
        self._turn = turn
        self.refresh(recompose=True)
        self.call_after_refresh(self._to_newest)

    def on_resize(self) -> None:
        """Keep in view what waits for an answer."""
        self.call_after_refresh(self._to_newest)

    def compose(self) -> ComposeResult:
        """Draw the turn in the order in which things were said."""
        turn = self._turn
        if turn is None:
            return
        with VerticalScroll(id="question"):
            if turn.lead:
                yield Static(line(turn.lead), classes="lead", markup=False)
            yield Document(turn.asked)
        if turn.answers or turn.hints or turn.clarifications:
            with VerticalScroll(id="said"):
                yield from _said(turn)

    def _to_newest(self) -> None:
        # both have a greatest height: where they meet it, the question gives way to what waits for an answer
        self.scroll_end(animate=False)
        for scroll in self.query("#said").results(VerticalScroll):
            scroll.scroll_end(animate=False)


def _said(turn: Turn) -> Iterable[Widget]:
    for number, answer in enumerate(turn.answers):
        yield from _helped(turn, number)
        yield _recall(answer.text)
        if number < len(turn.follow_ups):
            yield _follow_up(turn, number)
    yield from _helped(turn, len(turn.answers))
    yield from _challenged(turn)


def _helped(turn: Turn, answers: int) -> Iterable[Widget]:
    """Yield the questions back and the hints that came when so many answers were committed."""
    for one in turn.clarifications:
        if one.answers == answers:
            yield _recall(one.text, "You asked")
            yield Static(Content.assemble(("Reply  ", "bold"), prose(one.reply)), classes="hint")
    for number, hint in enumerate(turn.hints, 1):
        if hint.answers == answers:
            said = f"You said {in_quotes(hint.quote)}. " if hint.quote else ""
            yield Static(Content.assemble((f"Hint {number}  ", "bold"), said, prose(hint.text)), classes="hint")


def _challenged(turn: Turn) -> Iterable[Widget]:
    for one in turn.challenge.rounds if turn.challenge else ():
        waits = one.reply is None
        heading = Static(Content.styled("A colleague's view", "bold $accent" if waits else "bold $foreground 60%"))
        yield Vertical(
            heading, Static(prose(one.text), markup=False), classes="follow-up" if waits else "follow-up past"
        )
        if one.reply is not None:
            yield _recall(one.reply)


def _recall(text: str, heading: str = "You said") -> Widget:
    said = line(text, _LONGEST_RECALL) or "(nothing)"
    return Clipped(Content.assemble((f"{heading}  ", "bold"), said), classes="recall")


def _follow_up(turn: Turn, number: int) -> Widget:
    past = number < len(turn.answers) - 1
    heading = Static(Content.styled("Follow-up", "bold $foreground 60%" if past else "bold $accent"))
    probe = turn.follow_ups[number]
    # What quotes the candidate is drawn as typed. No Markdown: its height comes late, and the end is scrolled to.
    text = Static(visible(probe.text) if probe.confronts else prose(probe.text), markup=False)
    lead = [Static(line(probe.lead), classes="lead", markup=False)] if probe.lead else []
    return Vertical(heading, *lead, text, classes="follow-up past" if past else "follow-up")
