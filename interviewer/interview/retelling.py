"""The debrief in a chat model's words: sentence for sentence, each checked by code, else as it is written.

What the candidate said and what the bank holds is never up for rewording: letters stand for it in what the model sees,
and code puts it back.
"""

import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase

from interviewer.bank.leaks import STRICT, leaks
from interviewer.domain.errors import InterviewerError
from interviewer.domain.state import Interview, Turn
from interviewer.domain.text import sanitize, visible_line
from interviewer.interview.cited import Kind, Sentence, ended, in_quotes, number
from interviewer.llm.port import Chat
from interviewer.llm.prompts import Prompt, untrusted

WITHIN_S = 20.0
"""Seconds for a whole debrief, which stands as written meanwhile; nothing comes after it that would wait."""
_LEAST_S = 4.0  # a call that must be broken off costs a local model its process: with less time left none is begun
_MOST_TOKENS = 90
_MOST_SHOWN = 1_000
_LONGER = 1.5
"""Times the words of the written sentence, at most."""
_RETOLD: frozenset[Kind] = frozenset({"opening", "strong", "gap", "wrong", "changed", "claim"})
"""The rest are places, commands and what is left to do: nothing that other words would make better."""
_HELD = re.compile(r"\[([A-Z])\]")
_NUMBERS = re.compile(rf"\d+|\b(?:{'|'.join(number(value) for value in range(2, 13))})\b", re.IGNORECASE)
_LABEL = re.compile(r"^\s*(?:sentence\s*:\s*)?(.+?)\s*$", re.IGNORECASE | re.DOTALL)
_JUDGES = re.compile(
    r"\b(?:al(?:l|ways|one)|bad(?:ly)?|best|brilliant(?:ly)?|common|complete(?:ly)?|core|(?:in)?correct(?:ly)?|errors?|every"
    r"|excellent|fail(?:ed|ure)?|fine|first|flawless(?:ly)?|follow-ups?|gave|good|great|half|heart|held|help(?:ed)?|hints?"
    r"|impressive|lack(?:s|ed|ing)?|last|miss(?:ed|ing)|mistake[ns]?|never|next|nice(?:ly)?|no|none|not|nothing|only"
    r"|opposite|perfect(?:ly)?|poor(?:ly)?|right(?:ly)?|solid(?:ly)?|strong(?:est|er)?|superb|unclear|weak(?:est|er)?"
    r"|well|without|wonderful(?:ly)?|wrong(?:ly)?|agreed|objected)\b|n't\b"
)
"""Words that say how good or bad something was, or by whose help: a line has none that the written sentence lacks."""
_SAME = {"n't": "not", "wrongly": "wrong", "missed": "missing", "lacked": "missing", "lacking": "missing"}
_KEPT = frozenset({"not", "no", "none", "nothing", "never", "without", "half", "opposite", "objected", "agreed"})
"""Words that must not get lost: without them the sentence says something else."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence with letters for whatever is not to be reworded, and what they stand for, in order."""

    text: str
    kept: tuple[str, ...]

    def filled(self, line: str) -> str:
        """Return a line with the letters replaced by what they stand for."""
        return _HELD.sub(lambda found: self.kept[ascii_uppercase.index(found[1])], line)


@dataclass(frozen=True, slots=True)
class Retelling:
    """Asks a chat model for the debrief's sentences in its words. `chat` opens it and may fail."""

    chat: Callable[[], Chat | None]
    prompt: Prompt
    timer: Callable[[], float] = time.monotonic
    told: dict[tuple[Sentence, ...], tuple[Sentence, ...]] = field(default_factory=dict)

    def retold(self, sentences: Sequence[Sentence], state: Interview) -> tuple[Sentence, ...]:
        """Return the same sentences with the same citations, in the model's words where they pass; asked once only.

        Slow. A fault of the model is logged; the written sentences stand.
        """
        written = tuple(sentences)
        if written not in self.told:
            self.told[written] = self._all(written, state)
        return self.told[written]

    def _all(self, written: tuple[Sentence, ...], state: Interview) -> tuple[Sentence, ...]:
        until, made = self.timer() + WITHIN_S, list(written)
        try:
            chat = self.chat()
            for place, sentence in enumerate(written):
                left = until - self.timer()
                if chat is None or left < _LEAST_S:
                    break
                if sentence.kind in _RETOLD:
                    made[place] = self._one(chat, sentence, state, left)
        except InterviewerError as error:
            _log.warning("the debrief stands as written: %s", error)
        return tuple(made)

    def _one(self, chat: Chat, sentence: Sentence, state: Interview, within: float) -> Sentence:
        held = held_back(sentence, state)
        shown = untrusted(held.text, _MOST_SHOWN)
        messages = self.prompt.messages(sentence=shown.text, nonce=shown.nonce)
        reply = chat.complete(messages, most=_MOST_TOKENS, within=within)
        found = _LABEL.match(sanitize(reply.text))
        line = " ".join(found[1].split()).strip('"') if found and reply.finish == "stop" else ""
        if fault := fault_of(line, held, sentence, state):
            _log.info("a sentence of the debrief stands as written: the model's %s", fault)
            return sentence
        return replace(sentence, text=held.filled(line))


def held_back(sentence: Sentence, state: Interview) -> Held:
    """Return a sentence with a letter in brackets for each quote and for each text of the bank in it."""
    fixed = [in_quotes(one.quote) for one in sentence.citations if one.quote]
    for one in sentence.citations:
        fixed += _of_the_bank(state.turns[one.question - 1])
    found = sorted({text for text in fixed if text in sentence.text}, key=sentence.text.index)
    kept: list[str] = []
    text = sentence.text
    for piece in found:
        if piece in text and len(kept) < len(ascii_uppercase):
            text = text.replace(piece, f"[{ascii_uppercase[len(kept)]}]")
            kept.append(piece)
    return Held(text, tuple(kept))


def _of_the_bank(turn: Turn) -> list[str]:
    points = [ended(point.text) for point in turn.question.key_points]
    return points + [ended(wrong.correction) for wrong in turn.question.misconceptions]


def fault_of(line: str, held: Held, sentence: Sentence, state: Interview) -> str | None:
    """Return why a line may not stand for the written sentence, None where it may."""
    letters = _HELD.findall(held.text)
    if _HELD.findall(line) != letters or re.search(r"[\[\]“”\"]", _HELD.sub("", line)):
        return "does not keep what was quoted"
    if not line.endswith((".", "!", "]")) or "?" in line or visible_line(line) != line:
        return "is no sentence"
    if len(line.split()) > _LONGER * len(held.text.split()):
        return "is too long"
    if _numbers(line) != _numbers(held.text):
        return "has other numbers"
    judged, written = _judgements(line), _judgements(held.text)
    if judged - written:
        return f"says {min(judged - written)}"
    if (written & _KEPT) - judged:
        return f"no longer says {min((written & _KEPT) - judged)}"
    if any(leaks(line, turn.question, [sentence.text], share=STRICT) for turn in state.turns):
        return "tells something else of the rubric"
    return None


def _numbers(text: str) -> list[str]:
    return sorted(found.lower() for found in _NUMBERS.findall(text))


def _judgements(text: str) -> set[str]:
    found = _JUDGES.findall(text.lower().replace("’", "'"))
    return {_SAME.get(word, word) for word in found}
