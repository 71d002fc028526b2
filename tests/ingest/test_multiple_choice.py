"""Multiple choice: what a key or a tick says is right answers in words, and options stay only where they are needed."""

from pathlib import Path

import pytest

from interviewer.ingest.read import read_document
from tests.ingest.documents import read_text

ASKED = ("Which bird cannot fly?", "Which of these lays eggs?", "What does an owl hunt by?")
OPTIONS = (("the swift", "the kiwi"), ("the hen", "the fox"), ("smell alone", "hearing and sight"))
RIGHT = (1, 0, 1)
KEYS = (
    "Answer: {}",
    "Answer: ({})",
    "Ans. {}",
    "**Answer:** {}",
    "**Answer: {}**",
    "#### Answer: {}",
    "Correct answer: {}",
    "The correct answer is {}.",
    "✅ Correct: {}",
)
MARKS = ("{}) ", "({}) ", "{}. ", "- {}) ", "- {}: ", "{}.  ")


def quiz(mark: str, key: str, *, upper: bool) -> str:
    letters = "AB" if upper else "ab"
    lines = []
    for number, (question, options, right) in enumerate(zip(ASKED, OPTIONS, RIGHT, strict=True), 1):
        lines += [f"{number}. {question}", ""]
        lines += [mark.format(letter) + option for letter, option in zip(letters, options, strict=True)]
        lines += ["", key.format(letters[right]), "", f"It was counted {number} times in the field.", ""]
    return "\n".join(lines)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("upper", [True, False])
def test_the_right_option_answers_in_words(tmp_path: Path, mark: str, key: str, upper: bool) -> None:
    first, second, third = read_text(tmp_path, quiz(mark, key, upper=upper)).questions
    assert (first.question, third.question) == (ASKED[0], ASKED[2])
    assert first.answer == "the kiwi\n\nIt was counted 1 times in the field."
    assert second.question.startswith(ASKED[1])
    assert second.question.endswith("the fox")
    assert second.answer == "the hen\n\nIt was counted 2 times in the field."
    assert third.answer == "hearing and sight\n\nIt was counted 3 times in the field."


def test_options_that_are_left_out_are_told(tmp_path: Path) -> None:
    refused = read_text(tmp_path, quiz("{}) ", "Answer: {}", upper=True)).refused
    assert [(one.first_line, one.last_line) for one in refused if "multiple choice" in one.reason] == [(3, 4), (21, 22)]


@pytest.mark.parametrize("below", ["Answers", "## Answer key", "KEY:", "Solutions"])
@pytest.mark.parametrize("row", ["{}. {}", "{}) {}", "{} - {}", "{}: {}", "{}.{}   "])
@pytest.mark.parametrize("beside", [False, True])
def test_keys_below_answer_the_questions_above(tmp_path: Path, below: str, row: str, beside: bool) -> None:
    lines = ["A quiz", ""]
    for number, (question, options) in enumerate(zip(ASKED, OPTIONS, strict=True), 1):
        lines += [f"{number}. {question}", f"   A. {options[0]}", f"   B. {options[1]}", ""]
    rows = [row.format(number, "AB"[right]) for number, right in enumerate(RIGHT, 1)]
    lines += [below, "", *(["  ".join(rows)] if beside else rows)]
    found = read_text(tmp_path, "\n".join(lines)).questions
    assert [one.question.split("\n")[0] for one in found] == list(ASKED)
    assert [one.answer for one in found] == ["the kiwi", "the hen", "hearing and sight"]


def test_a_key_below_may_explain(tmp_path: Path) -> None:
    lines = []
    for number, (question, options) in enumerate(zip(ASKED, OPTIONS, strict=True), 1):
        lines += [f"{number}. {question}", f"A) {options[0]}", f"B) {options[1]}", ""]
    lines += ["Answers", "1. B - it only walks,", "   as all of its kin do", "2. A", "3. B. Owls see and hear well."]
    found = [one.answer for one in read_text(tmp_path, "\n".join(lines)).questions]
    assert found == [
        "the kiwi. it only walks, as all of its kin do",
        "the hen",
        "hearing and sight. Owls see and hear well.",
    ]


@pytest.mark.parametrize("ticked", ["[x]", "[X]", "(x)", "✅"])
def test_a_tick_is_a_key(tmp_path: Path, ticked: str) -> None:
    empty = {"[": "[ ]", "(": "( )"}.get(ticked[0], "☐")
    ticked = "☑" if ticked == "✅" else ticked
    lines = []
    for number, (question, options, right) in enumerate(zip(ASKED, OPTIONS, RIGHT, strict=True), 1):
        lines += [f"#### Q{number}. {question}", ""]
        lines += [f"- {ticked if place == right else empty} {option}" for place, option in enumerate(options)]
        lines += [""]
    found = read_text(tmp_path, "\n".join(lines)).questions
    assert [one.answer for one in found] == ["the kiwi", "the hen", "hearing and sight"]
    assert [one.question.split("\n")[0] for one in found] == list(ASKED)
    assert not any(box in one.question for one in found for box in (ticked, empty))


def test_a_list_of_tasks_is_no_quiz(tmp_path: Path) -> None:
    text = "1. What is left to do here?\n\nMuch of it:\n\n- [x] the roof\n- [ ] the door\n\n2. Why?\n\nIt rains.\n"
    assert "[x] the roof" in read_text(tmp_path, text).questions[0].answer


def test_letters_that_no_key_names_are_an_answer(tmp_path: Path) -> None:
    text = "".join(
        f"{n}. What is made of {one}?\n\nA. one thing\nB. another\n\n"
        for n, one in enumerate(["wood", "tin", "clay"], 1)
    )
    assert [one.answer for one in read_text(tmp_path, text).questions] == ["A. one thing\nB. another"] * 3


def test_options_without_a_key_are_no_answer(tmp_path: Path) -> None:
    text = "".join(
        f"{n}. Which of the following is made of {one}?\nA. the door\nB. the roof\n\n"
        for n, one in enumerate(["wood", "tin", "clay"], 1)
    )
    found = read_text(tmp_path, text)
    assert not any("A. the door" in one.answer for one in found.questions)
    assert any("nothing says which is right" in one.reason for one in found.refused)


def test_an_answer_that_speaks_of_options_keeps_them(tmp_path: Path) -> None:
    text = "1. What floats?\na) cork\nb) iron\nAnswer: a\nb) is heavier than water.\n\n"
    text += "2. What sinks?\na) cork\nb) iron\nAnswer: b\nIt is heavy.\n"
    first, second = read_text(tmp_path, text).questions
    assert first.question == "What floats?\na) cork\nb) iron"
    assert second.question == "What sinks?"


def test_a_gap_is_shown(tmp_path: Path) -> None:
    options = "(A) sinks\n(B) floats\n"
    text = f"1. Cork ______ on water.\n{options}Answer: (B)\n\n2. Iron ____.\n{options}Answer: (A)\n"
    assert [(one.question, one.answer) for one in read_text(tmp_path, text).questions] == [
        ("Cork … on water.", "floats"),
        ("Iron …", "sinks"),
    ]


def test_an_article_is_no_key(tmp_path: Path) -> None:
    text = "1. What floats?\n\nA. cork\nB. iron\n\nAnswer: A raft of cork does.\n\n2. What sinks?\n\nAnswer: Iron.\n"
    assert "A. cork" in read_text(tmp_path, text).questions[0].question + read_text(tmp_path, text).questions[0].answer


def test_a_fold_that_reveals_the_answer_parts_it_from_the_question(tmp_path: Path) -> None:
    head = "### {}\n\n```python\nprint({})\n```\n\n<details><summary><b>Answer</b></summary>\n<p>\n\n"
    head += "{}\n\n</p>\n</details>\n\n"
    text = head.format("1. What is printed?", "1 + 1", "Two.") + head.format(
        "2. What comes out?", "7", "#### Answer: seven"
    )
    first, second = read_text(tmp_path, text, "quiz.md").questions
    assert (first.question, first.answer) == ("What is printed?\n\n```python\nprint(1 + 1)\n```", "Two.")
    assert "seven" in second.answer


def test_options_in_cells_are_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "cards.csv"
    path.write_text(
        'question,answer\n"What floats?\nA) cork\nB) iron",A\n'
        '"Which of these sinks? A. cork B. iron","B. It is heavy."\n'
        '"What is A) in a list?",A letter.\n',
        "utf-8",
    )
    assert [(one.question, one.answer) for one in read_document(path).questions] == [
        ("What floats?", "cork"),
        ("Which of these sinks? A. cork B. iron", "iron. It is heavy."),
        ("What is A) in a list?", "A letter."),
    ]


def test_a_list_with_letters_of_its_own_keeps_them(tmp_path: Path) -> None:
    page = "".join(
        f"<h3>{n}. {question}</h3><ol type='A'><li>{options[0]}</li><li>{options[1]}</li></ol>"
        f"<p><b>Answer:</b> {'AB'[right]}</p>"
        for n, (question, options, right) in enumerate(zip(ASKED, OPTIONS, RIGHT, strict=True), 1)
    )
    path = tmp_path / "quiz.html"
    path.write_text(f"<html><body><h1>Birds</h1>{page}</body></html>", "utf-8")
    assert [one.answer for one in read_document(path).questions] == ["the kiwi", "the hen", "hearing and sight"]


@pytest.mark.parametrize("below", [" " * 5_000 + "x", "! " * 2_500 + "x", "**" * 2_500 + "x", "<a " * 1_500 + "x"])
def test_what_stands_below_options_is_read_in_linear_time(tmp_path: Path, below: str) -> None:
    # Minutes where spaces and signs can be matched in more than one way; pytest's own limit ends that.
    text = "".join(f"{n}. What floats?\n\na) cork\nb) iron\n\n{below}\n\n" for n in range(1, 4))
    assert read_text(tmp_path, text).sha256
