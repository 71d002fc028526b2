"""Words in pieces are put together, offsets hold, and ordinary answers are left as they are."""

import json

from hypothesis import given
from hypothesis import strategies as st

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question
from interviewer.embedding.cache import CachedEncoder
from interviewer.grading import FastEngine, request_for
from interviewer.grading.respelt import rejoined, spellings_in

SPELLINGS = spellings_in(("Layer norm averages the features of one example, not the batch.",))


def test_pieces_become_words_where_they_stood() -> None:
    said = "laY eR nOr m aVera GES ov er tHE fEa tu res"
    read = rejoined(said, SPELLINGS)
    assert read.split() == ["layer", "norm", "averages", "over", "the", "features"]
    assert len(read) == len(said)
    assert read.index("norm") == said.index("nOr m")


def test_one_or_two_words_apart_are_a_way_of_writing() -> None:
    said = "Layer Norm a verages over the feat ures of one example, and that is all there is to it."
    assert rejoined(said, SPELLINGS) == said


def test_words_that_are_words_alone_and_what_signs_part_are_left() -> None:
    spellings = spellings_in(("into a long along another",))
    assert (
        rejoined("if h is one, h is zero, h is two and h is four", spellings)
        == "if h is one, h is zero, h is two and h is four"
    )
    for said in ("in to in to in to in to", "a long a long a long a long", "i.n t,o i-n t/o i(n t)o"):
        assert rejoined(said, spellings).lower() == said


def test_what_is_spelt_letter_by_letter_is_left() -> None:
    said = "T h e  l a y e r  a v e r a g e s  n o t h i n g  w h a t s o e v e r"
    assert rejoined(said, SPELLINGS) == said


def test_answers_of_people_are_read_as_they_are() -> None:
    bank = load_bank(bundled("corpus"))
    rows = map(json.loads, (bundled("eval") / "rubric_set" / "answers.jsonl").read_text("utf-8").splitlines())
    pairs = [(question, row["answer"]) for row in rows if (question := bank.get(row["question_id"]))]
    assert len(pairs) > 500
    assert not [answer for question, answer in pairs if rejoined(answer, spelt(question)) != answer]


def test_a_wrong_claim_in_pieces_is_as_wrong(shipped: CachedEncoder) -> None:
    question = load_bank(bundled("corpus")).get("layer-norm-vs-batch-norm")
    assert question is not None
    plain = " ".join(wrong.text for wrong in question.misconceptions)
    apart = "".join(f"{one} " if place % 9 == 4 and one.isalpha() else one for place, one in enumerate(plain))
    whole, broken = FastEngine(shipped).grade([request_for(question, text) for text in (plain, apart)])
    assert whole.misconceptions
    assert [one.id for one in broken.misconceptions] == [one.id for one in whole.misconceptions]
    assert broken.score == whole.score
    assert all(one.quote.verified_in(apart) for one in broken.misconceptions)


@given(st.text())
def test_any_text_keeps_its_length(text: str) -> None:
    assert len(rejoined(text, SPELLINGS)) == len(text)


def spelt(question: Question) -> frozenset[str]:
    claims = [one for point in question.key_points for one in (point.text, *point.accept)]
    wrongs = [one for wrong in question.misconceptions for one in (wrong.text, wrong.correction)]
    return spellings_in((question.text, question.reference, *claims, *wrongs))
