"""Holds whole interviews with scripted candidates, by the same session that a person talks to."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from interviewer.domain.errors import IllegalCommand
from interviewer.domain.events import Plan
from interviewer.domain.state import Answer, Interview, Turn
from interviewer.evaluation.conduct.said import Heard, Said, say
from interviewer.evaluation.conduct.script import Candidate, Material
from interviewer.evaluation.conduct.speaker import Speaker, Tally
from interviewer.interview.hinting import spoken
from interviewer.interview.session import LiveInterview, Session

Kind = Literal["question", "lead", "hint", "follow-up", "clarification", "claim", "feedback"]
OBJECTION, AGREEMENT = "No, I don't agree.", "Yes, I agree with that."


@dataclass(frozen=True, slots=True)
class Line:
    """A line that the interviewer showed in turn `turn` (from 0), when `answers` answers to it were committed."""

    turn: int
    kind: Kind
    text: str
    answers: int


@dataclass(frozen=True, slots=True)
class Played:
    """One interview as it went.

    By answer id, `said`: the words with their truth, `seconds`: from commit to the interviewer's next line, `spoken`:
    what came of asking a model for the follow-up, where there is one; the seconds for it are in `seconds` too.
    """

    candidate: Candidate
    state: Interview
    lines: tuple[Line, ...]
    said: Mapping[str, Said]
    seconds: Mapping[str, float]
    spoken: Mapping[str, Tally] = field(default_factory=dict)


@dataclass
class _Table:
    """Interviewer and candidate at one table, and the notes that are taken."""

    candidate: Candidate
    live: LiveInterview
    speaker: Speaker | None
    material: Material
    chance: random.Random
    timer: Callable[[], float]
    lines: list[Line] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    spoken: dict[str, Tally] = field(default_factory=dict)

    def show(self, kind: Kind, text: str) -> None:
        self.lines.append(Line(len(self.live.state.turns) - 1, kind, text, len(self.live.turn.answers)))

    def answer(self) -> Answer:
        self._ask_for_hints()
        told = self._told()
        while (reply := self.live.clarify(told.text)) is not None:
            self.show("clarification", reply)
            told = self._told()
        answer = self.live.commit(told.text, 1.0)
        self.said[answer.id] = told
        return answer

    def respond(self, answer: Answer) -> None:
        """Mark, decide and show what follows; what is kept from an earlier run counts with the time it took then."""
        began = self.timer()
        grade = self.live.mark(answer)
        marked = self.timer()
        words = self.live.phrase(answer, grade)
        phrased = self.timer()
        self.live.record(answer, grade)
        probe = self.live.proceed(words)
        if probe:
            self.lead(probe.lead)
            self.show("follow-up", probe.text)
        else:
            self.meet_claims()
            self.show("feedback", self.live.turn.question.reference)
        wording = phrased - marked
        spoken = self.speaker.taken() if self.speaker else None
        if spoken:
            wording += spoken.seconds if spoken.spared else 0.0
            self.spoken[answer.id] = replace(spoken, seconds=wording)
        self.seconds[answer.id] = max(marked - began, grade.milliseconds / 1000) + wording + self.timer() - phrased

    def lead(self, text: str) -> None:
        """Note what was said before a question or a probe, if anything was."""
        if text:
            self.show("lead", text)

    def meet_claims(self) -> None:
        """Take a stand on each wrong claim, drawn by seed, until the question closes."""
        while self.live.state.phase == "challenged":
            self.show("claim", self.live.turn.put)
            self.live.answer_challenge(self.chance.choice((OBJECTION, AGREEMENT)), 1.0)
            self.live.record_stance(self.live.judge())

    def _ask_for_hints(self) -> None:
        for _ in range(self.candidate.hints):
            try:
                hint = self.live.hint()
            except IllegalCommand:
                return  # there is no further one
            self.show("hint", spoken(hint))

    def _told(self) -> Said:
        turn = self.live.turn
        probe = turn.awaited_follow_up
        own = [line for line in self.lines if line.turn == len(self.live.state.turns) - 1]
        hints = [line.text for line in own if line.kind == "hint"]
        # who reads a hint aloud repeats what was put to them where there is none
        heard = Heard(turn.question, probe.asks_for if probe else None, own[-1].text, (hints or [own[-1].text])[-1])
        told = say(self._template(turn), heard, self.material, self.chance)
        return replace(told, gives_up=self.candidate.gives_up)

    def _template(self, turn: Turn) -> str:
        if not turn.answers:
            return self.chance.choice(self.candidate.openings)
        if self.candidate.in_order:
            return self.candidate.replies[(len(turn.answers) - 1) % len(self.candidate.replies)]
        return self.chance.choice(self.candidate.replies)


def hold(
    session: Session,
    interview_id: str,
    plan: Plan,
    candidate: Candidate,
    material: Material,
    *,
    seed: str,
    speaker: Speaker | None = None,
    timer: Callable[[], float] = time.perf_counter,
) -> Played:
    """Hold one interview to its end; the same seed, bank and engine give the same interview but for `seconds`.

    `speaker` is the one whose wording the session was built with.
    """
    chance = random.Random(seed)  # noqa: S311 - which words are drawn is no secret
    table = _Table(candidate, session.start(interview_id, plan), speaker, material, chance, timer)
    while (turn := table.live.ask_next()) is not None:
        table.lead(turn.lead)
        table.show("question", turn.asked)
        while table.live.state.phase == "answering":
            table.respond(table.answer())
    return Played(candidate, table.live.state, tuple(table.lines), table.said, table.seconds, table.spoken)
