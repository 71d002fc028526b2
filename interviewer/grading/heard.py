"""What there is to mark, before any model is asked: whose words an answer's are, and what it is marked against."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from interviewer.domain.aloud import adds_nothing, is_sentence_of, runs, words_beside
from interviewer.domain.question import KeyPoint
from interviewer.domain.text import legible, storable
from interviewer.grading.clauses import Cut, Span, cut
from interviewer.grading.engine import GradeRequest
from interviewer.grading.gate import MOST_CHARACTERS, Known, refuse
from interviewer.grading.misjoined import Told, statements_in
from interviewer.grading.respelt import rejoined, spellings_in
from interviewer.grading.turned import Stated, Stretches
from interviewer.grading.twice import plainly
from interviewer.grading.words import content_words, lexicon

_KEPT = 256
_ASKS = re.compile(
    r"\W*(?:explain|describe|discuss|tell me|walk me through)\b[^?]*$"
    r"|\W*(?:what|which|why|how|when|where|who|whose|is|are|was|were|does|do|did|can|could|would|will|should)\b[^?]*\?\W*$",
    re.IGNORECASE,
)
_MOST_BESIDE = 0.7  # share of a sentence's words that are talk around the interviewer's
_READ_ALOUD = 8  # words in a row as the interviewer put them are read, whatever is said beside them
_ECHO = "question-echo"  # nothing is left without what the interviewer said, asks back or orders


@dataclass(frozen=True, slots=True)
class Wording:
    """The words that a rubric is in, the same for every answer: keys of each text, and of all; its statements cut up.

    `statements` are its texts; `told` is what answers are compared with that join two of them, `stretches` those that
    turn one round.
    """

    sequences: tuple[tuple[str, ...], ...]
    keys: frozenset[str]
    statements: tuple[str, ...]
    told: tuple[Told, ...]
    stretches: Stretches


@dataclass(frozen=True, slots=True)
class Text:
    """A text cut into sentences and clauses."""

    text: str
    pieces: Cut

    def sentences(self) -> list[str]:
        """Return its sentences, in order."""
        return [span.of(self.text) for span in self.pieces.sentences]

    def whole(self) -> str:
        """Return its clauses as one text."""
        return " ".join(clause.span.of(self.text) for clause in self.pieces.clauses)

    def without(self, places: Sequence[int]) -> "Text":
        """Return it with spaces for the sentences at these places."""
        text = self.text
        for place in places:
            text = _blanked(text, self.pieces.sentences[place])
        return Text(text, cut(text))


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer as it can be read, and what is `stated`, the same with spaces for what is not the candidate's own.

    `refusal` is the flag of an answer that cannot earn anything, None for one to be marked.
    """

    request: GradeRequest
    points: tuple[KeyPoint, ...]
    answer: Text
    stated: Text
    known: Known
    wording: Wording
    flags: tuple[str, ...]
    refusal: str | None

    def texts(self) -> list[str]:
        """Return what will be encoded of it unless something unusual is found, in order."""
        if self.refusal:
            return []
        readings = [self.stated] if self.stated is self.answer else [self.stated, self.answer]
        found = [text for one in (*readings, earlier(self.request)) for text in one.sentences()]
        return [*found, *(one.whole() for one in readings if not self.request.key_points)]


def hear(request: GradeRequest, points: tuple[KeyPoint, ...]) -> Heard:
    """Return what there is to mark against `points`."""
    written = rejoined(legible(request.answer[:MOST_CHARACTERS]), _spellings(request))
    answer = plainly(written, [point.text for point in points])
    pieces = cut(answer)
    orders = _orders(answer, pieces)
    wording = _wording(request.reference, points)
    known = _known(request, wording)
    stated = _own_words(answer, pieces, orders, _put(request), request.rewordings, known)
    bare = not request.key_points
    unstated = None if stated.strip() else _ECHO
    flags = (
        *(["truncated"] if len(request.answer) > MOST_CHARACTERS else []),
        *(["instruction"] if orders else []),
    )
    refusal = refuse(answer, known, bare=bare) or unstated or refuse(stated, known, bare=bare)
    whole = Text(answer, pieces)
    own = whole if stated == answer else Text(stated, cut(stated))
    return Heard(request, points, whole, own, known, wording, flags, refusal)


def earlier(request: GradeRequest) -> Text:
    """Return the earlier answers that this one is read after, nothing where it answers no follow-up for a key point."""
    text = storable("\n".join(request.earlier))[:MOST_CHARACTERS] if request.asked_for is not None else ""
    return Text(text, cut(text))


@lru_cache(maxsize=_KEPT)
def _wording(reference: str, points: tuple[KeyPoint, ...]) -> Wording:
    claims = [(text, place) for place, point in enumerate(points) for text in (point.text, *point.accept)]
    sequences = tuple(
        tuple(word.key for word in content_words(text))
        for text in (reference[:MOST_CHARACTERS], *(text for text, _ in claims))
    )
    stated = [Stated(storable(reference[:MOST_CHARACTERS]), None), *(Stated(text, place) for text, place in claims)]
    return Wording(
        sequences,
        frozenset(key for keys in sequences for key in keys),
        tuple(one.text for one in stated),
        tuple(statements_in(one.text for one in stated)),
        Stretches(stated),
    )


def _known(request: GradeRequest, wording: Wording) -> Known:
    asked = " ".join((request.question, *request.wordings, request.follow_up or ""))
    order = tuple(word.key for word in content_words(asked))
    return Known(order, frozenset(order), wording.keys, wording.sequences)


def _spellings(request: GradeRequest) -> frozenset[str]:
    """Return how the words are spelt that an answer may be expected to have."""
    claims = (text for point in request.key_points for text in (point.text, *point.accept))
    wrongs = (text for wrong in request.misconceptions for text in (wrong.text, wrong.correction))
    return spellings_in((request.question, request.reference, *claims, *wrongs))


def _put(request: GradeRequest) -> tuple[str, ...]:
    """Return what is put to the candidate in the interviewer's words."""
    return (request.question, *request.wordings, request.follow_up or "", *request.lines)


def _orders(answer: str, pieces: Cut) -> frozenset[Span]:
    """Return the sentences that give the grader orders."""
    instruction = lexicon().instruction
    return frozenset(span for span in pieces.sentences if instruction.search(span.of(answer)))


def _own_words(
    answer: str, pieces: Cut, orders: frozenset[Span], put: Sequence[str], rewordings: Sequence[str], known: Known
) -> str:
    """Return the answer, offsets kept, with spaces for what states nothing of the candidate's: orders to the grader,
    questions, lines put into another's mouth, the interviewer's own read aloud or said again with talk around them, and
    long runs of the interviewer's words in what is the candidate's."""
    words, kept = lexicon(), answer
    for span in pieces.sentences:
        text = span.of(answer)
        others = words.others_line.search(_line_to(answer, span)) or _ASKS.match(text)
        read = is_sentence_of(text, (*put, *rewordings))
        if span in orders or others or read or _says_again(text, put, known):
            kept = _blanked(kept, span)
            continue
        for start, end in runs(text, (*put, *rewordings), _READ_ALOUD):
            kept = _blanked(kept, Span(span.start + start, span.start + end))
    return kept


def _blanked(text: str, span: Span) -> str:
    """Return the text with spaces for a stretch of it; lines stay."""
    return text[: span.start] + re.sub(r"[^\r\n]", " ", span.of(text)) + text[span.end :]


def _says_again(text: str, put: Sequence[str], known: Known) -> bool:
    """Say whether a sentence is made of the interviewer's words, and adds none that the rubric knows."""
    beside = words_beside(text, put)
    if adds_nothing(text, beside):
        return True
    weak, talk = lexicon().weak, lexicon().talk
    own = [word for word in content_words(" ".join(beside)) if word.stem not in weak and word.surface not in talk]
    told = {word.key for word in own if not word.key.isdigit()}
    return not told & (known.rubric - known.question) and len(beside) <= len(text.split()) * _MOST_BESIDE


def _line_to(answer: str, span: Span) -> str:
    """Return the line that a sentence begins in, up to its end."""
    return answer[answer.rfind("\n", 0, span.start) + 1 : span.end]
