"""Questions without a mark behind others of another form, with no heading between them."""

from pathlib import Path

from tests.ingest.documents import read_text

BEFORE = "\n\n".join(
    f"Q: What is a {name}?\nA: A vessel that carries {load} over the sea."
    for name, load in (("tanker", "oil"), ("ferry", "cars"), ("trawler", "nets"))
)
LATER = """What is a keel?

It runs along the bottom of the hull and keeps her upright.

Why do hulls foul?

Weed and shells settle on them in warm water.

They slow the ship.
"""


def test_later_questions_have_answers_of_their_own(tmp_path: Path) -> None:
    found = read_text(tmp_path, f"{BEFORE}\n\n{LATER}").questions
    assert [one.question for one in found][3:] == ["What is a keel?", "Why do hulls foul?"]
    assert found[2].answer == "A vessel that carries nets over the sea."
    assert found[4].answer.endswith("They slow the ship.")


def test_a_question_inside_a_long_answer_stays_there(tmp_path: Path) -> None:
    long = BEFORE.replace("cars over the sea.", "cars.\n\nIt leaves when it is full.")
    assert len(read_text(tmp_path, f"{long}\n\n{LATER}").questions) == 3
    assert (
        len(read_text(tmp_path, f"{BEFORE}\n\nWhat of its crew?\n\nIt is small, and sleeps on board.").questions) == 3
    )


RUN_IN = """# Part B

(copied from my phone, other layout)

**What is a keel?** It runs along the bottom of the hull.

**Why do hulls foul?** Weed settles on them.

In warm water more than in cold.

**Barnacles: why do they matter?**

**What is ballast?** Weight below, that keeps her upright.

**How deep is a draught?** As deep as she goes.

# Part C

3. What is a fender?

A cushion between hull and quay.
"""


def test_bold_questions_between_numbered_ones_are_read_in_their_section(tmp_path: Path) -> None:
    text = f"# Part A\n\n1. What is a bow?\n\nThe front of a ship.\n\n2. What is a stern?\n\nIts end.\n\n{RUN_IN}"
    document = read_text(tmp_path, text, "ships.md")
    assert [one.question for one in document.questions] == [
        "What is a bow?",
        "What is a stern?",
        "What is a keel?",
        "Why do hulls foul?",
        "What is ballast?",
        "How deep is a draught?",
        "What is a fender?",
    ]
    assert document.questions[3].answer == "Weed settles on them.\n\nIn warm water more than in cold."
    assert "a question without an answer" in {one.reason for one in document.refused}


def test_two_bold_questions_behind_an_introduction_may_be_part_of_a_text(tmp_path: Path) -> None:
    text = "# Part A\n\n1. What is a bow?\n\nThe front of a ship.\n\n2. What is a stern?\n\nIts end.\n\n# Part B\n\n"
    text += (
        "Some more on hulls, which foul.\n\n**What is a keel?** It runs along.\n\n**Why?** It keeps her upright.\n\n"
    )
    text += "# Part C\n\n3. What is a fender?\n\nA cushion.\n"
    assert len(read_text(tmp_path, text, "ships.md").questions) == 3
