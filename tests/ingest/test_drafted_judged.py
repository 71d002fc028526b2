"""The questions drafted for answers that lost theirs are those that a second reader judged right.

`eval/coverage/drafted_003.csv` keeps the verdicts by line numbers and a hash: the text stays in the document.
"""

import csv
import hashlib
from pathlib import Path

import pytest

from interviewer.config.paths import bundled
from interviewer.ingest import read_document

DOCUMENT = Path(__file__).resolve().parents[2].parent / "shared" / "seeds" / "003_13f1284185f2fd25.txt"
pytestmark = [
    pytest.mark.seeds,
    pytest.mark.skipif(not DOCUMENT.is_file(), reason="the seed documents are not beside this checkout"),
]


def test_at_least_22_drafted_questions_are_ones_judged_right() -> None:
    with (bundled("eval") / "coverage" / "drafted_003.csv").open(encoding="utf-8", newline="") as file:
        verdicts = {(row["lines"], row["question_sha256_12"]): row["verdict"] for row in csv.DictReader(file)}
    assert len(verdicts) == 29
    assert set(verdicts.values()) <= {"yes", "clumsy", "no"}
    drafted = {
        (f"{found.first_line}-{found.last_line}", hashlib.sha256(found.question.encode()).hexdigest()[:12])
        for found in read_document(DOCUMENT).questions
        if found.drafted
    }
    right = {key for key in drafted if verdicts.get(key) == "yes"}
    unjudged = sorted(lines for lines, digest in drafted - verdicts.keys())
    assert len(right) >= 22, f"reworded since they were judged: lines {unjudged}"
