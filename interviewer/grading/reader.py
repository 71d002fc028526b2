"""The port to a language model that reads answers, and the local model behind it: one probability a question."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from interviewer.domain.errors import ModelUnavailable
from interviewer.llm.installed import Installed
from interviewer.llm.local_model import Said
from interviewer.llm.prompts import Prompt, neutral_line, read_prompt, untrusted

MOST_SHOWN = 6_000
"""Characters of an answer that the model sees: under 2,000 tokens of English, half of its window."""
_MOST_LINE = 600  # characters of a question or a key point; the longest of the bank has 300
_MOST_REFERENCE = 3_000  # characters; with `MOST_SHOWN` of an answer that is three quarters of its window
_LEAST_MASS = 0.02  # of the tokens read; below, the model has not understood what it was asked
_PATIENCE_S = 45.0  # for one call; six points take 3 s on two idle cores


class Reader(Protocol):
    """Says how likely yes is, and not no, in [0, 1], four decimals."""

    @property
    def identity(self) -> str:
        """Changes whenever the readings may: hashes of the weights and of the prompts. Raises ModelUnavailable."""
        ...

    def made(self, question: str, answer: str, points: Sequence[str]) -> list[float]:
        """Return for each key point whether `answer` makes it. Raises ModelError."""
        ...

    def same(self, question: str, reference: str, answer: str) -> float:
        """Return whether the whole `answer` means the same as a reference. Raises ModelError."""
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
        """Read the prompts. Raises UsageError for a faulty one."""
        self._model = model
        self._made = read_prompt(prompts / "point-made.md")
        self._same = read_prompt(prompts / "answer-same.md")

    @property
    def identity(self) -> str:
        """Hashes of the weights and of the prompts, as one."""
        parts = (self._model.installed.sha256, self._made.sha256, self._same.sha256)
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()

    def made(self, question: str, answer: str, points: Sequence[str]) -> list[float]:
        """Return for each key point whether `answer`, cut to `MOST_SHOWN` characters, makes it. Raises ModelError."""
        shown = untrusted(answer, MOST_SHOWN)
        asked = neutral_line(question, _MOST_LINE)
        messages = self._made.messages(question=asked, answer=shown.text, nonce=shown.nonce)
        return self._read(
            self._made, messages, [self._made.suffix(point=neutral_line(one, _MOST_LINE)) for one in points]
        )

    def same(self, question: str, reference: str, answer: str) -> float:
        """Return whether the whole `answer` means the same as a reference, of which the first 3,000 characters count.

        Raises ModelError.
        """
        shown = untrusted(answer, MOST_SHOWN)
        messages = self._same.messages(
            question=neutral_line(question, _MOST_LINE),
            reference=neutral_line(reference, _MOST_REFERENCE),
            answer=shown.text,
            nonce=shown.nonce,
        )
        [same] = self._read(self._same, messages, [self._same.suffix()])
        return same

    def _read(self, prompt: Prompt, messages: Sequence[Said], suffixes: Sequence[str]) -> list[float]:
        rows = self._model.token_probabilities(messages, suffixes, prompt.reply, within=_PATIENCE_S)
        return [_yes(dict(zip(prompt.reply, row, strict=True))) for row in rows]


def _yes(probabilities: dict[str, float]) -> float:
    """Return the share of yes in yes and no. Raises ModelUnavailable where the model said neither."""
    mass = sum(probabilities.values())
    if mass < _LEAST_MASS:
        raise ModelUnavailable("The local model answered neither yes nor no.")
    return round(sum(share for word, share in probabilities.items() if word.lower() == "yes") / mass, 4)
