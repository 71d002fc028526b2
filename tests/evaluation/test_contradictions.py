"""Contradictions between answers: counted on marked answers, and in interviews that were held."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from interviewer.bank.load import Bank
from interviewer.domain.contradiction import LEAST_WORDS
from interviewer.domain.grade import Grade, MisconceptionGrade, Quote, Verdict
from interviewer.evaluation.agreement.samples import Sample, Samples
from interviewer.evaluation.conduct.confronted import confrontations_borne_out, contradictions_taken_up
from interviewer.evaluation.conduct.contradictions import as_object, measure_contradictions
from interviewer.evaluation.conduct.play import Played, hold
from interviewer.evaluation.conduct.script import Candidate
from interviewer.evaluation.subject import Subject
from interviewer.grading import GradeRequest, request_for
from interviewer.interview.session import Session
from interviewer.storage.database import Database
from interviewer.storage.event_log import EventLog
from tests.evaluation.progress import silent
from tests.evaluation.test_conduct import MATERIAL, ONE, TWO
from tests.interview.scripted import Shelf
from tests.support import AT, at, grade, plan, question

LONG = "the world is round, as everybody knows who saw it"
FLAT = "the world is flat, whatever they tell you about ships"


class BySight:
    """Sees what an answer says: k0 where it is round, misconception m0 where it is flat."""

    name = "by-sight"

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        """Return one grade a request; the whole answer is the quote."""
        return [self._grade(request) for request in requests]

    def _grade(self, request: GradeRequest) -> Grade:
        asked = ONE if request.question == ONE.text else TWO
        text = request.answer
        whole = Quote(text, 0, len(text))
        round_it_is, flat = "round" in text, "flat" in text
        found = grade(asked, {"k0": 0.8} if round_it_is and not flat else {}, contradicted=["k0"] if flat else [])
        first, *rest = found.key_points
        return replace(
            found,
            key_points=(replace(first, quote=whole if round_it_is else None), *rest),
            misconceptions=(MisconceptionGrade("m0", 1, whole),) if flat else (),
        )


def sample(voice: str, text: str, verdict: Verdict) -> Sample:
    """Return a marked answer to a question of which misconception m0 denies k0."""
    asked = question("one")
    asked = replace(asked, text=ONE.text, misconceptions=(replace(asked.misconceptions[0], denies="k0"),))
    return Sample(f"one-{voice}", "set", "one", request_for(asked, text), 0.5, "partly", (), {"k0": verdict})


def test_finds_are_counted_by_rule_in_both_orders() -> None:
    rows = (
        sample("complete", LONG, "covered"),
        sample("half", "round it is", "covered"),
        sample("terse", LONG, "partial"),
        sample("wrong", FLAT, "contradicted"),
        sample("other", "something else", "missing"),
    )
    found = measure_contradictions(Samples("set", rows), Subject(BySight(), "0" * 16), silent)
    assert (found.pairs, found.aside) == (10, 6)
    counted = {name: (one.right.n, one.right.hits, one.aside) for name, one in found.rules.items()}
    assert list(counted.values()) == [(3, 2, 0), (3, 2, 0), (0, 0, 0), (2, 1, 0), (2, 1, 0)]
    rules = as_object(found)["rules"]
    assert isinstance(rules, dict)
    told = rules[f"the same, both quotes of {LEAST_WORDS} words or more"]
    assert (told["n"], told["hits"], told["value"], told["aside"]) == (2, 1, 0.5, 0)


def test_a_find_among_voices_that_mean_to_be_right_is_told_apart() -> None:
    rows = (sample("complete", LONG, "covered"), sample("half", FLAT, "missing"))
    found = measure_contradictions(Samples("set", rows), Subject(BySight(), "0" * 16), silent)
    assert {(one.right.n, one.right.hits, one.aside) for one in found.rules.values()} >= {(1, 0, 1)}


def held(tmp_path: Path, *replies: str) -> Played:
    """Hold an interview with somebody who says that it is round, and then `replies`."""
    asked = tuple(
        replace(one, misconceptions=tuple(replace(wrong, text=FLAT, denies="k0") for wrong in one.misconceptions))
        for one in (ONE, TWO)
    )
    material = replace(
        MATERIAL,
        questions=asked,
        answers={
            name: {**voices, "complete": replace(voices["complete"], text=LONG)}
            for name, voices in MATERIAL.answers.items()
        },
    )
    session = Session(
        EventLog(Database(tmp_path / "log.sqlite3", writable=True, now=AT)),
        Bank(asked),
        BySight(),
        Shelf(),
        lambda: at(0),
    )
    who = Candidate(id="x", title="x", openings=("<<complete>>",), replies=replies, in_order=True)
    return hold(session, "i", plan("one", "two"), who, material, seed="1")


def test_who_contradicts_himself_is_held_to_it(tmp_path: Path) -> None:
    one = held(tmp_path, "<<misconception>>", "<<point>>")
    line = one.state.turns[0].follow_ups[1]
    assert (line.confronts, line.asks_for) == ("m0", "k0")
    assert line.text.startswith(f"Earlier you said “{LONG}”; now you say “{FLAT}”")
    for figure in (contradictions_taken_up, confrontations_borne_out):
        assert [(count.hits, count.chances) for count in figure(one)] == [(1, 1), (1, 1)]


def test_who_does_not_contradict_himself_is_no_chance(tmp_path: Path) -> None:
    one = held(tmp_path, "Well.")
    assert not list(contradictions_taken_up(one))
    assert not list(confrontations_borne_out(one))


def test_a_contradiction_that_was_let_pass_and_one_that_was_none_are_counted(tmp_path: Path) -> None:
    one = held(tmp_path, "I was wrong. <<misconception>>")
    assert [count.hits for count in contradictions_taken_up(one)] == [0, 0]
    (tmp_path / "b").mkdir()
    made_up = held(tmp_path / "b", FLAT)
    assert [count.hits for count in confrontations_borne_out(made_up)] == [0, 0]
