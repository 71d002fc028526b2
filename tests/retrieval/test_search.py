"""Hybrid search over the bundled bank: plain-spoken questions, filters, hostile queries, and a failing index."""

from collections.abc import Callable, Collection

import pytest

from interviewer.domain.question import Passage
from interviewer.embedding.model import MiniLM, Vectors, english_words
from interviewer.retrieval.chroma_index import DamagedIndex
from interviewer.retrieval.exact import ExactIndex
from interviewer.retrieval.retriever import HybridRetriever, questions_found
from interviewer.retrieval.search import BOTH, Filter, Half, Searcher
from interviewer.retrieval.units import units_of, whole_text
from tests.retrieval.conftest import Embedded
from tests.retrieval.samples import corpus_questions

PLAIN_SPOKEN = {
    "my training loss suddenly became not a number": "loss-is-nan",
    "should every weight begin at 0?": "why-not-zero-weights",
    "randomly switching off units while training, and what to do afterwards": "dropout-train-vs-test",
    "when should I stop training before it memorises": "early-stopping",
    "why raise the step size slowly at the beginning": "learning-rate-warmup",
    "storing past keys and values to speed up generating text": "kv-cache",
    "looking up documents before the model answers": "retrieval-augmented-generation",
    "adapting a big model by training two small matrices": "lora-fine-tuning",
    "how does a transformer know the order of words": "positional-encodings",
    "half precision floats and scaling the loss": "mixed-precision-training",
    "information from the test set slipped into training": "data-leakage",
    "the derivatives get tiny in the first layers": "vanishing-gradients",
    "norm over features or over the batch": "layer-norm-vs-batch-norm",
}
WHOLE = {question.id: whole_text(question) for question in corpus_questions()}
HOSTILE = ["", " \t\n", "x" * 10_000, "\x00\x07\x1b[\x9b;", "the of and what is it", "\ud800\udfff", "😀" * 50]


@pytest.fixture
def words(bank: Embedded) -> Searcher:
    return Searcher(bank.units, WHOLE, english_words())


@pytest.fixture
def hybrid(bank: Embedded, minilm: MiniLM) -> Searcher:
    searcher = Searcher(bank.units, WHOLE, english_words())
    searcher.add_dense(ExactIndex(bank.vectors), _encode(minilm))
    return searcher


def _encode(minilm: MiniLM) -> Callable[[str], Vectors]:
    return lambda query: minilm.encode([query])[0]


@pytest.mark.parametrize(("query", "question_id"), PLAIN_SPOKEN.items())
def test_a_plain_spoken_query_finds_its_question(hybrid: Searcher, query: str, question_id: str) -> None:
    assert question_id in [hit.question_id for hit in hybrid.search_questions(query, 5)]


def test_most_plain_spoken_queries_find_their_question_first(hybrid: Searcher) -> None:
    first = [hybrid.search_questions(query, 1)[0].question_id == wanted for query, wanted in PLAIN_SPOKEN.items()]
    assert sum(first) >= 0.8 * len(first)


def test_every_question_finds_itself_by_words_and_by_both(words: Searcher, hybrid: Searcher) -> None:
    for question in corpus_questions()[::3]:
        assert hybrid.search_questions(question.text, 1)[0].question_id == question.id
        assert words.search_questions(question.text, 1)[0].question_id == question.id


def test_a_question_comes_once_and_scores_fall(hybrid: Searcher) -> None:
    hits = hybrid.search_questions("batch normalisation", 100)
    assert len({hit.question_id for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 < hit.score <= round(15 / 21, 6) and hit.unit.question_id == hit.question_id for hit in hits)


def test_the_same_query_has_the_same_answer(hybrid: Searcher) -> None:
    assert hybrid.search("dropout", 20) == hybrid.search("dropout", 20)


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_query_finds_nothing(words: Searcher, hybrid: Searcher, query: str) -> None:
    for searcher in (words, hybrid):
        assert searcher.search(query, 5) == []
        assert searcher.search_questions(query, 5) == []


def test_an_empty_bank_finds_nothing(minilm: MiniLM, bank: Embedded) -> None:
    searcher = Searcher([])
    assert searcher.search("dropout", 5) == []
    searcher.add_dense(ExactIndex(bank.vectors[:0]), _encode(minilm))
    assert searcher.search_questions("dropout", 5) == []


@pytest.mark.parametrize("count", [0, -3])
def test_none_asked_for_none_found(hybrid: Searcher, count: int) -> None:
    assert hybrid.search("dropout", count) == []
    assert hybrid.search_questions("dropout", count) == []


def test_filters_admit_only_what_they_name(hybrid: Searcher) -> None:
    query = "gradient"
    assert {hit.unit.kind for hit in hybrid.search(query, 9, Filter(kinds={"paraphrase"}))} == {"paraphrase"}
    assert {hit.unit.topic for hit in hybrid.search(query, 9, Filter(topic="transformers"))} == {"transformers"}
    assert {h.question_id for h in hybrid.search_questions(query, 9, Filter(question_ids=["kv-cache"]))} == {"kv-cache"}
    assert hybrid.search(query, 9, Filter(track="another")) == hybrid.search(query, 9, Filter(source="notes.md")) == []
    assert hybrid.search(query, 9, Filter(track="deep-learning", source="bundled")) == hybrid.search(query, 9)


DIFFICULTY = {question.id: question.difficulty for question in corpus_questions()}


@pytest.mark.parametrize("levels", [{4}, {1, 5}, range(3, 6), ()])
def test_a_difficulty_is_kept_to_by_words_by_meaning_and_by_the_retriever(
    words: Searcher, hybrid: Searcher, levels: Collection[int]
) -> None:
    which = Filter(difficulty=levels)
    for query in ("gradient", "why does my network forget"):
        found = [hit.question_id for hit in words.search_questions(query, 15, which)]
        found += [hit.question_id for hit in hybrid.search_questions(query, 15, which, halves=frozenset({"dense"}))]
        found += [hit.question_id for hit in questions_found(hybrid, query, 15, which)]
        found += [hit.unit.question_id or "" for hit in hybrid.search(query, 15, which)]
        found += [one.metadata["question_id"] for one in HybridRetriever(searcher=hybrid, which=which).invoke(query)]
        assert {DIFFICULTY[one] for one in found} == set(levels)


def test_what_is_as_difficult_as_asked_keeps_its_order(hybrid: Searcher) -> None:
    level = Filter(difficulty={2})
    everything = [hit.question_id for hit in hybrid.search_questions("dropout", 200)]
    best = [hit.question_id for hit in hybrid.search_questions("dropout", 2, level)]
    assert best[0] == next(one for one in everything if DIFFICULTY[one] == 2)


def test_a_passage_of_a_document_has_no_difficulty(minilm: MiniLM) -> None:
    units = units_of([], [Passage("notes.md", 1, 2, "Rotary embeddings turn queries and keys.")])
    searcher = Searcher(units)
    searcher.add_dense(ExactIndex(minilm.encode([unit.text for unit in units])), _encode(minilm))
    assert searcher.search("rotary embeddings", 5)
    assert searcher.search("rotary embeddings", 5, Filter(difficulty=range(1, 6))) == []


def test_a_filter_does_not_starve_the_dense_half(bank: Embedded, minilm: MiniLM) -> None:
    """What is admitted is found by meaning even when hundreds of other units are nearer."""
    searcher = Searcher(bank.units, WHOLE, english_words())
    searcher.add_dense(ExactIndex(bank.vectors), _encode(minilm))
    far = Filter(question_ids={"data-leakage"})
    assert searcher.search_questions("zyzzyva quokka", 5, far)[0].question_id == "data-leakage"


class Failing:
    """An index that breaks when used."""

    name = "failing"

    def rank(self, vector: Vectors, count: int, among: object = None) -> list[tuple[int, float]]:
        raise DamagedIndex(f"{vector.shape} {count} {among}")

    def close(self) -> None:
        """Nothing to give back."""


def test_a_failing_index_gives_way_to_its_spare(bank: Embedded, minilm: MiniLM, hybrid: Searcher) -> None:
    searcher = Searcher(bank.units, WHOLE, english_words())
    searcher.add_dense(Failing(), _encode(minilm), ExactIndex(bank.vectors))
    assert searcher.search("tiny derivatives", 10) == hybrid.search("tiny derivatives", 10)
    assert searcher.method == "hybrid (exact)"


def test_without_a_spare_words_go_on(bank: Embedded, minilm: MiniLM, words: Searcher) -> None:
    searcher = Searcher(bank.units, WHOLE, english_words())
    searcher.add_dense(Failing(), _encode(minilm))
    assert searcher.search("tiny derivatives", 10) == words.search("tiny derivatives", 10)
    assert searcher.method == "lexical"


def test_words_only_does_not_ask_the_model(hybrid: Searcher, words: Searcher) -> None:
    assert hybrid.search("tiny derivatives", 10, words_only=True) == words.search("tiny derivatives", 10)


def test_langchain_gets_documents_that_say_where_they_are_from(hybrid: Searcher) -> None:
    retriever = HybridRetriever(searcher=hybrid, k=4, which=Filter(kinds={"passage"}))
    documents = retriever.invoke(
        "a residual block adds its input to its output, so gradients pass the identity shortcut"
    )
    assert len(documents) == 4
    best = documents[0].metadata
    assert (best["kind"], best["question_id"], best["source"]) == ("passage", "residual-connections", "bundled")
    assert best["difficulty"] == 3
    assert documents[0].id == best["unit_id"]
    assert best["document"] == "deep-learning/convolution/residual-connections"
    assert 1 <= best["first_line"] <= best["last_line"]
    assert best["score"] > 0
    assert best["unit_id"] in {unit.id for unit in units_of(corpus_questions())}


def test_the_retriever_finds_what_the_searcher_finds_half_by_half(hybrid: Searcher) -> None:
    for halves in (frozenset[Half]({"lexical"}), frozenset[Half]({"dense"}), BOTH):
        for query in PLAIN_SPOKEN:
            found = questions_found(hybrid, query, 7, Filter(track="deep-learning"), halves=halves)
            hits = hybrid.search_questions(query, 7, Filter(track="deep-learning"), halves=halves)
            assert [(one.question_id, one.score, one.cosine) for one in found] == [
                (hit.question_id, hit.score, hit.cosine) for hit in hits
            ]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_query_passes_through_the_retriever(hybrid: Searcher, query: str) -> None:
    assert questions_found(hybrid, query, 5) == []


def test_no_variable_has_a_search_traced(hybrid: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr("langchain_core.tracers.langchain.LangChainTracer.__init__", lambda *_, **__: made.append(1))
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    assert questions_found(hybrid, "dropout", 3)
    assert made == []
