"""Follow-ups in a chat model's words: checked by code before anybody sees them, else as they are written."""

import contextlib
import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from interviewer.bank.leaks import STRICT, leaks
from interviewer.domain.errors import InterviewerError
from interviewer.domain.state import Turn
from interviewer.domain.text import sanitize
from interviewer.domain.voice import Voice, Worded
from interviewer.grading.words import content_words
from interviewer.llm.local_model import Reply
from interviewer.llm.port import Chat
from interviewer.llm.prompts import Prompt, neutral_line, untrusted

WITHIN_S = 5.0
"""Seconds that a person waits for better words; after that the written ones stand."""
_TOO_LATE_S = 1.0  # with less left no reply comes to its end
_REFUSED = 2  # times in a row: a model that is asked for too much is spared it from then on
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
_NOT_WAITED_FOR = "was not waited for"

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


@dataclass(frozen=True, slots=True)
class Asking:
    """A prompt, and the way that fills it and reads its reply.

    `asks_much`: a model that is refused twice in a row is not asked so again.
    """

    prompt: Prompt
    way: Way = reword
    asks_much: bool = False


def unheeded(_tried: Tried) -> None:
    """Take no note."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Asks a chat model for a follow-up. `chat` opens it and may fail: then the written words stand.

    Where the reply to the first of `askings` may not be put, the next is tried in the time that is left. `noted` is
    told what came of each follow-up where there is a model.
    """

    chat: Callable[[], Chat | None]
    askings: Sequence[Asking]
    noted: Callable[[Tried], None] = unheeded
    _troubles: dict[str, bool] = field(default_factory=dict, compare=False)
    """What the model failed by, and whether it was told."""
    _refused: dict[str, int] = field(default_factory=dict, compare=False)
    """By prompt, how often in a row its reply could not be put."""

    def trouble(self) -> str | None:
        """Return a line on what the model failed by that nobody was told yet, None where there is none."""
        untold = next((text for text, told in self._troubles.items() if not told), None)
        if untold is None:
            return None
        self._troubles[untold] = True
        return f"The follow-ups stand as written: {untold}"

    def follow_up(self, turn: Turn, written: str, stopped: Callable[[], bool] = patient) -> Worded | None:
        """Return `written` in words that take up the last answer; None where it stands. A model's fault is logged.

        A reply is read as it is made, and broken off when it can no longer be put or when `stopped` says so.
        """
        end, tried, worded = time.monotonic() + WITHIN_S, None, None
        try:
            chat = self.chat()
            if chat is None or not turn.answers:
                return None
            for asking in self._askings():
                left = end - time.monotonic()
                if stopped() or (tried and left < _TOO_LATE_S):
                    break
                tried = self._try(asking, chat, turn, written, stopped, left)
                if tried.fault is None:
                    worded = Worded(tried.said, Voice(chat.name, asking.prompt.sha256))
                    break
                _log.info("the model's follow-up is not put: it %s", tried.fault)
        except InterviewerError as error:
            _log.warning("the follow-up stands as written: %s", error)
            line = " ".join(str(error).split())
            self._troubles.setdefault(line, False)
            tried = Tried(written, "", line)
        if tried:
            self.noted(tried)
        return worded

    def _askings(self) -> list[Asking]:
        """Return what is tried, in order."""
        return [one for one in self.askings if not one.asks_much or self._refused.get(one.prompt.name, 0) < _REFUSED]

    def _try(
        self, asking: Asking, chat: Chat, turn: Turn, written: str, stopped: Callable[[], bool], within: float
    ) -> Tried:
        errand = asking.way(turn, written)
        if errand is None:
            return Tried(written, "", NOTHING_TO_TAKE_UP)
        messages = asking.prompt.messages(**errand.inputs)
        with contextlib.closing(chat.stream(messages, most=MOST_TOKENS, within=within)) as parts:
            tried = _read(parts, errand.line, written, stopped)
        if tried.fault != _NOT_WAITED_FOR:
            name = asking.prompt.name
            self._refused[name] = self._refused.get(name, 0) + 1 if tried.fault else 0
        return tried


def _read(parts: Iterator[Reply], line: Callable[[str], Line], written: str, stopped: Callable[[], bool]) -> Tried:
    """Return what a reply comes to, read to its end so that its host can still say that it is none."""
    said, found = "", line("")
    for part in parts:
        if stopped():
            return Tried(written, found.text, _NOT_WAITED_FOR)
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
    if not _takes_up(line, turn, written):
        return "takes nothing of the answer up"
    if leaks(line, turn.question, [turn.asked, *turn.wordings, *(one.text for one in turn.answers)], share=STRICT):
        return "gives the answer away"
    return None


def _takes_up(line: str, turn: Turn, written: str) -> bool:
    """Say whether a line has a content word or three words in a row of the answer that it was not put in any case."""
    put, answer = (written, turn.asked), turn.answers[-1].text
    known = {word.key for text in put for word in content_words(text)}
    new = {word.key for word in content_words(line)} - known
    if new & {word.key for word in content_words(answer)}:
        return True
    return bool(_runs(line) & _runs(answer) - {run for text in put for run in _runs(text)})


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _plain(text)
    return set(zip(words, words[1:], words[2:], strict=False))


def _plain(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
