"""The lexical half: deterministic, silent, in any script, and unmoved by hostile queries."""

import subprocess
import sys

import pytest

from interviewer.retrieval.lexical import LexicalIndex, terms

TEXTS = [
    "Gradient clipping bounds the norm of the gradient.",
    "Batch normalisation uses running averages at inference.",
    "",
    "数据库 索引",
    "Naïve Bayes assumes independence",
    "Градиентный спуск",
    "Gradient clipping bounds the norm of the gradient.",
]


def test_stems_meet() -> None:
    assert terms("clipping gradients") == terms("clipped gradient")


def test_best_first_and_ties_by_place() -> None:
    found = LexicalIndex(TEXTS).rank("clipped gradients")
    assert [place for place, _ in found] == [0, 6]
    assert found[0][1] == found[1][1] > 0


@pytest.mark.parametrize(("query", "place"), [("数据库", 3), ("NAÏVE", 4), ("nai\u0308ve", 4), ("градиентный", 5)])
def test_every_script_is_found(query: str, place: int) -> None:
    assert [found for found, _ in LexicalIndex(TEXTS).rank(query)] == [place]


@pytest.mark.parametrize(
    "query", ["", " \n", "the of and what", "x" * 10_000, "\x00\x1b[2J\x9b", "\ud800", "😀", "zyzzyva"]
)
def test_a_query_that_says_nothing_finds_nothing(query: str) -> None:
    assert LexicalIndex(TEXTS).rank(query) == []


@pytest.mark.parametrize("texts", [[], [""], ["the of"], ["\ud800", "x" * 100]])
def test_an_index_of_nothing_finds_nothing(texts: list[str]) -> None:
    assert LexicalIndex(texts).rank("gradient") == []


WORDS_ONLY = """
import sys
from interviewer.domain.question import KeyPoint, Question
from interviewer.embedding.cache import MemoryStore
from interviewer.retrieval.library import Library
from interviewer.retrieval.search import Filter
from pathlib import Path
question = Question("q", "Why clip gradients?", "To bound the step.", (KeyPoint("k", 1, "bounds the step"),))
library = Library([question], [], MemoryStore(), Path("nowhere"), writable=False, clock=lambda: "now")
assert library.questions_about("gradient clipping", 3, Filter(question_ids={"q"})) == ["q"]
assert library.varied([question]) == [question]
assert library.passage_for(question, question.key_points[0]).text == "To bound the step."
heavy = {"torch", "transformers", "sentence_transformers", "chromadb", "langchain", "langchain_core", "langsmith"}
print(sorted(heavy & set(sys.modules)))
"""


def test_words_alone_load_no_heavy_library_and_print_nothing() -> None:
    result = subprocess.run([sys.executable, "-c", WORDS_ONLY], capture_output=True, text=True, check=True)
    assert (result.stdout, result.stderr) == ("[]\n", "")
