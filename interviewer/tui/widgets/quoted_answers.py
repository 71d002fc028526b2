"""What the candidate wrote, with the words that earned something marked in place."""

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interviewer.domain.challenge import Challenge
from interviewer.domain.state import Answer, Turn
from interviewer.domain.text import visible
from interviewer.tui.widgets.drawing import line
from interviewer.tui.widgets.point_list import Mark

_HELP = {"unaided": "", "probe": "after a follow-up", "hint": "after a hint"}


class QuotedAnswers(VerticalScroll):
    """All answers to a question; `light` brings one quote out and into view."""

    DEFAULT_CSS = """
    QuotedAnswers { padding: 0 1; }
    QuotedAnswers .heading { color: $foreground 60%; }
    QuotedAnswers .words { margin: 0 0 1 0; }
    """

    def __init__(self, turn: Turn, marks: Sequence[Mark]) -> None:
        super().__init__()
        self._turn = turn
        self._marks = tuple(marks)

    def compose(self) -> ComposeResult:
        """Draw each answer under what it answered."""
        if not self._turn.answers:
            yield Static("You gave no answer.", markup=False)
        for index, answer in enumerate(self._turn.answers):
            yield Static(_heading(self._turn, index), classes="heading")
            yield Static(self._words(answer, None), classes="words", id=f"words-{index}")
        if self._turn.challenge:
            yield from _challenge(self._turn.challenge)

    def light(self, mark: Mark | None) -> None:
        """Bring out the words of `mark`, or of none."""
        for index, answer in enumerate(self._turn.answers):
            words = self.query_one(f"#words-{index}", Static)
            words.update(self._words(answer, mark))
            if mark is not None and mark.answer_id == answer.id:
                self._show_line(words, answer, mark)

    def _words(self, answer: Answer, lit: Mark | None) -> Content:
        content = Content(visible(answer.text) or "(nothing)")
        for mark in self._marks:
            if mark.answer_id == answer.id:
                content = content.stylize(f"{mark.color} underline", mark.quote.start, mark.quote.end)
        if lit is not None and lit.answer_id == answer.id:
            content = content.stylize(f"bold $background on {lit.color}", lit.quote.start, lit.quote.end)
        return content

    def _show_line(self, words: Static, answer: Answer, mark: Mark) -> None:
        before = Content(visible(answer.text)[: mark.quote.start])
        above = before.get_height({}, words.content_size.width) - 1 if words.content_size.width else 0
        self.scroll_to(y=max(0, words.virtual_region.y + above - 1), animate=False)


def _challenge(challenge: Challenge) -> Iterable[Static]:
    for one in challenge.rounds:
        yield Static(Content.styled(line(one.text, 400), "bold"), classes="heading")
        yield Static(Content(visible(one.reply or "") or "(nothing)"), classes="words")


def _heading(turn: Turn, index: int) -> Content:
    answer = turn.answers[index]
    asked = line(turn.follow_ups[index - 1].text, 200) if index else "Your first answer"
    voice = turn.follow_ups[index - 1].voice if index else None
    note = _HELP[answer.help] + (f" · worded by {line(voice.model, 40)}" if voice else "")
    return Content.assemble((asked, "bold"), (f"  {note}" if note else "", "$foreground 60%"))
