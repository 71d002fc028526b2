"""What is counted in a played interview. Each figure is a sum of hits over a sum of chances.

To add one: a function from `Played` to `Count`s, and its line in `FIGURES`. Intervals, table and JSON follow.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from interviewer.bank.leaks import leaks
from interviewer.domain.outcome import MAX_PROBES, PROBE_WEIGHT, Outcome, outcome_of
from interviewer.domain.state import Turn
from interviewer.evaluation.conduct.claims import claims_of, told_in_debrief
from interviewer.evaluation.conduct.confronted import confrontations_borne_out, contradictions_taken_up
from interviewer.evaluation.conduct.counted import Count
from interviewer.evaluation.conduct.play import OBJECTION, Line, Played
from interviewer.evaluation.conduct.said import Said
from interviewer.evaluation.conduct.truth import said_in, truth, weighty_gaps


def probes_per_gap(played: Played) -> Iterator[Count]:
    """Probes put, for each weighty key point that the first answer left uncovered."""
    for turn in played.state.turns:
        gaps = weighty_gaps(turn.question, said_in(played, turn)[:1])
        yield Count(turn.question.id, len(turn.follow_ups), len(gaps))


def probes_aimed(played: Played) -> Iterator[Count]:
    """Probes for a key point that was not covered when it was probed: missing, contradicted or only half said."""
    for turn, place, asked in _probes(played):
        verdict = truth(turn.question, said_in(played, turn)[: place + 1])[asked]
        yield Count(turn.question.id, verdict != "covered", 1, f"{asked}: {verdict}")


def probes_aimed_at_nothing_said(played: Played) -> Iterator[Count]:
    """As `probes_aimed`, a half-said key point counted as said."""
    for turn, place, asked in _probes(played):
        verdict = truth(turn.question, said_in(played, turn)[: place + 1])[asked]
        yield Count(turn.question.id, verdict in ("missing", "contradicted"), 1, f"{asked}: {verdict}")


def probes_aimed_where_some_was_said(played: Played) -> Iterator[Count]:
    """As `probes_aimed`, after answers that covered something: where everything is missing no probe can go wrong."""
    for turn, place, asked in _probes(played):
        verdicts = truth(turn.question, said_in(played, turn)[: place + 1])
        if "covered" in verdicts.values():
            yield Count(turn.question.id, verdicts[asked] != "covered", 1, f"{asked}: {verdicts[asked]}")


def leaked(played: Played) -> Iterator[Count]:
    """Lines that give away a reference not yet committed to: of the open question, or of one still to come."""
    turns = played.state.turns
    for line in played.lines:
        own = turns[line.turn]
        said = [answer.text for answer in own.answers[: line.answers]]
        told = line.kind != "feedback" and leaks(line.text, own.question, said)
        ahead = any(leaks(line.text, later.question) for later in turns[line.turn + 1 :])
        yield Count(own.question.id, told or ahead, 1, f"{line.kind}: {line.text}")


def repeated(played: Played) -> Iterator[Count]:
    """Questions put before in the same interview; probes and hints put before in the same question, by words or aim."""
    seen: set[object] = set()
    for line, asked in _put(played):
        names: set[object] = {(line.turn, _plain(line.text))}
        names |= {(line.turn, "asks for", asked)} if asked else set()
        names |= {_plain(line.text)} if line.kind == "question" else set()
        yield Count(played.state.turns[line.turn].question.id, bool(names & seen), 1, line.text)
        seen |= names


def advanced_on_non_answer(played: Played) -> Iterator[Count]:
    """Answers with nothing of the candidate's own after which the question was closed although a probe was left.

    That is one for a key point that the interviewer itself had not marked as covered. Not counted are answers that
    plainly say "I don't know", and those after the last probe that is allowed.
    """
    for turn, place, one in _non_answers(played):
        open_points = [gap.point.id for gap in _marked_until(turn, place).missed if gap.point.weight >= PROBE_WEIGHT]
        if _probe_left(turn, place, open_points):
            yield Count(turn.question.id, _closed_after(turn, place), 1, f"{turn.closed} after {one.text!r}")


def closed_with_a_gap_left(played: Played) -> Iterator[Count]:
    """As `advanced_on_non_answer`, with a probe left for what was really uncovered: here marks play a part."""
    for turn, place, one in _non_answers(played):
        if _probe_left(turn, place, weighty_gaps(turn.question, said_in(played, turn)[: place + 1])):
            yield Count(turn.question.id, _closed_after(turn, place), 1, f"{turn.closed} after {one.text!r}")


def dont_know_argued_with(played: Played) -> Iterator[Count]:
    """Plain "I don't know"s after which the interviewer probed all the same."""
    for turn in played.state.turns:
        for place, one in enumerate(said_in(played, turn)):
            if one.gives_up:
                yield Count(turn.question.id, place < len(turn.answers) - 1, 1, one.text)


def answered_by_interviewer(played: Played) -> Iterator[Count]:
    """Questions with the reference shown before an answer, or with credit for the interviewer's own lines repeated."""
    for number, turn in enumerate(played.state.turns):
        early = any(one.turn == number and one.kind == "feedback" and not one.answers for one in played.lines)
        echoes = {answer.id for answer, one in zip(turn.answers, said_in(played, turn), strict=True) if _echoes(one)}
        credited = [
            f"{point.point.id} for {point.grade.quote.text!r}"
            for point in outcome_of(turn).points
            if point.answer_id in echoes
            and point.verdict in ("covered", "partial")
            and point.grade
            and point.grade.quote
        ]
        yield Count(turn.question.id, early or bool(credited), 1, "; ".join(credited))


def unsupported_claims(played: Played) -> Iterator[Count]:
    """Claims of the report without a verified quote or a grade behind them."""
    for claim in claims_of(played.state):
        yield Count(played.state.turns[0].question.id, not claim.supported, 1, claim.text)


def unsupported_in_debrief(played: Played) -> Iterator[Count]:
    """Sentences of the debrief with a quote, a verdict, a number or a citation that does not hold."""
    for claim in told_in_debrief(played.state):
        yield Count(played.state.turns[0].question.id, not claim.supported, 1, claim.text)


def untrue_credits(played: Played) -> Iterator[Count]:
    """Key points that the report calls covered and that no answer really covered: the grader's fault, not conduct's."""
    for turn in played.state.turns:
        parts = [one.points.items() for one in said_in(played, turn)]
        said = {point for one in parts for point, verdict in one if verdict in ("covered", "partial")}
        for answer in turn.answers:
            for point in answer.grade.key_points if answer.grade else ():
                if point.verdict == "covered":
                    yield Count(turn.question.id, point.id not in said, 1, point.id)


def hints_fitted(played: Played) -> Iterator[Count]:
    """Hints asked for after an answer that is known to assert a misconception: those that are its nudge."""
    for turn in played.state.turns:
        said = said_in(played, turn)
        for hint in turn.hints:
            made = said[hint.answers - 1].mistakes if hint.answers else ()
            if made:
                yield Count(turn.question.id, hint.mistake in made, 1, f"{made[0]}: {hint.text}")


def stances_told(played: Played) -> Iterator[Count]:
    """Replies to a wrong claim that were taken for what they are: an objection or an agreement."""
    for turn in played.state.turns:
        for one in turn.challenge.rounds if turn.challenge else ():
            meant = "objected" if one.reply == OBJECTION else "agreed"
            yield Count(turn.question.id, one.stance is not None and one.stance.position == meant, 1, one.text)


def seconds_a_turn(played: Played) -> Iterator[Count]:
    """Seconds from an answer to the interviewer's next line; marking that was kept counts with the time it took."""
    for turn in played.state.turns:
        for answer in turn.answers:
            yield Count(turn.question.id, played.seconds[answer.id], 1)


FIGURES: Mapping[str, Callable[[Played], Iterator[Count]]] = {
    one.__name__: one
    for one in (
        probes_per_gap,
        probes_aimed,
        probes_aimed_at_nothing_said,
        probes_aimed_where_some_was_said,
        leaked,
        repeated,
        advanced_on_non_answer,
        closed_with_a_gap_left,
        dont_know_argued_with,
        answered_by_interviewer,
        unsupported_claims,
        unsupported_in_debrief,
        untrue_credits,
        contradictions_taken_up,
        confrontations_borne_out,
        hints_fitted,
        stances_told,
        seconds_a_turn,
    )
}
NONE_ALLOWED = ("leaked", "repeated", "advanced_on_non_answer")
AT_LEAST: Mapping[str, float] = {"probes_aimed": 0.9}


def _probes(played: Played) -> Iterator[tuple[Turn, int, str]]:
    for turn in played.state.turns:
        for place, probe in enumerate(turn.follow_ups):
            yield turn, place, probe.asks_for


def _put(played: Played) -> Iterator[tuple[Line, str | None]]:
    """Yield what was put to the candidate in order, a probe with the key point that it asks for."""
    for line in played.lines:
        if line.kind == "follow-up":
            yield line, played.state.turns[line.turn].follow_ups[line.answers - 1].asks_for
        elif line.kind not in ("feedback", "lead"):
            yield line, None


def _echoes(one: Said) -> bool:
    return one.echoes and not one.own


def _non_answers(played: Played) -> Iterator[tuple[Turn, int, Said]]:
    for turn in played.state.turns:
        for place, one in enumerate(said_in(played, turn)):
            if not one.own and not one.gives_up:
                yield turn, place, one


def _marked_until(turn: Turn, place: int) -> Outcome:
    """Return the outcome as the interviewer knew it after answer `place`."""
    return outcome_of(replace(turn, answers=turn.answers[: place + 1], follow_ups=turn.follow_ups[:place]))


def _probe_left(turn: Turn, place: int, gaps: Sequence[str]) -> bool:
    """Say whether a probe could follow answer `place`: one is allowed, and a gap has words to ask for it."""
    asked = {probe.asks_for for probe in turn.follow_ups[:place]}
    askable = {probe.asks_for for probe in turn.question.follow_ups} - asked
    return place < MAX_PROBES and not askable.isdisjoint(gaps)


def _closed_after(turn: Turn, place: int) -> bool:
    return place == len(turn.answers) - 1


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
