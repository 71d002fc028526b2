"""Follow-ups in a chat model's words: checked by code before anybody sees them, else as they are written."""

import contextlib
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from interviewer.domain.errors import InterviewerError
from interviewer.domain.state import Turn
from interviewer.domain.text import sanitize
from interviewer.domain.voice import Voice, Worded
from interviewer.grading.words import content_words
from interviewer.interview.leaks import STRICT, leaks
from interviewer.llm.local_model import Reply
from interviewer.llm.port import Chat
from interviewer.llm.prompts import Prompt, neutral_line, untrusted

WITHIN_S = 5.0
"""Seconds that a person waits for better words; after that the written ones stand."""
MOST_TOKENS = 60
_FEWEST_WORDS, _MOST_WORDS = 4, 35  # a follow-up of 25 words was asked for
_MOST_SHOWN = 3_000  # characters of the answer that the model sees
_MOST_LINE = 600
_KEPT_SHARE = 0.34  # of the written follow-up's content words: with fewer it asks for something else
_ASKS = re.compile(r"\b(?:what|which|why|how|when|where|who)\b", re.IGNORECASE)
_FIRST_LINE = re.compile(
    r"\s*[\"“'*]*(?:follow-?up(?: question)?\s*:\s*)?[\"“'*]*(.+?)[\"”'*]*\s*(?:\n|$)", re.IGNORECASE
)

NOTHING_TO_TAKE_UP = "has nothing in the answer to take up"

_log = logging.getLogger(__name__)


def patient() -> bool:
    """Say that the person has not stopped waiting."""
    return False


@dataclass(frozen=True, slots=True)
class Line:
    """What a reply comes to: the line to put, and why it may not be put, None where it may."""

    text: str
    fault: str | None


@dataclass(frozen=True, slots=True)
class Errand:
    """What a model is asked: `inputs` for the prompt's fields; `line` says what a reply, or its head, comes to."""

    inputs: Mapping[str, str]
    line: Callable[[str], Line]


Way = Callable[[Turn, str], Errand | None]
"""How a model is asked for the written words in its own; None where there is nothing for it to do."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of asking a model for a follow-up: the line it gave, and why it was not put; None where it was."""

    written: str
    said: str
    fault: str | None


def reword(turn: Turn, written: str) -> Errand:
    """Have the model see question and answer, and put the whole follow-up in its words: for one that is fluent."""
    answer = untrusted(turn.answers[-1].text, _MOST_SHOWN)
    inputs = {
        "question": neutral_line(turn.asked, _MOST_LINE),
        "follow_up": neutral_line(written, _MOST_LINE),
        "answer": answer.text,
        "nonce": answer.nonce,
    }

    def line(said: str) -> Line:
        words = first_line(said)
        return Line(words, fault_of(words, turn, written))

    return Errand(inputs, line)


def unheeded(_tried: Tried) -> None:
    """Take no note."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Asks a chat model for a follow-up. `chat` opens it and may fail: then the written words stand.

    `way` goes with the prompt; `noted` is told what came of each follow-up where there is a model.
    """

    chat: Callable[[], Chat | None]
    prompt: Prompt
    way: Way = reword
    noted: Callable[[Tried], None] = unheeded
    _troubles: dict[str, bool] = field(default_factory=dict, compare=False)
    """What the model failed by, and whether it was told."""

    def trouble(self) -> str | None:
        """Return a line on what the model failed by that nobody was told yet, None where there is none."""
        untold = next((text for text, told in self._troubles.items() if not told), None)
        if untold is None:
            return None
        self._troubles[untold] = True
        return f"The follow-ups stand as written: {untold}"

    def follow_up(self, turn: Turn, written: str, stopped: Callable[[], bool] = patient) -> Worded | None:
        """Return `written` in words that take up the last answer; None where it stands. A model's fault is logged.

        The reply is read as it is made, and broken off when it can no longer be put or when `stopped` says so.
        """
        try:
            chat = self.chat()
            if chat is None or not turn.answers or stopped():
                return None
            errand = self.way(turn, written)
            if errand is None:
                self.noted(Tried(written, "", NOTHING_TO_TAKE_UP))
                return None
            messages = self.prompt.messages(**errand.inputs)
            with contextlib.closing(chat.stream(messages, most=MOST_TOKENS, within=WITHIN_S)) as parts:
                tried = _read(parts, errand.line, written, stopped)
        except InterviewerError as error:
            _log.warning("the follow-up stands as written: %s", error)
            line = " ".join(str(error).split())
            self._troubles.setdefault(line, False)
            self.noted(Tried(written, "", line))
            return None
        if tried.fault:
            _log.info("the follow-up stands as written: the model's %s", tried.fault)
        self.noted(tried)
        return None if tried.fault else Worded(tried.said, Voice(chat.name, self.prompt.sha256))


def _read(parts: Iterator[Reply], line: Callable[[str], Line], written: str, stopped: Callable[[], bool]) -> Tried:
    """Return what a reply comes to, read to its end so that its host can still say that it is none."""
    said, found = "", line("")
    for part in parts:
        if stopped():
            return Tried(written, found.text, "was not waited for")
        said += part.text
        found = line(said)
        words = first_line(said)
        if found.fault and ("?" in words or len(words.split()) > _MOST_WORDS):
            break
    return Tried(written, found.text, found.fault)


def first_line(said: str) -> str:
    """Return the first line of a reply without label, quotes and control characters."""
    line = _FIRST_LINE.match(sanitize(said))
    return " ".join(line[1].split()) if line else ""


def fault_of(line: str, turn: Turn, written: str) -> str | None:
    """Return why a line may not be put as the follow-up `written`, None where it may."""
    if not line.endswith("?") or line.count("?") > 1:
        return "is not one question"
    if not _FEWEST_WORDS <= len(line.split()) <= _MOST_WORDS:
        return f"has not between {_FEWEST_WORDS} and {_MOST_WORDS} words"
    if line in (turn.asked, turn.question.text, *(probe.text for probe in turn.follow_ups[:-1])):
        return "was put before"
    if _plain(line) == _plain(written):
        return "is the written one"
    wanted = {word.key for word in content_words(written)}
    if len(wanted & {word.key for word in content_words(line)}) < _KEPT_SHARE * len(wanted):
        return "asks for something else"
    if len(_ASKS.findall(line)) < len(_ASKS.findall(written)):
        return "asks for less"
    if leaks(line, turn.question, [turn.asked, *turn.wordings, *(one.text for one in turn.answers)], share=STRICT):
        return "gives the answer away"
    return None


def _plain(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
