"""Plain mode: the whole interview line by line, usable in a pipe."""

import sys
from collections.abc import Sequence

import click

from interviewer.cli.watch import Watch
from interviewer.cli.wrapping import terminal_width, wrapped
from interviewer.domain.errors import IllegalCommand
from interviewer.domain.events import Plan
from interviewer.domain.outcome import PointOutcome
from interviewer.domain.state import Turn
from interviewer.domain.text import visible, visible_line
from interviewer.export.latex import in_unicode
from interviewer.export.markdown import LABELS, MARKS, percent, report_plain
from interviewer.interview.challenging import ANNOUNCED, resolved, told
from interviewer.interview.cited import in_quotes
from interviewer.interview.debrief import debrief
from interviewer.interview.hinting import spoken
from interviewer.interview.manner import announced
from interviewer.interview.session import LiveInterview
from interviewer.interview.summary import QuestionSummary, flags_told
from interviewer.wiring import Application

END, LITERAL_END = ".", ".."
COMMANDS = (":hint", ":skip", ":reveal", ":repeat", ":quit")
_CONSENTS = {"y", "yes", "n", "no"}


def hold(app: Application, live: LiveInterview, unasked: Sequence[str] = ()) -> int:
    """Hold the interview on stdin and stdout; 0 when it ends, finished or left to be resumed.

    `unasked`: how to agree to each model of which the last words were about what it would be sent, though nobody could
    be asked. A yes or no right after them is a reply to them.
    """
    app.warm_up()
    plan = live.plan
    count = len(plan.question_ids)
    questions = f"{count} question{'' if count == 1 else 's'}"
    within = f" within {plan.minutes} minute{'' if plan.minutes == 1 else 's'}" if plan.minutes else ""
    _say(f"Interview {live.id}: {questions}{within}, {plan.mode} mode, {plan.engine} engine.")
    _say(f"End an answer with a line holding a single {END!r}. Commands on a line alone: {' '.join(COMMANDS)}")
    if app.chats.wording:
        _say("Ctrl-C while the model puts a follow-up in its words takes the written one.")
    if plan.papers and not live.state.turns:
        _why(plan)
    for announcement in (announced(plan), ANNOUNCED if plan.challenge else ""):
        if announcement:
            _say(announcement)
    if live.state.phase in ("answering", "challenged"):
        _again(live)
        _say_used(live)
    try:
        _hold(app, live, unasked)
    except KeyboardInterrupt:
        _say(f"\n{_onward(live)}", err=True)
        raise
    _report(app, live)
    return 0


def _hold(app: Application, live: LiveInterview, unasked: Sequence[str]) -> None:
    while live.state.phase != "finished":
        listened = live.state.phase in ("answering", "challenged")
        if not _step(app, live, unasked):
            return
        unasked = () if listened else unasked


def _onward(live: LiveInterview) -> str:
    return f"Not finished. Go on with: interviewer practice --resume {live.id}"


def _why(plan: Plan) -> None:
    """Say for each question, before the first, what in the person's own documents it was picked for."""
    _say(f"\nPicked for {visible_line(plan.papers)}:")
    for number, reason in enumerate(plan.reasons, 1):
        _say(f"  {number}. {visible_line(reason)}")


def _step(app: Application, live: LiveInterview, unasked: Sequence[str]) -> bool:
    """Do the next thing; False when the candidate leaves."""
    words = live.grade_pending()
    if app.chats.wording and (trouble := app.chats.wording.trouble()):
        _say(f"({visible_line(trouble)})")
    match live.state.phase:
        case "between":
            if live.ask_next() is not None:
                _put(live)
        case "graded":
            live.proceed(words)
            _put_or_close(app, live)
        case "judging":
            live.record_stance(live.judge())
            _put_or_close(app, live)
        case "answering" | "challenged":
            return _listen(app, live, unasked)
    return True


def _put_or_close(app: Application, live: LiveInterview) -> None:
    """Show what was put next, or the feedback where the question is closed."""
    if live.turn.closed is None:
        _put(live)
    else:
        _feedback(app, live)


def _put(live: LiveInterview) -> None:
    """Show what waits for an answer: the claim, the follow-up, else the question."""
    turn = live.turn
    probe = turn.awaited_follow_up
    if live.state.phase == "challenged":
        _say(f"\n{in_unicode(turn.put)}")
        return
    if probe:
        _say(f"\n{_led(probe.lead)}Follow-up: {in_unicode(probe.text)}")
        return
    _question(live)


def _question(live: LiveInterview) -> None:
    turn = live.turn
    place = f"Question {len(live.state.turns)} of {len(live.plan.question_ids)}"
    _say(f"\n{place} [{visible_line(turn.question.subject)}, difficulty {turn.question.difficulty}]")
    _say(_led(turn.lead) + in_unicode(turn.asked))


def _led(lead: str) -> str:
    return f"{visible_line(lead)}\n" if lead else ""


def _again(live: LiveInterview) -> None:
    """Show once more all that the person goes by: the question, what was said, the hints, what waits for an answer."""
    turn = live.turn
    waits = len(turn.answers)
    _question(live)
    for number in range(waits):
        _hints(turn, number)
        said = turn.answers[number].text
        _say(f"You said: {in_quotes(said) if said.strip() else 'nothing'}")
        if number < waits - 1:
            _say(f"Follow-up: {in_unicode(turn.follow_ups[number].text)}")
    if waits:
        _put(live)
    _hints(turn, waits)


def _hints(turn: Turn, answers: int) -> None:
    """Show the hints that were given when so many answers were committed."""
    for hint in turn.hints:
        if hint.answers == answers:
            _say(f"Hint: {in_unicode(spoken(hint))}")


def _say_used(live: LiveInterview) -> None:
    """Say what is left of an answer's time, which goes on where it was."""
    limit, used = live.plan.time_limit_s, live.begun_s
    if limit is None or not used or live.state.phase != "answering":
        return
    over = f"Its {limit} seconds are over; what you hand in counts."
    _say(over if used > limit else f"{used:.0f} of its {limit} seconds are used.")


def _listen(app: Application, live: LiveInterview, unasked: Sequence[str]) -> bool:
    """Read one answer or command. False when the input ends or the candidate quits."""
    lines = live.draft().splitlines()
    if lines:
        _say("You had begun:\n" + visible("\n".join(lines)))
    with Watch(live, lines) as watch:
        return _typed(app, live, lines, watch, unasked)


def _typed(app: Application, live: LiveInterview, lines: list[str], watch: Watch, unasked: Sequence[str]) -> bool:
    """Read into `lines` up to what ends them; False where they stay a draft."""
    reply = None
    for number, raw in enumerate(sys.stdin):
        line = raw.rstrip("\r\n")
        if number == 0 and unasked and line.strip().lower() in _CONSENTS:
            reply = line
            _say(_no_answer(line, unasked))
            continue
        if number == 1 and reply is not None and line == END:
            lines.append(reply)
        if line in COMMANDS:
            if line == ":quit":
                return False
            if _obey(app, live, line, "\n".join(lines)):
                watch.stop()
                return True
        elif line == END:
            if (said := live.clarify("\n".join(lines))) is None:
                _commit(live, lines, watch)
                return True
            lines.clear()
            _say(f"\n{in_unicode(said)}")
        else:
            lines.append(END if line == LITERAL_END else line)
            watch.keep()
    if any(line.strip() for line in lines):
        _commit(live, lines, watch)
        return True
    return False


def _no_answer(reply: str, unasked: Sequence[str]) -> str:
    return (
        f"({in_quotes(reply)} agrees to nothing here: in a pipe nobody is asked. {' '.join(unasked)} It is not part of "
        f"your answer; a line holding a single {END!r} right after it makes it one.)"
    )


def _commit(live: LiveInterview, lines: list[str], watch: Watch) -> None:
    seconds = watch.stop()
    if live.state.phase == "challenged":
        live.answer_challenge("\n".join(lines), seconds)
        _say("Your reply is saved.", err=True)
        return
    limit = live.plan.time_limit_s
    late = limit is not None and seconds > limit
    live.commit("\n".join(lines), seconds, timed_out=late)
    _say("Time is up; your answer counts." if late else "Your answer is saved. Marking it…", err=True)


def _obey(app: Application, live: LiveInterview, command: str, typed: str) -> bool:
    """Carry out a command given after `typed`; True when the question is closed by it."""
    try:
        if command == ":repeat":
            _again(live)
        elif command == ":hint":
            _say(f"Hint: {in_unicode(spoken(live.hint(live.listen(typed))))}")
        elif command == ":skip":
            live.skip()
            _feedback(app, live)
            return True
        else:
            live.reveal()
            _feedback(app, live)
            return True
    except IllegalCommand as refusal:
        _say(str(refusal))
    return False


def _feedback(app: Application, live: LiveInterview) -> None:
    """Show what the question earned, unless the mode keeps it for the end."""
    turn = live.turn
    if live.plan.mode == "mock":
        return
    if not turn.answers:
        _say("\nSkipped.")
        return
    summary = app.turn_summary(len(live.state.turns), turn)
    _say("\n" + _mark(summary))
    for point in summary.outcome.points:
        _say(_point(point))
    corrections = {wrong.id: wrong.correction for wrong in turn.question.misconceptions}
    for _, wrong in summary.outcome.misconceptions:
        _say(f"  ! You said “{visible_line(wrong.quote.text)}”. {_line(corrections.get(wrong.id, ''))}")
    if turn.challenge:
        _say(f"  ? {_line(turn.challenge.rounds[0].text)}")
        _say(f"    {told(turn.challenge)} {_line(resolved(turn, turn.challenge))}")
    flags = flags_told(turn)
    if flags:
        _say(f"  flags: {', '.join(flags)}")
    for failure in dict.fromkeys(a.grade.judging.failed for a in turn.answers if a.grade and a.grade.judging):
        if failure:
            _say(f"  without the judge: {visible_line(failure)}")
    _say(f"\n{turn.question.reference_title}:\n" + in_unicode(turn.question.reference))
    for other in turn.question.alternatives:
        _say(f"\n{visible_line(other.title)}:\n" + in_unicode(other.text))


def _mark(summary: QuestionSummary) -> str:
    if summary.score is None:
        reasons = [a.grade.ungraded for a in summary.turn.answers if a.grade and a.grade.ungraded]
        return f"Not graded: {visible_line(reasons[0] or '')}" if reasons else "Not graded."
    interval = f", {percent(summary.low)} to {percent(summary.high)} (80 % interval)"
    spoke = " and ".join(sorted({answer.grade.engine for answer in summary.turn.answers if answer.grade}))
    label = LABELS[summary.label] if summary.label else ""
    unaided = f"; unaided {percent(summary.unaided)}" if summary.unaided != summary.score else ""
    return f"Score {percent(summary.score)} ({label}; {spoke} engine{interval}{unaided})"


def _point(point: PointOutcome) -> str:
    quote = f" “{visible_line(point.grade.quote.text)}”" if point.grade and point.grade.quote else ""
    aided = f" after a {point.help}" if point.help in ("probe", "hint") and point.credit else ""
    return f"  {MARKS[point.verdict]} {point.verdict}{aided}: {_line(point.point.text)}{quote}"


def _report(app: Application, live: LiveInterview) -> None:
    summary = app.summary(live.state)
    told = debrief(live.state, summary)
    if live.state.phase == "finished" and app.chats.retelling:
        _say("Putting the debrief into words…", err=True)
        told = app.chats.retelling.retold(told, live.state)
    reference = live.plan.mode == "mock"
    _say("\n" + report_plain(live.id, live.state, summary, reference=reference, told_as=told))
    if live.state.phase != "finished":
        _say(_onward(live))


def _line(text: str) -> str:
    return visible_line(in_unicode(text))


def _say(text: str, *, err: bool = False) -> None:
    click.echo(wrapped(text, terminal_width()), err=err)
