"""Reading of sample queries, and the measures of retrieval."""

import json
from pathlib import Path

import numpy as np
import pytest

from interviewer.domain.errors import UsageError
from interviewer.evaluation.retrieval import METHODS, Query, first_ranks, read_queries, read_unrelated, score
from interviewer.retrieval.exact import ExactIndex
from interviewer.retrieval.search import Searcher
from interviewer.retrieval.units import units_of
from tests.support import question


def query(name: str, *relevant: str) -> Query:
    return Query(id=name, query=name, style="terse", relevant=relevant)


def written(tmp_path: Path, **changed: object) -> Path:
    row = {"id": "1", "query": "dropout", "style": "terse", "relevant": ["one"], "part": "dev"} | changed
    file = tmp_path / "queries.jsonl"
    file.write_text(json.dumps(row) + "\n\n")
    return file


def test_a_query_file_is_read(tmp_path: Path) -> None:
    assert read_queries(written(tmp_path), ["one"]) == [
        Query(id="1", query="dropout", style="terse", relevant=("one",), part="dev")
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"relevant": []}, "queries.jsonl, line 1, relevant"),
        ({"relevant": ["two"]}, "the bank has no question 'two'"),
        ({"part": "train"}, "queries.jsonl, line 1, part"),
        ({"querry": "x"}, "queries.jsonl, line 1, querry"),
    ],
)
def test_a_faulty_row_names_line_and_field(tmp_path: Path, changed: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_queries(written(tmp_path, **changed), ["one"])


def test_what_is_not_json_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text("{}\n".replace("}", ""))
    with pytest.raises(UsageError, match="line 1: this is not JSON"):
        read_queries(file, [])


def test_the_measures_of_known_ranks() -> None:
    found = score([1, 5, None, 10], [query(str(n), f"q{n}") for n in range(4)])
    assert found.n == 4
    assert found.recall_at_1.value == pytest.approx(0.25)
    assert found.recall_at_5.value == pytest.approx(0.5)
    assert found.mrr.value == pytest.approx((1 + 0.2 + 0.1) / 4, abs=1e-4)
    assert found.ndcg_at_10.value == pytest.approx((1 + 1 / np.log2(6) + 1 / np.log2(11)) / 4, abs=1e-4)


def test_a_twin_is_as_right_as_the_question_itself_and_each_half_searches_alone() -> None:
    near, far = question("near"), question("far")
    searcher = Searcher(units_of([near, far]))
    vectors = np.eye(len(searcher.units), 384, dtype=np.float32)
    searcher.add_dense(ExactIndex(vectors), lambda _: vectors[1])
    asked = [Query(id="1", query=near.text, style="terse", relevant=("twin", "far"))]
    places = [unit.question_id for unit in searcher.units]
    assert first_ranks(searcher, asked, METHODS["dense"]) == [1 if places[1] == "far" else 2]
    assert first_ranks(searcher, asked, METHODS["lexical"]) in ([2], [None])


def test_unrelated_questions_have_ids_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "unrelated.txt"
    file.write_text("What is a mutex?\n\nWhat is a foreign key?\n")
    assert [(one.id, one.text) for one in read_unrelated(file)] == [
        ("unrelated-1", "What is a mutex?"),
        ("unrelated-2", "What is a foreign key?"),
    ]
