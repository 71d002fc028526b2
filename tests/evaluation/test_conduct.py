"""Scripted candidates: what they say is known to be true or not, and every fault of an interviewer is counted."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from interviewer.bank.load import Bank, load_bank
from interviewer.config.paths import bundled
from interviewer.domain.errors import UsageError
from interviewer.domain.grade import Grade, Quote, ungraded
from interviewer.domain.machine import MAX_CLARIFICATIONS
from interviewer.domain.question import KeyPoint, Question
from interviewer.domain.state import Interview
from interviewer.evaluation.cards.card import Card
from interviewer.evaluation.cards.markdown import as_markdown
from interviewer.evaluation.conduct import claims
from interviewer.evaluation.conduct.claims import claims_of, told_in_debrief
from interviewer.evaluation.conduct.figures import FIGURES
from interviewer.evaluation.conduct.play import Played, hold
from interviewer.evaluation.conduct.run import as_object, measure, play_all
from interviewer.evaluation.conduct.said import FIELDS, Heard, Said, say
from interviewer.evaluation.conduct.script import (
    VOICES,
    Candidate,
    Marked,
    Material,
    read_candidates,
    read_material,
)
from interviewer.evaluation.conduct.truth import truth, weighty_gaps
from interviewer.grading import GradeRequest
from interviewer.interview.debrief import composed
from interviewer.interview.session import Session
from interviewer.interview.summary import summarize
from interviewer.storage.database import Database
from interviewer.storage.event_log import EventLog
from tests.evaluation.progress import silent
from tests.interview.scripted import Shelf
from tests.support import AT, at, grade, plan, question

ONE = replace(
    question("one", topic="a"),
    key_points=(
        KeyPoint("k0", 3, "rabbits dig warrens beneath meadows"),
        KeyPoint("k1", 2, "hares sleep above ground in forms"),
        KeyPoint("k2", 1, "both eat grass"),
    ),
)
TWO = question("two", topic="b", weights=(2, 2))
ANSWERS = {
    asked.id: {
        voice: Marked(
            f"the {voice} answer to {asked.id}", {asked.key_points[0].id: "covered"} if voice != "wrong" else {}
        )
        for voice in VOICES
    }
    for asked in (ONE, TWO)
}
MATERIAL = Material((ONE, TWO), ANSWERS)


class ByRule:
    """Grades by a rule of the test's; any two questions."""

    name = "by-rule"

    def __init__(self, rule: Callable[[GradeRequest, Question], Grade]) -> None:
        self._rule = rule

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        """Return one grade a request."""
        return [self._rule(request, ONE if request.question == ONE.text else TWO) for request in requests]


def nothing(_request: GradeRequest, asked: Question) -> Grade:
    """Find nothing in any answer."""
    return grade(asked)


def session(tmp_path: Path, rule: Callable[[GradeRequest, Question], Grade] = nothing) -> Session:
    """Return a session over both questions."""
    database = Database(tmp_path / "log.sqlite3", writable=True, now=AT)
    return Session(EventLog(database), Bank((ONE, TWO)), ByRule(rule), Shelf(), lambda: at(0))


def played(
    tmp_path: Path,
    candidate: Candidate,
    rule: Callable[[GradeRequest, Question], Grade] = nothing,
    bank: tuple[Question, ...] = (ONE, TWO),
) -> Played:
    """Hold one interview on both questions."""
    held = replace(session(tmp_path, rule), bank=Bank(bank))
    return hold(held, "i", plan("one", "two"), candidate, MATERIAL, seed="1")


def hits(one: Played, figure: str) -> tuple[float, float]:
    """Return the hits and chances of a figure."""
    counts = list(FIGURES[figure](one))
    return sum(count.hits for count in counts), sum(count.chances for count in counts)


SILENT = Candidate(id="silent", title="x", openings=("",), replies=("",))
HALF = Candidate(id="half", title="x", openings=("<<half>>",), replies=("<<point>>",))


def test_the_shipped_candidates_can_be_read_and_filled_in() -> None:
    folder = bundled("eval")
    candidates = read_candidates(folder / "conduct" / "candidates.yaml")
    bank = load_bank(bundled("corpus"))
    material = read_material(folder / "rubric_set" / "answers.jsonl", bank)
    assert len(material.questions) == len(material.answers) >= 50
    for candidate in candidates:
        for template in (*candidate.openings, *candidate.replies):
            asked = material.questions[0]
            told = say(template, Heard(asked, asked.key_points[0].id, "last", "hint"), material, random.Random(1))
            assert "<<" not in told.text
            assert set(told.points) <= {point.id for point in asked.key_points}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("candidates: []", "candidates"),
        ("{", "cannot be read"),
        ("candidates: [{id: a, title: b, openings: [x]}]", "repl"),
    ],
)
def test_a_faulty_script_is_named(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "c.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=why):
        read_candidates(file)


def test_an_id_stands_once(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    one = "{id: a, title: b, openings: [x], replies: [y]}"
    file.write_text(f"candidates: [{one}, {one}]", "utf-8")
    with pytest.raises(UsageError, match="twice"):
        read_candidates(file)


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(UsageError, match=r"hnit.*hint"):
        say("<<hnit>>", Heard(ONE, None, "", ""), MATERIAL, random.Random(1))


def test_the_truth_of_words_is_that_of_their_parts() -> None:
    heard = Heard(ONE, "k1", "the last line", "the hint")
    said = {name: say(f"<<{name}>>", heard, MATERIAL, random.Random(1)) for name in FIELDS}
    assert said["point"].points == {"k1": "covered"}
    assert said["half"].points == {"k0": "covered"}
    assert said["elsewhere"].text == "the complete answer to two"
    assert [name for name, one in said.items() if not one.own] == ["elsewhere", "question", "last", "hint"]
    assert [name for name, one in said.items() if one.echoes] == ["question", "last", "hint"]
    both = say("<<half>> and <<point>>, <<last>>", heard, MATERIAL, random.Random(1))
    assert both.points == {"k0": "covered", "k1": "covered"}
    assert both.text.endswith("the last line")


def test_a_later_contradiction_wins_and_can_be_taken_back() -> None:
    said = [Said("", {"k0": "covered"}), Said("", {"k0": "contradicted"}), Said("", {"k0": "partial"})]
    assert [truth(ONE, said[:n])["k0"] for n in range(4)] == ["missing", "covered", "contradicted", "partial"]
    assert weighty_gaps(ONE, said[:1]) == ["k1"]


def test_an_interview_is_held_to_its_end_and_the_same_twice(tmp_path: Path) -> None:
    first = played(tmp_path, SILENT)
    (tmp_path / "again").mkdir()
    again = played(tmp_path / "again", SILENT)
    assert first.state.phase == "finished"
    assert (first.state, first.lines, first.said) == (again.state, again.lines, again.said)
    assert [line.kind for line in first.lines] == ["question", "follow-up", "follow-up", "feedback"] * 2
    assert first.said.keys() == first.seconds.keys() == {f"q{q}.a{a}" for q in (1, 2) for a in (1, 2, 3)}


def test_silence_is_probed_and_nobody_moves_on_for_it(tmp_path: Path) -> None:
    one = played(tmp_path, SILENT)
    assert hits(one, "advanced_on_non_answer") == (0, 4)
    assert hits(one, "probes_aimed") == (4, 4)
    assert hits(one, "probes_per_gap") == (4, 4)
    assert hits(one, "repeated")[0] == hits(one, "leaked")[0] == hits(one, "answered_by_interviewer")[0] == 0


def test_moving_on_after_nothing_is_counted(tmp_path: Path) -> None:
    def blind(_request: GradeRequest, asked: Question) -> Grade:
        return grade(asked, {point.id: 1.0 for point in asked.key_points})

    one = played(tmp_path, SILENT, blind)
    assert hits(one, "closed_with_a_gap_left") == (2, 2)
    assert hits(one, "advanced_on_non_answer") == (0, 0)  # the interviewer took everything for covered
    (tmp_path / "b").mkdir()
    easily_led = played(tmp_path / "b", SILENT, lambda _request, asked: grade(asked, flags=["dont-know"]))
    assert hits(easily_led, "advanced_on_non_answer") == (2, 2)


def test_a_plain_dont_know_may_end_a_question(tmp_path: Path) -> None:
    one = Candidate(id="x", title="x", openings=("I don't know.",), replies=("No.",), gives_up=True)

    def flagged(_request: GradeRequest, asked: Question) -> Grade:
        return grade(asked, flags=["dont-know"])

    ended = played(tmp_path, one, flagged)
    assert hits(ended, "advanced_on_non_answer") == (0, 0)
    assert hits(ended, "dont_know_argued_with") == (0, 2)
    (tmp_path / "b").mkdir()
    assert hits(played(tmp_path / "b", one), "dont_know_argued_with") == (4, 6)


def test_who_asks_back_gets_a_few_replies_and_no_leak_or_repeat(tmp_path: Path) -> None:
    asker = Candidate(
        id="asker", title="x", openings=("What do you mean?",), replies=("Could you repeat that, please?",)
    )
    one = played(tmp_path, asker)
    replies = [line.text for line in one.lines if line.kind == "clarification" and line.turn == 0]
    assert len(replies) == MAX_CLARIFICATIONS + 1
    assert hits(one, "leaked")[0] == hits(one, "repeated")[0] == hits(one, "advanced_on_non_answer")[0] == 0
    assert all(len(turn.answers) == 3 for turn in one.state.turns), "then what is said counts, and is probed"


def test_a_probe_for_what_was_said_is_counted(tmp_path: Path) -> None:
    one = played(tmp_path, HALF)
    # k0 was said at once; then k1, which the candidate says when asked
    assert [probe.asks_for for probe in one.state.turns[0].follow_ups] == ["k0", "k1"]
    assert hits(one, "probes_aimed") == (2, 4)
    assert hits(one, "probes_aimed_where_some_was_said") == (2, 4)
    assert measure([one], "by-rule", 1, MATERIAL.questions).met()["probes_aimed"] is False


TELLING = replace(
    ONE,
    follow_ups=(
        replace(ONE.follow_ups[0], question=f"Is it that {ONE.key_points[0].text}?"),
        *ONE.follow_ups[1:],
    ),
)


def test_a_line_that_tells_the_answer_is_a_leak_and_a_line_put_again_a_repeat(tmp_path: Path) -> None:
    one = played(tmp_path, SILENT, bank=(TELLING, TWO))
    assert hits(one, "leaked")[0] == 1
    one = replace(one, lines=(*one.lines, one.lines[0]))
    assert hits(one, "repeated")[0] == 1
    found = measure([one], "by-rule", 1, MATERIAL.questions)
    assert found.met() == {
        "leaked": False,
        "repeated": False,
        "advanced_on_non_answer": True,
        "probes_aimed": True,
    }
    assert any("rabbits" in line for line in found.broken["leaked"])


def test_a_reference_told_ahead_is_a_leak(tmp_path: Path) -> None:
    held = session(tmp_path)
    ahead = replace(TWO, reference=f"Two things. First, {ONE.key_points[0].text}.")
    held = replace(held, bank=Bank((ONE, ahead)))
    one = hold(held, "i", plan("two", "one"), SILENT, MATERIAL, seed="1")
    assert hits(one, "leaked")[0] == 1


def test_credit_for_a_hint_read_aloud_is_the_interviewers_answer(tmp_path: Path) -> None:
    reader = Candidate(
        id="x", title="x", openings=("<<hint>> I would say so in any case.",), replies=("<<last>> Yes.",), hints=1
    )

    def generous(words: int) -> Callable[[GradeRequest, Question], Grade]:
        def rule(request: GradeRequest, asked: Question) -> Grade:
            marked = grade(asked, {"k0": 1.0})
            text = " ".join(request.answer.split()[:words])
            point = replace(marked.key_points[0], quote=Quote(text, 0, len(text)))
            return replace(marked, key_points=(point, *marked.key_points[1:]))

        return rule

    assert hits(played(tmp_path, reader, generous(4)), "answered_by_interviewer") == (0, 2)
    (tmp_path / "b").mkdir()
    beyond = played(tmp_path / "b", reader, generous(10))
    assert hits(beyond, "answered_by_interviewer") == (2, 2)
    assert hits(beyond, "untrue_credits")[0] > 0


def test_every_claim_of_a_report_has_a_quote_or_a_grade_behind_it(tmp_path: Path) -> None:
    talker = Candidate(id="x", title="x", openings=("abc and more",), replies=("abc",))

    def some(_request: GradeRequest, asked: Question) -> Grade:
        return grade(asked, {"k0": 1.0}, misconceptions=["m0"])

    one = played(tmp_path, talker, some)
    listed = claims_of(one.state)
    assert any(claim.text.startswith("Unlearn") for claim in listed)
    assert all(claim.supported for claim in listed)
    assert not all(claim.supported for claim in claims_of(_misquoted(one.state)))


def test_every_sentence_of_a_debrief_is_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talker = Candidate(id="x", title="x", openings=("abc and more",), replies=("abc",))

    def some(_request: GradeRequest, asked: Question) -> Grade:
        return grade(asked, {"k0": 1.0}, misconceptions=["m0"])

    one = played(tmp_path, talker, some)
    broken, sentences = hits(one, "unsupported_in_debrief")
    assert (broken, sentences) == (0, len(told_in_debrief(one.state)))
    assert sentences > 4
    honest = composed(one.state, summarize(one.state, lambda raw: raw))
    made_up = [replace(told, text=told.text.replace("“abc”", "“what nobody said”")) for told in honest]
    monkeypatch.setattr(claims, "composed", lambda _state, _summary: made_up)
    assert hits(one, "unsupported_in_debrief")[0] == sum("“abc”" in told.text for told in honest) > 0


def test_what_could_not_be_graded_is_not_said_to_be_missed(tmp_path: Path) -> None:
    one = played(tmp_path, SILENT, lambda _request, _asked: ungraded("by-rule", "it fell over"))
    assert hits(one, "unsupported_claims") == (0, 0)


def test_figures_come_with_intervals_and_bounds(tmp_path: Path) -> None:
    every = play_all(session(tmp_path), [SILENT, HALF], MATERIAL, silent, interviews=3, seed=7)
    found = measure(every, "by-rule", 7, MATERIAL.questions)
    assert (found.interviews, found.questions, found.answers) == (6, 2, 36)
    leaked = found.all["leaked"]
    assert leaked.hits == 0
    assert leaked.bound == pytest.approx(3 / leaked.n, abs=1e-4)
    aimed = found.all["probes_aimed"]
    assert (aimed.n, aimed.hits, aimed.bound) == (24, 18, None)
    assert aimed.measure.value == 0.75
    told = as_object(found)
    assert told["marks"] == found.met()
    assert set(told) >= {"all", "candidates", "broken", "seed", "engine", "wording"}
    assert set(found.candidates) == {"silent", "half"}
    page = as_markdown(Card("2026-01-01", "1.0", "x", {}, (), conduct=found))
    assert "| probes aimed | 24 | 18 | 0.750 [" in page


def _misquoted(state: Interview) -> Interview:
    """Return the interview with each answer's first letter changed, so that no quote holds."""
    turns = tuple(
        replace(turn, answers=tuple(replace(answer, text="#" + answer.text[1:]) for answer in turn.answers))
        for turn in state.turns
    )
    return replace(state, turns=turns)


def test_a_hint_after_a_known_mistake_is_told_from_another(tmp_path: Path) -> None:
    nudged = tuple(replace(ONE.misconceptions[n], nudge=f"Case {n}?") for n in range(2))
    one, other = replace(ONE, misconceptions=nudged), replace(TWO, misconceptions=nudged)

    def finds(request: GradeRequest, asked: Question) -> Grade:
        return grade(asked, misconceptions=[wrong.id for wrong in nudged if wrong.text == request.answer])

    stumbler = Candidate(id="s", title="x", openings=("<<misconception>>",), replies=("<<point>>",), hints=1)
    assert hits(played(tmp_path, stumbler, finds, (one, other)), "hints_fitted") == (2, 2)
    (tmp_path / "b").mkdir()
    assert hits(played(tmp_path / "b", stumbler, nothing, (one, other)), "hints_fitted")[0] == 0
