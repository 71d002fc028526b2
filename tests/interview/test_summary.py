"""What a summary says beside the figures."""

import pytest

from interviewer.interview.summary import flags_told
from tests.support import answering, grade, played, question


@pytest.mark.parametrize(
    ("marked", "told"),
    [
        ([["content-free"]], ["content-free"]),
        ([["content-free"], []], ["content-free (answer 1)"]),
        ([["b"], ["b", "a"]], ["a (answer 2)", "b (answer 1, 2)"]),
        ([[], []], []),
    ],
)
def test_a_flag_is_told_of_the_answer_that_it_is_about(marked: list[list[str]], told: list[str]) -> None:
    asked = question("one", weights=(3, 2, 2))
    state, _ = played(answering(asked, [grade(asked, flags=flags) for flags in marked]))
    assert flags_told(state.turns[0]) == told
