"""What the interview screen hears from the work that it has done in the background."""

from dataclasses import dataclass

from textual.message import Message

from interviewer.domain.challenge import Stance
from interviewer.domain.grade import Grade
from interviewer.domain.state import Answer
from interviewer.domain.voice import Worded


@dataclass
class Marked(Message):
    """The engine has marked an answer, or failed and said why."""

    answer: Answer
    grade: Grade
    words: Worded | None = None


@dataclass
class Judged(Message):
    """It is known what a reply to a wrong claim amounts to."""

    stance: Stance


@dataclass
class Listened(Message):
    """What is being typed was read, for a hint on what was `put` then."""

    put: str
    grade: Grade | None
