"""Steps and terms that an answer lists are part of it, though some of them read as tasks or as entries of a glossary."""

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
