"""Whether the interviewer takes up that a candidate contradicts himself, and only then."""

from collections.abc import Iterator

from interviewer.domain.outcome import MAX_PROBES
from interviewer.domain.state import Turn
from interviewer.evaluation.conduct.counted import Count
from interviewer.evaluation.conduct.play import Played
from interviewer.evaluation.conduct.truth import said_in


def contradictions_taken_up(played: Played) -> Iterator[Count]:
    """Contradictions to what was said before, after which a probe was allowed, that the interviewer held up."""
    for turn in played.state.turns:
        for place in range(min(len(turn.answers), MAX_PROBES)):
            if contradicted := _contradicted(played, turn, place):
                probe = turn.follow_ups[place] if place < len(turn.follow_ups) else None
                held = probe is not None and probe.confronts is not None and probe.asks_for in contradicted
                yield Count(turn.question.id, held, 1, ", ".join(sorted(contradicted)))


def confrontations_borne_out(played: Played) -> Iterator[Count]:
    """Probes that hold two answers against each other, of which the later really denies what the earlier covers."""
    for turn in played.state.turns:
        for place, probe in enumerate(turn.follow_ups):
            if probe.confronts:
                right = probe.asks_for in _contradicted(played, turn, place)
                yield Count(turn.question.id, right, 1, f"{probe.asks_for}: {probe.text}")


def _contradicted(played: Played, turn: Turn, place: int) -> set[str]:
    """Return the key points that answer `place` contradicts and one before it covers."""
    said = said_in(played, turn)[: place + 1]
    covered = {point for one in said[:-1] for point, verdict in one.points.items() if verdict == "covered"}
    return {point for point, verdict in said[-1].points.items() if verdict == "contradicted" and point in covered}
