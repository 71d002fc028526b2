"""The form for a new interview; good as it stands, so that Enter on Start begins."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Label, Select, Static

from interviewer.bank.load import Bank
from interviewer.config.settings import Settings
from interviewer.domain.events import Mode, Style
from interviewer.domain.text import visible
from interviewer.interview.manner import STYLES
from interviewer.interview.plan import Wish
from interviewer.tui.widgets.drawing import cell

_COUNTS = (1, 2, 3, 5, 8, 10, 15, 20)
_MINUTES = (1, 2, 3, 5, 10, 15)
_MODES = (("practice", "practice"), ("mock", "mock"), ("drill", "drill"))
_MEANINGS: dict[Mode, str] = {
    "practice": "practice: feedback after every question",
    "mock": "mock: as in the real thing, the report comes at the end",
    "drill": "drill: what you did worst comes first",
}
_STYLES: tuple[tuple[str, Style], ...] = (("neutral", "neutral"), ("friendly", "friendly"), ("pressure", "pressure"))
_CLAIMS = (("no", False), ("yes", True))
_IN_ALL = (15, 30, 45, 60, 90)
_LEVELS = ((1, "warm-up"), (2, "easy"), (3, "medium"), (4, "hard"), (5, "expert"))
Origin = tuple[str, str]
"""("track", name), ("source", name) or ("all", "")."""


class TextInput(Input):
    """A line of free text or a file's name that shows pasted controls instead of obeying them."""

    def validate_value(self, value: str) -> str:
        """Return what is safe to draw."""
        return visible(value)


class TopicInput(TextInput):
    """The topic, which a key that was meant for something else may have begun: Escape takes it back."""

    BINDINGS = [Binding("escape", "take_back", "Clear the topic", key_display="Esc")]  # noqa: RUF012 - Textual's own declaration

    @dataclass
    class TakenBack(Message):
        """The person wants no topic."""

    def action_take_back(self) -> None:
        """Empty the field and leave it."""
        self.value = ""
        self.post_message(self.TakenBack())


class NewInterview(Vertical):
    """Asks what the interview is to be about."""

    DEFAULT_CSS = """
    NewInterview { height: auto; }
    NewInterview Horizontal { height: 1; margin: 0 0 1 0; }
    NewInterview Label { width: 12; color: $foreground 70%; }
    NewInterview Label.second { padding: 0 0 0 2; }
    NewInterview Label.claims { width: 14; }
    NewInterview Label.all { width: 8; }
    NewInterview Select, NewInterview Input { width: 1fr; height: 1; }
    NewInterview #told { height: auto; max-height: 3; margin: 0 0 1 0; padding: 0 0 0 12; color: $foreground 70%; }
    NewInterview #told.fault { color: $error; }
    NewInterview #actions { margin: 0; padding: 0 0 0 12; height: 1; }
    NewInterview Button { margin: 0 2 0 0; min-width: 11; text-style: bold; }
    NewInterview Button:focus { background: $primary; color: $background; text-style: bold; }
    .-short NewInterview Horizontal, .-flat NewInterview Horizontal { margin: 0; }
    .-short NewInterview #told, .-flat NewInterview #told { margin: 0; }
    .-short NewInterview #actions { margin: 1 0 0 0; }
    """

    @dataclass
    class Wished(Message):
        """The person wants this interview, its questions for the lines of these files where any is named."""

        wish: Wish
        job: Path | None
        cv: Path | None

    @dataclass
    class ResumeWished(Message):
        """The person wants to go on with the latest unfinished interview."""

    def __init__(self, settings: Settings, bank: Bank) -> None:
        super().__init__(id="new")
        self.border_title = "New interview"
        self._settings = settings
        self._bank = bank
        self._claims_wished = settings.challenge

    def compose(self) -> ComposeResult:
        """Draw the fields, most important first."""
        chosen = self._settings
        with Horizontal():
            yield Label("Questions on")
            yield self._select("origin", self._origins(), self._default_origin())
            yield Label("Mode", classes="second")
            yield self._select("mode", _MODES, chosen.mode)
        with Horizontal():
            yield Label("Topic")
            yield TopicInput(
                placeholder="anything, for example: attention masks (optional)",
                id="topic",
                compact=True,
                select_on_focus=False,  # a word that began beside it goes on in it
            )
        with Horizontal():
            yield Label("For a job")
            yield TextInput(placeholder="its file (optional)", id="job", compact=True)
            yield Label("Your CV", classes="second")
            yield TextInput(placeholder="its file (optional)", id="cv", compact=True)
        yield Static(id="told", markup=False)
        with Horizontal():
            yield Label("How many")
            yield self._select("count", _numbers(_COUNTS, chosen.count), chosen.count)
            yield Label("Difficulty", classes="second")
            yield self._select("difficulty", [("any", 0), *((f"{n} {word}", n) for n, word in _LEVELS)], 0)
            yield Label("Time limit", classes="second")
            yield self._select("limit", _limits(chosen.time_limit_s), chosen.time_limit_s or 0)
        with Horizontal():
            yield Label("Style")
            yield self._select("style", _STYLES, chosen.style)
            yield Label("Wrong claims", classes="second claims")
            yield self._select("challenge", _CLAIMS, chosen.challenge)
            yield Label("In all", classes="second all")
            yield self._select("minutes", _minutes(chosen.minutes), chosen.minutes or 0)
        with Horizontal(id="actions"):
            yield Button("Start", id="start", variant="primary", compact=True)
            yield Button("Resume", id="resume", variant="default", compact=True)

    def on_mount(self) -> None:
        """Offer a time limit only where it counts."""
        self._mode_changed()
        self.tell("")

    @on(TopicInput.TakenBack)
    def focus_start(self) -> None:
        """Put the focus where Enter begins."""
        self.query_one("#start", Button).focus()

    def name_topic(self, typed: str) -> None:
        """Go on in the topic's field with what was typed beside it."""
        topic = self.query_one("#topic", Input)
        # the screen knows at once where the focus goes, the field only later: keys may come in between
        apart = " " if topic.value and self.screen.focused is not topic else ""
        topic.value += apart + typed
        topic.cursor_position = len(topic.value)
        self.screen.set_focus(topic)

    def offer_resume(self, about: Content | None) -> None:
        """Show what could be resumed, or hide the button."""
        button = self.query_one("#resume", Button)
        button.display = about is not None
        if about is not None:
            button.label = Content.assemble("Resume ", about)

    def tell(self, message: str, *, fault: bool = False) -> None:
        """Say beneath the files what becomes of them; nothing takes no room."""
        told = self.query_one("#told", Static)
        told.update(Content(visible(message)))
        told.set_class(fault, "fault")
        told.display = bool(message)

    def hand_in(self) -> None:
        """Ask for what the form says now."""
        self.post_message(self.Wished(self._wish, self._file("job"), self._file("cv")))

    @property
    def _wish(self) -> Wish:
        kind, name = cast(Origin, self._value("origin"))
        mode = cast(Mode, self._value("mode"))
        limit = cast(int, self._value("limit"))
        return Wish(
            mode=mode,
            track=name if kind == "track" else None,
            source=name if kind == "source" else None,
            topic=self.query_one("#topic", Input).value.strip() or None,
            count=cast(int, self._value("count")),
            difficulty=cast(int, self._value("difficulty")) or None,
            engine=self._settings.engine,
            time_limit_s=limit or None,
            repeat_after_days=self._settings.repeat_after_days,
            challenge=cast(bool, self._value("challenge")),
            style=cast(Style, self._value("style")),
            minutes=cast(int, self._value("minutes")) or None,
        )

    @on(Button.Pressed, "#start")
    @on(Input.Submitted)
    def _start(self, event: Message) -> None:
        event.stop()
        self.hand_in()

    @on(Input.Changed, "#job")
    @on(Input.Changed, "#cv")
    def _file_changed(self) -> None:
        """Take back what was said against the file that stood there."""
        if self.query_one("#told", Static).has_class("fault"):
            self.tell("")

    @on(Button.Pressed, "#resume")
    def _resume(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.ResumeWished())

    @on(Select.Changed, "#mode")
    def _mode_changed(self) -> None:
        self._offer_limit()
        self.border_subtitle = self._mode_told

    @on(Select.Changed, "#style")
    def _style_changed(self) -> None:
        style = cast(Style, self._value("style"))
        self._offer_limit()
        claims = self.query_one("#challenge", Select)
        if not claims.disabled:
            self._claims_wished = cast(bool, claims.value)
        claims.disabled = style == "pressure"  # there they are put anyway
        claims.value = style == "pressure" or self._claims_wished
        self.border_subtitle = self._mode_told if style == "neutral" else f"{style}: {STYLES[style]}"

    @property
    def _mode_told(self) -> str:
        return _MEANINGS[cast(Mode, self._value("mode"))]

    def _offer_limit(self) -> None:
        timed = self._value("mode") == "mock" or self._value("style") == "pressure"
        self.query_one("#limit", Select).disabled = not timed

    def _file(self, field: str) -> Path | None:
        return _path(self.query_one(f"#{field}", Input).value)

    def _value(self, field: str) -> object:
        return cast("Select[object]", self.query_one(f"#{field}", Select)).value

    def _select(self, field: str, options: object, value: object) -> "Select[object]":
        pairs = [(cell(prompt, 60), choice) for prompt, choice in cast("list[tuple[str, object]]", options)]
        return Select[object](pairs, value=value, allow_blank=False, id=field, compact=True)

    def _origins(self) -> list[tuple[str, Origin]]:
        tracks = [track for track in self._bank.tracks if track != "personal"]
        named: list[tuple[str, Origin]] = [(track, ("track", track)) for track in tracks]
        if "personal" in self._bank.tracks:
            named.append(("your own questions", ("track", "personal")))
        named.append(("everything", ("all", "")))
        return named + [(f"document {document}", ("source", document)) for document in self._bank.documents]

    def _default_origin(self) -> Origin:
        track = self._settings.track
        return ("track", track) if track in self._bank.tracks else ("all", "")


def _path(typed: str) -> Path | None:
    """Return the file that is meant: `~` is home, and quotes are those that a terminal adds to a dropped file."""
    name = typed.strip().strip("'\"")
    if not name:
        return None
    try:
        return Path(name).expanduser()
    except RuntimeError:  # the home of nobody known
        return Path(name)


def _numbers(usual: tuple[int, ...], own: int) -> list[tuple[str, int]]:
    return [(str(number), number) for number in sorted({*usual, own})]


def _limits(own: int | None) -> list[tuple[str, int]]:
    seconds = sorted({*(60 * minutes for minutes in _MINUTES), *([own] if own else [])})
    return [("none", 0), *((_duration(limit), limit) for limit in seconds)]


def _minutes(own: int | None) -> list[tuple[str, int]]:
    return [("any time", 0), *((f"{minutes} min", minutes) for minutes in sorted({*_IN_ALL, *([own] if own else [])}))]


def _duration(seconds: int) -> str:
    return f"{seconds // 60} min" if seconds % 60 == 0 else f"{seconds} s"
