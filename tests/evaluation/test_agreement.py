"""The measures on answers whose figures are known, ungraded answers, markers and paired differences."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.grade import Verdict
from interviewer.evaluation.agreement.measures import METRICS
from interviewer.evaluation.agreement.report import as_object, difference_table, table
from interviewer.evaluation.agreement.run import agreement, run
from interviewer.evaluation.agreement.samples import Sample, Samples
from interviewer.evaluation.subject import Subject
from tests.evaluation.progress import silent
from tests.evaluation.scripted import Scripted, sample

Scored = Sequence[tuple[Sample, float | None]]
PERFECT = [(sample(f"{n}{q}", n / 5, q), n / 5) for q in ("p", "q") for n in range(6)]


def figures(pairs: Scored, verdicts: Mapping[str, Mapping[str, Verdict]] | None = None) -> dict[str, float | None]:
    """Return every figure of an engine that gives these scores."""
    engine = Scripted({row.request.answer: score for row, score in pairs}, verdicts)
    samples = Samples("set", tuple(row for row, _ in pairs))
    found = agreement(samples, {"e": engine.grade([row.request for row, _ in pairs])}, resamples=20)
    return {name: one.value for name, one in found.engines["e"].measures.items()}


def test_scores_that_are_the_marks_are_perfect() -> None:
    found = figures(PERFECT)
    for name in ("pearson", "pearson_within_question", "pairs_in_order", "qwk", "macro_f1_correct"):
        assert found[name] == pytest.approx(1), name
    assert (found["rmse"], found["mae"], found["bias"]) == (0, 0, 0)
    assert (found["recall_of_wrong"], found["recall_of_partial"]) == (1, 1)
    assert found["interval_coverage"] == 1
    assert found["milliseconds_median"] == 2


def test_what_the_samples_or_the_engine_lack_is_unknown() -> None:
    found = figures(PERFECT)
    assert found["key_point_f1"] is None
    assert found["kappa_covered"] is None
    alone = figures([(sample("a", 1.0), 0.9)])
    assert (alone["pearson"], alone["pairs_in_order"], alone["recall_of_wrong"]) == (None, None, None)


def test_a_tie_is_wrong_and_near_marks_are_no_pair() -> None:
    found = figures([(sample("a", 0.8), 0.6), (sample("b", 0.5), 0.6), (sample("c", 0.6), 0.1)])
    assert found["pairs_in_order"] == 0  # only a above b is .3 apart, and they tie


def test_only_answers_to_one_question_are_compared_in_order() -> None:
    across = [(sample("a", 1.0, "p"), 0.1), (sample("b", 0.0, "q"), 0.9)]
    assert figures(across)["pairs_in_order"] is None


def test_differences_between_questions_are_left_out_within() -> None:
    easy = [(sample(f"e{n}", 0.8 + n / 10, "easy"), 0.9 - n / 10) for n in range(3)]
    hard = [(sample(f"h{n}", 0.1 + n / 10, "hard"), 0.2 - n / 10) for n in range(3)]
    found = figures([*easy, *hard])
    assert found["pearson"] is not None
    assert found["pearson"] > 0.5
    assert found["pearson_within_question"] == pytest.approx(-1)


def test_the_marks_out_of_five_are_rounded_half_up() -> None:
    near = [(sample("a", 0.1), 0.0), (sample("b", 0.9), 1.0), (sample("c", 0.5), 0.5)]
    assert figures([*near, (sample("d", 0.0), 0.0)])["qwk"] == pytest.approx(1 - 1 / 40, abs=0.02)


def test_key_points_count_by_verdict() -> None:
    true: dict[str, Verdict] = {"a": "covered", "b": "contradicted", "c": "missing", "d": "covered"}
    said: dict[str, Verdict] = {"a": "covered", "b": "contradicted", "c": "covered", "d": "partial"}
    found = figures([(sample("x", 0.5, verdicts=true), 0.5)], {"x": said})
    assert found["key_point_f1_covered"] == pytest.approx(0.5)
    assert found["key_point_f1_contradicted"] == 1
    assert found["key_point_f1"] == pytest.approx(0.75)


def test_verdicts_on_other_key_points_are_not_compared() -> None:
    said: dict[str, Verdict] = {"point-1": "covered"}
    found = figures([(sample("x", 0.5, verdicts={"a": "covered"}), 0.5)], {"x": said})
    assert found["key_point_f1"] is None


def test_an_ungraded_answer_is_counted_and_stands_in_no_figure() -> None:
    engine = Scripted({row.request.answer: score for row, score in PERFECT} | {"x": None})
    samples = Samples("set", (*(row for row, _ in PERFECT), sample("x", 1.0, "p")))
    (found,) = run([samples], [Subject(engine, "v")], silent)
    score = found.outcome.engines["scripted"]
    assert (score.n, score.ungraded, score.questions) == (12, 1, 2)
    assert score.measures["mae"].value == 0


def test_two_engines_are_compared_on_what_both_graded() -> None:
    marks = {row.request.answer: score for row, score in PERFECT}
    one = Scripted(marks | {"0p": None}, name="one")
    other = Scripted({answer: (score or 0) / 2 for answer, score in marks.items()}, name="other")
    (found,) = run([Samples("set", tuple(row for row, _ in PERFECT))], [Subject(one, "v"), Subject(other, "v")], silent)
    (difference,) = found.outcome.differences
    assert (difference.engine, difference.other, difference.n) == ("one", "other", 11)
    assert difference.measures["mae"].value == pytest.approx(-sum(n / 10 for n in range(6)) * 2 / 11, abs=1e-4)
    assert difference.measures["mae"].high is not None
    assert difference.measures["mae"].high < 0


def test_the_second_marker_is_measured_against_the_first() -> None:
    samples = Samples("set", tuple(sample(str(n), n / 10, markers=(n / 10, 1 - n / 10)) for n in range(11)))
    engine = Scripted({str(n): n / 10 for n in range(11)})
    (found,) = run([samples], [Subject(engine, "v")], silent)
    markers = found.outcome.markers
    assert markers is not None
    assert markers.measures["pearson"].value == pytest.approx(-1)
    assert markers.measures["interval_width"].value is None
    assert table(found.outcome)[0] == ["", "scripted", "markers"]


def test_several_sets_are_measured_together_too() -> None:
    sets = [Samples(name, tuple(row for row, _ in PERFECT)) for name in ("one", "two")]
    engine = Scripted({row.request.answer: score for row, score in PERFECT})
    found = run(sets, [Subject(engine, "v")], silent)
    told = as_object([one.outcome for one in found])
    assert [one.samples.name for one in found] == ["one", "two", "all"]
    assert isinstance(told["sets"], dict)
    assert list(told["sets"]) == ["one", "two"]
    assert isinstance(told["engines"], dict)
    assert told["engines"]["scripted"]["n"] == 24
    assert difference_table(found[0].outcome.differences) == []


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.sampled_from("pqr")), min_size=1, max_size=15))
def test_no_answers_break_a_measure(rows: list[tuple[float, float, str]]) -> None:
    found = figures([(sample(str(n), mark, name), score) for n, (mark, score, name) in enumerate(rows)])
    assert found.keys() == METRICS.keys()
    bounded = ("pairs_in_order", "macro_f1_correct", "recall_of_wrong", "interval_coverage", "rmse", "mae")
    assert all(0 <= value <= 1 for value in (found[name] for name in bounded) if value is not None)
    signed = ("pearson", "pearson_within_question", "qwk", "bias")
    assert all(-1.0001 <= value <= 1.0001 for value in (found[name] for name in signed) if value is not None)
