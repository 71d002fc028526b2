"""The debrief: each sentence is backed by the transcript or the bank, and whatever is not is found out."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.domain.challenge import Challenge, Round, Stance
from interviewer.domain.events import CloseReason, Help
from interviewer.domain.grade import Grade, MisconceptionGrade, Quote, ungraded
from interviewer.domain.question import KeyPoint, Passage, Question
from interviewer.domain.state import Answer, AskedFollowUp, Interview, Turn
from interviewer.export.debrief_text import debrief_json, label, paragraphs
from interviewer.interview.cited import Citation, Figure, Sentence, count, in_quotes, numbered
from interviewer.interview.debrief import composed, debrief
from interviewer.interview.summary import summarize
from interviewer.interview.supported import unsupported
from tests.support import AT, EXACT, grade, plan, question, texts

TALK = "abc is what I said, in “these very words”; and question 7 has 12 points\nof which I know none."
ODD = f"{EXACT} “{EXACT}” and then {EXACT}"
HELPS: tuple[Help, ...] = ("unaided", "probe", "hint")


def asked(name: str, topic: str = "normalisation") -> Question:
    """Return a question whose key points are sentences, with a passage for the first."""
    points = (
        KeyPoint("k0", 3, f"The layer of {name} uses stored averages when it serves."),
        KeyPoint("k1", 2, f"The scale of {name} is learned and stays in use."),
        KeyPoint("k2", 1, f"A batch of {name} has more than a single example."),
    )
    made = replace(question(name, topic=topic), key_points=points)
    return replace(made, passages={"k0": Passage(f"{name}.md", 3, 5, "the passage")})


def turn(one: Question, *marks: Grade, closed: CloseReason | None = "answered", help_: Help = "probe") -> Turn:
    """Return a turn whose answers got these marks, a probe for k0 and then k1 between them."""
    answers = tuple(
        Answer(f"{one.id}.a{n}", TALK, help_ if n else "unaided", f"k{n - 1}" if n else None, 1.0, AT, mark)
        for n, mark in enumerate(marks)
    )
    probes = tuple(AskedFollowUp(f"k{n}", f"And what about {n}?") for n in range(len(marks) - 1))
    return Turn(one, AT, answers, probes, closed=closed)


def held(*turns: Turn, planned: int | None = None, finished: bool = True) -> Interview:
    """Return an interview of these turns."""
    ids = [one.question.id for one in turns] + [f"later{n}" for n in range((planned or len(turns)) - len(turns))]
    return Interview(plan(*ids), AT, turns, AT if finished else None)


def said(state: Interview) -> list[Sentence]:
    """Return the debrief, every sentence of which must be backed."""
    made = composed(state, summarize(state, lambda raw: raw))
    assert unsupported(made, state) == []
    return list(made)


def words(state: Interview) -> str:
    """Return the debrief as it is read aloud."""
    return " ".join(one.text for one in said(state))


ONE, TWO, THREE = asked("one"), asked("two"), asked("three", "transformers")
WHOLE = {"k0": 1.0, "k1": 1.0, "k2": 1.0}


def test_an_interview_in_which_nothing_was_asked_says_nothing() -> None:
    assert said(Interview()) == []
    assert said(held(planned=3, finished=False)) == []


def test_one_open_question_is_all_there_is_to_say() -> None:
    state = held(turn(ONE, closed=None), finished=False)
    assert words(state) == "Question 1 is still open."


def test_an_open_question_gives_nothing_away() -> None:
    state = held(turn(ONE, grade(ONE), grade(ONE), closed=None), planned=3, finished=False)
    assert words(state) == "Question 1 is still open. Two planned questions still wait for you."


def test_all_skipped_points_at_the_questions_and_praises_nothing() -> None:
    told = said(held(turn(ONE, closed="skipped"), turn(TWO, closed="skipped")))
    assert told[0].text == "You skipped questions 1 and 2, so there is nothing of yours to go by."
    assert {one.kind for one in told} == {"opening", "gap", "reading"}


def test_all_perfect_has_nothing_to_work_on() -> None:
    told = said(held(turn(ONE, grade(ONE, WHOLE)), turn(THREE, grade(THREE, WHOLE))))
    assert told[0].text == "You answered two questions and covered every point, all on your own."
    assert {one.kind for one in told} == {"opening", "strong"}


def test_what_could_not_be_marked_is_not_judged() -> None:
    told = words(held(turn(ONE, ungraded("fast", "it fell over"))))
    assert told == "I could not mark your answer to question 1, so I say nothing of it."
    waiting = replace(turn(ONE, grade(ONE)), answers=(replace(turn(ONE, grade(ONE)).answers[0], grade=None),))
    assert words(held(waiting)) == "Question 1 still waits for its mark, so I say nothing of it."


def test_what_several_questions_of_a_topic_share_is_told_as_a_pattern() -> None:
    told = words(held(turn(ONE, grade(ONE)), turn(THREE, grade(THREE)), turn(TWO, grade(TWO, {"k1": 1.0}))))
    assert "Work first on normalisation, where questions 1 and 3 each left a main point open." in told
    assert f"In question 3 this was missing: {TWO.key_points[0].text}" in told
    assert "Last comes question 2 on transformers, where this was missing:" in told


def test_a_topic_of_no_name_makes_no_pattern() -> None:
    own = [replace(one, topic="general") for one in (ONE, TWO)]
    told = words(held(*(turn(one, grade(one)) for one in own)))
    assert "Work first on question 1, where this was missing:" in told
    assert "general" not in told


def test_what_a_probe_brought_out_is_told_with_what_it_was_before() -> None:
    told = words(held(turn(ONE, grade(ONE, {"k1": 1.0}), grade(ONE, {"k0": 1.0}))))
    assert "of the three points that I listened for, you covered one on your own and one with help" in told
    assert "My follow-up in question 1 brought out “abc”, which had been missing." in told
    hinted = turn(ONE, grade(ONE), grade(ONE, {"k0": 1.0}), help_="hint")
    assert "With a hint, in question 1, you got to “abc”." in words(held(hinted))
    assert "My follow-ups in question 1 brought nothing new." in words(held(turn(ONE, *[grade(ONE)] * 3)))


def test_a_point_denied_and_then_made_again_is_no_probe_in_vain() -> None:
    there = grade(ONE, {"k0": 1.0})
    told = words(held(turn(ONE, there, grade(ONE, contradicted=["k0"]), there)))
    assert "of which you had said the opposite" in told
    assert "nothing new" not in told


def test_what_was_turned_round_is_quoted_twice() -> None:
    later = grade(ONE, contradicted=["k0"])
    point = replace(later.key_points[0], quote=Quote(TALK[7:19], 7, 19))
    told = words(held(turn(ONE, grade(ONE, WHOLE), replace(later, key_points=(point, *later.key_points[1:])))))
    assert "In question 1 I took “abc” for right at first, and then “what I said” for its opposite." in told
    assert "I took “what I said” for the opposite of this:" in told


def challenged(one: Question, *positions: str) -> Turn:
    """Return a perfect turn with a wrong claim and replies of these positions."""
    stances = {
        "objected": Stance("objected", True, None, "fast"),
        "bare": Stance("objected", False, None, "fast"),
        "agreed": Stance("agreed", False, None, "fast"),
    }
    rounds = tuple(Round("A colleague holds so.", "my reply", 1.0, stances[name]) for name in positions)
    return replace(turn(one, grade(one, WHOLE)), challenge=Challenge("m1", rounds or (Round("A colleague holds so."),)))


def test_wrong_claims_met_well_are_told_together_and_the_others_with_what_is_right() -> None:
    well = [challenged(one, "objected", "objected") for one in (ONE, TWO)]
    told = words(held(*well, challenged(THREE, "agreed")))
    assert "You objected to two wrong claims that I put on purpose, in questions 1 and 2, with the reason." in told
    assert "“It is flat”; you agreed with it. Right is this: It is round." in told
    gave_in = words(held(challenged(ONE, "bare", "agreed")))
    assert "you objected, without the reason, and then gave in. Right is this:" in gave_in
    assert "“It is flat”; you did not reply to it." in words(held(challenged(ONE)))
    alone = words(held(challenged(ONE, "objected", "objected")))
    assert "you objected, with the reason, and held to it." in alone
    assert "It is round." not in alone


def test_a_wrong_claim_of_the_candidates_own_is_told_once() -> None:
    mark = grade(ONE, contradicted=["k0"], misconceptions=["m0"])
    point = replace(mark.key_points[0], quote=mark.misconceptions[0].quote)
    told = words(held(turn(ONE, replace(mark, key_points=(point, *mark.key_points[1:])))))
    assert "I heard a common mistake in “abc”; right is this: It is blue." in told
    assert "the opposite of this" not in told


MIXED = held(
    turn(ONE, grade(ONE, {"k1": 1.0}, misconceptions=["m0"]), grade(ONE, {"k0": 1.0})),
    turn(TWO, grade(TWO, {"k0": 0.5})),
    challenged(THREE, "objected", "objected"),
    turn(asked("four"), closed="skipped"),
    planned=6,
    finished=False,
)


def swapped(one: Sentence, old: str, new: str) -> Sentence:
    """Return the sentence with other words."""
    assert old in one.text
    return replace(one, text=one.text.replace(old, new))


def recited(one: Sentence, **changes: object) -> Sentence:
    """Return the sentence with its last citation changed."""
    return replace(one, citations=(*one.citations[:-1], replace(one.citations[-1], **changes)))  # type: ignore[arg-type]


def test_every_kind_of_sentence_is_said_and_backed() -> None:
    told = said(MIXED)
    assert {one.kind for one in told} == {
        *("opening", "strong", "gap", "wrong", "changed", "claim", "reading", "next"),
    }


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("opening", "three of six", "two of six"),
        ("opening", "nine points", "12 points"),
        ("opening", "You skipped question 4", "You skipped question 2"),
        ("strong", "“abc”", "“my own words”"),
        ("strong", "question 1", "question 2"),
        ("gap", "stored averages", "“stored averages”"),
        ("gap", TWO.key_points[1].text, ONE.key_points[1].text),
        ("changed", "“abc”", "“abd”"),
        ("claim", "you objected", "you agreed"),
        ("claim", "with the reason", "with the reason, and then gave in"),
        ("reading", "lines 3-5", "lines 3-6"),
        ("next", "Two planned", "Three planned"),
    ],
)
def test_words_that_are_not_backed_are_found(kind: str, old: str, new: str) -> None:
    every = [one for one in said(MIXED) if one.kind == kind and old in one.text]
    assert every
    for one in every:
        assert unsupported([swapped(one, old, new)], MIXED), (old, new)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("strong", {"answer": 3}),
        ("strong", {"question": 9}),
        ("strong", {"key_point": "k9"}),
        ("strong", {"key_point": "k2"}),
        ("strong", {"verdict": "partial"}),
        ("strong", {"help": "hint"}),
        ("strong", {"quote": "what nobody said"}),
        ("gap", {"verdict": "covered"}),
        ("changed", {"answer": 1}),
        ("wrong", {"misconception": "m9"}),
        ("wrong", {"quote": "It is green."}),
        ("claim", {"position": "agreed"}),
        ("claim", {"question": 1}),
        ("reading", {"key_point": "k1"}),
    ],
)
def test_citations_that_do_not_hold_are_found(kind: str, changes: dict[str, object]) -> None:
    one = next(one for one in said(MIXED) if one.kind == kind)
    assert unsupported([recited(one, **changes)], MIXED)


def test_a_sentence_without_a_citation_is_found() -> None:
    [fault] = unsupported([Sentence("next", "Well done.", ())], MIXED)
    assert fault.why == "nothing is cited"


def test_a_sentence_that_is_not_backed_is_left_unsaid() -> None:
    state = held(turn(ONE, grade(ONE, WHOLE)))
    elsewhere = replace(state.turns[0].answers[0], text="Nothing of the kind.")
    changed = held(replace(state.turns[0], answers=(elsewhere,)))
    kinds = [[one.kind for one in debrief(one, summarize(one, lambda raw: raw))] for one in (state, changed)]
    assert kinds == [["opening", "strong"], ["opening"]]


def test_a_heart_that_is_none_is_found() -> None:
    light = Sentence(
        "strong", "In question 1, the heart of it: “abc”.", (Citation(1, 1, "k1", "covered", quote="abc"),)
    )
    assert unsupported([light], MIXED)
    figures = (Figure("own", 2, 1),)
    assert unsupported([replace(light, text="In question 1, two: “abc”.", figures=figures)], MIXED)


@st.composite
def grades(draw: st.DrawFn, of: Question, talk: str) -> Grade:
    """Draw a grade with quotes of the answer, or one that failed."""
    if draw(st.integers(0, 9)) == 0:
        return ungraded("fast", "it fell over")
    made = grade(
        of,
        {point.id: draw(st.sampled_from([0.0, 0.1, 0.5, 0.8, 1.0])) for point in of.key_points},
        contradicted=draw(st.lists(st.sampled_from(["k0", "k1"]), max_size=1)),
    )

    def quote() -> Quote:
        start = draw(st.integers(0, len(talk) - 4))
        end = draw(st.integers(start + 3, len(talk)))
        return Quote(talk[start:end], start, end)

    points = tuple(
        replace(point, quote=quote(), credit=0.0 if point.verdict == "contradicted" else point.credit)
        if point.credit or draw(st.booleans())
        else point
        for point in made.key_points
    )
    wrong = [MisconceptionGrade("m0", 1, quote())] if draw(st.integers(0, 3)) == 0 else []
    return replace(made, key_points=points, misconceptions=tuple(wrong))


@st.composite
def interviews(draw: st.DrawFn) -> Interview:
    """Draw an interview, finished or not, with all that may happen in its turns."""
    turns: list[Turn] = []
    for place in range(draw(st.integers(0, 4))):
        one = asked(f"q{place}", draw(st.sampled_from(["general", "a", "normalisation", "top-10-questions"])))
        talk = draw(st.sampled_from([TALK, ODD]))
        marks = [draw(grades(one, talk)) for _ in range(draw(st.integers(0, 3)))]
        made = turn(one, *marks, closed="answered" if marks else "skipped", help_=draw(st.sampled_from(HELPS[1:])))
        made = replace(made, answers=tuple(replace(answer, text=talk) for answer in made.answers))
        if marks and draw(st.integers(0, 4)) == 0:
            positions = draw(st.lists(st.sampled_from(["objected", "bare", "agreed"]), max_size=2))
            made = replace(made, challenge=challenged(one, *positions).challenge)
        turns.append(made)
    finished = draw(st.booleans())
    if turns and not finished and draw(st.booleans()):
        turns[-1] = replace(turns[-1], closed=None)
    return held(*turns, planned=len(turns) + (0 if finished else draw(st.integers(0, 3))), finished=finished)


@settings(max_examples=200)
@given(interviews())
def test_whatever_happened_every_sentence_is_backed(state: Interview) -> None:
    told = said(state)
    assert len({one.text for one in told}) == len(told)
    assert len(told) <= 25
    assert sum(len(part) for part in paragraphs(told)) == len(told)


@settings(max_examples=100)
@given(texts(60))
def test_a_quote_is_told_on_one_line_and_at_most_so_long(text: str) -> None:
    shown = in_quotes(text)
    assert len(shown.split()) <= 26
    assert "\n" not in shown
    assert "\x1b" not in shown


def test_how_numbers_and_questions_are_said() -> None:
    assert [count(n, "point") for n in (1, 2, 13)] == ["one point", "two points", "13 points"]
    assert [numbered(some) for some in ([4], [1, 2], [1, 2, 5])] == [
        *("question 4", "questions 1 and 2", "questions 1, 2 and 5"),
    ]


def test_citations_are_shown_short_and_given_to_programs_whole() -> None:
    cited: Sequence[Citation] = (
        Citation(1, 2, "k0", "covered", "probe", "abc"),
        Citation(2, reply=1, misconception="m1", position="agreed"),
        Citation(3, misconception="m0"),
        Citation(3),
    )
    assert label(cited) == "[q1.a2 k0, q2.c1, q3 m0, q3]"
    [told] = debrief_json([Sentence("changed", "So it was.", tuple(cited[:1]))])
    assert told == {
        "text": "So it was.",
        "citations": [
            {"question": 1, "answer": 2, "key_point": "k0", "verdict": "covered", "help": "probe", "quote": "abc"}
        ],
    }
