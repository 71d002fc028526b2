"""What was really covered and missing at each moment of a turn, by how the candidate's words were made."""

from collections.abc import Sequence

from interviewer.domain.grade import Verdict
from interviewer.domain.outcome import PROBE_WEIGHT
from interviewer.domain.question import Question
from interviewer.domain.state import Turn
from interviewer.evaluation.conduct.play import Played
from interviewer.evaluation.conduct.said import Said

_ORDER: tuple[Verdict, ...] = ("missing", "partial", "covered")


def truth(question: Question, said: Sequence[Said]) -> dict[str, Verdict]:
    """Return the verdict on each key point after these answers.

    The best counts, and a later contradiction wins, as in the outcome of a turn.
    """
    found: dict[str, Verdict] = {point.id: "missing" for point in question.key_points}
    for one in said:
        for point, verdict in one.points.items():
            if verdict == "contradicted" or found[point] == "contradicted":
                found[point] = verdict
            else:
                found[point] = max(found[point], verdict, key=_ORDER.index)
    return found


def weighty_gaps(question: Question, said: Sequence[Said]) -> list[str]:
    """Return the key points worth a probe that are not covered, in the file's order."""
    verdicts = truth(question, said)
    return [one.id for one in question.key_points if one.weight >= PROBE_WEIGHT and verdicts[one.id] != "covered"]


def said_in(played: Played, turn: Turn) -> list[Said]:
    """Return what the candidate said in a turn, in order."""
    return [played.said[answer.id] for answer in turn.answers]
