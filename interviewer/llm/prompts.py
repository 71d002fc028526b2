"""Prompts as files: front matter, then sections; a render with a missing or an unused input is an error."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from interviewer.domain.errors import UsageError
from interviewer.domain.text import sanitize
from interviewer.llm.local_model import Said

TOKENS = ("system", "user", "suffix")
WORDS = (("system", "user"), ("user",))
"""The sections of a prompt whose reply's first token is read, and those of one that is replied to in words."""
TEXT = "text"
_FIELD = re.compile(r"\{([a-z_]+)\}")
_SECTION = re.compile(r"^## (\w+)\n", re.MULTILINE)
_QUOTES = re.compile(r'"{2,}')
_NONCE_DIGITS = 6
"""Hexadecimal digits: enough that nobody writes those of their own text by chance, few enough to cost few tokens."""


class _Front(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    version: int
    inputs: list[str]
    reply: Annotated[list[str], Field(min_length=1)] | Annotated[str, Field(pattern=r"^(text|[A-Z][A-Za-z]+)$")]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt. `sha256` is the hash of the whole file, to be stored with what the prompt led to.

    `reply` lists the tokens whose probabilities are read. Where it is empty the reply is words: an object of the
    schema whose class is named by `schema`, or free text where that is None.
    """

    name: str
    version: int
    reply: tuple[str, ...]
    schema: str | None
    system: str
    user: str
    suffix_text: str
    sha256: str

    def messages(self, **inputs: str) -> list[Said]:
        """Return the messages, without any suffix. Raises ValueError for an input missing or left over."""
        texts = (self.system, self.user)
        _check(self.name, _fields(*texts), inputs)
        said = [Said("system", _fill(self.system, inputs)), Said("user", _fill(self.user, inputs))]
        return said if self.system or self.reply else said[1:]

    def suffix(self, **inputs: str) -> str:
        """Return the end of the last message. Raises ValueError for an input missing or left over."""
        _check(self.name, _fields(self.suffix_text), inputs)
        return _fill(self.suffix_text, inputs)

    def check_schema(self, schema: type[BaseModel]) -> None:
        """Raise ValueError where the prompt asks for something else than an object of `schema`."""
        if self.schema != schema.__name__:
            raise ValueError(f"the prompt {self.name} asks for {self.schema or TEXT} and not for {schema.__name__}")


def read_prompt(file: Path) -> Prompt:
    """Read a prompt. Raises UsageError that names the file and the fault."""
    try:
        content = file.read_text("utf-8")
        _, front, body = content.split("---\n", 2)
        head = _Front.model_validate(yaml.safe_load(front))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise UsageError(f"The prompt {file} cannot be read: {error}") from error
    parts = _SECTION.split(body)
    sections = dict(zip(parts[1::2], (text.strip("\n") for text in parts[2::2]), strict=True))
    tokens = () if isinstance(head.reply, str) else tuple(head.reply)
    if tuple(sections) not in ((TOKENS,) if tokens else WORDS) or _fields(*sections.values()) != set(head.inputs):
        wanted = ", ".join(TOKENS if tokens else WORDS[0])
        raise UsageError(f"The prompt {file} needs the sections {wanted} and exactly its own inputs.")
    user = sections["user"] and sections["user"] + "\n\n" * bool(tokens)
    return Prompt(
        name=head.name,
        version=head.version,
        reply=tokens,
        schema=head.reply if isinstance(head.reply, str) and head.reply != TEXT else None,
        system=sections.get("system", ""),
        user=user,
        suffix_text=sections.get("suffix", ""),
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )


@dataclass(frozen=True, slots=True)
class Untrusted:
    """What a person or a document wrote, made fit for one delimited field; `nonce` belongs to its delimiters."""

    text: str
    nonce: str


def untrusted(text: str, most: int) -> Untrusted:
    """Return `text` cut to `most` characters, runs of quotes replaced, with a nonce that its content decides."""
    kept = neutral(text[:most])[:most]  # composing may lengthen a text
    return Untrusted(kept, hashlib.sha256(kept.encode()).hexdigest()[:_NONCE_DIGITS])


def neutral(text: str) -> str:
    """Return `text` unable to end a field: hidden characters gone, and every run of double quotes one single quote."""
    return _QUOTES.sub("'", sanitize(text)).strip()


def neutral_line(text: str, most: int) -> str:
    """Return `text` on one line of at most `most` characters, unable to end a field or to begin another."""
    return " ".join(neutral(text).split())[:most]


def _fields(*texts: str) -> set[str]:
    return {name for text in texts for name in _FIELD.findall(text)}


def _check(name: str, wanted: set[str], given: Mapping[str, str]) -> None:
    if wanted != set(given):
        missing, unused = sorted(wanted - set(given)), sorted(set(given) - wanted)
        raise ValueError(f"the prompt {name} lacks {missing} and does not know {unused}")


def _fill(template: str, inputs: Mapping[str, str]) -> str:
    """Fill every field in one pass: a field's name inside an input stays text."""
    return _FIELD.sub(lambda field: inputs[field[1]], template)
