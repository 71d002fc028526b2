"""What stands below the last answer of an article: leave-taking, other pages' titles, headings of the page's foot."""

from pathlib import Path

import pytest

from tests.ingest.documents import read_text

TEXT = "Q: What is bark?\n\nThe outer layer.\n\nQ: What is sap?\n\nA juice that rises.\n\n"
FEET = [
    "That's the list! Write me if you want more.\n\nMore of it next year.",
    "And that's it.\n\nSee you.",
    "How Trees Talk to Each Other\n\nWhat Is New in Forestry 21?\n\nSeven Facts About Oaks",
    "How Trees Talk to Each Other\nWhat Is New in Forestry 21?",
    "Keep reading\n\n- [Oaks](/oaks)\n- [Elms](/elms)",
    "Read next\n\nOaks\n\nElms",
    "Latest posts\n\nOaks",
    "TODO\n- read up on elms\n- ask Ann",
]
TOLD = [
    "That's all it takes for a tree to grow.",
    "That's it in a nutshell: pressure below.",
    "Spring Sap\n\nSummer Sap",
    "Sugar Maple Sap has much sugar.\n\nBirch Sap and Walnut Sap have less.",
    "- Sugar Maple Sap Syrup\n- Silver Birch Sap Wine",
]


@pytest.mark.parametrize("foot", FEET)
def test_a_foot_is_no_part_of_the_last_answer(tmp_path: Path, foot: str) -> None:
    assert read_text(tmp_path, TEXT + foot + "\n").questions[-1].answer == "A juice that rises."


@pytest.mark.parametrize("told", TOLD)
def test_what_only_resembles_a_foot_stays(tmp_path: Path, told: str) -> None:
    assert read_text(tmp_path, f"{TEXT}{told}\n").questions[-1].answer == f"A juice that rises.\n\n{told}"
