"""How a debrief is shown: in paragraphs, each sentence with its citations in brackets."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from interviewer.interview.cited import Citation, Kind, Sentence

_PARAGRAPHS: tuple[frozenset[Kind], ...] = (
    frozenset({"opening", "strong"}),
    frozenset({"gap", "wrong"}),
    frozenset({"changed", "claim"}),
    frozenset({"reading", "next"}),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with its citations as they are shown."""

    text: str
    label: str


def paragraphs(sentences: Sequence[Sentence]) -> list[list[Told]]:
    """Return the sentences in order, those that belong together in one paragraph."""

    def place(sentence: Sentence) -> int:
        return next(place for place, kinds in enumerate(_PARAGRAPHS) if sentence.kind in kinds)

    groups = groupby(sentences, key=place)
    return [[Told(one.text, label(one.citations)) for one in group] for _, group in groups]


def label(citations: Sequence[Citation]) -> str:
    """Return citations in brackets: `q1.a2` is the second answer to question 1, `q1.c1` the first reply to a claim."""
    return f"[{', '.join(dict.fromkeys(_label(one) for one in citations))}]"


def debrief_json(sentences: Sequence[Sentence]) -> list[dict[str, Any]]:
    """Return the debrief as other programs read it; a citation has the fields that apply."""
    return [{"text": one.text, "citations": [_fields(citation) for citation in one.citations]} for one in sentences]


def _label(one: Citation) -> str:
    return " ".join(_parts(one))


def _parts(one: Citation) -> Iterator[str]:
    if one.reply:
        yield f"q{one.question}.c{one.reply}"
    else:
        yield f"q{one.question}.a{one.answer}" if one.answer else f"q{one.question}"
    if one.key_point:
        yield one.key_point
    if one.misconception and not one.reply:
        yield one.misconception


def _fields(citation: Citation) -> dict[str, Any]:
    return {name: value for name, value in asdict(citation).items() if value is not None}
