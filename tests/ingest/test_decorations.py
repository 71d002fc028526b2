"""Questions behind numbers, tags, signs and quotes that no convention foresees: what recurs is taken off."""

import pytest

from interviewer.ingest import read_stream

PAIRS = (
    ("What is a memory barrier?", "An instruction that keeps loads and stores on both of its sides in order."),
    ("Why are mutexes slower under contention?", "Because a thread that waits is put to sleep by the kernel."),
    ("Explain priority inversion", "A thread of low priority holds a lock that one of high priority waits for."),
    ("How does copy-on-write save memory?", "Both processes share a page until one of them writes to it."),
    ("When is polling better than an interrupt?", "When events come so often that the handler would always run."),
)
FORMS = (
    "*{q}*", "§ {q}", "[Q] {q}", "#{n} {q}", "#{n}: {q}", "Q {q}", "Q - {q}", "→ {q}", "▪ {q}", "• {q}", "{n}/ {q}",
    "{a}) {q}", "{r}. {q}", '"{q}"', "“{q}”", "Interview Question: {q}", "Interview Question {n}: {q}", "Prompt: {q}",
    "❓ {q}", "{n}\ufe0f\u20e3 {q}", "> {q}", "- [ ] {q}", "Frage {n}: {q}", "[{n}] {q}", "1.{n} {q}",
    "Problem {n}: {q}", "Exercise {n}. {q}",
    "[Easy] {q}", "{q} (easy)", "{q} ★★☆", "{q} #threads", "[{t}] {q}", "{e} {q}",
    "{q} [{t}]", "Case {n} | {q}", "**[{t}]** {q} _({t})_", "### {n}) [{t}] {q}",
)  # fmt: skip
VARYING = {
    "a": "abcde",
    "r": ("I", "II", "III", "IV", "V"),
    "t": ("Easy", "Hard", "Medium", "Hard", "On site"),
    "e": "🟢🔴🟡🔴🟢",
}


def _document(form: str) -> bytes:
    parts = ["Notes from the team"]
    for place, (question, answer) in enumerate(PAIRS):
        varying = {name: values[place] for name, values in VARYING.items()}
        parts += [form.format(q=question, n=place + 1, **varying), answer]
    return "\n\n".join(parts).encode()


@pytest.mark.parametrize("form", FORMS)
def test_what_recurs_around_the_questions_is_taken_off(form: str) -> None:
    found = read_stream(_document(form)).questions

    assert [(one.question, one.answer) for one in found] == list(PAIRS)


def test_a_named_line_that_does_not_ask_is_a_question_as_well() -> None:
    text = "\n\n".join(
        f"Problem {place}: {asked}\n\n{told}"
        for place, (asked, told) in enumerate((*PAIRS[:2], ("Two sums", PAIRS[2][1])), 1)
    )

    assert [one.question for one in read_stream(text.encode()).questions] == [PAIRS[0][0], PAIRS[1][0], "Two sums"]


def test_a_list_of_questions_inside_prose_stays_a_list() -> None:
    listed = "Ask yourself:\n\n• What is shared?\n• Who writes it?\n• When is it read?\n\nThen draw the picture of it."

    assert not [one for one in read_stream(listed.encode()).questions if not one.drafted]


def test_a_word_that_only_one_question_bears_stays() -> None:
    own = ("Deadlock: which conditions must hold?", "Four of them.")
    text = "\n\n".join(f"### {asked}\n\n{told}" for asked, told in (own, *PAIRS))

    assert read_stream(text.encode()).questions[0].question == own[0]
