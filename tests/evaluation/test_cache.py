"""Gradings on disk: what is asked again and what is not."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.errors import StorageError
from interviewer.domain.grade import Grade
from interviewer.evaluation.cache import CachedEngine, identity_of
from interviewer.grading import GradeRequest
from tests.evaluation.scripted import Scripted


def request(answer: str) -> GradeRequest:
    return GradeRequest("What?", "That.", (), (), answer)


def test_what_was_graded_is_not_asked_again_even_by_another_process(tmp_path: Path) -> None:
    engine = Scripted({"a": 0.5, "b": 0.25}, {"a": {"k": "covered"}})
    first = CachedEngine(engine, "1", tmp_path).grade([request("a"), request("a")])
    again = CachedEngine(engine, "1", tmp_path).grade([request("b"), request("a")])
    assert engine.asked == ["a", "b"]
    assert again[1] == first[0] == first[1]
    assert again[1].key_points[0].verdict == "covered"


def test_another_version_asks_anew(tmp_path: Path) -> None:
    engine = Scripted({"a": 0.5})
    for identity in ("1", "2"):
        CachedEngine(engine, identity, tmp_path).grade([request("a")])
    assert engine.asked == ["a", "a"]


def test_what_could_not_be_graded_is_asked_again(tmp_path: Path) -> None:
    engine = Scripted({"a": None})
    for _ in range(2):
        (grade,) = CachedEngine(engine, "1", tmp_path).grade([request("a")])
        assert grade.ungraded
    assert engine.asked == ["a", "a"]
    assert not list(tmp_path.iterdir())


def test_what_another_engine_graded_in_its_place_is_asked_again(tmp_path: Path) -> None:
    class Fallen(Scripted):
        def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
            return [replace(one, engine="fast") for one in super().grade(requests)]

    engine = Fallen({"a": 0.5})
    for _ in range(2):
        (grade,) = CachedEngine(engine, "1", tmp_path).grade([request("a")])
        assert grade.engine == "fast"
    assert engine.asked == ["a", "a"]


@given(st.integers(0, 400))
def test_a_run_stopped_at_any_byte_resumes(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    folder = tmp_path_factory.mktemp("kept")
    engine = Scripted({"a": 0.5, "b": 0.25})
    expected = CachedEngine(engine, "1", folder).grade([request("a"), request("b")])
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:cut])
    assert CachedEngine(engine, "1", folder).grade([request("a"), request("b")]) == expected
    assert CachedEngine(Scripted({}), "1", folder).grade([request("a"), request("b")]) == expected


@pytest.mark.parametrize("line", ["[]", "{", "null", json.dumps({"key": "k", "grade": {"engine": 1}})])
def test_a_line_that_cannot_be_read_is_as_good_as_absent(tmp_path: Path, line: str) -> None:
    (tmp_path / "scripted-1.jsonl").write_text(line + "\n", "utf-8")
    (grade,) = CachedEngine(Scripted({"a": 0.5}), "1", tmp_path).grade([request("a")])
    assert grade.score == 0.5


def test_what_utf_8_cannot_hold_is_kept_all_the_same(tmp_path: Path) -> None:
    engine = Scripted({"\ud800\x00": 0.5})
    for _ in range(2):
        CachedEngine(engine, "1", tmp_path).grade([request("\ud800\x00")])
    assert engine.asked == ["\ud800\x00"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StorageError, match="file"):
        CachedEngine(Scripted({"a": 0.5}), "1", tmp_path / "file").grade([request("a")])


def test_the_version_follows_encoder_and_engine() -> None:
    class Named(Scripted):
        identity = "model abc"

    found = {identity_of(Scripted({}), "e"), identity_of(Scripted({}), "f"), identity_of(Named({}), "e")}
    assert len(found) == 3
    assert identity_of(Scripted({}), "e") == identity_of(Scripted({}), "e")
