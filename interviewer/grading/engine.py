"""The port of every grading engine: what it is asked, what it needs from an encoder, what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from interviewer.domain.grade import Grade
from interviewer.domain.question import KeyPoint, Misconception, Question

Vector = npt.NDArray[np.float32]
"""Float32, (d,)."""
Matrix = npt.NDArray[np.float32]
"""Float32, (n, d)."""


@dataclass(frozen=True, slots=True)
class GradeRequest:
    """An answer with what it is marked against.

    `earlier` holds the earlier answers to the same question when this one answers a follow-up,
    `asked_for` the id of the key point that the follow-up asked for, `follow_up` its words. `wordings` are others that
    the question was put in, `lines` the hints and follow-ups of its file: read aloud they state nothing. `elsewhere`
    holds the references of other questions, those of the topic first: what comes from there answers something else.
    `rewordings` are the other wordings of the question in its file; only a whole sentence or a long run of one is read.
    `incomplete`: part of the reference is missing, so that nothing can be marked against it.
    """

    question: str
    reference: str
    key_points: tuple[KeyPoint, ...]
    misconceptions: tuple[Misconception, ...]
    answer: str
    earlier: tuple[str, ...] = ()
    asked_for: str | None = None
    follow_up: str | None = None
    wordings: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    rewordings: tuple[str, ...] = ()
    incomplete: bool = False


class Engine(Protocol):
    """Marks answers. The same request gets the same marks alone or in any batch."""

    name: str

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        """Return one grade a request, in order."""
        ...


class TextTokens(Protocol):
    """The word pieces of one text: `text[offsets[i][0]:offsets[i][1]]` has the contextual vector `vectors[i]`.

    `claims[i]` is its vector by an encoder that was trained to tell a claim from its opposite.
    """

    @property
    def offsets(self) -> Sequence[tuple[int, int]]:
        """Offsets in characters; an empty range marks a special token."""
        ...

    @property
    def vectors(self) -> Matrix:
        """Float32, (tokens, d)."""
        ...

    @property
    def claims(self) -> Matrix:
        """Float32, (tokens, d)."""
        ...


class Encoder(Protocol):
    """Contextual token vectors, the same for a text alone or in any batch."""

    def token_vectors(self, texts: Sequence[str]) -> Sequence[TextTokens]:
        """Return the token vectors of each text. Raises EmbeddingUnavailable."""
        ...

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one vector of length 1 for each text. Raises EmbeddingUnavailable."""
        ...


def request_for(
    question: Question,
    answer: str,
    *,
    earlier: tuple[str, ...] = (),
    asked_for: str | None = None,
    follow_up: str | None = None,
    wordings: tuple[str, ...] = (),
    elsewhere: tuple[str, ...] = (),
) -> GradeRequest:
    """Return the request that marks `answer` against a question of the bank, which knows what is `elsewhere`."""
    nudges = (wrong.nudge for wrong in question.misconceptions if wrong.nudge)
    return GradeRequest(
        question.text,
        question.reference,
        question.key_points,
        question.misconceptions,
        answer,
        earlier,
        asked_for,
        follow_up,
        wordings,
        (*question.hints, *nudges, *(one.question for one in question.follow_ups)),
        elsewhere,
        question.paraphrases,
        question.status == "incomplete",
    )
