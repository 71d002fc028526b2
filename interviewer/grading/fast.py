"""The fast engine: grades without a language model, by sentence embeddings and word alignment."""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from interviewer.domain.errors import EmbeddingUnavailable
from interviewer.domain.grade import (
    COVERED_FROM,
    Grade,
    KeyPointGrade,
    MisconceptionGrade,
    Quote,
    label_of,
    raw_score,
    ungraded,
    verdict_of,
)
from interviewer.domain.question import KeyPoint, Misconception
from interviewer.domain.text import storable
from interviewer.grading.align import Reading, Window, read
from interviewer.grading.beside import beside_the_point
from interviewer.grading.both_ways import unmade
from interviewer.grading.clauses import Span, cut
from interviewer.grading.company import accompanied
from interviewer.grading.contest import Wrongness
from interviewer.grading.credit import Earned, Own, earn, evidence, less_wrong, own_marks, score_of
from interviewer.grading.draft import draft_key_points
from interviewer.grading.elsewhere import elsewhere
from interviewer.grading.engine import Encoder, GradeRequest, Vector
from interviewer.grading.features import Measured, measure
from interviewer.grading.followup import take_up
from interviewer.grading.gate import Known, is_keyword_list, takes_back
from interviewer.grading.heard import Heard, Text, hear
from interviewer.grading.intervals import UNSURE_FROM, interval_of
from interviewer.grading.misconceptions import Asserted, asserted, suspect
from interviewer.grading.misjoined import misjoined
from interviewer.grading.names import is_list_of_names
from interviewer.grading.neighbours import Neighbours
from interviewer.grading.reference import claim_of, told_of
from interviewer.grading.rubric import Rubric, prepare
from interviewer.grading.salad import is_repetitive, is_word_salad
from interviewer.grading.sight import BLIND, Sight, sight
from interviewer.grading.texts import Encoded, encode
from interviewer.grading.together import Remembering, parts
from interviewer.grading.traces import Traces
from interviewer.grading.turned import turned

_KEPT_RUBRICS = 256
_INCOMPLETE = (
    "part of the reference answer is missing in its document, so there is nothing whole to mark against; complete it "
    "with `interviewer bank edit`, or take it as it is with `interviewer bank accept`"
)
CAPPED_CREDIT = 0.1
"""What a key point can earn at most beside one of the flags `CAPPING`: knowing words of the field is not answering."""
CAPPING = frozenset({"keyword-list", "other-question"})
_JOINT = re.compile(r"(?:and|or|but|so)\b,? +(?=\w)", re.IGNORECASE)
_ON_TOPIC_FROM = 0.25  # cosine with the nearest statement of the rubric; everyday talk stays below


@dataclass(frozen=True, slots=True)
class _Key:
    question: str
    reference: str
    points: tuple[KeyPoint, ...]
    wrongs: tuple[Misconception, ...]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A rubric, what the reference itself earns for each key point, and how near to a misconception it comes.

    `claim` is the reference's where the key points were drafted from it.
    """

    rubric: Rubric
    own: tuple[Own, ...]
    wrong: Wrongness | None = None
    claim: Vector | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """Answers heard together, what has encoded them, and the seconds that each has taken so far."""

    heard: Sequence[Heard]
    encoder: Encoder
    seconds: float


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A grade, the answer without what instructs the grader, and what was seen of each key point.

    Without `sights` the answer was refused or could not be graded, and there is nothing to look at again; then there
    are no `traces` either, which tell what is seen in a stretch. `drafted` says that there were no written key points.
    """

    grade: Grade
    text: str = ""
    sights: tuple[Sight, ...] = ()
    drafted: bool = False
    traces: Traces | None = None


class FastEngine:
    """Grades by aligning clauses of the answer with key points. Keeps the rubrics last used in memory."""

    name = "fast"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._rubrics: OrderedDict[_Key, _Prepared] = OrderedDict()
        self._neighbours = Neighbours(encoder)
        self._turn = threading.Lock()

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        """Return one grade a request, in order; a request that cannot be graded comes back ungraded."""
        return [one.grade for some in parts(requests) for one in self._appraisals(self._read(some))]

    def appraise(self, request: GradeRequest) -> Appraisal:
        """Return the grade with what it was seen from, for an engine that looks again."""
        return self._appraisals(self._read([request]))[0]

    def _read(self, requests: Sequence[GradeRequest]) -> _Read:
        started = time.perf_counter()
        heard = [hear(request, _points(request)) for request in requests]
        encoder = Remembering(self._encoder)
        with suppress(EmbeddingUnavailable):  # it is raised again where it is missed
            encoder.token_vectors([text for one in heard for text in one.texts()])
        return _Read(heard, encoder, (time.perf_counter() - started) / len(requests))

    def _appraisals(self, some: _Read) -> list[Appraisal]:
        return [self._appraisal(one, some.encoder, time.perf_counter() - some.seconds) for one in some.heard]

    def _appraisal(self, heard: Heard, encoder: Encoder, started: float) -> Appraisal:
        if heard.request.incomplete:
            return Appraisal(ungraded(self.name, _INCOMPLETE))
        if not heard.points or sum(point.weight for point in heard.points) <= 0:
            reason = "there is neither a reference answer nor a key point to mark against"
            return Appraisal(ungraded(self.name, reason))
        try:
            return self._marked(heard, encoder, started)
        except EmbeddingUnavailable as error:
            return Appraisal(ungraded(self.name, str(error)))

    def _marked(self, heard: Heard, encoder: Encoder, started: float) -> Appraisal:
        if heard.refusal:
            return self._nothing(heard, [*heard.flags, heard.refusal], started)
        found = self._appraised(heard, heard.stated, encoder, started)
        if heard.stated is heard.answer or not found.grade.score:
            return found
        # what is left out earns nothing, and what is wrong in it still counts
        whole = self._appraised(heard, heard.answer, encoder, started)
        return replace(found, grade=whole.grade) if (whole.grade.score or 0.0) < found.grade.score else found

    def _appraised(self, heard: Heard, said: Text, encoder: Encoder, started: float) -> Appraisal:
        request, points, known, flags = heard.request, heard.points, heard.known, heard.flags
        if takes_back(said.text):
            return self._nothing(heard, [*flags, "self-contradiction"], started)
        prepared = self._prepared(request, points, encoder)
        rubric, own = prepared.rubric, prepared.own
        said, sentences = _to_the_matter(said, encoder, rubric)
        answer, pieces = said.text, said.pieces
        reading = read(answer, pieces, sentences)
        # beside a bare reference, what has nothing to do with it earns nothing anyhow, and a short one may be met in
        # words that are far from it
        if request.key_points and not _on_topic(reading, rubric, known):
            return self._nothing(heard, [*flags, "off-topic"], started)
        suspicions = suspect(reading, rubric)
        wrong = asserted(reading, pieces, suspicions)
        taken_back = unmade(reading, pieces)
        flags = (*flags, "self-contradiction") if taken_back.any() else flags
        joined = misjoined(answer, reading, pieces, heard.wording.told)
        opposed = turned(reading, pieces, heard.wording.stretches)
        others = elsewhere(reading, pieces, heard.wording.statements, request.elsewhere)
        another = others.mostly or self._answers_another(request, sentences)
        flags = (*flags, "other-question") if another else flags
        usable = _usable(reading, wrong) & ~taken_back & ~joined.windows & ~opposed.windows & ~others.windows
        claim = prepared.claim
        drafted = None if claim is None else told_of(encoder, reading, rubric, claim, usable)
        measured: Sequence[Measured] = [less_wrong(one, prepared.wrong) for one in measure(reading, rubric, suspicions)]
        rows = np.flatnonzero(usable)
        signs = [evidence(one, rows) for one in measured]
        measured = measured if drafted is not None else accompanied(reading, measured, signs)
        earned = [
            earn(reading, one, usable, sign, scale, drafted)
            for one, sign, scale in zip(measured, signs, own, strict=True)
        ]
        earned = take_up(encoder, request, rubric, own, reading, usable, earned)
        earned = [_less_denied(one, point, wrong) for one, point in zip(earned, points, strict=True)]
        earned = [_less_turned(one, opposed.points.get(place)) for place, one in enumerate(earned)]
        sights = tuple(
            BLIND
            if mark.contradicted and place in opposed.points  # told word for word: there is nothing to ask a model
            else sight(reading, one, usable, sign, scale, mark, drafted)
            for place, (one, sign, scale, mark) in enumerate(zip(measured, signs, own, earned, strict=True))
        )
        if (
            is_keyword_list(answer, known)
            # a bare reference may well be a list of names itself
            or (request.key_points and is_list_of_names(answer, known))
            or is_word_salad(answer)
            or is_repetitive(answer)
            or joined.mostly
        ):
            flags = (*flags, "keyword-list")
        if not CAPPING.isdisjoint(flags):
            earned = [_capped(one) for one in earned]
        grade = self._grade_of(request.answer, points, earned, wrong, flags, started, drafted=not request.key_points)
        traces = Traces(reading, suspicions, measured, own, usable, drafted)
        return Appraisal(grade, answer, sights, drafted=not request.key_points, traces=traces)

    def _answers_another(self, request: GradeRequest, sentences: Sequence[Encoded]) -> bool:
        # a reply to a follow-up is about one point; what was drafted from a reference may be too little to tell by
        if not request.elsewhere or not request.key_points or request.asked_for is not None:
            return False
        return self._neighbours.answers_another(sentences, storable(request.reference), request.elsewhere)

    def _prepared(self, request: GradeRequest, points: tuple[KeyPoint, ...], encoder: Encoder) -> _Prepared:
        key = _Key(request.question, request.reference, points, request.misconceptions)
        with self._turn:
            kept = self._rubrics.get(key)
            if kept is not None:
                self._rubrics.move_to_end(key)
                return kept
        made = _prepare(request, points, encoder)
        with self._turn:
            self._rubrics[key] = made
            if len(self._rubrics) > _KEPT_RUBRICS:
                self._rubrics.popitem(last=False)
        return made

    def _nothing(self, heard: Heard, flags: Sequence[str], started: float) -> Appraisal:
        nothing = [Earned(0.0, None)] * len(heard.points)
        drafted = not heard.request.key_points
        return Appraisal(self._grade_of("", heard.points, nothing, (), flags, started, drafted=drafted))

    def _grade_of(
        self,
        answer: str,
        points: tuple[KeyPoint, ...],
        earned: Sequence[Earned],
        wrong: Sequence[Asserted],
        flags: Sequence[str],
        started: float,
        *,
        drafted: bool,
    ) -> Grade:
        marks = tuple(_mark(answer, point, one) for point, one in zip(points, earned, strict=True))
        lost = tuple(
            MisconceptionGrade(one.misconception.id, one.misconception.weight, quote_of(answer, one.window.span))
            for one in wrong
        )
        raw = raw_score(((mark.weight, mark.credit) for mark in marks), sum(one.weight for one in lost))
        score = score_of(raw)
        low, high = interval_of(score, drafted=drafted)
        return Grade(
            engine=self.name,
            key_points=marks,
            misconceptions=lost,
            flags=(*flags, *(["unsure"] if high - low >= UNSURE_FROM else [])),
            score=score,
            raw=raw,
            low=low,
            high=high,
            label=label_of(score),
            milliseconds=round((time.perf_counter() - started) * 1000, 3),
        )


def _points(request: GradeRequest) -> tuple[KeyPoint, ...]:
    return request.key_points or _drafted(storable(request.reference), request.question)


@lru_cache(maxsize=_KEPT_RUBRICS)
def _drafted(reference: str, question: str) -> tuple[KeyPoint, ...]:
    return draft_key_points(reference, question)


def _prepare(request: GradeRequest, points: tuple[KeyPoint, ...], encoder: Encoder) -> _Prepared:
    reference, drafted = storable(request.reference), not request.key_points
    rubric = prepare(encoder, storable(request.question), reference, points, request.misconceptions)
    pieces = cut(reference)
    claim = claim_of(encoder, reference, rubric) if drafted else None
    if not pieces.clauses:
        return _Prepared(rubric, tuple(Own() for _ in rubric.points), claim=claim)
    reading = read(reference, pieces, encode(encoder, [span.of(reference) for span in pieces.sentences]))
    everywhere = np.ones(len(reading.windows), dtype=bool)
    said = None if claim is None else told_of(encoder, reading, rubric, claim, everywhere)
    seen: Sequence[Measured] = measure(reading, rubric, suspect(reading, rubric))
    wrong = seen[0].wrong if seen else None
    seen = [less_wrong(one, wrong) for one in seen]
    signs = [evidence(one, np.flatnonzero(everywhere)) for one in seen]
    seen = seen if drafted else accompanied(reading, seen, signs)
    return _Prepared(rubric, own_marks(reading, seen, said), wrong, claim)


def _to_the_matter(said: Text, encoder: Encoder, rubric: Rubric) -> tuple[Text, list[Encoded]]:
    """Return what of an answer has to do with the question, and its sentences encoded."""
    sentences = encode(encoder, said.sentences())
    beside = beside_the_point(sentences, rubric)
    if not beside or len(beside) == len(sentences):
        return said, sentences
    rest = said.without(beside)
    return rest, encode(encoder, rest.sentences())


def _on_topic(reading: Reading, rubric: Rubric, known: Known) -> bool:
    said = {word.key for row in reading.content for word in row}
    if said & (known.rubric - known.question):
        return True
    statements = [*(point.statement for point in rubric.points), *rubric.reference]
    return any(float((reading.units @ one.vector).max(initial=0.0)) >= _ON_TOPIC_FROM for one in statements)


def _usable(reading: Reading, wrong: Sequence[Asserted]) -> npt.NDArray[np.bool_]:
    """Say which windows may be evidence: none that asserts a misconception."""
    barred = {row for one in wrong for row in range(one.window.first, one.window.last)}
    return np.array([barred.isdisjoint(range(w.first, w.last)) for w in reading.windows], dtype=bool)


def _less_denied(one: Earned, point: KeyPoint, wrong: Sequence[Asserted]) -> Earned:
    """Return what a key point earned; it is contradicted where a misconception is asserted that denies it.

    Readers of the rubric set marked it so 211 times of 218, whatever else was said of the point.
    """
    denying = [found for found in wrong if found.misconception.denies == point.id]
    return Earned(0.0, denying[0].window, contradicted=True) if denying else one


def _less_turned(one: Earned, window: Window | None) -> Earned:
    """Return what a key point earned; it is contradicted where `window` turns it round and nothing else states it."""
    if window is None or one.credit >= COVERED_FROM:
        return one
    return Earned(0.0, window, contradicted=True)


def _capped(one: Earned) -> Earned:
    credit = min(one.credit, CAPPED_CREDIT)
    return Earned(credit, one.window, one.contradicted)


def _mark(answer: str, point: KeyPoint, one: Earned) -> KeyPointGrade:
    return KeyPointGrade(
        id=point.id,
        text=point.text,
        weight=point.weight,
        credit=one.credit,
        verdict=verdict_of(one.credit, contradicted=one.contradicted),
        quote=quote_of(answer, one.window.span) if one.window else None,
        confidence=round(abs(2 * one.credit - 1), 4),
    )


def quote_of(answer: str, span: Span) -> Quote:
    """Quote a stretch without the word that only joins it to the one before."""
    joint = _JOINT.match(span.of(answer))
    start = span.start + joint.end() if joint else span.start
    return Quote(answer[start : span.end], start, span.end)
