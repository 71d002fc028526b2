"""Asks for an object rather than for words: by schema, then by mending, then once more; and validates it here."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from interviewer.domain.errors import ModelError
from interviewer.llm.form import form_of
from interviewer.llm.local_model import MOST_TOKENS, WITHIN, Reply, Said
from interviewer.llm.mend import NotFound, find
from interviewer.llm.port import Chat
from interviewer.llm.prompts import Prompt, neutral, read_prompt

_MOST_REPEATED = 1_000
"""Characters of a faulty reply that the model sees again: enough to recognise it, few enough to cost little."""
_LEAST_TIME = 1.0
"""Seconds that must be left for asking once more."""
T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A reply that its schema accepts. `note` says what had to be done for it; tokens are those of all calls."""

    value: T
    note: str | None
    prompt_tokens: int
    reply_tokens: int


@dataclass(frozen=True, slots=True)
class Unscored:
    """There is no reply to go by; `reason` is one line for a person. It is never a number, and never a default."""

    reason: str


@dataclass(frozen=True, slots=True)
class Forms:
    """The two prompts that go with every request for an object."""

    form: Prompt
    again: Prompt

    @property
    def sha256(self) -> str:
        """Hash of both, to be stored with what they led to."""
        return hashlib.sha256(f"{self.form.sha256} {self.again.sha256}".encode()).hexdigest()


def read_forms(prompts: Path) -> Forms:
    """Read them from the folder of prompts. Raises UsageError."""
    return Forms(read_prompt(prompts / "reply-form.md"), read_prompt(prompts / "reply-again.md"))


def ask(
    chat: Chat,
    messages: Sequence[Said],
    schema: type[T],
    forms: Forms,
    *,
    most: int = MOST_TOKENS,
    within: float = WITHIN,
) -> Parsed[T] | Unscored:
    """Put messages, the last of them a user's, to a model and return the object that it replies with.

    Every field of the schema must be there, whatever its default. At most two calls of `most` tokens, in `within`
    seconds together. Raises no ModelError: what went wrong is the reason of an Unscored.
    """
    until = time.monotonic() + within
    asked = _with_form(messages, schema, forms)
    try:
        first = chat.complete(asked, most=most, within=within, schema=schema)
        try:
            return _parsed(first, schema, None)
        except NotFound as fault:
            why = str(fault)
        left = until - time.monotonic()
        if left < _LEAST_TIME:
            return Unscored(f"{chat.name} gave no usable reply ({why}), and no time was left to ask again.")
        second = chat.complete(_once_more(asked, first, why, forms), most=most, within=left, schema=schema)
    except ModelError as error:
        return Unscored(str(error))
    try:
        return _parsed(second, schema, first)
    except NotFound as fault:
        return Unscored(f"{chat.name} gave no usable reply, twice: {why}; {fault}.")


def _parsed(reply: Reply, schema: type[T], before: Reply | None) -> Parsed[T]:
    found = find(reply.text, schema)
    note = "asked a second time" if before else "mended" if found.mended else None
    prompt, said = (before.prompt_tokens, before.reply_tokens) if before else (0, 0)
    return Parsed(found.value, note, prompt + reply.prompt_tokens, said + reply.reply_tokens)


def _with_form(messages: Sequence[Said], schema: type[BaseModel], forms: Forms) -> list[Said]:
    """Return the messages, the last of which ends with the form; a schema may not have reached the model."""
    *before, last = messages
    [form] = forms.form.messages(form=form_of(schema))
    return [*before, Said("user", f"{last.content.rstrip()}\n\n{form.content}")]


def _once_more(asked: Sequence[Said], reply: Reply, why: str, forms: Forms) -> list[Said]:
    [again] = forms.again.messages(fault=why)
    shown = neutral(reply.text[:_MOST_REPEATED]) or "(nothing)"
    return [*asked, Said("assistant", shown), again]
