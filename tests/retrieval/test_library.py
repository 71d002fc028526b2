"""The library as the program uses it: words at once, meaning later, and an answer whatever happens to the index."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from interviewer.domain.errors import EmbeddingUnavailable
from interviewer.domain.question import KeyPoint, Passage, Question
from interviewer.embedding.background import BackgroundEncoder
from interviewer.embedding.cache import MemoryStore
from interviewer.embedding.model import MiniLM
from interviewer.retrieval import library as library_module
from interviewer.retrieval import units as units_module
from interviewer.retrieval.library import Library
from interviewer.retrieval.search import EVERYTHING, Filter
from tests.retrieval.samples import corpus_questions

READ = [Passage("notes.md", 1, 2, "Rotary embeddings turn queries and keys by an angle.")]
SOME = corpus_questions()[:8]


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def make(
    tmp_path: Path, store: MemoryStore, minilm: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Library]]:
    monkeypatch.setattr(library_module, "BackgroundEncoder", lambda: BackgroundEncoder(lambda: minilm))
    made: list[Library] = []

    def build(*, writable: bool = True, questions: tuple[Question, ...] = SOME) -> Library:
        home = tmp_path / "index"
        made.append(Library(questions, READ, store, home, writable=writable, clock=lambda: "2026-03-01T10:00:00+00:00"))
        return made[-1]

    yield build
    for one in made:
        one.close()


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every bank counts as one that is too large to be compared text by text."""
    monkeypatch.setattr(library_module, "EXACT_UP_TO", 0)


def folders(tmp_path: Path) -> list[str]:
    """What is published; open copies are left out."""
    return sorted(folder.name for folder in (tmp_path / "index").glob("*") if ".reading-" not in folder.name)


def test_a_small_bank_is_searched_exactly_and_nothing_is_built(make: Callable[..., Library], tmp_path: Path) -> None:
    one = make()
    assert one.search(SOME[0].text, 3)[0].question_id == SOME[0].id
    assert one.searcher.method == "hybrid (exact)"
    assert folders(tmp_path) == []
    status = one.status()
    assert (status.search, status.current, status.fault) == ("exact", True, None)


def test_the_limit_decides(make: Callable[..., Library], monkeypatch: pytest.MonkeyPatch) -> None:
    units = len(make().searcher.units)
    for most, method in ((units, "exact"), (units - 1, "chroma")):
        monkeypatch.setattr(library_module, "EXACT_UP_TO", most)
        one = make()
        assert one.status().search == method
        one.open_dense()
        assert one.searcher.method == f"hybrid ({method})"


def test_a_bank_that_was_large_leaves_no_index_behind(
    make: Callable[..., Library], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(library_module, "EXACT_UP_TO", 0)
        make().open_dense()
    (built,) = folders(tmp_path)
    make(writable=False).open_dense()
    assert folders(tmp_path) == [built]
    make().open_dense()
    assert folders(tmp_path) == []


@pytest.mark.usefixtures("large")
def test_an_index_of_an_earlier_version_is_built_anew(
    make: Callable[..., Library], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(units_module, "_VERSION", "2")
        make().open_dense()
    (old,) = folders(tmp_path)
    status = make().status()
    assert (status.current, status.fault) == (False, "it was built from other texts or by another version")
    make().open_dense()
    (new,) = folders(tmp_path)
    assert new != old
    assert make().status().current


TWINS = (
    Question("near", "Why does dropout help a network to generalise?", "Because.", ()),
    Question("nearer", "Why does dropout help a network generalise better?", "Because.", ()),
    Question("far", "What is dropout's cost at the time of training?", "Time.", ()),
)


def test_what_is_nearly_the_same_does_not_follow_at_once(make: Callable[..., Library]) -> None:
    one = make(questions=TWINS)
    one.open_dense()
    assert [question.id for question in one.varied(TWINS)] == ["near", "far", "nearer"]
    assert one.varied([]) == []


def test_what_has_no_vector_yet_keeps_its_place_and_nobody_waits(make: Callable[..., Library]) -> None:
    one = make(questions=TWINS)
    assert one.varied(TWINS) == list(TWINS)
    assert not one.model_ready


def test_a_topic_is_kept_to_a_difficulty(make: Callable[..., Library]) -> None:
    one = make(questions=corpus_questions())
    hard = {question.id for question in corpus_questions() if question.difficulty == 5}
    assert set(one.questions_about("training", 9, Filter(difficulty={5}))) <= hard
    assert len(one.questions_about("training", 9, Filter(difficulty={5}))) == 9


@pytest.mark.usefixtures("large")
def test_a_writer_builds_once_and_a_reader_opens(
    make: Callable[..., Library], tmp_path: Path, store: MemoryStore
) -> None:
    hits = make().search(SOME[0].text, 3)
    assert hits[0].question_id == SOME[0].id
    before = folders(tmp_path)
    assert len(before) == 1
    reader = make(writable=False)
    assert reader.search(SOME[0].text, 3) == hits
    assert reader.searcher.method == "hybrid (chroma)"
    assert folders(tmp_path) == before
    assert store._rows


@pytest.mark.usefixtures("large")
def test_a_reader_without_an_index_searches_exactly(make: Callable[..., Library], tmp_path: Path) -> None:
    reader = make(writable=False)
    assert reader.search(SOME[0].text, 3)[0].question_id == SOME[0].id
    assert reader.searcher.method == "hybrid (exact)"
    assert folders(tmp_path) == []


@pytest.mark.usefixtures("large")
def test_chroma_and_exact_search_agree(make: Callable[..., Library], tmp_path: Path) -> None:
    by_chroma = make().search("why are weights scaled", 5)
    shutil.rmtree(tmp_path / "index")
    exactly = make(writable=False).search("why are weights scaled", 5)
    assert [replace(hit, cosine=None) for hit in exactly] == [replace(hit, cosine=None) for hit in by_chroma]
    assert [hit.cosine for hit in exactly] == pytest.approx([hit.cosine for hit in by_chroma], abs=2e-5)


@pytest.mark.parametrize("most", [0, 20_000])
def test_a_home_that_cannot_be_written_is_done_without(
    make: Callable[..., Library], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(library_module, "EXACT_UP_TO", most)
    (tmp_path / "index").write_text("a file where the folder should be", "utf-8")
    one = make()
    assert one.search(SOME[0].text, 1)[0].question_id == SOME[0].id
    assert one.searcher.method == "hybrid (exact)"


@pytest.mark.usefixtures("large")
def test_an_index_removed_while_open_is_survived(make: Callable[..., Library], tmp_path: Path) -> None:
    one = make()
    hits = one.search(SOME[1].text, 3)
    shutil.rmtree(tmp_path / "index")
    assert one.search(SOME[1].text, 3) == hits
    assert make().search(SOME[1].text, 3) == hits


@pytest.mark.usefixtures("large")
def test_a_changed_bank_has_another_index_and_keeps_its_vectors(
    make: Callable[..., Library], tmp_path: Path, minilm: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    make().open_dense()
    before = folders(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(minilm, "encode", lambda _texts: pytest.fail("everything was encoded before"))
        make(questions=SOME[:5]).open_dense()
    after = folders(tmp_path)
    assert len(after) == 1
    assert after != before


def test_the_passage_is_the_same_before_and_after_the_model_loads(make: Callable[..., Library]) -> None:
    one = make()
    early = [one.passage_for(question, point) for question in SOME for point in question.key_points]
    one.open_dense()
    assert [one.passage_for(question, point) for question in SOME for point in question.key_points] == early


def test_a_key_point_is_shown_in_its_own_reference(make: Callable[..., Library]) -> None:
    one = make(questions=corpus_questions())
    for question in corpus_questions():
        name = f"{question.track}/{question.topic}/{question.id}"
        for point in question.key_points:
            passage = one.passage_for(question, point)
            assert passage is not None
            assert passage.document == name


def test_a_key_point_without_a_word_in_common_gets_the_first_passage(make: Callable[..., Library]) -> None:
    question = Question("own", "Why?", "Because it is so.", (KeyPoint("k", 1, "zyzzyva"),))
    found = make(questions=(question,)).passage_for(question, question.key_points[0])
    assert found == Passage("personal/general/own", 1, 1, "Because it is so.")
    assert make(questions=()).passage_for(Question("none", "Why?", "", ()), KeyPoint("k", 1, "x")) is None


def test_a_topic_is_found_before_the_model_is_there(make: Callable[..., Library]) -> None:
    one = make(questions=corpus_questions())
    admitted = {question.id for question in corpus_questions()}
    assert one.questions_about("dropout", 2, Filter(question_ids=admitted))[0] == "dropout-train-vs-test"
    assert not one.model_ready
    assert one.questions_about("dropout", 2, Filter(question_ids={"kv-cache"})) == []


def test_a_topic_that_the_bank_does_not_know_finds_nothing(make: Callable[..., Library]) -> None:
    one = make()
    one.open_dense()
    for foreign in ("zs", "asdfgh", "kubernetes", "football"):
        assert one.questions_about(foreign, 5, EVERYTHING) == [], foreign
    for known in (SOME[0].text, "baggign", "random forests"):
        assert len(one.questions_about(known, 5, EVERYTHING)) == 5, known


@pytest.mark.usefixtures("large")
def test_warming_up_opens_the_index(make: Callable[..., Library]) -> None:
    one = make()
    one.warm_up()
    one.warm_up()
    one.open_dense()
    assert one.model_ready
    assert one.searcher.method == "hybrid (chroma)"


def test_without_a_model_a_search_says_so_and_words_go_on(
    make: Callable[..., Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> MiniLM:
        raise EmbeddingUnavailable("Install it.")

    monkeypatch.setattr(library_module, "BackgroundEncoder", lambda: BackgroundEncoder(missing))
    one = make()
    with pytest.raises(EmbeddingUnavailable, match="Install it"):
        one.search("dropout", 1)
    assert one.questions_about("initial weights", 1, Filter(question_ids={question.id for question in SOME}))


def test_an_empty_bank_finds_nothing(tmp_path: Path, store: MemoryStore, minilm: MiniLM) -> None:
    one = Library([], [], store, tmp_path / "index", writable=True, clock=lambda: "now")
    one.encoder = BackgroundEncoder(lambda: minilm)
    one._cached._encoder = one.encoder
    assert one.search("dropout", 5) == []
    assert folders(tmp_path) == []
