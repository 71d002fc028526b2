"""Cuts an answer into sentences and clauses with exact offsets: the stretches that can be quoted."""

import re
from dataclasses import dataclass

_LONGEST_PIECE = 600  # characters; well inside the 256 word pieces that MiniLM reads
_SHORTEST_SIDE = 3  # words; a shorter stretch beside a comma is no clause of its own
MOST_CLAUSES = 400
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])[\"')\]]*\s+|[\r\n\v\f\x85\u2028\u2029]+|;\s*|\s[—–]\s|(?<=\S)(?=\s[-*•]\s+\S{2})"
)
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|vs|cf|etc|approx|resp|fig|eq)|\b[A-Z])\.\s*$", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-*•–—>#]+|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
_CLAUSE_END = re.compile(
    r",\s+|:\s+|\s*->\s*|\s*→\s*|\s+(?=(?:but|because|whereas|while|which|so|and|since|although|though|however|instead|therefore|then|if|when)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the stretch itself."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause and the number of the sentence that it lies in."""

    span: Span
    sentence: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut into sentences and, finer, clauses."""

    sentences: tuple[Span, ...]
    clauses: tuple[Clause, ...]


def cut(text: str) -> Cut:
    """Return the sentences and clauses of `text`, at most `MOST_CLAUSES` clauses, in order."""
    sentences: list[Span] = []
    clauses: list[Clause] = []
    for sentence in _sentences(text):
        parts = _clauses(text, sentence)
        if len(clauses) + len(parts) > MOST_CLAUSES:
            break
        clauses.extend(Clause(part, len(sentences)) for part in parts)
        sentences.append(sentence)
    return Cut(tuple(sentences), tuple(clauses))


def _sentences(text: str) -> list[Span]:
    found: list[Span] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.group()[:1].isspace() and _ABBREVIATION.search(text[max(start, match.start() - 8) : match.start()]):
            continue
        found.extend(_pieces(text, start, match.start()))
        start = match.end()
    found.extend(_pieces(text, start, len(text)))
    return found


def _pieces(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    while start < end:
        stop = end
        if end - start > _LONGEST_PIECE:
            blank = text.rfind(" ", start + _LONGEST_PIECE // 2, start + _LONGEST_PIECE)
            stop = blank if blank > start else start + _LONGEST_PIECE
        span = _trimmed(text, start, stop)
        if any(char.isalnum() for char in span.of(text)):
            found.append(span)
        start = stop
    return found


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    if bullet := _BULLET.match(text[start:end]):
        start += bullet.end()
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    return Span(start, end)


def _clauses(text: str, sentence: Span) -> list[Span]:
    spans: list[Span] = []
    start = sentence.start
    for match in _CLAUSE_END.finditer(text, sentence.start, sentence.end):
        if _long(text, start, match.start()) and _long(text, match.end(), sentence.end):
            spans.append(_trimmed(text, start, match.start()))
            start = match.end()
    spans.append(_trimmed(text, start, sentence.end))
    return [span for span in spans if span.start < span.end]


def _long(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) >= _SHORTEST_SIDE
