"""Cards on one line of a note: code in what is asked, names joined by colons, and properties that are no cards."""

from pathlib import Path

from interviewer.ingest.read import read_document

_NOTE = """---
tags: [flashcards]
---
up:: [[All notes]], [[Rust]] and [[C]]
seen on:: 2024-01-02, 2024-02-03 and 2024-03-04
[reviewer:: somebody who knows this]
status:: still to be finished

What does `std::mem::swap` do?::It exchanges two values in place.
What does Vec::push return?:::Nothing, the unit value.
- `unwrap` or `expect`?::The second, for it says why it may not fail.
Explain `a || b` in a shell::The right side runs only where the left one fails.
`Rc`::a counted pointer for one thread only
"""


def test_a_card_on_one_line_may_hold_code_and_a_property_is_no_card(tmp_path: Path) -> None:
    file = tmp_path / "note.md"
    file.write_text(_NOTE)
    assert {one.question: one.answer for one in read_document(file).questions} == {
        "What does std::mem::swap do?": "It exchanges two values in place.",
        "What does Vec::push return?": "Nothing, the unit value.",
        "unwrap or expect?": "The second, for it says why it may not fail.",
        "Explain a || b in a shell": "The right side runs only where the left one fails.",
        "What is Rc?": "a counted pointer for one thread only",
    }
