"""What turned, of the debrief: what changed after a probe or a hint, and how wrong claims on purpose were met."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from interviewer.domain.challenge import Challenge
from interviewer.domain.grade import Verdict
from interviewer.domain.outcome import Outcome, PointOutcome, outcome_of
from interviewer.domain.state import Turn
from interviewer.interview.challenging import told
from interviewer.interview.cited import Citation, Figure, Sentence, answer_number, ended, in_quotes, number, numbered
from interviewer.interview.summary import QuestionSummary

_MOST_GAINS, _MOST_LOSSES, _MOST_CLAIMS = 3, 1, 2
_BEFORE: Mapping[Verdict, str] = {
    "missing": "which had been missing",
    "partial": "of which you had said half",
    "contradicted": "of which you had said the opposite",
    "covered": "which you had said before",
}


def outcome_after(turn: Turn, answers: int) -> Outcome:
    """Return the outcome of a question's first so many answers."""
    return outcome_of(replace(turn, answers=turn.answers[:answers]))


def verdict_after(turn: Turn, answers: int, key_point: str) -> Verdict:
    """Return the verdict on a key point after so many answers."""
    found = (one.verdict for one in outcome_after(turn, answers).points if one.point.id == key_point)
    return next(found, "missing")


def changes(marked: Sequence[QuestionSummary]) -> Iterator[Sentence]:
    """Yield what a probe or a hint brought out, what was taken back, and which probes brought nothing."""
    gains = [(one, point) for one in marked for point in _gained(one)[:1]]
    gains.sort(key=lambda each: -each[1].point.weight)
    brought = False
    for one, point in sorted(gains[:_MOST_GAINS], key=lambda each: each[0].number):
        yield _gain(one, point, once_more=brought)
        brought = point.help == "probe"
    yield from [sentence for one in marked for sentence in _losses(one)][:_MOST_LOSSES]
    in_vain = [one for one in marked if changed_nothing(one.turn)]
    if in_vain:
        probes = sum(len(one.turn.follow_ups) for one in in_vain)
        which = numbered([one.number for one in in_vain])
        mine = "My follow-up" if probes == 1 else "My follow-ups"
        cited = tuple(citation for one in in_vain for citation in _probed(one))
        yield Sentence("changed", f"{mine} in {which} brought nothing new.", cited)


def _gained(one: QuestionSummary) -> list[PointOutcome]:
    """Return the key points that were covered with help only, the heaviest first."""
    gained = [point for point in one.outcome.points if point.verdict == "covered" and point.help in ("probe", "hint")]
    return sorted(gained, key=lambda point: -point.point.weight)


def _gain(one: QuestionSummary, point: PointOutcome, *, once_more: bool) -> Sentence:
    place = answer_number(one, point.answer_id) or 1
    quote = point.grade.quote.text if point.grade and point.grade.quote else ""
    key_point = point.point.id
    before = verdict_after(one.turn, place - 1, key_point)
    if point.help == "hint":
        text = f"With a hint, in question {one.number}, you got to {in_quotes(quote)}."
    else:
        mine = f"In question {one.number} it" if once_more else f"My follow-up in question {one.number}"
        rest = "" if once_more and before == "missing" else f", {_BEFORE[before]}"
        text = f"{mine} brought out {in_quotes(quote)}{rest}."
    after = Citation(one.number, place, key_point, "covered", point.help, quote)
    return Sentence("changed", text, (Citation(one.number, place - 1, key_point, before), after)[place == 1 :])


def _losses(one: QuestionSummary) -> Iterator[Sentence]:
    """Yield what was marked as said in one answer and as turned round in a later one; it tells how it was taken."""
    for point in one.outcome.points:
        place = answer_number(one, point.answer_id) or 1
        if point.verdict != "contradicted" or not point.grade or not point.grade.quote:
            continue
        before = next(p for p in outcome_after(one.turn, place - 1).points if p.point.id == point.point.id)
        if before.verdict == "covered" and before.grade and before.grade.quote:
            first, then = before.grade.quote.text, point.grade.quote.text
            taken = f"I took {in_quotes(first)} for right at first, and then {in_quotes(then)} for its opposite"
            text = f"In question {one.number} {taken}."
            earlier = Citation(one.number, answer_number(one, before.answer_id), point.point.id, "covered", quote=first)
            later = Citation(one.number, place, point.point.id, "contradicted", quote=then)
            yield Sentence("changed", text, (earlier, later))


def changed_nothing(turn: Turn) -> bool:
    """Say whether probes were answered and no verdict moved, not even to and fro."""
    marked = all(answer.grade and answer.grade.ungraded is None for answer in turn.answers)
    if len(turn.answers) < 2 or not marked or any(answer.help == "hint" for answer in turn.answers):
        return False
    steps = (outcome_after(turn, place).points for place in range(1, len(turn.answers) + 1))
    return len({tuple(one.verdict for one in points) for points in steps}) == 1


def _probed(one: QuestionSummary) -> Iterator[Citation]:
    """Yield for each probe that was answered what it asked for, and the verdict that stayed."""
    for place, answer in enumerate(one.turn.answers[1:], 2):
        if answer.follow_up:
            verdict = verdict_after(one.turn, place, answer.follow_up)
            yield Citation(one.number, place, answer.follow_up, verdict, answer.help)


def claims(closed: Sequence[QuestionSummary]) -> Iterator[Sentence]:
    """Yield how wrong claims on purpose were met: those met well together, the others with what is right."""
    put = [(one, one.turn.challenge) for one in closed if one.turn.challenge]
    well = [(one, made) for one, made in put if _met_well(made)]
    if len(well) > 1:
        cited = tuple(_reply(one, made) for one, made in well)
        which = numbered([one.number for one, _ in well])
        text = f"You objected to {number(len(well))} wrong claims that I put on purpose, in {which}, with the reason."
        yield Sentence("claim", text, cited, (Figure("claims", len(well)),))
    elif well:
        yield _claim(*well[0], resolve=False)
    badly = [(one, made) for one, made in put if not _met_well(made)]
    yield from (_claim(one, made, resolve=True) for one, made in badly[:_MOST_CLAIMS])


def _met_well(made: Challenge) -> bool:
    return made.position == "objected" and made.reason is True and made.held is not False


def _claim(one: QuestionSummary, made: Challenge, *, resolve: bool) -> Sentence:
    wrong = one.turn.question.misconception(made.misconception)
    right = f" Right is this: {ended(wrong.correction)}" if resolve else ""
    text = f"In question {one.number} I claimed, wrongly and on purpose, {in_quotes(wrong.text)}; {_told(made)}{right}"
    source = Citation(one.number, misconception=wrong.id, quote=wrong.text)
    return Sentence("claim", text, (source, _reply(one, made)))


def _told(made: Challenge) -> str:
    sentence = told(made)
    return sentence[:1].lower() + sentence[1:]


def _reply(one: QuestionSummary, made: Challenge) -> Citation:
    replies = sum(each.reply is not None for each in made.rounds)
    return Citation(one.number, reply=replies or None, misconception=made.misconception, position=made.position)
