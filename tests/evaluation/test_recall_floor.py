"""Search may not become worse unnoticed: a third of the development queries, held to what was measured on them.

Floors lie below the figures by more than the 80 % interval allows (Wilson 1927, which has a width at 91 of 91 as well).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import pytest

from interviewer.config.paths import bundled
from interviewer.evaluation.retrieval import METHODS, Query, first_ranks, read_queries
from interviewer.retrieval.search import Searcher
from interviewer.wiring import application

Z = 1.2816
"""Of the standard normal distribution: a tenth lies below, a tenth above."""


@dataclass(frozen=True)
class Measured:
    """Of how many queries the right question came first, and was among five; when last measured."""

    queries: int
    first: int
    among_five: int


MEASURED = {"lexical": Measured(91, 80, 90), "dense": Measured(91, 74, 89), "hybrid": Measured(91, 82, 91)}


def floor(hits: int, of: int) -> float:
    """Return the lower end of Wilson's 80 % interval of a share."""
    share, spread = hits / of, Z * Z / of
    return (share + spread / 2 - Z * sqrt(share * (1 - share) / of + spread / of / 4)) / (1 + spread)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Search over the bundled bank, words and meaning, in a home that holds nothing else."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("INTERVIEWER_HOME", str(tmp_path_factory.mktemp("home")))
        with application(writable=False) as app:
            app.library.open_dense()
            yield app.library.searcher


@pytest.fixture(scope="module")
def third(searcher: Searcher) -> Sequence[Query]:
    """Every third development query, in the order of the file."""
    known = {unit.question_id for unit in searcher.units if unit.question_id}
    queries = read_queries(bundled("eval") / "retrieval" / "queries.jsonl", known)
    return [one for one in queries if one.part == "dev"][::3]


@pytest.mark.parametrize("method", METHODS)
def test_the_right_question_is_found_as_often_as_it_was(
    searcher: Searcher, third: Sequence[Query], method: str
) -> None:
    measured = MEASURED[method]
    assert len(third) == measured.queries
    ranks = first_ranks(searcher, third, METHODS[method])
    first, five = ([rank is not None and rank <= most for rank in ranks].count(True) for most in (1, 5))
    assert first / len(third) >= floor(measured.first, measured.queries), first
    assert five / len(third) >= floor(measured.among_five, measured.queries), five


def test_a_floor_is_below_what_was_measured_and_not_far() -> None:
    assert 0.97 < floor(91, 91) < 1
    assert 0.85 < floor(82, 91) < 82 / 91
    assert floor(0, 91) == pytest.approx(0)
