"""The real encoder, the bank's questions and the answer ladder, each loaded once for the room."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from interviewer.domain.grade import Grade
from interviewer.domain.question import KeyPoint, Misconception, Question
from interviewer.embedding.model import MiniLM
from interviewer.grading.engine import request_for
from interviewer.grading.fast import FastEngine

ROOT = Path(__file__).parents[2]


def load_question(path: Path) -> Question:
    """Return the question of one bank file, read as plain YAML."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    data = yaml.safe_load(front)
    return Question(
        id=data["id"],
        text=data["question"],
        reference=body.strip(),
        key_points=tuple(
            KeyPoint(one["id"], one["weight"], one["text"], tuple(map(str, one.get("accept", ()))))
            for one in data["key_points"]
        ),
        misconceptions=tuple(
            Misconception(one["id"], one["weight"], one["text"], one["correction"], one.get("denies"))
            for one in data["misconceptions"]
        ),
    )


@dataclass(frozen=True)
class Rung:
    """One answer of the ladder."""

    question_id: str
    name: str
    answer: str


def ladder() -> list[Rung]:
    """Return the answers of both parts of the ladder."""
    lines = [
        line for part in (1, 2) for line in (ROOT / f"eval/ladder/part{part}.jsonl").read_text("utf-8").splitlines()
    ]
    return [Rung(row["question_id"], row["rung"], row["answer"]) for row in map(json.loads, lines)]


@pytest.fixture(scope="session")
def encoder(minilm: MiniLM) -> MiniLM:
    return minilm


@pytest.fixture(scope="session")
def engine(encoder: MiniLM) -> FastEngine:
    return FastEngine(encoder)


@pytest.fixture(scope="session")
def questions() -> dict[str, Question]:
    found = [load_question(path) for path in sorted((ROOT / "corpus" / "deep-learning").glob("*/*.md"))]
    return {question.id: question for question in found}


@pytest.fixture(scope="session")
def climbed(engine: FastEngine, questions: dict[str, Question]) -> dict[tuple[str, str], Grade]:
    """Every answer of the ladder graded in one batch, by question and rung."""
    rungs = ladder()
    grades = engine.grade([request_for(questions[rung.question_id], rung.answer) for rung in rungs])
    return {(rung.question_id, rung.name): grade for rung, grade in zip(rungs, grades, strict=True)}


@pytest.fixture(scope="session")
def batch_norm(questions: dict[str, Question]) -> Question:
    return questions["batch-norm-train-vs-inference"]
