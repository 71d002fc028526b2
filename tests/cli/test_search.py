"""`search` keeps to a track, a topic, a document and a difficulty."""

import json

import pytest

from tests.cli.commands import Shell


def found(shell: Shell, *options: str) -> list[dict[str, object]]:
    """Return what a search for gradients finds."""
    done = shell("search", "why do gradients get small", "-k", "9", "--json", *options)
    assert done.code == 0, done.err
    results: list[dict[str, object]] = json.loads(done.out)["results"]
    return results


@pytest.mark.parametrize(
    ("options", "field", "values"),
    [
        (("--difficulty", "4"), "difficulty", {4}),
        (("--difficulty", "4", "--difficulty", "5"), "difficulty", {4, 5}),
        (("--topic", "optimisation"), "topic", {"optimisation"}),
        (("--track", "deep-learning"), "track", {"deep-learning"}),
        (("--source", "bundled"), "source", {"bundled"}),
    ],
)
def test_a_search_keeps_to_what_is_named(
    shell: Shell, options: tuple[str, ...], field: str, values: set[object]
) -> None:
    results = found(shell, *options)
    assert len(results) == 9
    assert {result[field] for result in results} == values


def test_filters_count_together_and_may_leave_nothing(shell: Shell) -> None:
    both = found(shell, "--topic", "optimisation", "--difficulty", "2")
    assert {(result["topic"], result["difficulty"]) for result in both} == {("optimisation", 2)}
    assert found(shell, "--source", "notes.md") == []
    assert shell("search", "gradients", "--track", "personal").out == "Nothing was found.\n"


def test_a_difficulty_that_there_is_not_is_refused(shell: Shell) -> None:
    assert shell("search", "gradients", "--difficulty", "6").code == 2
