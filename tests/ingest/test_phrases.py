"""How a term is written in a question."""

import pytest

from interviewer.ingest.phrases import Phrases


@pytest.mark.parametrize(
    ("document", "term", "written"),
    [
        ("Backfilling is dear.", "Backfilling", "backfilling"),
        ("Point-in-time correctness matters.", "Point-in-time correctness", "point-in-time correctness"),
        ("Testing in production is brave.", "Testing in production", "testing in production"),
        ("Spring is a framework.", "Spring", "Spring"),
        ("We run it on Caching, Testing and more. Caching is a product.", "Caching", "Caching"),
        ("Huffman coding is short.", "Huffman coding", "Huffman coding"),
        ("Then early stopping ends it. Early stopping is cheap.", "Early stopping", "early stopping"),
    ],
)
def test_a_capital_that_only_opens_a_sentence_goes(document: str, term: str, written: str) -> None:
    assert Phrases(document).term(term) == written
