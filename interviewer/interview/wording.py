"""Follow-ups in a chat model's words: checked by code before anybody sees them, else as they are written."""

import contextlib
import logging
import re
from collections.abc import Callable, Iterator
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
_FIRST_LINE = re.compile(
    r"\s*[\"“'*]*(?:follow-?up(?: question)?\s*:\s*)?[\"“'*]*(.+?)[\"”'*]*\s*(?:\n|$)", re.IGNORECASE
)

_log = logging.getLogger(__name__)


def patient() -> bool:
    """Say that the person has not stopped waiting."""
    return False


@dataclass(frozen=True, slots=True)
class Wording:
    """Asks a chat model for a follow-up. `chat` opens it and may fail: then the written words stand."""

    chat: Callable[[], Chat | None]
    prompt: Prompt
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
            answer = untrusted(turn.answers[-1].text, _MOST_SHOWN)
            messages = self.prompt.messages(
                question=neutral_line(turn.asked, _MOST_LINE),
                follow_up=neutral_line(written, _MOST_LINE),
                answer=answer.text,
                nonce=answer.nonce,
            )
            with contextlib.closing(chat.stream(messages, most=MOST_TOKENS, within=WITHIN_S)) as parts:
                words = _read(parts, turn, written, stopped)
        except InterviewerError as error:
            _log.warning("the follow-up stands as written: %s", error)
            self._troubles.setdefault(" ".join(str(error).split()), False)
            return None
        return Worded(words, Voice(chat.name, self.prompt.sha256)) if words else None


def _read(parts: Iterator[Reply], turn: Turn, written: str, stopped: Callable[[], bool]) -> str | None:
    """Return the words of a reply, read to its end so that its host can still say that it is none; None if unfit."""
    said, words, fault = "", "", fault_of("", turn, written)
    for part in parts:
        if stopped():
            _log.info("the follow-up stands as written: the person did not wait")
            return None
        said += part.text
        words = _first_line(said)
        fault = fault_of(words, turn, written)
        ended = "?" in words or len(words.split()) > _MOST_WORDS
        if fault and ended:
            break
    if fault:
        _log.info("the follow-up stands as written: the model's %s", fault)
        return None
    return words


def _first_line(said: str) -> str:
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
    wanted = {word.key for word in content_words(written)}
    if len(wanted & {word.key for word in content_words(line)}) < _KEPT_SHARE * len(wanted):
        return "asks for something else"
    if leaks(line, turn.question, [turn.asked, *turn.wordings, *(one.text for one in turn.answers)], share=STRICT):
        return "gives the answer away"
    return None
