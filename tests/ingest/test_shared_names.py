"""The objects of a file tell together which names hold question and answer; one object alone may not."""

import json
from pathlib import Path

import pytest

from tests.ingest.documents import pairs, read_text

ROWS = (
    ("What is a stone?", "A hard thing that lies on the ground.", "Pick one up."),
    ("Weigh this pebble: 3 cm across, made of quartz.", "About forty grams.", "Take its volume first, and then go on."),
    ("Why does sand flow?", "Its grains do not hold on to one another.", "Think of dry peas."),
    ("How is clay fired?", "In a kiln, at some thousand degrees.", "Ask a potter."),
    ("Your kiln is cold by noon. Walk me through your search.", "I look at the fuel, then the flue.", "No guesses."),
)


@pytest.mark.parametrize("names", [("asked_as", "ideal_response_md"), ("title", "good_answer"), ("task", "solution")])
def test_statements_are_questions_where_their_name_holds_questions(tmp_path: Path, names: tuple[str, str]) -> None:
    lines = [json.dumps({"nr": 1, names[0]: one, names[1]: two, "hint": three}) for one, two, three in ROWS]
    found = read_text(tmp_path, "\n".join(lines), "stones.jsonl")
    assert [(asked, told) for _, asked, told in pairs(found)] == [(asked, told) for asked, told, _ in ROWS]
    assert not found.refused


def test_an_object_whose_answer_is_empty_does_not_take_its_hint(tmp_path: Path) -> None:
    rows = [*ROWS, ("Describe how loam is made.", None, "Sand, clay and silt in equal parts.")]
    lines = [json.dumps({"asked_as": one, "ideal_response": two, "hint": three}) for one, two, three in rows]
    found = read_text(tmp_path, "\n".join(lines), "stones.jsonl")
    assert len(found.questions) == len(ROWS)
    assert [one.first_line for one in found.refused] == [len(rows)]
