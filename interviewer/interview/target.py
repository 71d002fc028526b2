"""Questions for a person's target: which line of their job description or CV each was picked for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.domain.question import Question
from interviewer.domain.text import visible_line

Paper = Literal["job", "cv"]
MOST_WORDS = 12
"""Of the person's own document that a reason quotes; all that is stored of it, but for the file's name."""
_LONGEST_QUOTE = 120  # characters
_LEAST_LINES = 3  # that the questions of an interview come from, so that no line rules it


@dataclass(frozen=True, slots=True)
class Match:
    """A question that retrieval found for one line. `strength` is comparable between lines; more is nearer."""

    question_id: str
    paper: Paper
    line: int
    place: str
    """What to call the line: "line 12", or "page 2" of a PDF."""
    quote: str
    strength: float

    @property
    def reason(self) -> str:
        """Why the question was picked, in one line."""
        return f"{self.paper}, {self.place}: “{self.quote}”"


@dataclass(frozen=True, slots=True)
class Target:
    """What was found for a person's documents, and the names of their files."""

    matches: tuple[Match, ...]
    job: str | None = None
    cv: str | None = None

    @property
    def names(self) -> str:
        """The files, as one speaks of them."""
        return " and ".join(name for name in (self.job, self.cv) if name)


@dataclass(frozen=True, slots=True)
class Pick:
    """A question and the line that it was picked for."""

    question: Question
    match: Match


def quoted(text: str) -> str:
    """Return the first words of a line, at most `MOST_WORDS`."""
    words = visible_line(text).split()
    kept = " ".join(words[:MOST_WORDS])[:_LONGEST_QUOTE]
    return kept if len(kept) == len(" ".join(words)) else f"{kept} …"


def ranks(matches: Iterable[Match]) -> dict[str, tuple[int, int]]:
    """Return for each question found its place, best first; those of two documents take turns."""
    best: dict[Paper, dict[str, float]] = {}
    for match in matches:
        found = best.setdefault(match.paper, {})
        found[match.question_id] = max(match.strength, found.get(match.question_id, match.strength))
    places: dict[str, tuple[int, int]] = {}
    for turn, paper in enumerate(sorted(best, reverse=True)):  # the job has the first question
        found = best[paper]
        order = sorted(found, key=lambda question_id: (-found[question_id], question_id))
        for place, question_id in enumerate(order):
            places[question_id] = min((place, turn), places.get(question_id, (place, turn)))
    return places


def spread(ordered: Sequence[Question], matches: Sequence[Match], count: int) -> list[Pick]:
    """Return at most `count` questions, each with its nearest line; of one line no more than a third.

    Every line is heard once before any is heard again. There are fewer where the lines do not carry more.
    """
    used: Counter[tuple[Paper, int]] = Counter()
    by_question = _by_question(matches)
    picked: dict[str, Pick] = {}
    for most in range(1, max(1, count // _LEAST_LINES) + 1):
        for question in ordered:
            if question.id in picked or len(picked) == count:
                continue
            match = next((one for one in by_question[question.id] if used[one.paper, one.line] < most), None)
            if match is not None:
                used[match.paper, match.line] += 1
                picked[question.id] = Pick(question, match)
    return list(picked.values())


def _by_question(matches: Sequence[Match]) -> Mapping[str, Sequence[Match]]:
    found: dict[str, list[Match]] = {}
    for match in sorted(matches, key=lambda one: (-one.strength, one.paper, one.line)):
        found.setdefault(match.question_id, []).append(match)
    return found
