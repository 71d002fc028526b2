"""Reports to take away: what was typed shows as typed, and other programs find the fields they rely on."""

import json
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from interviewer.domain import commands as c
from interviewer.domain.challenge import Stance
from interviewer.domain.grade import Grade, Judging, Quote, ungraded
from interviewer.domain.question import Alternative, Passage, Provenance, Question
from interviewer.domain.state import Interview
from interviewer.domain.text import visible_line
from interviewer.domain.voice import Voice, Worded
from interviewer.export.as_json import grade_json, report_json
from interviewer.export.escaping import escape
from interviewer.export.markdown import percent, report_markdown, report_plain
from interviewer.interview.summary import Summary, summarize, summarize_turn
from tests.support import EXACT, answering, at, grade, opening, played, question, texts

ASKED = replace(question("one"), passages={"k0": Passage("notes.md", 3, 5, "the passage")})
MARKUP = [
    "# heading",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "12) item",
    "---",
    "===",
    "> quote",
    "```python",
    "~~~",
    "    code",
    "<script>alert(1)</script>",
    "<img src=https://host/x>",
    "![x](https://host/x.png)",
    "[x](https://host)",
    "[x]: https://host",
    "<https://host>",
    "**bold** _it_ `code` ~~gone~~",
    "a | b",
    "|---|---|",
    "&lt;b&gt; &#35; &amp;",
    "\\# \\",
    "$x_1$",
]
markup = st.one_of(
    st.lists(st.sampled_from([*MARKUP, "a", " ", "\t", "&", "\\", "x\\"]), max_size=4).map(" ".join), texts()
)


def same(raw: float) -> float:
    """Return the raw mark as the score."""
    return raw


def summary_of(state: Interview) -> Summary:
    """Return the summary with the raw mark as score."""
    return summarize(state, same)


def report(state: Interview) -> str:
    """Return the Markdown report."""
    return report_markdown("i", state, summary_of(state))


def answered(text: str, mark: Grade, asked: Question = ASKED) -> Interview:
    """Return an interview with one answer, its grade, and the question closed."""
    state, _ = played(
        [
            *opening(asked),
            c.CommitAnswer("q1.a1", text, 5.0, at(2)),
            c.RecordGrade("q1.a1", mark, at(3)),
            c.Reveal(at(4)),
            c.FinishInterview(at(5)),
        ]
    )
    return state


def shown(markdown: str) -> tuple[set[str], str]:
    """Return which kinds of token a Markdown reader makes of a text, and the text it shows."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inner = [child for token in tokens for child in token.children or ()]
    text = "".join(child.content if child.type != "softbreak" else "\n" for child in inner)
    return {token.type for token in [*tokens, *inner]}, text


@settings(max_examples=300, deadline=None)
@given(markup)
@example("1. item")
@example("&lt;")
@example("===")
def test_what_is_escaped_shows_as_typed(text: str) -> None:
    kinds, seen = shown(f"{escape(text)}\n")
    assert kinds <= {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}
    assert seen == visible_line(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(markup, min_size=1, max_size=4))
@example(["title", "==="])
@example(["a | b", "|---|---|"])
def test_an_answer_of_several_lines_is_a_quotation_and_nothing_else(lines: list[str]) -> None:
    state = answered("\n".join(lines), grade(ASKED, {"k0": 1.0}))
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(report(state))
    start = next(place for place, token in enumerate(tokens) if token.type == "blockquote_open")
    end = next(place for place, token in enumerate(tokens) if token.type == "blockquote_close")
    assert sum(token.type == "blockquote_open" for token in tokens) == 1
    quoted = tokens[start + 1 : end]
    assert {token.type for token in quoted} <= {"paragraph_open", "inline", "paragraph_close"}
    assert kinds_within(quoted) <= {"text", "text_special", "softbreak"}


def kinds_within(tokens: list[Token]) -> set[str]:
    """Return the kinds of what stands inside these tokens."""
    return {child.type for token in tokens for child in token.children or ()}


def test_a_twins_answer_follows_the_reference_with_where_it_is_from() -> None:
    origin = Provenance("no*t*es.md", 3, 5, "a" * 64, gone=True)
    asked = replace(ASKED, alternatives=(Alternative("Another answer.", origin, "two"), Alternative("One more.")))
    begun = [*opening(asked), c.CommitAnswer("q1.a1", "abc", 5.0, at(2)), c.RecordGrade("q1.a1", grade(asked), at(3))]
    assert "Another answer." not in report(played(begun)[0])
    text = report(played([*begun, c.Reveal(at(4))])[0])
    title = escape("A further answer, the answer to 'two', from no*t*es.md, lines 3-5; no longer in it")
    assert f"The reference of one.\n\n### {title}\n\nAnother answer.\n\n### A further answer\n\nOne more.\n" in text


FORMULA = r"The slope is $\frac{a}{b}$ of \[0, 1] and so on."


def test_plain_lines_hold_no_backslashes_and_formulas_in_unicode() -> None:
    asked = replace(ASKED, text=f"Why? {FORMULA}", reference=f"Because. {FORMULA}")
    state = answered("it's [a] *b* $x_1$!", grade(asked, {"k0": 1.0}), asked)
    plain = report_plain("i", state, summary_of(state))
    for line in ("> it's [a] *b* $x_1$!", "1. Why? The slope is a/b of", "Because. The slope is a/b of"):
        assert line in plain
    assert "**" not in plain
    told = plain.partition("## Debrief")[2].partition("\n## ")[0]
    assert told
    assert "\\" not in told
    assert "$\\frac" in report(state), "a Markdown reader may draw formulas"


@pytest.mark.parametrize(
    "text",
    [
        "it's great! [batch, seq, dim] {0, 1} x[0]",
        "2 * 3, a < b > c, ~5 ms, AT&T, snake_case, #3, C#-like",
        "-5 degrees + 3 = -2; 1.5 of 2",
        r"\alpha and C:\dir",
        "[q1.a2 running-averages]",
    ],
)
def test_nothing_is_escaped_that_needs_no_escape(text: str) -> None:
    assert escape(text) == text


def test_a_label_reads_the_same_on_screen_and_in_reports() -> None:
    for credit, words in ((1.0, "; correct."), (0.5, "; partly right."), (0.0, "; not there yet.")):
        state = answered("abc", grade(ASKED, {"k0": credit, "k1": credit}))
        assert words in report(state)
        assert words in report_plain("i", state, summary_of(state))


def test_a_document_is_named_without_the_hash_of_its_folder() -> None:
    origin = Provenance("Fri|day notes.md", 3, 5, "a" * 64)
    asked = replace(ASKED, topic="friday-notes-49c7c1e3", provenance=origin)
    state = answered("abc", grade(asked, {"k0": 0.2}), asked)
    assert "\n| Fri\\|day notes | 1 | " in report(state)
    told = report_plain("i", state, summary_of(state))
    assert "\n- Fri|day notes: " in told
    assert "49c7c1e3" not in told + report(state)
    assert "on Fri|day notes" in told
    plain = report_json("i", state, summary_of(state))
    assert (plain["topics"][0]["topic"], plain["topics"][0]["subject"]) == ("friday-notes-49c7c1e3", "Fri|day notes")
    moved = replace(asked, topic="my-own-topic")
    state = answered("abc", grade(moved), moved)
    assert "\n- my-own-topic: " in report_plain("i", state, summary_of(state))


def test_quotes_and_misconceptions_are_escaped_too() -> None:
    typed = "<b>*abc*</b> [x](https://host)"
    mark = grade(ASKED, {"k0": 0.5}, misconceptions=["m0"])
    quote = Quote(typed, 0, len(typed))
    mark = replace(
        mark,
        key_points=(replace(mark.key_points[0], quote=quote), *mark.key_points[1:]),
        misconceptions=(replace(mark.misconceptions[0], quote=quote),),
    )
    tokens = MarkdownIt("commonmark").parse(report(answered(typed, mark)))
    assert not {"html_inline", "html_block", "link_open", "image", "em_open"} & kinds_within(tokens)
    assert report(answered(typed, mark)).count(escape(typed)) == 4, "once in the debrief"


def test_the_report_says_what_was_made_well_missed_and_to_be_read() -> None:
    text = report(answered("abc", grade(ASKED, {"k1": 1.0}, misconceptions=["m0"])))
    assert text.startswith("# Interview i\n")
    assert text.endswith("\n")
    for line in (
        "practice · every track · 1 of 1 questions · finished · started 2026-03-01T00:00Z",
        "| general | 1 | 17 % |",
        "## Debrief",
        "you had a point that counts on your own: “abc”. [q1.a1 k1]",
        "where this was missing: point 0 of one. [q1 k0]",
        "right is this: It is blue. [q1.a1 m0]",
        "To read next: for question 1, notes.md, lines 3-5. [q1 k0]",
        "- ✓ point 1 of one (1.00 of 1, weight 2) — “abc”",
        "- ✗ point 0 of one (0.00 of 1, weight 3) Read: notes.md, lines 3-5.",
        "The reference of one.",
    ):
        assert line in text


def test_without_an_answer_the_reference_stays_hidden() -> None:
    state, _ = played([*opening(ASKED), c.Skip(at(2))])
    assert "No answer was given." in report(state)
    assert ASKED.reference not in report(state)
    opened, _ = played(opening(ASKED))
    assert "Open." in report(opened) or "**0 %**" not in report(opened)


def test_a_report_without_a_mark_speaks_of_none() -> None:
    state, _ = played(opening(ASKED))
    for text in (report(state), report_plain("i", state, summary_of(state))):
        assert "Nothing has been marked yet." in text
        assert "Score" not in text


def test_a_report_can_leave_the_reference_out() -> None:
    state = answered("abc", grade(ASKED))
    assert ASKED.reference not in report_markdown("i", state, summary_of(state), reference=False)


def test_not_graded_is_no_mark() -> None:
    state = answered("abc", ungraded("scripted", "no *engine*"))
    assert "not graded" in report(state)
    assert "no \\*engine\\*" in report(state)
    assert "0 %" not in report(state)
    plain = report_json("i", state, summary_of(state))
    assert (plain["score"], plain["unaided"], plain["questions"][0]["label"]) == (None, None, None)
    assert plain["questions"][0]["answers"][0]["grade"]["ungraded"] == "no *engine*"


def test_a_mark_without_the_judge_that_was_named_says_why() -> None:
    judging = Judging("openai:m", "p", failed="openai:m did *not* answer.")
    state = answered("abc", replace(grade(ASKED, {"k0": 1.0}), judging=judging))
    assert "Without the judge: openai:m did \\*not\\* answer." in report(state)
    plain = report_json("i", state, summary_of(state))
    assert plain["questions"][0]["answers"][0]["grade"]["judging"]["failed"] == judging.failed
    fine = answered("abc", replace(grade(ASKED, {"k0": 1.0}), judging=replace(judging, failed=None)))
    assert "Without the judge" not in report(fine)


def test_an_answer_that_waits_says_so() -> None:
    state, _ = played([*opening(ASKED), c.CommitAnswer("q1.a1", "abc", 1.0, at(2), timed_out=True)])
    assert "Waiting for its grade." in report(state)
    assert summarize_turn(1, state.turns[0], same).score is None


def test_help_is_said_where_it_was_needed() -> None:
    state, _ = played([*answering(ASKED, [grade(ASKED), grade(ASKED, {"k0": 1.0})]), c.Proceed(at(40)), c.Skip(at(41))])
    text = report(state)
    assert "Follow-up: And what about 0?" in text
    assert "point 0 of one (1.00 of 1, weight 3) (after a probe)" in text


def test_no_terminal_control_reaches_a_report() -> None:
    text = report(answered(EXACT, grade(ASKED, {"k0": 1.0})))
    assert not [char for char in text if ord(char) < 0x20 and char != "\n"]
    assert "\u202e" not in text


@pytest.mark.parametrize(("score", "text"), [(None, "not graded"), (0.0, "0 %"), (0.666, "67 %"), (1.0, "100 %")])
def test_percent(score: float | None, text: str) -> None:
    assert percent(score) == text


def test_a_grade_has_the_documented_fields() -> None:
    mark = grade(ASKED, {"k0": 1.0}, misconceptions=["m1"], flags=["short"])
    plain = grade_json("row-1", mark)
    assert list(plain) == [
        *("id", "engine", "score", "raw", "low", "high", "label"),
        *("key_points", "misconceptions", "flags", "ungraded", "milliseconds"),
    ]
    point = plain["key_points"][0]
    assert set(point) == {
        *("id", "text", "weight", "credit", "verdict", "quote", "start", "end", "confidence", "passage")
    }
    assert (point["quote"], point["start"], point["end"]) == ("abc", 0, 3)
    assert plain["key_points"][1]["quote"] is None
    assert plain["misconceptions"] == [{"id": "m1", "quote": "abc", "start": 0, "end": 3}]
    assert json.loads(json.dumps(plain)) == plain
    empty = grade_json(None, ungraded("fast", "why"))
    assert [empty[name] for name in ("id", "score", "raw", "low", "high", "label")] == [None] * 6
    assert empty["ungraded"] == "why"


def test_a_json_report_holds_everything_that_was_said() -> None:
    state, _ = played(
        [
            *answering(ASKED, [grade(ASKED, misconceptions=["m0"]), grade(ASKED, {"k0": 1.0})]),
            c.Proceed(at(40)),
            c.Skip(at(41)),
        ]
    )
    plain = report_json("i", state, summary_of(state))
    assert json.loads(json.dumps(plain)) == plain
    assert set(plain) == {
        *("id", "started_at", "finished_at", "plan", "score", "unaided", "topics", "questions"),
        *("strengths", "missed", "next_steps", "reading", "challenges", "debrief"),
    }
    [asked] = plain["questions"]
    assert [(answer["id"], answer["help"], answer["follow_up"]) for answer in asked["answers"]] == [
        ("a0", "unaided", None),
        ("a1", "probe", "k0"),
    ]
    assert asked["follow_ups"] == [
        {"asks_for": "k0", "text": "And what about 0?"},
        {"asks_for": "k1", "text": "And what about 1?"},
    ]
    assert asked["misconceptions"] == [{"answer_id": "a0", "id": "m0", "quote": "abc", "start": 0, "end": 3}]
    first = asked["key_points"][0]
    assert (first["credit"], first["unaided"], first["help"], first["answer_id"]) == (1.0, 0.0, "probe", "a1")
    assert plain["reading"] == []
    assert (asked["score"], asked["label"]) == (round(2 / 6, 4), "wrong")


def test_who_worded_a_follow_up_is_told_where_it_was_a_model() -> None:
    words = Worded("You said abc: and 0?", Voice("openai:_m_", "0f"))
    commands = answering(ASKED, [grade(ASKED), grade(ASKED, {"k0": 1.0})])
    voiced = [replace(one, words=words) if isinstance(one, c.Proceed) else one for one in commands]
    state, _ = played([*voiced, c.Proceed(at(40))])
    [asked] = report_json("i", state, summary_of(state))["questions"]
    assert asked["follow_ups"] == [
        {"asks_for": "k0", "text": words.text, "voice": {"model": "openai:_m_", "prompt": "0f"}},
        {"asks_for": "k1", "text": "And what about 1?"},
    ]
    written = report_markdown("i", state, summary_of(state))
    assert r"Follow-up (worded by openai:\_m\_): You said abc: and 0?" in written
    plainly, _ = played(commands)
    assert "worded by" not in report_markdown("i", plainly, summary_of(plainly))


def test_the_question_stands_in_the_words_that_it_was_put_in() -> None:
    state, _ = played([opening(ASKED)[0], c.AskQuestion(ASKED, at(1), "Could you say what *one* is?")])
    written = report_markdown("i", state, summary_of(state))
    assert "## 1. Could you say what \\*one\\* is?" in written
    assert f"In the question file: {ASKED.text}" in written
    [asked] = report_json("i", state, summary_of(state))["questions"]
    assert (asked["question"], asked["as_written"]) == ("Could you say what *one* is?", ASKED.text)


def test_the_line_that_a_question_was_picked_for_stands_with_it() -> None:
    start, ask = opening(ASKED)
    assert isinstance(start, c.StartInterview)
    picked = replace(start.plan, reasons=("job, line 3: “deep *nets*”",), job="job.txt")
    state, _ = played([replace(start, plan=picked), ask])
    written = report_markdown("i", state, summary_of(state))
    assert "Picked for: job, line 3: “deep \\*nets\\*”" in written
    assert "job.txt" in written
    found = report_json("i", state, summary_of(state))
    assert (found["plan"]["job"], found["plan"]["cv"]) == ("job.txt", None)
    assert found["questions"][0]["reason"] == "job, line 3: “deep *nets*”"


def test_questions_back_stand_before_the_answer_that_came_after_them() -> None:
    state, _ = played(
        [*opening(ASKED), c.Clarify("do *you*\nmean x?", "Choose.", at(2)), c.CommitAnswer("a0", "abc", 1.0, at(3))]
    )
    written = report_markdown("i", state, summary_of(state))
    assert "You asked: do \\*you\\* mean x?\n\nReply: Choose.\n\n> abc" in written
    [asked] = report_json("i", state, summary_of(state))["questions"]
    assert asked["clarifications"] == [{"text": "do *you*\nmean x?", "reply": "Choose.", "answers": 0, "wording": None}]


def test_a_wrong_claim_stands_apart_with_its_resolution() -> None:
    start, ask = opening(ASKED)
    assert isinstance(start, c.StartInterview)
    whole = grade(ASKED, {"k0": 1.0, "k1": 1.0, "k2": 1.0})
    commands: list[c.Command] = [
        replace(start, plan=replace(start.plan, challenge=True)),
        ask,
        c.CommitAnswer("a0", "abc", 1.0, at(2)),
        c.RecordGrade("a0", whole, at(3)),
        c.Proceed(at(4), claim="m1"),
    ]
    waiting, _ = played(commands)
    [open_question] = report_json("i", waiting, summary_of(waiting))["questions"]
    assert open_question["challenge"]["correction"] is None, "not before it is over"
    assert "It is round." not in report_markdown("i", waiting, summary_of(waiting))
    stance = Stance("agreed", False, Quote("Yes, *flat*.", 0, 12), "scripted")
    state, _ = played([*commands, c.AnswerChallenge("Yes, *flat*.", 2.0, at(5)), c.RecordStance(stance, at(6))])
    written = report_markdown("i", state, summary_of(state))
    assert "I claimed, wrongly and on purpose, “It is flat”; you agreed with it. Right is this: It is round." in written
    assert "### A wrong claim, on purpose" in written
    assert "> Yes, \\*flat\\*." in written
    assert (
        "You agreed with it. — “Yes, \\*flat\\*.” The claim was wrong on purpose. It is round. It changes no mark."
        in written
    )
    assert (summary_of(waiting).score, summary_of(state).score) == (None, 1.0)
    found = report_json("i", state, summary_of(state))
    assert (found["challenges"]["put"], found["challenges"]["agreed"]) == (1, 1)
    told = found["questions"][0]["challenge"]
    assert (told["misconception"], told["position"], told["reason"], told["held"]) == ("m1", "agreed", False, None)
    assert told["correction"] == "It is round."
    assert told["rounds"][0]["stance"]["quote"] == {"text": "Yes, *flat*.", "start": 0, "end": 12}


def test_an_open_question_shows_neither_marks_nor_what_it_asks_for() -> None:
    state, _ = played([*answering(ASKED, [grade(ASKED, {"k0": 1.0}, misconceptions=["m0"])]), c.Proceed(at(40))])
    summary = summary_of(state)
    assert (summary.score, summary.missed, summary.reading) == (None, (), ())
    written = report_markdown("i", state, summary)
    assert "0 of 1 questions, one open" in written
    assert "Open: marks and key points come once it is closed." in written
    assert "abc and more" in written
    shown = written + json.dumps(report_json("i", state, summary)["questions"][0]["key_points"])
    assert not any(point.text in shown for point in ASKED.key_points)
    closed, _ = played(
        [*answering(ASKED, [grade(ASKED, {"k0": 1.0}, misconceptions=["m0"])]), c.Proceed(at(40)), c.Skip(at(41))]
    )
    assert all(point.text in report_markdown("i", closed, summary_of(closed)) for point in ASKED.key_points)
