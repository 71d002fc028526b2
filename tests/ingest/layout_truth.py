"""What a layout document holds, written down before it was first read, and how much of it was found."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from interviewer.domain.document import Document, FoundQuestion
from interviewer.ingest.cohesion import stem

LAYOUTS = Path(__file__).parent / "layouts"
_DRAFTED, _ABOUT = "drafted ", "about "


@dataclass(frozen=True, slots=True)
class Expected:
    """A question by the start of its text, its answer by both ends.

    One "about" something names it in any words; one "drafted about" it is marked as drafted, too.
    """

    question: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Truth:
    """The questions of a document, and words of the page around them that may stand in none."""

    questions: tuple[Expected, ...]
    furniture: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Which questions were found with their own whole answer, which not, and how many came on top."""

    found: tuple[str, ...]
    missed: tuple[str, ...]
    extra: tuple[str, ...]
    furniture: tuple[str, ...]

    @property
    def share(self) -> float:
        """Found among all that there are, in [0, 1]."""
        return len(self.found) / (len(self.found) + len(self.missed))


def names() -> list[str]:
    """Return the layouts' names, each with a document or the source of one and a file of truth."""
    return sorted(path.stem for path in LAYOUTS.glob("*.yaml") if not path.name.endswith(".source.yaml"))


def source_of(name: str) -> Path:
    """Return the document of that name, or the source it is built from."""
    (path,) = (one for one in LAYOUTS.glob(f"{name}.*") if one.name != f"{name}.yaml")
    return path


def truth_of(name: str) -> Truth:
    """Return what the layout of that name holds."""
    loaded = yaml.safe_load((LAYOUTS / f"{name}.yaml").read_text(encoding="utf-8"))
    return Truth(tuple(Expected(*map(str, row)) for row in loaded["questions"]), tuple(loaded["furniture"]))


def score(truth: Truth, document: Document) -> Score:
    """Compare word by word, without case and marks; furniture counts in answers and questions."""
    stray = [_words(text) for text in truth.furniture]
    left = list(document.questions)
    found, missed = [], []
    for one in truth.questions:
        match = next((q for q in left if _is_found(one, q, stray)), None)
        if match is None:
            missed.append(one.question)
        else:
            left.remove(match)
            found.append(one.question)
    stored = [f"{q.question} {q.answer}" for q in document.questions]
    inside = tuple(text for text, words in zip(truth.furniture, stray, strict=True) if _occurs(words, stored))
    return Score(tuple(found), tuple(missed), tuple(q.question for q in left), inside)


def _is_found(one: Expected, found: FoundQuestion, stray: list[list[str]]) -> bool:
    words, (first, last) = _words(found.answer), map(_words, (one.first, one.last))
    ends = words[: len(first)] == first and words[-len(last) :] == last
    told = found.drafted or not one.question.startswith(_DRAFTED)
    return (
        ends
        and told
        and _asks(one.question, _words(found.question))
        and not any(_occurs(text, [found.answer]) for text in stray)
    )


def _asks(question: str, words: list[str]) -> bool:
    expected = question.removeprefix(_DRAFTED)
    if expected.startswith(_ABOUT):
        return set(map(stem, _words(expected.removeprefix(_ABOUT)))) <= set(map(stem, words))
    start = _words(expected)
    return words[: len(start)] == start


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower().replace("_", " "))


def _within(part: list[str], whole: list[str]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def _occurs(part: list[str], texts: list[str]) -> bool:
    return any(_within(part, _words(text)) for text in texts)
