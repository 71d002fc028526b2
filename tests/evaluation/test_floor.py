"""CI's floor: the fast engine on a third of the rubric set's development part, and on one attack a pattern."""

import pytest

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.embedding.model import MiniLM
from interviewer.evaluation.bench import Bench
from interviewer.evaluation.cards.card import read_floor
from interviewer.evaluation.floor import EACH, POOL, falls_below, measure_floor
from interviewer.grading import FastEngine


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_the_fast_engine_does_not_fall_below_the_stored_card(minilm: MiniLM) -> None:
    engine = FastEngine(minilm)
    folder = bundled("eval")
    bench = Bench(load_bank(bundled("corpus")), minilm, lambda *_: engine, folder, folder, "2026-03-01")
    (rubric_set,) = bench.samples([bench.rubric_set], "dev")
    now = measure_floor(engine, rubric_set, bench.attacks(each=EACH, pool=POOL), lambda _: None, resamples=1)
    assert falls_below(read_floor(bench.cards), now) == []
