"""A question with its rubric, as the bank holds it and as an interview stores it when asked."""

import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Literal

Kind = Literal["concept", "compare", "derive", "design", "debug"]
Status = Literal["accepted", "drafted", "incomplete"]
PERSONAL_TRACK = "personal"
"""The track of a person's own questions that name no other; chosen, it stands for all of the person's own."""
_FOLDER_OF_DOCUMENT = re.compile(r".*-[0-9a-f]{8}")
"""How a document's questions are filed: its name, and the beginning of its hash."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document or reference answer: what a person can read. Lines count from 1."""

    document: str
    first_line: int
    last_line: int
    text: str


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One checkable claim that a good answer makes. `weight` is a positive integer, its share of the mark."""

    id: str
    weight: int
    text: str
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong claim that people make; asserting it takes `weight` away.

    `denies`: the id of the key point that it contradicts, if any. `nudge`: a case under which it cannot hold, for who
    asserts it and asks for a hint.
    """

    id: str
    weight: int
    text: str
    correction: str
    denies: str | None = None
    nudge: str | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that asks for one key point (`asks_for`, its id) without giving it away."""

    asks_for: str
    question: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an imported question came from: document name, lines (from 1, inclusive), content hash.

    `gone`: the document no longer holds it.
    """

    document: str
    first_line: int
    last_line: int
    sha256: str
    gone: bool = False

    @property
    def where(self) -> str:
        """The document and its lines, in words."""
        gone = "; no longer in it" if self.gone else ""
        return f"{self.document}, lines {self.first_line}-{self.last_line}{gone}"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A further reference answer to the same question, and where it came from, if that is known.

    `question`: the id of the question whose answer it is, where that one is linked as asking the same.
    """

    text: str
    provenance: Provenance | None = None
    question: str | None = None

    @property
    def title(self) -> str:
        """What to call it where it is shown."""
        origin = self.provenance.where if self.provenance else ""
        twin = f"the answer to {self.question!r}" if self.question else ""
        return ", ".join(part for part in ("A further answer", twin, f"from {origin}" if origin else "") if part)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its reference answer (Markdown) and its rubric. `difficulty` runs from 1 to 5."""

    id: str
    text: str
    reference: str
    key_points: tuple[KeyPoint, ...]
    track: str = PERSONAL_TRACK
    topic: str = "general"
    difficulty: int = 3
    kind: Kind = "concept"
    status: Status = "accepted"
    paraphrases: tuple[str, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    hints: tuple[str, ...] = ()
    leads: tuple[tuple[str, ...], ...] = ()
    """Per hint, the ids of the key points that it leads to; empty where the file does not say."""
    sources: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    provenance: Provenance | None = None
    same_as: str | None = None
    """The id of a question that asks the same; both stay askable, one interview asks only one of them."""
    alternatives: tuple[Alternative, ...] = ()
    own: bool = False
    """Whether it is one of the person's own files, whatever its track."""
    drafted: str | None = None
    """The hash of the key points and the link as the program wrote them into the question's file."""
    passages: dict[str, Passage] = field(default_factory=dict)
    """Per key point id, the passage that demands it; filled from retrieval when the question is asked."""

    @property
    def bundled(self) -> bool:
        """Whether it came with the program."""
        return not self.own and self.track != PERSONAL_TRACK

    @property
    def tracks(self) -> tuple[str, ...]:
        """The tracks that it is asked in: its own, and for one of a person's own `personal`."""
        return (self.track,) if self.bundled or self.track == PERSONAL_TRACK else (self.track, PERSONAL_TRACK)

    @property
    def source(self) -> str:
        """Where it came from: "bundled", a document's name, or "own"."""
        if self.provenance:
            return self.provenance.document
        return "bundled" if self.bundled else "own"

    @property
    def subject(self) -> str:
        """Its topic as it is shown: the name of its document in place of that of the folder it was written into."""
        if self.provenance and _FOLDER_OF_DOCUMENT.fullmatch(self.topic):
            return PurePath(self.provenance.document).stem
        return self.topic

    @property
    def reference_title(self) -> str:
        """What to call the reference answer where it is shown."""
        if self.status == "incomplete":
            return "The answer in the document; part of it is missing"
        return "A strong answer, as an example"

    def misconception(self, misconception_id: str) -> Misconception:
        """Return the misconception of that id. Raises KeyError."""
        for wrong in self.misconceptions:
            if wrong.id == misconception_id:
                return wrong
        raise KeyError(misconception_id)

    def key_point(self, key_point_id: str) -> KeyPoint:
        """Return the key point of that id. Raises KeyError."""
        for point in self.key_points:
            if point.id == key_point_id:
                return point
        raise KeyError(key_point_id)
