"""What the interviewer needs from outside: the time, and passages."""

from collections.abc import Callable
from typing import Protocol

from interviewer.domain.question import KeyPoint, Passage, Question

Clock = Callable[[], str]
"""Returns the time, ISO 8601 in UTC with microseconds."""


class PassageFinder(Protocol):
    """Finds what to read about a key point."""

    def passage_for(self, question: Question, key_point: KeyPoint) -> Passage | None:
        """Return the passage that demands the key point, None when there is none."""
        ...
