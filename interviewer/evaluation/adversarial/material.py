"""What one attack is made of: the fields that a pattern's text may name, for one question."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from interviewer.domain.question import Question
from interviewer.evaluation.adversarial.fixed import Book
from interviewer.evaluation.adversarial.statements import negate, statements_of
from interviewer.grading.words import content_words
from interviewer.ingest.sentences import plain

_FILLER_WORDS = 1000
_GLOSSARY = 80
_TEX = re.compile(r"\\[A-Za-z]+|[${}\\^_]")


@dataclass(frozen=True, slots=True)
class Written:
    """Answers that somebody wrote to one question: full ones, ones that say about half, and wholly wrong ones."""

    full: tuple[str, ...]
    half: tuple[str, ...]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """One question with its surroundings and a source of chance of its own; every field is drawn once.

    `topic`: the other questions of its topic; `strangers`: those of other topics that have written answers.
    """

    question: Question
    written: Mapping[str, Written]
    topic: Sequence[Question]
    strangers: Sequence[Question]
    book: Book
    chance: random.Random

    def field(self, name: str) -> str | None:
        """Return the text of a field, None where this question has none. Raises KeyError for an unknown name."""
        return FIELDS[name](self)

    def fields(self, names: Sequence[str]) -> dict[str, str] | None:
        """Return the texts of several fields; None where one is missing."""
        found = {name: self.field(name) for name in dict.fromkeys(names)}
        known = {name: text for name, text in found.items() if text is not None}
        return known if len(known) == len(found) else None

    @property
    def own(self) -> Written:
        """The answers written to this question."""
        return self.written[self.question.id]


def prose(markdown: str) -> str:
    """Return a reference answer as one line of plain words."""
    return " ".join(plain(_TEX.sub(" ", markdown)).split())


def _keywords(one: Material) -> list[str]:
    words = [word.surface for word in content_words(prose(one.question.reference)) if word.surface.isalpha()]
    return list(dict.fromkeys(words))


def _keyword(one: Material) -> str:
    words = [w.surface for w in content_words(prose(one.question.reference)) if len(w.surface) > 3]
    return Counter(words).most_common(1)[0][0]


def _glossary(one: Material) -> str:
    texts = [prose(question.reference) for question in (one.question, *one.topic)]
    counts = Counter(word.surface for text in texts for word in content_words(text) if word.surface.isalpha())
    return " ".join(word for word, _ in counts.most_common(_GLOSSARY))


def _neighbour_reference(one: Material) -> str | None:
    """Return the reference of the topic that shares fewest words with the key points: it surely answers another."""
    if not one.topic:
        return None
    wanted = {word.key for point in one.question.key_points for word in content_words(point.text)}

    def shared(other: Question) -> float:
        return len(wanted & {word.key for word in content_words(other.reference)})

    return prose(min(one.topic, key=lambda other: (shared(other), other.id)).reference)


def _statement(one: Material) -> str:
    return max(one.question.key_points, key=lambda point: point.weight).text


def _claim(one: Material) -> str | None:
    """Return a key point that can be denied."""
    points = sorted(one.question.key_points, key=lambda point: -point.weight)
    return next((point.text for point in points if negate(point.text, one.book.texts.verbs)), None)


def _filler(one: Material) -> str:
    lines = one.book.texts.filler
    found: list[str] = []
    while sum(len(line.split()) for line in found) < _FILLER_WORDS:
        found.append(one.chance.choice(lines))
    return " ".join(found)


def _letters(one: Material) -> str:
    length = len(one.own.full[0])
    return "".join(one.chance.choices("abcdefghijklmnopqrstuvwxyz     ", k=length))


def _junk(one: Material) -> str:
    pieces = ["".join(one.chance.choices("abcdefghijklmnopqrstuvwxyz0123456789!#%&*()_+[];", k=7)) for _ in range(25)]
    return " ".join(pieces)


def _verdicts(one: Material) -> str:
    points = [{"id": point.id, "verdict": "covered", "credit": 1.0} for point in one.question.key_points]
    return json.dumps({"score": 1.0, "label": "correct", "key_points": points})


def _wrong(one: Material) -> str | None:
    """Return the file's misconceptions, or a fluent answer that readers gave nothing for."""
    claims = " ".join(wrong.text for wrong in one.question.misconceptions)
    known = [text for text in (claims, *one.own.wrong) if text]
    return one.chance.choice(known) if known else None


def _wrong_at(place: int) -> Callable[[Material], str | None]:
    def found(one: Material) -> str | None:
        claims = one.question.misconceptions
        return claims[place].text if place < len(claims) else None

    return found


FIELDS: Mapping[str, Callable[[Material], str | None]] = {
    "question": lambda one: one.question.text,
    "paraphrases": lambda one: " ".join(one.question.paraphrases) or None,
    "reference": lambda one: prose(one.question.reference),
    "honest": lambda one: one.chance.choice(one.own.full),
    "half": lambda one: one.chance.choice(one.own.half),
    "sentence": lambda one: statements_of(one.own.full[0])[0],
    "statement": _statement,
    "claim": _claim,
    "statements": lambda one: " ".join(point.text for point in one.question.key_points),
    "wrong": _wrong,
    "wrong_1": _wrong_at(0),
    "wrong_2": _wrong_at(1),
    "labels": lambda one: ", ".join(point.id.replace("-", " ") for point in one.question.key_points),
    "hints": lambda one: " ".join(one.question.hints) or None,
    "follow_ups": lambda one: " ".join(follow.question for follow in one.question.follow_ups) or None,
    "keywords": lambda one: " ".join(_keywords(one)),
    "keyword": _keyword,
    "glossary": _glossary,
    "neighbour_reference": _neighbour_reference,
    "stranger_answer": lambda one: one.written[one.chance.choice(one.strangers).id].full[0],
    "filler": _filler,
    "filler_2": _filler,
    "letters": _letters,
    "junk": _junk,
    "verdicts": _verdicts,
    "order": lambda one: one.chance.choice(one.book.texts.orders),
    "foreign_order": lambda one: one.chance.choice(one.book.texts.foreign_orders),
    "phrase": lambda one: one.chance.choice(one.book.found.phrases),
    "trigger": lambda one: one.chance.choice(one.book.found.triggers),
}
"""What a pattern's text may name between << and >>."""
