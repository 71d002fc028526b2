"""The bundled bank as retrieval sees it, read without the rooms above."""

from functools import cache
from pathlib import Path

import yaml

from interviewer.domain.question import KeyPoint, Question
from interviewer.retrieval.units import Unit, units_of

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@cache
def corpus_questions() -> tuple[Question, ...]:
    """Return the bundled questions, by file name."""
    return tuple(_question(file) for file in sorted(CORPUS.glob("*/*/*.md")))


@cache
def corpus_units() -> tuple[Unit, ...]:
    """Return the units of the bundled questions."""
    return tuple(units_of(corpus_questions()))


def _question(file: Path) -> Question:
    _, front, reference = file.read_text("utf-8").split("---\n", 2)
    fields = yaml.safe_load(front)
    return Question(
        id=fields["id"],
        text=fields["question"],
        reference=reference,
        key_points=tuple(
            KeyPoint(point["id"], point["weight"], point["text"], tuple(map(str, point.get("accept", ()))))
            for point in fields["key_points"]
        ),
        track=file.parts[-3],
        topic=file.parts[-2],
        difficulty=fields["difficulty"],
        paraphrases=tuple(fields.get("paraphrases", ())),
    )
