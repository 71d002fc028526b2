"""What the bundled bank covers, and that its words are its own."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.bank.load import Bank, load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
WRITTEN = {".md", ".py", ".json", ".jsonl", ".yaml", ".csv", ".txt", ".html"}
SEED_QUESTIONS = {"000": 40, "001": 30, "002": 9, "003": 29, "004": 15}
LEAST_QUESTIONS = 160
RUN = 10


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(bundled("corpus"))


def test_the_bank_is_whole(bank: Bank) -> None:
    assert bank.faults == ()
    assert len(bank.questions) >= LEAST_QUESTIONS
    assert {question.kind for question in bank.questions} == {"concept", "compare", "derive", "design", "debug"}
    assert {question.difficulty for question in bank.questions} == {1, 2, 3, 4, 5}


def test_every_question_is_complete(bank: Bank) -> None:
    for question in bank.questions:
        assert len(question.paraphrases) >= 4, question.id
        assert len(question.misconceptions) >= 2, question.id
        assert all(point.accept for point in question.key_points), question.id
        assert question.sources, question.id


def test_every_seed_question_has_a_bank_question(bank: Bank) -> None:
    with (bundled("eval") / "coverage" / "seeds.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    numbers = Counter((row["document"], int(row["number"])) for row in rows)
    assert set(numbers.values()) == {1}
    for document, count in SEED_QUESTIONS.items():
        own = sorted(number for name, number in numbers if name.startswith(document))
        assert own == list(range(1, count + 1))
    assert [row for row in rows if bank.get(row["bank_id"]) is None] == []


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    told = words(text)
    return (tuple(told[start : start + RUN]) for start in range(len(told) - RUN + 1))


def texts(question: Question) -> Iterator[str]:
    yield from (question.text, question.reference, *question.paraphrases, *question.hints)
    yield from (text for point in question.key_points for text in (point.text, *point.accept))
    yield from (text for wrong in question.misconceptions for text in (wrong.text, wrong.correction, wrong.nudge or ""))
    yield from (follow_up.question for follow_up in question.follow_ups)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not beside this checkout")
def test_no_ten_words_in_a_row_are_those_of_a_seed_document(bank: Bank) -> None:
    known = {run for file in SEEDS.glob("*.txt") for run in runs(file.read_text("utf-8", errors="replace"))}
    sources = (bundled("corpus") / "deep-learning" / "SOURCES.md").read_text("utf-8")
    assert [" ".join(run) for run in runs(sources) if run in known] == []
    for question in bank.questions:
        shared = [" ".join(run) for text in texts(question) for run in runs(text) if run in known]
        assert shared == [], question.id


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not beside this checkout")
@pytest.mark.parametrize("room", ["corpus", "docs", "eval", "prompts", "tests", "interviewer"])
def test_no_file_of_the_project_has_ten_words_of_a_seed_document(room: str) -> None:
    known = {run for file in SEEDS.glob("*.txt") for run in runs(file.read_text("utf-8", errors="replace"))}
    files = [file for file in sorted((ROOT / room).rglob("*")) if file.suffix in WRITTEN]
    assert files
    shared = {
        str(file): [" ".join(run) for run in runs(file.read_text("utf-8", errors="replace")) if run in known]
        for file in files
    }
    assert {file: found for file, found in shared.items() if found} == {}


def test_every_named_source_is_given_in_full(bank: Bank) -> None:
    listed = re.findall(r"^- `([^`]+)`", (bundled("corpus") / "deep-learning" / "SOURCES.md").read_text("utf-8"), re.M)
    named = {source for question in bank.questions for source in question.sources}
    assert named - set(listed) == set()
