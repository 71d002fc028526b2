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
