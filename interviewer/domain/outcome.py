"""What one question earned over all its answers, kept apart by the help that was needed."""

from dataclasses import dataclass

from interviewer.domain.events import Help
from interviewer.domain.grade import KeyPointGrade, MisconceptionGrade, Verdict, raw_score
from interviewer.domain.question import FollowUp, KeyPoint, Question
from interviewer.domain.state import Answer, Turn

MAX_PROBES = 2
PROBE_WEIGHT = 2
"""A key point of at least this weight is worth a probe."""


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
    because the candidate changed position. Skipped without an answer counts as nothing said: 0.
    """
    graded = [answer for answer in turn.answers if answer.grade and answer.grade.ungraded is None]
    points = tuple(_merge(point, graded) for point in turn.question.key_points)
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
    """The follow-up to ask now: aimed at the heaviest missed key point, at most `MAX_PROBES` a question.

    "I don't know" is not argued with, and what could not be graded is not probed.
    """
    last = turn.answers[-1].grade if turn.answers else None
    if last is None or last.ungraded is not None or "dont-know" in last.flags or len(turn.follow_ups) >= MAX_PROBES:
        return None
    asked = {probe.asks_for for probe in turn.follow_ups}
    for missed in outcome_of(turn).missed:
        if missed.point.weight >= PROBE_WEIGHT and missed.point.id not in asked:
            follow_up = _follow_up_for(turn.question, missed.point.id)
            if follow_up:
                return follow_up
    return None


def _follow_up_for(question: Question, key_point_id: str) -> FollowUp | None:
    return next((probe for probe in question.follow_ups if probe.asks_for == key_point_id), None)


def _merge(point: KeyPoint, answers: list[Answer]) -> PointOutcome:
    best: tuple[KeyPointGrade, Answer] | None = None
    unaided = 0.0
    for answer in answers:
        grade = _grade_of(answer, point.id)
        if grade is None:
            continue
        if answer.help == "unaided":
            unaided = max(unaided, grade.credit)
        if best is None or grade.credit > best[0].credit or grade.verdict == "contradicted":
            best = (grade, answer)
    if best is None:
        return PointOutcome(point, None, None, None, 0.0)
    return PointOutcome(point, best[0], best[1].id, best[1].help, unaided)


def _grade_of(answer: Answer, key_point_id: str) -> KeyPointGrade | None:
    if answer.grade is None:
        return None
    return next((grade for grade in answer.grade.key_points if grade.id == key_point_id), None)


def _misconceptions(answers: list[Answer]) -> tuple[tuple[str, MisconceptionGrade], ...]:
    seen: dict[str, tuple[str, MisconceptionGrade]] = {}
    for answer in answers:
        for wrong in answer.grade.misconceptions if answer.grade else ():
            seen.setdefault(wrong.id, (answer.id, wrong))
    return tuple(seen.values())
