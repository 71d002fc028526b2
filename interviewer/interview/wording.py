"""Follow-ups in a chat model's words: checked by code before anybody sees them, else as they are written."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from interviewer.domain.errors import InterviewerError
from interviewer.domain.state import Turn
from interviewer.domain.text import sanitize
from interviewer.grading.words import content_words
from interviewer.interview.leaks import STRICT, leaks
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


@dataclass(frozen=True, slots=True)
class Wording:
    """Asks a chat model for a follow-up. `chat` opens it and may fail: then the written words stand."""

    chat: Callable[[], Chat | None]
    prompt: Prompt

    def follow_up(self, turn: Turn, written: str) -> str:
        """Return `written` in words that take up the last answer, or `written` itself. A model's fault is logged."""
        try:
            chat = self.chat()
            if chat is None or not turn.answers:
                return written
            answer = untrusted(turn.answers[-1].text, _MOST_SHOWN)
            messages = self.prompt.messages(
                question=neutral_line(turn.asked, _MOST_LINE),
                follow_up=neutral_line(written, _MOST_LINE),
                answer=answer.text,
                nonce=answer.nonce,
            )
            reply = chat.complete(messages, most=MOST_TOKENS, within=WITHIN_S)
        except InterviewerError as error:
            _log.warning("the follow-up stands as written: %s", error)
            return written
        line = _FIRST_LINE.match(sanitize(reply.text))
        words = " ".join(line[1].split()) if line else ""
        if fault := fault_of(words, turn, written):
            _log.info("the follow-up stands as written: the model's %s", fault)
            return written
        return words


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
