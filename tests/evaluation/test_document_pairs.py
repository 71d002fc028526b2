"""Pairs of questions named by document and number."""

from pathlib import Path

import pytest

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.errors import UsageError
from interviewer.evaluation.document_pairs import parts_of, read_document_pairs
from tests.support import question

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
HEAD = "id,a_document,a_number,b_document,b_number,same,why\n"
NOTES = """Q1: What is a mutex for?
A: It lets one thread in at a time.

Q2: What is a semaphore?
A: A counter of permits.
"""


def written(folder: Path, row: str) -> Path:
    (folder / "notes.md").write_text(NOTES, encoding="utf-8")
    file = folder / "pairs.csv"
    file.write_text(f"{HEAD}{row}\n", encoding="utf-8")
    return file


def test_a_pair_is_read_from_document_and_bank(tmp_path: Path) -> None:
    held = question("q000")
    file = written(tmp_path, "p1,notes.md,2,,q000,0,another thing")
    [pair] = read_document_pairs(file, tmp_path, {"q000": held}.get)
    assert (pair.a.question, pair.a.answer) == ("What is a semaphore?", "A counter of permits.")
    assert (pair.b.question, pair.b.answer, pair.same) == (held.text, held.reference, False)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("p1,notes.md,3,,q000,0,", "questions 1 to 2"),
        ("p1,notes.md,1,,q9,0,", "no question 'q9'"),
        ("p1,notes.md,1,notes.md,2,maybe,", "must be 0 or 1"),
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, row: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as caught:
        read_document_pairs(written(tmp_path, row), tmp_path, {"q000": question("q000")}.get)
    assert "p1" in str(caught.value)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not here")
def test_every_labelled_pair_of_the_seeds_is_there() -> None:
    parts = parts_of(bundled("eval") / "duplicates" / "seeds.csv", SEEDS, load_bank(bundled("corpus")).get)
    assert len(parts["all"]) >= 300
    assert sum(pair.same for pair in parts["all"]) >= 75
