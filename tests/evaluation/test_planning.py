"""Diversity measured on interviews for free-text topics: the shares and cosines, and the commands that print them."""

import json
from pathlib import Path

import pytest

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.evaluation.planning import Choice
from interviewer.evaluation.retrieval import read_queries
from interviewer.evaluation.search_bench import SearchBench
from interviewer.wiring import application

TOPICS = bundled("eval") / "retrieval" / "topics.jsonl"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two topics: one that everything counts for, one that nothing found does."""
    everything = [one.id for one in load_bank(bundled("corpus")).questions]
    rows = [
        {"id": "1", "query": "batch normalisation", "style": "topic", "relevant": everything},
        {"id": "2", "query": "dropout", "style": "topic", "relevant": ["k-means"]},
    ]
    file = tmp_path / "topics.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return file


def bench_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SearchBench:
    """Return the bench of a program with an empty home."""
    monkeypatch.setenv("INTERVIEWER_HOME", str(tmp_path / "empty"))
    return application(writable=False).search_bench


def test_an_interview_is_as_much_about_its_topic_and_less_alike(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = bench_of(tmp_path, monkeypatch).planning(two, "dev", 5)
    assert (found.topics, found.count) == (2, 5)
    for before, after in ((found.words_found, found.words_varied), (found.both_found, found.both_varied)):
        assert before.relevant.value == after.relevant.value == 0.5
        assert value(after, "cosine") < value(before, "cosine") <= 1
        assert value(after, "nearest_pair") <= value(before, "nearest_pair")
        assert value(before, "cosine") < value(before, "nearest_pair")


def value(choice: Choice, name: str) -> float:
    """Return a figure of a choice."""
    return float(getattr(choice, name).value)


def test_the_topics_name_questions_of_the_bank_and_some_are_held_back() -> None:
    topics = read_queries(TOPICS, (one.id for one in load_bank(bundled("corpus")).questions))
    parts = [one.part for one in topics]
    assert (parts.count("dev"), parts.count("held-back")) == (8, 10)
    assert min(len(one.relevant) for one in topics) >= 5
