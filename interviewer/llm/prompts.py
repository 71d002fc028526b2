"""Prompts as files: front matter, then sections; a render with a missing or an unused input is an error."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from interviewer.domain.errors import UsageError
from interviewer.domain.text import sanitize
from interviewer.llm.local_model import Said

SECTIONS = ("system", "user", "suffix")
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
    reply: list[str] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt. `reply` lists the tokens whose probabilities are read, `sha256` is the hash of the whole file."""

    name: str
    version: int
    reply: tuple[str, ...]
    system: str
    user: str
    suffix_text: str
    sha256: str

    def messages(self, **inputs: str) -> list[Said]:
        """Return what comes before every suffix. Raises ValueError for an input missing or left over."""
        texts = (self.system, self.user)
        _check(self.name, _fields(*texts), inputs)
        return [Said("system", _fill(self.system, inputs)), Said("user", _fill(self.user, inputs))]

    def suffix(self, **inputs: str) -> str:
        """Return the end of the last message. Raises ValueError for an input missing or left over."""
        _check(self.name, _fields(self.suffix_text), inputs)
        return _fill(self.suffix_text, inputs)


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
    if tuple(sections) != SECTIONS or _fields(*sections.values()) != set(head.inputs):
        raise UsageError(f"The prompt {file} needs the sections {', '.join(SECTIONS)} and exactly its own inputs.")
    user = sections["user"] and sections["user"] + "\n\n"
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Prompt(head.name, head.version, tuple(head.reply), sections["system"], user, sections["suffix"], digest)


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
