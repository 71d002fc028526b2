"""Readings of the local model on disk: what is asked again and what is not."""

from pathlib import Path

import pytest

from interviewer.domain.errors import ModelUnavailable
from interviewer.evaluation.readings import KeptReader
from tests.grading.scripted_reader import ScriptedReader


def test_another_run_asks_only_for_points_that_are_new(tmp_path: Path) -> None:
    first, second = ScriptedReader(0.25), ScriptedReader(0.75)
    assert KeptReader(first, tmp_path).made("Q?", "A.", ["one", "two"]) == [0.25, 0.25]
    assert KeptReader(second, tmp_path).made("Q?", "A.", ["two", "three", "one"]) == [0.25, 0.75, 0.25]
    assert second.asked == [("Q?", "A.", ("three",))]


def test_question_answer_and_kind_of_reading_are_told_apart(tmp_path: Path) -> None:
    reader = ScriptedReader(0.1, 0.2, 0.3, 0.5)
    kept = KeptReader(reader, tmp_path)
    assert kept.made("Q?", "A.", ["p"]) == [0.1]
    assert kept.made("Q?", "B.", ["p"]) == [0.2]
    assert kept.made("R?", "A.", ["p"]) == [0.3]
    assert kept.same("Q?", "p", "A.") == kept.same("Q?", "p", "A.") == 0.5


def test_readings_of_other_weights_or_prompts_are_not_used(tmp_path: Path) -> None:
    class Other(ScriptedReader):
        identity = "other"

    assert KeptReader(ScriptedReader(0.1), tmp_path).same("Q?", "R.", "A.") == 0.1
    assert KeptReader(Other(0.9), tmp_path).same("Q?", "R.", "A.") == 0.9


def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    kept = KeptReader(ScriptedReader(ModelUnavailable("gone"), 0.3), tmp_path)
    with pytest.raises(ModelUnavailable):
        kept.same("Q?", "R.", "A.")
    assert kept.same("Q?", "R.", "A.") == 0.3
