"""The record of the second reading names what was run, and nothing that was not."""

import re
from pathlib import Path

from tests.bank.formulas.stated import CORPUS

ROW = re.compile(r"^\| ([a-z0-9-]+) \| (\d{4}-\d{2}-\d{2}) \| (run|read) \| (.+) \|$", re.MULTILINE)
ROWS = ROW.findall((CORPUS / "REVIEW.md").read_text("utf-8"))
CHECKED = {
    question.replace("_", "-")
    for file in Path(__file__).parent.glob("test_*.py")
    if file.name != Path(__file__).name
    for question in re.findall(r"^def test_(\w+)\(", file.read_text("utf-8"), re.MULTILINE)
}


def test_what_the_record_calls_run_is_run() -> None:
    assert {question for question, _, how, _ in ROWS if how == "run"} == CHECKED
    assert len(CHECKED) >= 60


def test_the_record_names_each_question_once_and_only_questions_there_are() -> None:
    named = [question for question, *_ in ROWS]
    assert len(named) == len(set(named))
    assert set(named) <= {file.stem for file in CORPUS.glob("*/*.md")}
    assert sum(how == "read" for _, _, how, _ in ROWS) >= 60
