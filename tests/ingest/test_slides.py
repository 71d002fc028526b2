"""Decks written out as text: titles over two lines, slides that go on, and footers that count."""

from pathlib import Path

import pytest

from tests.ingest.documents import read_text

DECK = """## What is a lease and
## why does it expire?

- A right that is held for a time
- A holder that died must not keep it

Distributed systems | 1/5

---

## What is a fencing token?

- A number that grows with each lease

Distributed systems | 2/5

---

## What is a fencing token? (cont.)

- The store refuses writes that carry an older one

Distributed systems | 3/5

---

## How do clocks drift?

- Crystals run faster in the cold

Distributed systems | 4/5

---

## How do clocks drift? (continued)

- Virtual machines are paused without being told

Distributed systems | 5/5
"""
ANSWERS = {
    "What is a lease and why does it expire?": ["right that is held", "must not keep it"],
    "What is a fencing token?": ["grows with each lease", "carry an older one"],
    "How do clocks drift?": ["faster in the cold", "without being told"],
}


@pytest.mark.parametrize("name", ["deck.md", "deck.txt"])
def test_a_deck_gives_one_question_a_subject(tmp_path: Path, name: str) -> None:
    text = DECK if name.endswith("md") else DECK.replace("## ", "").replace("\n---\n", "")
    found = read_text(tmp_path, text, name)
    assert [one.question for one in found.questions] == list(ANSWERS)
    for one in found.questions:
        assert all(words in one.answer for words in ANSWERS[one.question])
        assert "Distributed systems" not in one.answer
        assert "cont" not in one.answer
    reasons = {refusal.reason for refusal in found.refused}
    assert {"footer of a slide", "title of the slide before, continued"} <= reasons


def test_counted_questions_are_no_footers(tmp_path: Path) -> None:
    text = "\n\n".join(f"Question {i} of 3\n\nWhat is {name}?\n\nA metal that conducts heat well." for i, name in
                       enumerate(("tin", "lead", "zinc"), 1))  # fmt: skip
    found = read_text(tmp_path, text)
    assert [one.question for one in found.questions] == ["What is tin?", "What is lead?", "What is zinc?"]
    assert not any(refusal.reason == "footer of a slide" for refusal in found.refused)


def test_a_title_that_goes_on_with_nothing_stays(tmp_path: Path) -> None:
    text = "## What is a lease?\n\nA right for a time.\n\n## What is a token? (cont.)\n\nA number that only grows.\n"
    assert len(read_text(tmp_path, text, "deck.md").questions) == 2
