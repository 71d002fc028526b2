"""The port to a language model that reads answers, and the local model behind it: one probability a question."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from interviewer.domain.errors import ModelUnavailable, UsageError
from interviewer.llm.installed import Installed
from interviewer.llm.local_model import Said
from interviewer.llm.prompts import Prompt, neutral_line, read_prompt, untrusted

MOST_SHOWN = 6_000
"""Characters of an answer that the model sees: under 2,000 tokens of English, half of its window."""
_MOST_LINE = 600  # characters of a question or a key point; the longest of the bank has 300
_MOST_REFERENCE = 3_000  # characters; with `MOST_SHOWN` of an answer that is three quarters of its window
_LEAST_MASS = 0.02  # of the tokens read; below, the model has not understood what it was asked
_PATIENCE_S = 45.0  # for one call; six points take 3 s on two idle cores


@dataclass(frozen=True, slots=True)
class Overall:
    """What the model makes of a whole answer beside a reference, in [0, 1], four decimals.

    Its mark as a share of full marks, and whether the answer means the `same` as the reference.
    """

    mark: float
    same: float


class Reader(Protocol):
    """Says yes or no, or how good an answer is, in [0, 1], four decimals."""

    @property
    def identity(self) -> str:
        """Changes whenever the readings may: hashes of the weights and of the prompts. Raises ModelUnavailable."""
        ...

    def made(self, question: str, answer: str, points: Sequence[str]) -> list[float]:
        """Return for each key point whether `answer` makes it. Raises ModelError."""
        ...

    def overall(self, question: str, reference: str, answer: str) -> Overall:
        """Return what is made of the whole `answer` beside a reference. Raises ModelError."""
        ...


class TokenProbabilities(Protocol):
    """What of the local model is used."""

    @property
    def installed(self) -> Installed:
        """The weights, with their hash. Raises ModelUnavailable."""
        ...

    def token_probabilities(
        self,
        messages: Sequence[Said],
        suffixes: Sequence[str],
        choices: Sequence[str],
        *,
        opening: str = "",
        within: float = ...,
    ) -> list[tuple[float, ...]]:
        """Return the probability of each choice as the token after each suffix. Raises ModelError."""
        ...


class ModelReader:
    """Puts the prompts of a folder to a model, and reads yes against no."""

    def __init__(self, model: TokenProbabilities, prompts: Path) -> None:
        """Read the prompts. Raises UsageError for a faulty one, and for two that cannot share what is evaluated."""
        self._model = model
        self._made = read_prompt(prompts / "point-made.md")
        self._mark, self._same = (read_prompt(prompts / f"answer-{one}.md") for one in ("mark", "same"))
        if (self._mark.system, self._mark.user) != (self._same.system, self._same.user):
            raise UsageError(f"The prompts answer-mark and answer-same in {prompts} may differ only at their ends.")

    @property
    def identity(self) -> str:
        """Hashes of the weights and of the prompts, as one."""
        parts = (self._model.installed.sha256, self._made.sha256, self._mark.sha256, self._same.sha256)
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()

    def made(self, question: str, answer: str, points: Sequence[str]) -> list[float]:
        """Return for each key point whether `answer`, cut to `MOST_SHOWN` characters, makes it. Raises ModelError."""
        shown = untrusted(answer, MOST_SHOWN)
        asked = neutral_line(question, _MOST_LINE)
        messages = self._made.messages(question=asked, answer=shown.text, nonce=shown.nonce)
        return self._read(
            self._made, messages, [self._made.suffix(point=neutral_line(one, _MOST_LINE)) for one in points]
        )

    def overall(self, question: str, reference: str, answer: str) -> Overall:
        """Return what the model makes of the whole `answer` beside a reference, cut to 3,000 characters.

        The mark is the mean of the digits that it may reply with, by their probabilities: the likeliest digit alone
        tells fewer answers apart. What comes before the two questions is evaluated once. Raises ModelError.
        """
        shown = untrusted(answer, MOST_SHOWN)
        messages = self._mark.messages(
            question=neutral_line(question, _MOST_LINE),
            reference=neutral_line(reference, _MOST_REFERENCE),
            answer=shown.text,
            nonce=shown.nonce,
        )
        choices = (*self._mark.reply, *self._same.reply)
        suffixes = [self._mark.suffix(), self._same.suffix()]
        mark, same = self._model.token_probabilities(messages, suffixes, choices, within=_PATIENCE_S)
        digits = len(self._mark.reply)
        return Overall(
            _mean_digit(dict(zip(self._mark.reply, mark[:digits], strict=True))),
            _yes(dict(zip(self._same.reply, same[digits:], strict=True))),
        )

    def _read(self, prompt: Prompt, messages: Sequence[Said], suffixes: Sequence[str]) -> list[float]:
        rows = self._model.token_probabilities(messages, suffixes, prompt.reply, within=_PATIENCE_S)
        return [_yes(dict(zip(prompt.reply, row, strict=True))) for row in rows]


def _yes(probabilities: dict[str, float]) -> float:
    """Return the share of yes in yes and no. Raises ModelUnavailable where the model said neither."""
    mass = sum(probabilities.values())
    if mass < _LEAST_MASS:
        raise ModelUnavailable("The local model answered neither yes nor no.")
    return round(sum(share for word, share in probabilities.items() if word.lower() == "yes") / mass, 4)


def _mean_digit(probabilities: dict[str, float]) -> float:
    """Return the mean of the digits as a share of the highest. Raises ModelUnavailable where none was said."""
    mass = sum(probabilities.values())
    if mass < _LEAST_MASS:
        raise ModelUnavailable("The local model gave no mark.")
    mean = sum(int(digit) * share for digit, share in probabilities.items()) / mass
    return round(mean / max(map(int, probabilities)), 4)
