"""An interview for a job description and a CV: picked by retrieval, reasons first, nothing else kept."""

import json
from pathlib import Path

import pytest

from tests.end_to_end.commands import interviewer

JOB = """About us
We are a friendly company. Our batch normalisation of fruit is famous.

Your tasks
- Diagnose unstable training runs, exploding gradients and loss spikes
- Build retrieval-augmented generation over millions of documents and measure its quality

What we offer
- 30 days of vacation
"""
CV = """# Jo Doe
jo@doe.example, zzyzx street 5

- Reduced the overfitting of a convolutional detector by augmentation and dropout and by stopping early, at Quuxfirm
"""


@pytest.fixture
def papers(tmp_path: Path) -> list[str]:
    (tmp_path / "job.txt").write_text(JOB, "utf-8")
    (tmp_path / "cv.md").write_text(CV, "utf-8")
    return ["--job", str(tmp_path / "job.txt"), "--cv", str(tmp_path / "cv.md")]


def test_questions_are_picked_with_reasons_and_of_the_papers_nothing_else_is_kept(
    papers: list[str], home: Path
) -> None:
    held = interviewer("practice", "--plain", "--count", "6", *papers, stdin="")
    assert held.returncode == 0, held.stderr
    before, _, _ = held.stdout.partition("Question 1 of")
    assert "Picked for job.txt and cv.md:" in before
    assert "1. job, line " in before
    plan = json.loads(interviewer("report", "--format", "json").stdout)["plan"]
    assert len(plan["question_ids"]) == len(plan["reasons"]) >= 4
    assert all(reason in before for reason in plan["reasons"])
    assert {reason.split(":")[0] for reason in plan["reasons"]} == {"job, line 5", "job, line 6", "cv, line 4"}
    assert "exploding-gradients-and-clipping" in plan["question_ids"]
    assert "retrieval-augmented-generation" in plan["question_ids"]
    assert "fruit" not in held.stdout
    kept = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert b"Reduced the overfitting" in kept, "the reason"
    for private in (b"Quuxfirm", b"jo@doe", b"zzyzx", b"vacation"):
        assert private not in kept
    again = interviewer("practice", "--plain", "--count", "6", "--cv", papers[3], "--difficulty", "5", stdin="")
    assert (again.returncode, "cv.md" in again.stderr) == (2, True)


def test_a_paper_that_cannot_be_read_or_matches_nothing_is_refused(tmp_path: Path) -> None:
    missing = interviewer("practice", "--plain", "--job", str(tmp_path / "none.txt"))
    assert (missing.returncode, "none.txt: no such file" in missing.stderr) == (1, True)
    (tmp_path / "roses.txt").write_text("You prune roses and mow the lawn every week.", "utf-8")
    roses = interviewer("practice", "--plain", "--cv", str(tmp_path / "roses.txt"))
    assert roses.returncode == 2
    assert "Nothing in roses.txt matches" in roses.stderr
    assert "No interview yet" in interviewer("history").stdout
