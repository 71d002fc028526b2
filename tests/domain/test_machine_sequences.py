"""Any sequence of commands: the interview keeps its limits, and its events rebuild it."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from interviewer.domain import commands as c
from interviewer.domain import events as e
from interviewer.domain.challenge import Position, Stance
from interviewer.domain.codec import decode, encode, kind_of
from interviewer.domain.errors import IllegalCommand
from interviewer.domain.giving_up import only_asks
from interviewer.domain.grade import Grade, ungraded
from interviewer.domain.machine import MAX_CLARIFICATIONS, apply, decide, fold
from interviewer.domain.outcome import MAX_PROBES
from interviewer.domain.question import Question
from interviewer.domain.state import Interview, Turn
from tests.support import at, grade, opening, plan, played, question, texts

QUESTIONS = {
    "one": question("one", weights=(3, 2, 2, 1)),
    "two": question("two", weights=(2, 2, 2, 2), hints=()),
    "three": question("three", weights=(1, 1)),
    "bare": Question("bare", "Nothing to grade?", "No.", ()),
}
ids = st.sampled_from(sorted(QUESTIONS))
answer_ids = st.sampled_from([f"a{n}" for n in range(6)])
credit = st.sampled_from([0.0, 0.3499, 0.35, 0.5, 0.75, 1.0])


@st.composite
def grades(draw: st.DrawFn) -> Grade:
    """A grade of any of the questions, whole or not, with or without a don't-know."""
    if draw(st.integers(0, 5)) == 0:
        return ungraded("scripted", "no engine")
    asked = QUESTIONS[draw(st.sampled_from(["one", "two", "three"]))]
    return grade(
        asked,
        {point.id: draw(credit) for point in asked.key_points},
        contradicted=draw(st.sampled_from([(), ("k0",)])),
        misconceptions=draw(st.sampled_from([(), ("m0",)])),
        flags=draw(st.sampled_from([(), ("dont-know",), ("short",)])),
    )


def check_limits(state: Interview) -> None:
    """Hold one state against every limit of the interviewer."""
    asked = [turn.question.id for turn in state.turns]
    planned = state.plan.question_ids if state.plan else ()
    assert asked == list(planned[: len(asked)])
    assert len(set(asked)) == len(asked)
    answer_ids_used = [answer.id for turn in state.turns for answer in turn.answers]
    assert len(set(answer_ids_used)) == len(answer_ids_used)
    assert all(turn.closed for turn in state.turns[:-1])
    for turn in state.turns:
        assert len(turn.answers) <= len(turn.follow_ups) + 1 <= MAX_PROBES + 1
        assert len(turn.follow_ups) <= len(turn.answers)
        assert turn.hints_put == turn.question.hints[: len(turn.hints)]
        check_challenge(turn)
        assert len(turn.clarifications) <= MAX_CLARIFICATIONS + 1
        probed = [probe.asks_for for probe in turn.follow_ups]
        assert len(set(probed)) == len(probed)
        assert turn.answers or turn.closed not in ("revealed", "answered", "probes-spent", "dont-know", "time")
        for place, answer in enumerate(turn.answers):
            gave_up = answer.grade is not None and "dont-know" in answer.grade.flags and not only_asks(answer.text)
            if answer.grade is None or gave_up or answer.grade.ungraded:
                assert len(turn.follow_ups) <= place
    check_phase(state)


def check_challenge(turn: Turn) -> None:
    """Hold a wrong claim against its limits: put twice at most, again only to who objected."""
    if turn.challenge is None:
        return
    rounds = turn.challenge.rounds
    assert turn.answers
    assert turn.awaited_follow_up is None
    assert 1 <= len(rounds) <= 2
    if len(rounds) == 2:
        assert turn.challenge.position == "objected"
        assert rounds[0].reply is not None


def check_phase(state: Interview) -> None:
    """Hold the phase against the rest of the state."""
    turn = state.turn
    match state.phase:
        case "new":
            assert state == Interview()
        case "finished":
            assert state.finished_at is not None
            assert turn is None or turn.closed
        case "between":
            assert turn is None or turn.closed
        case "answering":
            assert turn is not None
            assert not turn.closed
            assert (turn.awaited_follow_up is not None) == bool(turn.answers)
        case "challenged" | "judging":
            assert turn is not None
            assert not turn.closed
            assert turn.challenge is not None
            assert (turn.challenge.rounds[-1].reply is None) == (state.phase == "challenged")
        case "grading" | "graded":
            assert turn is not None
            assert not turn.closed
            assert (turn.answers[-1].grade is None) == (state.phase == "grading")
            assert turn.awaited_follow_up is None


class Interviewing(RuleBasedStateMachine):
    """Sends commands in any order and keeps the events that were accepted."""

    grades_made = Bundle("grades_made")

    def __init__(self) -> None:
        super().__init__()
        self.state = Interview()
        self.events: list[e.Event] = []
        self.second = 0

    def send(self, command: c.Command) -> None:
        """Decide and apply, or see that a refusal changed nothing."""
        before = self.state
        self.second += 1
        try:
            events = decide(before, command)
        except IllegalCommand:
            assert before == fold(self.events)
            return
        assert events
        assert before.phase != "finished" or isinstance(command, c.RecordGrade)
        for event in events:
            self.state = apply(self.state, event)
        self.events += events

    @initialize(
        order=st.permutations(["one", "two", "three"]),
        count=st.integers(1, 3),
        start=st.sampled_from([True, True, True, False]),
    )
    def begin(self, order: list[str], count: int, start: bool) -> None:
        if start:
            self.send(c.StartInterview(replace(plan(*order[:count]), challenge=True), at(self.second)))

    @rule(target=grades_made, made=grades())
    def make_grade(self, made: Grade) -> Grade:
        return made

    @rule(chosen=st.lists(ids, max_size=4))
    def start(self, chosen: list[str]) -> None:
        self.send(c.StartInterview(plan(*chosen), at(self.second)))

    @rule(question_id=ids)
    def ask_any(self, question_id: str) -> None:
        self.send(c.AskQuestion(QUESTIONS[question_id], at(self.second)))

    @rule()
    def ask_planned(self) -> None:
        if self.state.next_question_id is not None:
            self.send(c.AskQuestion(QUESTIONS[self.state.next_question_id], at(self.second)))

    @rule(text=texts(), timed_out=st.sampled_from([False, False, False, True]))
    def commit_new(self, text: str, timed_out: bool) -> None:
        count = sum(len(turn.answers) for turn in self.state.turns)
        self.send(c.CommitAnswer(f"n{count}", text, 1.5, at(self.second), timed_out=timed_out))

    @rule(answer_id=answer_ids)
    def commit_any(self, answer_id: str) -> None:
        self.send(c.CommitAnswer(answer_id, "words", 0.0, at(self.second)))

    @rule(answer_id=answer_ids, made=grades())
    def record_any(self, answer_id: str, made: Grade) -> None:
        self.send(c.RecordGrade(answer_id, made, at(self.second)))

    @rule(made=consumes(grades_made))
    def record_waiting(self, made: Grade) -> None:
        for answer in self.state.waiting_for_grade[-1:]:
            self.send(c.RecordGrade(answer.id, made, at(self.second)))

    @rule(kind=st.sampled_from([c.Proceed, c.Proceed, c.AskHint, c.Skip, c.Reveal]))
    def simple(self, kind: type[c.Proceed] | type[c.AskHint] | type[c.Skip] | type[c.Reveal]) -> None:
        self.send(kind(at(self.second)))

    @rule(claim=st.sampled_from(["m0", "m1", "none"]))
    def go_on_with_a_claim(self, claim: str) -> None:
        self.send(c.Proceed(at(self.second), claim=claim))

    @rule(text=texts(), position=st.sampled_from(["objected", "objected", "agreed", "unclear"]))
    def reply(self, text: str, position: Position) -> None:
        self.send(c.AnswerChallenge(text, 1.0, at(self.second)))
        self.send(c.RecordStance(Stance(position, None, None, "scripted"), at(self.second)))

    @rule()
    def answer_well_and_be_challenged(self) -> None:
        self.ask_planned()
        self.commit_new("words", timed_out=False)
        turn = self.state.turn
        if turn is not None and self.state.phase == "grading":
            whole = grade(turn.question, {point.id: 1.0 for point in turn.question.key_points})
            self.send(c.RecordGrade(turn.answers[-1].id, whole, at(self.second)))
            self.send(c.Proceed(at(self.second), claim="m0"))

    @rule(text=texts(), wording=st.none() | texts())
    def ask_back(self, text: str, wording: str | None) -> None:
        self.send(c.Clarify(text, "So.", at(self.second), wording))

    @rule(kind=st.sampled_from([c.AskHint, c.Skip, c.Reveal]))
    def ask_and(self, kind: type[c.AskHint] | type[c.Skip] | type[c.Reveal]) -> None:
        self.ask_planned()
        self.send(kind(at(self.second)))

    @rule(covered=st.sets(st.sampled_from(["k0", "k1", "k2", "k3"]), max_size=1), dont_know=st.booleans())
    def answer_and_go_on(self, covered: set[str], dont_know: bool) -> None:
        """Take the planned way one step: only so do most walks reach the last probe and beyond."""
        self.ask_planned()
        self.commit_new("words", timed_out=False)
        turn = self.state.turn
        if turn is not None and self.state.phase == "grading":
            flags = ("dont-know",) if dont_know else ()
            made = grade(turn.question, dict.fromkeys(covered, 1.0), flags=flags)
            self.send(c.RecordGrade(turn.answers[-1].id, made, at(self.second)))
            self.send(c.Proceed(at(self.second)))

    @rule(times=st.integers(2, 4))
    def answer_weakly(self, times: int) -> None:
        for _ in range(times):
            self.answer_and_go_on(set(), dont_know=False)

    @rule(sure=st.integers(0, 9))
    def finish(self, sure: int) -> None:
        if sure == 0:
            self.send(c.FinishInterview(at(self.second)))

    @invariant()
    def keeps_its_limits(self) -> None:
        check_limits(self.state)

    @invariant()
    def events_rebuild_it(self) -> None:
        assert fold(self.events) == self.state

    def teardown(self) -> None:
        stored = [(kind_of(event), encode(event)) for event in self.events]
        assert [decode(kind, payload) for kind, payload in stored] == self.events


TestInterviewing = Interviewing.TestCase
TestInterviewing.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)

_any_command = st.one_of(
    st.builds(c.StartInterview, st.lists(ids, max_size=3).map(lambda chosen: plan(*chosen)), st.just(at(0))),
    st.builds(c.AskQuestion, ids.map(QUESTIONS.__getitem__), st.just(at(1))),
    st.builds(c.CommitAnswer, answer_ids, texts(), st.just(1.0), st.just(at(2)), timed_out=st.booleans()),
    st.builds(c.RecordGrade, answer_ids, grades(), st.just(at(3))),
    *(st.builds(kind, st.just(at(4))) for kind in (c.Proceed, c.AskHint, c.Skip, c.Reveal, c.FinishInterview)),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_any_command, max_size=20))
def test_a_finished_interview_takes_nothing_but_the_grade_it_waits_for(commands: list[c.Command]) -> None:
    finished, _ = played(
        [*opening(QUESTIONS["one"]), c.CommitAnswer("a0", "x", 1.0, at(2), timed_out=True), c.FinishInterview(at(3))]
    )
    state = finished
    for command in commands:
        try:
            events = decide(state, command)
        except IllegalCommand:
            continue
        [event] = events
        assert isinstance(event, e.AnswerGraded)
        state = apply(state, event)
    [turn] = state.turns
    ungraded_again = replace(state, turns=(replace(turn, answers=(replace(turn.answers[0], grade=None),)),))
    assert ungraded_again == finished
