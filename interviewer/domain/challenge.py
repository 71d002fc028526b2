"""A wrong claim that the interviewer puts on purpose, and what the candidate made of it."""

from dataclasses import dataclass
from typing import Literal

from interviewer.domain.grade import Quote
from interviewer.domain.question import Misconception

Position = Literal["objected", "agreed", "unclear"]


@dataclass(frozen=True, slots=True)
class Stance:
    """What a reply to a wrong claim amounts to.

    `reason`: whether it says what is right instead; None where the engine could not tell. `quote` is what shows the
    position, None where nothing does. `engine` looked for the reason.
    """

    position: Position
    reason: bool | None
    quote: Quote | None
    engine: str


@dataclass(frozen=True, slots=True)
class Round:
    """The claim as put, the reply once there is one, and what it amounts to once that is judged."""

    text: str
    reply: str | None = None
    seconds: float = 0.0
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    """A misconception of the question (its id) put as an opinion; who objects is asked once more."""

    misconception: str
    rounds: tuple[Round, ...]

    @property
    def position(self) -> Position | None:
        """What the candidate made of the claim at first; None where no reply was judged."""
        first = self.rounds[0].stance
        return first.position if first else None

    @property
    def reason(self) -> bool | None:
        """Whether any reply said what is right instead; None where that is not known."""
        known = [one.stance.reason for one in self.rounds if one.stance and one.stance.reason is not None]
        return any(known) if known else None

    @property
    def held(self) -> bool | None:
        """Whether an objection was kept up when the claim was put again; None where it was not, or nobody can tell."""
        last = self.rounds[-1].stance if len(self.rounds) > 1 else None
        return None if last is None or last.position == "unclear" else last.position == "objected"


def claim_line(wrong: Misconception) -> str:
    """Return the claim as an opinion that one may object to."""
    return f"A colleague of mine holds: “{wrong.text.strip()}” Do you agree, and why?"


def claim_again(wrong: Misconception) -> str:
    """Return the claim put once more, to somebody who objected; it does not say who is right."""
    return f"My colleague stays with it: “{wrong.text.strip()}” Have you changed your mind?"
