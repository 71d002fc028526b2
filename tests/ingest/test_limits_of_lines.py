"""Lines that no person wrote, and that must not hold a reader up."""

from pathlib import Path

import pytest

from interviewer.ingest.read import read_document

WIDE = " " * 400_000


@pytest.mark.timeout(60)
def test_half_a_million_spaces_before_a_word_are_no_reason_to_wait(tmp_path: Path) -> None:
    file = tmp_path / "wide.md"
    file.write_text(
        f"# What is a mutex?\n\nA lock that one thread at a time holds.\n{WIDE}Others wait.\n\n"
        f"## What is a semaphore?\n\nA counter of permits.\n{WIDE}It may be more than one.\n",
        "utf-8",
    )
    found = read_document(file)
    assert [one.question for one in found.questions] == ["What is a mutex?", "What is a semaphore?"]
    assert all(len(one.answer) < 1_000 for one in found.questions)
