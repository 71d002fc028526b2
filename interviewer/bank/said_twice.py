"""What stands twice in the bank: in one question file, or as the wording of two bundled questions."""

import re
from collections.abc import Iterable, Iterator

from interviewer.bank.files import Place, dotted
from interviewer.bank.given_away import said_before
from interviewer.domain.question import Question

_QUESTION: Place = ("question",)
# A sign of a formula is no punctuation, so `x+1` and `x*1` differ; nor is the minus before a term.
_PUNCTUATION = re.compile(r"[\s.,;:!?…\"'“”‘’„`()\[\]{}]+|[‐‑–—]|(?<=\w)-(?=\w)|-(?=\s)")


def key_of(text: str) -> str:
    """Return a text's words and signs, in small letters, by which two texts say the same."""
    return " ".join(_PUNCTUATION.sub(" ", text.casefold()).split())


def said_twice(question: Question) -> Iterator[tuple[Place, str]]:
    """Yield where a line stands that the same file holds already, or that says nothing, and what is wrong."""
    for number, point in enumerate(question.key_points):
        texts = ((("key_points", number, "accept", place), text) for place, text in enumerate(point.accept))
        yield from _repeats(texts, {key_of(point.text): "the key point itself"})
    yield from _repeats(said_before(question), {key_of(question.text): "the question"})
    yield from _repeats(((("sources", place), text) for place, text in enumerate(question.sources)), {})


def _repeats(texts: Iterable[tuple[Place, str]], met: dict[str, str]) -> Iterator[tuple[Place, str]]:
    """Yield the texts that are blank or among those `met`: what they say, and what to call that."""
    for place, text in texts:
        key = key_of(text)
        if not key:
            yield place, f"{dotted(place)}: is blank"
        elif key in met:
            yield place, f"{dotted(place)}: says the same as {met[key]}"
        met.setdefault(key, dotted(place))


def shared_wordings(questions: Iterable[Question]) -> Iterator[tuple[Question, Place, str]]:
    """Yield where a bundled question is worded as another one is, and what is wrong.

    Of one's own questions none: a copy of a bundled question keeps its wordings on purpose. Two questions of the same
    text are left to whoever compares those.
    """
    met: dict[str, tuple[Question, Place]] = {}
    for question in (one for one in questions if one.bundled):
        for place, text in _wordings(question):
            other, there = met.setdefault(key_of(text), (question, place))
            if other is not question and (place, there) != (_QUESTION, _QUESTION):
                yield question, place, f"{dotted(place)}: asks what {other.id!r} asks in {dotted(there)}"


def _wordings(question: Question) -> Iterator[tuple[Place, str]]:
    yield _QUESTION, question.text
    for number, text in enumerate(question.paraphrases):
        yield ("paraphrases", number), text
