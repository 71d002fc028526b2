"""A quiz on paper: points behind the number, options in the question, and the key opens the answer."""

from pathlib import Path

import pytest

from tests.ingest.documents import read_text

ASKED = ("Which tree keeps its leaves in winter?", "Which of these are stones? (two answers)")


def sheet(head: str, key: str) -> str:
    lines = []
    for number, question in enumerate(ASKED, 1):
        lines += [f"{head} {number}" + " " * 45 + "[2 points]", question]
        lines += ["   a) the fir", "   b) the granite", "   c) the slate", f"{key}: {'a' if number == 1 else 'b, c'}"]
        lines += ["Why: It has been seen to do so.", "", "-" * 60]
    return "\n".join(lines)


@pytest.mark.parametrize("head", ["Question", "QUESTION", "Q"])
@pytest.mark.parametrize("key", ["Key", "Answer key", "Correct option", "Right choice", "Correct"])
def test_the_key_opens_the_answer(tmp_path: Path, head: str, key: str) -> None:
    first, second = read_text(tmp_path, sheet(head, key)).questions
    assert first.question == ASKED[0]
    assert first.answer == "the fir\nWhy: It has been seen to do so."
    assert second.question.startswith(ASKED[1])
    assert second.question.endswith("c) the slate")
    assert second.answer == "the granite; the slate\nWhy: It has been seen to do so."


def test_an_open_question_is_asked_without_its_kind(tmp_path: Path) -> None:
    more = "Question 3   (5 marks)\nOpen question. How do trees drink?\nModel answer: By roots.\n"
    last = read_text(tmp_path, f"{sheet('Question', 'Key')}\n{more}").questions[-1]
    assert (last.question, last.answer) == ("How do trees drink?", "By roots.")


def test_a_key_that_names_no_option_is_text(tmp_path: Path) -> None:
    text = "1. What is stored?\n\nTwo things are stored here.\nKey: a string\n\n2. Why?\n\nSo that it is found again.\n"
    assert read_text(tmp_path, text).questions[0].answer == "Two things are stored here.\nKey: a string"


@pytest.mark.parametrize(
    "head", ["Question # of 2   (1 point)", "Question #/2", "Q# of 2    [2 pts]", "Question #  1 point"]
)
@pytest.mark.parametrize("boxes", ["( ) (x)", "[ ] [x]", "○ ●", "☐ ☑"])
def test_a_quiz_of_a_site_keeps_its_furniture_and_its_boxes_to_itself(tmp_path: Path, head: str, boxes: str) -> None:
    empty, ticked = boxes.replace("( )", "(_)").replace("[ ]", "[_]").split(" ")
    lines = []
    for number, question in enumerate((*ASKED, "True or false: a fir drops its leaves."), 1):
        lines += [head.replace("#", str(number)), question]
        lines += [f"  {empty.replace('_', ' ')} A. the fir", f"  {ticked} B. the granite", "Correct answer: B"]
        lines += [
            f"Explanation: It has been seen {number} times.",
            "64% of learners answered this correctly   Report a problem",
        ]
        lines += ["Sponsored: buy more stones", ""]
    told = "\n".join([*lines, "You scored 2 of 3 points. Passed!", "(c) Stones 2014-2019. Terms. Contact."])
    found = read_text(tmp_path, told).questions
    assert len(found) == len(ASKED) + 1
    for number, one in enumerate(found, 1):
        assert one.question.endswith("?" if number == 1 else "\n  a) the fir\n  b) the granite")
        assert one.answer == f"the granite\nExplanation: It has been seen {number} times."
