"""Who worded a line of the interviewer's, where it was a chat model and not the question file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """The chat model, `local` or `provider:model`, and the SHA-256 of the prompt that it was asked with."""

    model: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Worded:
    """A line in a chat model's words, fit to be put."""

    text: str
    voice: Voice
