"""Steps and terms that an answer lists are part of it, though they may read as tasks or as entries of a glossary."""

from pathlib import Path

import pytest

from tests.ingest.documents import pairs, read_text

STEPS = ("State how deep the hole is to be.", "Choose a spade.", "Compute the weight of the sand.", "Carry it away.")
QUESTIONS = ("What is a stone?", "Walk me through the digging of a hole.", "Why does sand flow?", "How is clay fired?")


def document(question: str, step: str) -> str:
    told = ["It is a hard thing that lies on the ground and stays there."] * len(QUESTIONS)
    told[1] = "\n".join(step.format(text, number=number) for number, text in enumerate(STEPS, 1))
    return "\n\n".join(f"{question.format(asked)}\n\n{text}" for asked, text in zip(QUESTIONS, told, strict=True))


@pytest.mark.parametrize("step", ["- {0}", "{number}. {0}", "{number}) {0}", "Step {number}: {0}"])
@pytest.mark.parametrize("question", ["**{0}**", "## {0}", "{0}"])
def test_steps_in_the_imperative_stay_in_their_answer(tmp_path: Path, question: str, step: str) -> None:
    found = pairs(read_text(tmp_path, document(question, step), "digging.md"))
    assert [asked for _, asked, _ in found] == list(QUESTIONS)
    assert all(text in found[1][2] for text in STEPS)


TERMS = (("Silt", "Grains finer than sand"), ("Loam", "Sand and clay and silt"), ("Marl", "Clay with lime in it"))


@pytest.mark.parametrize("row", ["| {0} | {1} |", "{0}\t{1}"])
@pytest.mark.parametrize("question", ["## {0}", "**{0}**", "{number}. {0}"])
def test_a_table_of_terms_stays_in_the_answer_that_it_stands_in(tmp_path: Path, question: str, row: str) -> None:
    rule = ["| --- | --- |"] if row.startswith("|") else []
    table = [row.format("Term", "Meaning"), *rule, *(row.format(*pair) for pair in TERMS)]
    told = ["It is a hard thing that lies on the ground and stays there."] * len(QUESTIONS)
    told[1] = "\n".join(table) + "\n\nAll of them are found in the north."
    parts = [
        f"{question.format(asked, number=number)}\n\n{text}"
        for number, (asked, text) in enumerate(zip(QUESTIONS, told, strict=True), 1)
    ]
    found = pairs(read_text(tmp_path, "\n\n".join(parts), "digging.md" if rule else "digging.txt"))
    assert [asked for _, asked, _ in found] == list(QUESTIONS)
    assert all(text in found[1][2] for pair in TERMS for text in pair)


def test_a_table_of_terms_under_a_heading_of_its_own_is_a_glossary(tmp_path: Path) -> None:
    told = "\n\n".join(f"## {asked}\n\nIt lies on the ground and stays there." for asked in QUESTIONS)
    table = "\n".join(["| Term | Meaning |", "| --- | --- |", *(f"| {name} | {what} |" for name, what in TERMS)])
    found = pairs(read_text(tmp_path, f"{told}\n\n# Words\n\n{table}\n", "digging.md"))
    assert [asked for _, asked, _ in found] == [*QUESTIONS, "What is silt?", "What is Loam?", "What is Marl?"]
