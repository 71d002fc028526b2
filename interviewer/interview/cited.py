"""A sentence about an interview with what it rests on, so that code can check it and a person can look it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.domain.challenge import Position
from interviewer.domain.events import Help
from interviewer.domain.grade import Verdict
from interviewer.domain.state import Turn
from interviewer.domain.text import visible_line
from interviewer.interview.summary import QuestionSummary

Kind = Literal["opening", "strong", "gap", "wrong", "changed", "claim", "reading", "next"]
"""What a sentence does. `gap`: a key point to work on, `wrong`: a misconception, `claim`: one put on purpose."""
Name = Literal["answered", "planned", "left", "points", "own", "helped", "not own", "claims"]

WEIGHTY = 2
"""A key point of at least this weight is worth a sentence."""
UNTOLD_TOPIC = "general"
"""What a question of one's own is filed under: no topic to speak of."""
MOST_QUOTED = 24
"""Words of an answer in one sentence: about what one can hear and still know how it began."""
_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of a document, from 1, inclusive."""

    document: str
    first_line: int
    last_line: int

    @property
    def shown(self) -> str:
        """The place as it is said."""
        document = visible_line(self.document)
        if self.first_line == self.last_line:
            return f"{document}, line {self.first_line}"
        return f"{document}, lines {self.first_line}-{self.last_line}"


@dataclass(frozen=True, slots=True)
class Citation:
    """What a sentence rests on. Questions, their answers and the replies to a wrong claim count from 1.

    `verdict` is that on the key point after this answer, after all of them where none is named; `help` what the answer
    had had. `quote` stands word for word in the answer or reply, or else in the misconception as the bank has it.
    `position`: what was made of the wrong claim. `passage`: where to read, as retrieved for the key point.
    """

    question: int
    answer: int | None = None
    key_point: str | None = None
    verdict: Verdict | None = None
    help: Help | None = None
    quote: str | None = None
    misconception: str | None = None
    reply: int | None = None
    position: Position | None = None
    passage: Place | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a sentence says, or implies where it is 0: over the questions cited, or of one question."""

    name: Name
    value: int
    question: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or two that belong together; `figures` are the numbers in it, in order."""

    kind: Kind
    text: str
    citations: tuple[Citation, ...]
    figures: tuple[Figure, ...] = ()


def number(value: int) -> str:
    """Return a number as it is said."""
    return _WORDS[value] if 0 <= value < len(_WORDS) else str(value)


def count(value: int, noun: str) -> str:
    """Return so many of them: "one question", "two questions"."""
    return f"{number(value)} {noun}{'' if value == 1 else 's'}"


def numbered(questions: Sequence[int]) -> str:
    """Return "question 2" or "questions 2, 3 and 5"; not empty."""
    if len(questions) == 1:
        return f"question {questions[0]}"
    return f"questions {', '.join(map(str, questions[:-1]))} and {questions[-1]}"


def excerpt(quote: str) -> str:
    """Return the beginning of a quote, on one line, at most `MOST_QUOTED` words, without a full stop at its end."""
    words = " ".join(visible_line(quote).split()[:MOST_QUOTED])
    return words.rstrip(".,;: ") or words


def in_quotes(quote: str) -> str:
    """Return an excerpt in quotation marks, an ellipsis where it was cut."""
    short = excerpt(quote)
    whole = len(visible_line(quote).split()) <= MOST_QUOTED
    return f"“{short}”" if whole else f"“{short} …”"


def capital(text: str) -> str:
    """Return a sentence with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """Return a claim on one line as the end of a sentence."""
    line = visible_line(text)
    return line if line.endswith((".", "?", "!")) else f"{line}."


def topic_of(turn: Turn) -> str:
    """Return the topic as it is said, empty where a question has none."""
    topic = turn.question.subject
    return "" if topic == UNTOLD_TOPIC else visible_line(topic.replace("-", " "))


def about(one: QuestionSummary) -> str:
    """Return the topic as it is said after a question's number; nothing where it has none."""
    topic = topic_of(one.turn)
    return f" on {topic}" if topic else ""


def answer_number(one: QuestionSummary, answer_id: str | None) -> int | None:
    """Return which answer to its question this is, from 1."""
    return next((place for place, answer in enumerate(one.turn.answers, 1) if answer.id == answer_id), None)
