"""Reading of marked answers in both formats."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.errors import UsageError
from interviewer.domain.question import Question
from interviewer.evaluation.agreement.samples import Samples, draw, pooled, read_samples, spread
from interviewer.evaluation.parts import held_back
from tests.evaluation.scripted import sample
from tests.support import question

MARKED: Mapping[str, object] = {
    "id": "1",
    "question_id": "q",
    "question": "What is a stack?",
    "reference": "Last in, first out.",
    "answer": "A pile.",
    "score": 0.5,
}
RUBRIC: Mapping[str, object] = {
    "id": "1",
    "question_id": "q",
    "voice": "half",
    "part": "dev",
    "answer": "Something.",
    "verdicts": {"k0": "covered", "k1": "missing", "k2": "partial"},
    "misconceptions": [],
    "readers": [
        {"verdicts": {}, "misconceptions": [], "mark": 2.5},
        {"verdicts": {"k2": "missing"}, "misconceptions": [], "mark": 2.0},
    ],
}


def written(folder: Path, *rows: Mapping[str, object]) -> Path:
    file = folder / "set.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    return file


def nothing(_: str) -> Question | None:
    return None


def test_a_marked_answer_is_read(tmp_path: Path) -> None:
    found = read_samples(written(tmp_path, {**MARKED, "max_score": 10, "graders": [4, 6], "feedback": "x"}), nothing)
    (row,) = found.rows
    assert (found.name, row.mark, row.label, row.markers) == ("set", 0.5, "partly", (0.4, 0.6))
    assert (row.request.question, row.request.key_points, row.verdicts) == ("What is a stack?", (), None)


def test_key_points_and_partial_labels_are_taken_over(tmp_path: Path) -> None:
    points = [{"text": "Last in, first out.", "weight": 2}, {"text": "Two operations."}]
    row = {**MARKED, "key_points": points, "score": 0.0, "label_5way": "partially_correct_incomplete"}
    (found,) = read_samples(written(tmp_path, row), nothing).rows
    assert [(point.text, point.weight) for point in found.request.key_points] == [
        ("Last in, first out.", 2),
        ("Two operations.", 1),
    ]
    assert (found.mark, found.label) == (0.0, "partly")


def test_answers_that_are_the_reference_are_dropped_and_counted(tmp_path: Path) -> None:
    rows = [MARKED, {**MARKED, "id": "2", "answer": "last in -- FIRST out"}]
    found = read_samples(written(tmp_path, *rows), nothing)
    assert ([row.id for row in found.rows], found.dropped) == (["1"], 1)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"score": 1.5}, "set.jsonl, line 1, score"),
        ({"question": ""}, "set.jsonl, line 1, question"),
        ({"graders": [2]}, "set.jsonl, line 1, graders"),
        ({"verdicts": {}}, "set.jsonl, line 1, voice"),
    ],
)
def test_a_faulty_row_names_line_and_field(tmp_path: Path, changed: Mapping[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_samples(written(tmp_path, {**MARKED, **changed}), nothing)


def test_a_file_with_nothing_to_grade_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no answer to grade in the part 'test'"):
        read_samples(written(tmp_path, {**MARKED, "part": "dev"}), nothing, "test")


def test_a_row_of_the_rubric_set_has_marks_and_verdicts_of_each_reader(tmp_path: Path) -> None:
    asked = question()
    (row,) = read_samples(written(tmp_path, RUBRIC), lambda _: asked).rows
    assert (row.mark, row.markers, row.label) == (0.45, (0.5, 0.4), "partly")
    assert row.verdicts == RUBRIC["verdicts"]
    assert [reader["k2"] for reader in row.readers] == ["partial", "missing"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"verdicts": {"k0": "covered"}}, "not the key points of 'q'"), ({"question_id": "z"}, "no question 'z'")],
)
def test_a_row_of_the_rubric_set_must_fit_the_bank(tmp_path: Path, changed: Mapping[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_samples(written(tmp_path, {**RUBRIC, **changed}), {"q": question()}.get)


def test_the_rubric_set_is_whole_and_its_test_part_is_the_third_held_back() -> None:
    bank = load_bank(bundled("corpus"))
    file = bundled("eval") / "rubric_set" / "answers.jsonl"
    parts = {part: read_samples(file, bank.get, part) for part in ("dev", "test")}
    assert sum(len(part.rows) for part in parts.values()) == 504
    assert all(held_back(row.question_id) for row in parts["test"].rows)
    assert not any(held_back(row.question_id) for row in parts["dev"].rows)
    assert all(len(row.markers) == 2 for part in parts.values() for row in part.rows)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12), st.integers(1, 40), st.integers(0, 3))
def test_a_draw_takes_whole_questions_up_to_its_limit(sizes: list[int], limit: int, seed: int) -> None:
    rows = tuple(sample(f"{q}-{n}", 0.5, str(q)) for q, size in enumerate(sizes) for n in range(size))
    found = draw(Samples("set", rows), limit, seed)
    assert 0 < len(found.rows) <= limit
    assert found == draw(Samples("set", rows), limit, seed)
    counts = {row.question_id: sum(one.question_id == row.question_id for one in found.rows) for row in found.rows}
    if limit >= max(sizes):
        assert all(count == sizes[int(name)] for name, count in counts.items())


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(1, 40), st.integers(0, 3))
def test_answers_are_spread_over_the_questions(sizes: list[int], limit: int, seed: int) -> None:
    rows = tuple(sample(f"{q}-{n}", 0.5, str(q)) for q, size in enumerate(sizes) for n in range(size))
    found = spread(Samples("set", rows), limit, seed)
    assert len(found.rows) == min(limit, len(rows))
    assert found == spread(Samples("set", rows), limit, seed)
    taken = [sum(row.question_id == str(q) for row in found.rows) for q in range(len(sizes))]
    left_some = [count for count, size in zip(taken, sizes, strict=True) if count < size]
    assert max(taken) - 1 <= min(left_some, default=max(taken))


def test_questions_of_different_files_stay_apart() -> None:
    both = pooled([Samples("a", (sample("x", 1),), 1), Samples("b", (sample("y", 0),), 2)])
    assert (len(both.rows), both.dropped, both.held_back) == (2, 3, False)


@pytest.mark.parametrize(
    ("part", "asked", "held"), [("test", "test", True), ("test", None, True), ("dev", None, False)]
)
def test_a_test_part_is_known_as_such_however_it_is_read(
    tmp_path: Path, part: str, asked: Literal["dev", "test"] | None, held: bool
) -> None:
    found = read_samples(written(tmp_path, {**MARKED, "part": part}), nothing, asked)
    assert found.held_back is held
    assert draw(found, 1).held_back is held
    assert pooled([found]).held_back is held
