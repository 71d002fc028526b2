"""Words laid beside words in tables: the tables say what a comparison one by one says."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.polarity import Claims, Signed, Stretch, opposition, signed
from interviewer.grading.words import Wanted, likeness, words

SENTENCE = (
    "The layer does not increase the gradient, it never shrinks; large small larger increases decreases before after "
    "without normalisation normalization normalised fast slow rather than instead of bias variance high low not only"
)
SPOKEN = [",", ";", *(one.surface for one in words(SENTENCE))]
TEXTS = st.lists(st.sampled_from(SPOKEN), max_size=12).map(" ".join)
WEIGHTS = st.floats(0.125, 1, width=32)


def signs(text: str) -> tuple[Signed, ...]:
    return signed(text, words(text))


@given(TEXTS, TEXTS)
def test_likenesses_are_those_of_the_pairs(given_text: str, wanted_text: str) -> None:
    spoken, wanted = words(given_text), words(wanted_text)
    table = Wanted(wanted).likenesses(spoken)
    assert table.shape == (len(spoken), len(wanted))
    pairs = [[likeness(one, other) for one in wanted] for other in spoken]
    assert np.array_equal(table, np.array(pairs, dtype=np.float32).reshape(table.shape))


@given(st.lists(TEXTS, min_size=1, max_size=3), TEXTS, st.data())
def test_claims_together_are_opposed_as_each_alone(claims: Sequence[str], stretch: str, data: st.DataObject) -> None:
    told = [signs(one) for one in claims]
    weights = [data.draw(st.lists(WEIGHTS, min_size=len(one), max_size=len(one))) for one in told]
    said = signs(stretch)
    alike = Wanted([item.word for one in told for item in one]).likenesses([item.word for item in said]) > 0
    every = Claims(list(zip(told, weights, strict=True)))
    met = np.bitwise_or.reduce(every.met(said, alike), axis=0)[None, :]
    sides = every.sides(met)
    for place, (claim, held) in enumerate(zip(told, weights, strict=True)):
        assert sides.share(place).tolist() == [opposition(claim, held, Stretch(said)).share]
