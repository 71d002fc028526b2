"""What one question earned over all its answers, kept apart by the help that was needed."""

from collections.abc import Container
from dataclasses import dataclass, replace

from interviewer.domain.aloud import read_aloud
from interviewer.domain.events import Help
from interviewer.domain.giving_up import only_asks
from interviewer.domain.grade import Grade, KeyPointGrade, MisconceptionGrade, Verdict, raw_score
from interviewer.domain.question import FollowUp, KeyPoint, Question
from interviewer.domain.state import Answer, Turn

MAX_PROBES = 2
PROBE_WEIGHT = 2
"""A key point of at least this weight is worth a probe."""
NOTHING_FOUND = 0.1
"""Below this credit a key point is surely missing: readers of 318 marked answers find a gap there in 90 of 100, from
here to `partial` in 65. Half-said key points are not probed: readers find half of them covered."""

NEARLY_ALL = 0.7
"""Raw mark from which an answer covers nearly everything, where nothing weighty is missing."""


@dataclass(frozen=True, slots=True)
class PointOutcome:
    """The best mark that one key point got, in which answer, and with what help."""

    point: KeyPoint
    grade: KeyPointGrade | None
    answer_id: str | None
    help: Help | None
    unaided: float

    @property
    def credit(self) -> float:
        """In [0, 1]."""
        return self.grade.credit if self.grade else 0.0

    @property
    def verdict(self) -> Verdict:
        """The verdict of the best mark."""
        return self.grade.verdict if self.grade else "missing"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question's marks. `raw` and `raw_unaided` in [0, 1]; None where nothing could be graded."""

    points: tuple[PointOutcome, ...]
    misconceptions: tuple[tuple[str, MisconceptionGrade], ...]
    """(answer id, misconception), each misconception once."""
    raw: float | None
    raw_unaided: float | None

    @property
    def missed(self) -> tuple[PointOutcome, ...]:
        """Key points not covered, heaviest first."""
        rest = [point for point in self.points if point.verdict != "covered"]
        return tuple(sorted(rest, key=lambda outcome: -outcome.point.weight))


def outcome_of(turn: Turn) -> Outcome:
    """Merge the grades of a turn's answers.

    For each key point the best credit counts; a later answer that contradicts an earlier one wins,
    because the candidate changed position. A hint or a probe read aloud earns nothing. Skipped without an
    answer counts as nothing said: 0.
    """
    graded = [answer for answer in turn.answers if answer.grade and answer.grade.ungraded is None]
    points = tuple(_merge(turn, point, graded) for point in turn.question.key_points)
    wrong = _misconceptions(graded)
    if turn.answers and not graded:
        return Outcome(points, wrong, None, None)
    first = graded[0].grade if graded and graded[0].help == "unaided" else None
    unaided_loss = sum(m.weight for m in first.misconceptions) if first else 0
    return Outcome(
        points,
        wrong,
        raw_score([(p.point.weight, p.credit) for p in points], sum(m.weight for _, m in wrong)),
        raw_score([(p.point.weight, p.unaided) for p in points], unaided_loss),
    )


def next_probe(turn: Turn) -> FollowUp | None:
    """The follow-up to ask now: aimed at the heaviest of what is surely missing, at most `MAX_PROBES` a question.

    "I don't know" is not argued with, and what could not be graded is not probed. Neither a key point nor the same
    words are asked for twice. After an answer that says nothing, half-said key points are asked for too: nobody gets
    away by saying nothing.
    """
    last = turn.answers[-1].grade if turn.answers else None
    if last is None or last.ungraded is not None or gave_up(turn) or len(turn.follow_ups) >= MAX_PROBES:
        return None
    points = {probe.asks_for for probe in turn.follow_ups}
    texts = {probe.text for probe in turn.follow_ups}
    gaps = [gap for gap in outcome_of(turn).missed if gap.point.weight >= PROBE_WEIGHT]
    if not _said_nothing(last):
        gaps = [gap for gap in gaps if gap.verdict != "partial"]
    for gap in sorted(gaps, key=lambda one: (one.verdict == "partial", one.credit >= NOTHING_FOUND)):
        follow_up = _follow_up_for(turn.question, gap.point.id, texts) if gap.point.id not in points else None
        if follow_up:
            return follow_up
    return None


def may_be_challenged(turn: Turn, misconception_id: str) -> bool:
    """Say whether this wrong claim may be put now: nothing weighty is open, and nothing wrong was said."""
    outcome = outcome_of(turn)
    last = turn.answers[-1].grade if turn.answers else None
    if last is None or last.ungraded is not None or gave_up(turn) or turn.challenge is not None:
        return False
    known = any(one.id == misconception_id and one.correction for one in turn.question.misconceptions)
    open_points = [one for one in outcome.missed if one.point.weight >= PROBE_WEIGHT and one.verdict != "partial"]
    return known and not open_points and not outcome.misconceptions and (outcome.raw or 0.0) >= NEARLY_ALL


def _said_nothing(grade: Grade) -> bool:
    return not grade.misconceptions and all(point.verdict == "missing" for point in grade.key_points)


def gave_up(turn: Turn) -> bool:
    """Say whether the last answer says that the candidate does not know; a wish to move on is no such thing."""
    last = turn.answers[-1] if turn.answers else None
    return last is not None and last.grade is not None and "dont-know" in last.grade.flags and not only_asks(last.text)


def _follow_up_for(question: Question, key_point_id: str, but: Container[str]) -> FollowUp | None:
    return next(
        (probe for probe in question.follow_ups if probe.asks_for == key_point_id and probe.question not in but), None
    )


def _merge(turn: Turn, point: KeyPoint, answers: list[Answer]) -> PointOutcome:
    best: tuple[KeyPointGrade, Answer] | None = None
    unaided = 0.0
    for answer in answers:
        grade = _grade_of(turn, answer, point.id)
        if grade is None:
            continue
        if answer.help == "unaided":
            unaided = max(unaided, grade.credit)
        if best is None or grade.credit > best[0].credit or grade.verdict == "contradicted":
            best = (grade, answer)
    if best is None:
        return PointOutcome(point, None, None, None, 0.0)
    return PointOutcome(point, best[0], best[1].id, best[1].help, unaided)


def _grade_of(turn: Turn, answer: Answer, key_point_id: str) -> KeyPointGrade | None:
    if answer.grade is None:
        return None
    found = next((grade for grade in answer.grade.key_points if grade.id == key_point_id), None)
    if found is None or found.quote is None or not found.credit:
        return found
    place = [one.id for one in turn.answers].index(answer.id)
    if not read_aloud(turn, found.quote.text, place):
        return found
    return replace(found, credit=0.0, verdict="missing", quote=None)


def _misconceptions(answers: list[Answer]) -> tuple[tuple[str, MisconceptionGrade], ...]:
    seen: dict[str, tuple[str, MisconceptionGrade]] = {}
    for answer in answers:
        for wrong in answer.grade.misconceptions if answer.grade else ():
            seen.setdefault(wrong.id, (answer.id, wrong))
    return tuple(seen.values())
