"""Questions that ask the same are linked, those that only look alike are not, and nothing is merged."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.bank import duplicates, personal
from interviewer.bank.alike import Reading, Signals, Wording, chances, signals
from interviewer.bank.asked import Asked, asked, names_in, spelt_out
from interviewer.bank.check import check_bank
from interviewer.bank.differing import Against, against, forbidding
from interviewer.bank.duplicates import READ_FROM, find_duplicates, judge_pairs
from interviewer.bank.files import load_file
from interviewer.bank.ingestion import IngestResult, Intake
from interviewer.bank.links import MOST_OWN, Known, Linker
from interviewer.bank.load import Bank, load_bank
from interviewer.bank.names import TakenIds
from interviewer.domain.errors import EmbeddingUnavailable
from interviewer.domain.linked import root
from interviewer.domain.question import Question
from interviewer.embedding.model import Asking, MiniLM, Vectors
from interviewer.storage.database import Database
from interviewer.storage.documents import DocumentTable
from tests.support import AT

SAME = [
    ("What is an LSTM?", "Explain long short-term memory networks."),
    ("What is the difference between bagging and boosting?", "How does boosting differ from bagging?"),
    ("What is gradient clipping?", "Explain the concept of gradient clipping in deep learning."),
    ("What is mini-batch gradient descent?", "Describe minibatch gradient descent."),
]
DIFFERENT = [
    ("How does an LSTM work?", "How does a GRU work?"),
    ("What is overfitting?", "What is underfitting?"),
    ("What are the advantages of dropout?", "What are the disadvantages of dropout?"),
    ("How is batch norm computed in training?", "How is batch norm computed at test time?"),
    ("What is a type I error?", "What is a type II error?"),
    ("What does the forget gate of an LSTM do?", "What does the input gate of an LSTM do?"),
    ("When should you use dropout?", "When should you not use dropout?"),
    ("What is early stopping?", "How do you choose the patience for early stopping?"),
    ("What is k-means?", "What are the limitations of k-means?"),
    ("What is backpropagation?", "What is truncated backpropagation?"),
    ("Why is recall worse than precision here?", "Why is precision worse than recall here?"),
    ("What does a filter of 3 by 3 see?", "What does a filter of 5 by 5 see?"),
    ("When would you prefer a queue to a stack?", "When would you prefer a stack to a queue?"),
    ("How does augmentation of images help training?", "How does augmentation of text help training?"),
    ("Why convolutions instead of dense layers?", "Describe the convolutions in a network."),
]


def asks(text: str, answer: str = "", name: str = "q") -> Question:
    """Return a bare question."""
    return Question(name, text, answer, ())


def apart(left: Asked, right: Asked) -> str | None:
    """Return what forbids a link, or else speaks against it."""
    return forbidding(left, right) or against(left, right).reason


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_tells_two_questions_apart_is_named(one: str, other: str) -> None:
    assert apart(asked(one), asked(other))
    assert apart(asked(other), asked(one))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_nothing_tells_a_question_from_its_rewording(one: str, other: str) -> None:
    assert apart(asked(one), asked(other)) is None


GATE = "What does the forget gate do?", "What does the nucleus gate do?"


def test_a_word_that_the_other_answer_says_too_tells_nothing_apart() -> None:
    one, other = (asked(text) for text in GATE)
    assert apart(one, other)
    said = asked(GATE[0], answer="The forget gate, also called the nucleus gate, erases.")
    told = asked(GATE[1], answer="The nucleus gate is what others call the forget gate.")
    assert apart(said, told) is None
    # each answer must know the other's word
    assert apart(said, asked(GATE[1], answer="It cuts the tail."))


def test_an_abbreviation_is_its_long_form() -> None:
    assert apart(asked("What is padding in CNNs?"), asked("Explain padding in a convolutional neural net.")) is None


def test_a_number_in_one_alone_makes_no_other_thing_of_it() -> None:
    one, other = asked("What is a confidence interval?"), asked("What does a 95% confidence interval mean?")
    assert forbidding(one, other) is None


def test_what_one_asks_besides_does_not_part() -> None:
    short, long = asked("What is overfitting?"), asked("What is overfitting, and how do you prevent it?")
    assert apart(short, long) is None
    assert against(short, asked("How do you prevent overfitting?")).aspect == "only one asks for remedy"


def test_everyday_words_do_not_part_answered_questions() -> None:
    one = asked("Why was attention introduced?", answer="A fixed vector forgets long sentences.")
    other = asked("Why was attention added?", answer="Long inputs did not fit one vector.")
    assert apart(one, other) is None


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (
            "What are the advantages of bagging over boosting?",
            "What are the advantages of boosting over bagging?",
            "turned",
        ),
        ("What is overfitting?", "What is underfitting?", "against"),
        ("What does a filter of 3 by 3 see?", "What does a filter of 5 by 5 see?", "in one alone"),
    ],
)
def test_some_differences_forbid_a_link_whatever_the_models_read(one: str, other: str, reason: str) -> None:
    for left, right in ((one, other), (other, one)):
        assert reason in (forbidding(asked(left), asked(right)) or "")


def test_only_what_is_likely_at_a_glance_is_read(minilm: MiniLM, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[Asking, Asking]] = []

    def counting(pairs: Sequence[tuple[Asking, Asking]]) -> Vectors:
        read.extend(pairs)
        return np.zeros(len(pairs), np.float32)

    monkeypatch.setattr(minilm, "same_asked", counting)
    near = asks("What is a mutex?", "A lock with one owner."), asks("Explain a mutex.", "A lock that one thread holds.")
    far = asks("What is a mutex?", "A lock with one owner."), asks("Who won the cup?", "Uruguay won the first.")
    judged = judge_pairs([near, far], minilm)
    bare = ("What is a mutex?", ""), ("Explain a mutex.", "")
    whole = ("What is a mutex?", "A lock with one owner."), ("Explain a mutex.", "A lock that one thread holds.")
    assert read == [whole, bare]
    assert judged[1].similarity < READ_FROM
    assert judged[1].same is False


def test_pairs_are_judged_whichever_comes_first(minilm: MiniLM) -> None:
    pairs = [(asks(one), asks(other)) for one, other in SAME + DIFFERENT]
    there = judge_pairs(pairs, minilm)
    back = judge_pairs([(other, one) for one, other in pairs], minilm)
    assert [one.same for one in there] == [True] * len(SAME) + [False] * len(DIFFERENT)
    assert [one.same for one in back] == [one.same for one in there]
    assert [one.similarity for one in back] == pytest.approx([one.similarity for one in there], abs=1e-3)


def test_answers_about_different_things_part_equal_questions(minilm: MiniLM) -> None:
    one, other = "A vector sums the words of a sentence.", "The president signs laws and commands the army."
    assert judge_pairs([(asks("What is its role?", one), asks("What is its role?", other))], minilm)[0].same is False


def test_equal_answers_do_not_join_questions_that_are_far_apart(minilm: MiniLM) -> None:
    one, other = asks("Is Python interpreted?", "Yes."), asks("Did the treaty end the war?", "Yes.")
    [found] = judge_pairs([(one, other)], minilm)
    assert found.same is False


def test_abbreviations_are_spelt_out_once() -> None:
    assert spelt_out("How do LSTMs forget?") == "How do long short term memory forget?"
    assert spelt_out("What is long short-term memory (LSTM)?") == "What is long short-term memory (LSTM)?"
    assert spelt_out("What is QST?", {"quick sort tree": "qst"}) == "What is quick sort tree?"


def test_long_answers_are_compared_passage_by_passage() -> None:
    def with_answer(*axes: int) -> Wording:
        rows = np.eye(4, dtype=np.float32)[list(axes)]
        return Wording(asked("What is a mutex?"), ("What is a mutex?", "A lock."), rows[0], rows, rows[0])

    def found(left: Wording, right: Wording) -> float:
        return signals(left, right, Against(None, None, None, None)).answers

    assert found(with_answer(0, 1, 2), with_answer(2, 0, 1)) == pytest.approx(1)
    # the longer answer finds half of itself in the other
    assert found(with_answer(0, 1), with_answer(0)) == pytest.approx(0.5)
    assert found(with_answer(0), with_answer(0, 1)) == pytest.approx(0.5)


def test_the_fitted_weights_are_those_of_the_signals() -> None:
    glance, reading = chances()
    assert list(glance.weights) == [field.name for field in fields(Signals)]
    assert list(reading.weights) == [field.name for kind in (Signals, Reading) for field in fields(kind)]
    assert reading.weights["whole"] > 0
    assert reading.weights["odds"] > 0


def test_names_are_shortened_as_texts_explain_them() -> None:
    names = names_in(["What is Quick Sort Tree (QST)?", "LDA (latent Dirichlet allocation)", "PCA"])
    assert names["quick sort tree"] == "qst"
    assert asked("What is a quick sort tree?", names).core == asked("Explain QST", names).core
    # a short form that stands for two things says nothing
    assert names["latent dirichlet allocation"] != names["linear discriminant analysis"]


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_two_texts_are_compared_alike_in_both_directions(one: str, other: str) -> None:
    left, right = asked(one), asked(other)
    assert apart(left, left) is None
    assert (forbidding(left, right) is None) == (forbidding(right, left) is None)
    assert (against(left, right).reason is None) == (against(right, left).reason is None)


def test_a_question_is_found_by_its_paraphrases_too(minilm: MiniLM) -> None:
    known = replace(asks("How do we stop a tree from growing?", name="known"), paraphrases=("What is tree pruning?",))
    [pair] = find_duplicates([asks("Explain tree pruning.", name="fresh")], [known], minilm)
    assert (pair.question, pair.same_as) == ("fresh", "known")
    assert "prune" in pair.reason


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef")), st.sampled_from("abcdef"))
def test_every_chain_of_links_has_one_end(links: dict[str, str], start: str) -> None:
    end = root(start, links)
    assert root(end, links) == end
    assert root(links.get(start, start), links) == end


BUNDLED = Question(
    "gradient-clipping", "What is gradient clipping, and why is it used?", "It bounds the norm.", (), track="t"
)
NOTES = """## Q1. What is gradient clipping?

The norm of the gradient is bounded before the step, so that a steep place cannot throw the weights away.

## Q2. What is a mutex?

A lock that one thread holds at a time, and that its owner alone releases.
"""
MORE = """## Q1. Explain the concept of a mutex.

It is a lock: one thread at a time holds it, and only the owner may release it again.
"""


class Ingesting:
    """A bank of one bundled question, into which documents are read."""

    def __init__(self, folder: Path, encoder: MiniLM) -> None:
        self.folder, self._encoder = folder, encoder
        self._database = Database(folder / "log.sqlite3", writable=True, now=AT)

    def bank(self) -> Bank:
        """Return the bank as it is now."""
        own = load_bank(self.folder / "none", self.folder / "bank")
        assert own.faults == ()
        return Bank((BUNDLED, *own.questions))

    def read(self, name: str, text: str) -> IngestResult:
        """Read a document."""
        (self.folder / name).write_text(text, "utf-8")
        return self.intake().take_file(self.folder / name, AT)

    def intake(self, own: int = 0) -> Intake:
        """Return what one run reads with, in a bank that is said to hold `own` questions."""
        ids = TakenIds(self.folder / "none", self.folder / "bank")
        known = Known(lambda all_: self.bank() if all_ else Bank((BUNDLED,)), own)
        linkers = partial(Linker, known, self._encoder)
        return Intake(self.folder / "bank", DocumentTable(self._database), ids, linkers=linkers)

    def close(self) -> None:
        """Close the database."""
        self._database.close()


@pytest.fixture
def ingesting(tmp_path: Path, minilm: MiniLM) -> "Ingesting":
    return Ingesting(tmp_path, minilm)


def test_duplicates_are_linked_across_documents_and_with_the_bundled_bank(ingesting: Ingesting) -> None:
    first = ingesting.read("a.md", NOTES)
    assert first.merged == 1
    assert [(pair.question, pair.same_as) for pair in first.pairs] == [("what-is-gradient-clipping", BUNDLED.id)]
    second = ingesting.read("b.md", MORE)
    assert second.merged == 1
    links = {question.id: question.same_as for question in ingesting.bank().questions}
    assert links == {
        BUNDLED.id: None,
        "what-is-gradient-clipping": BUNDLED.id,
        "what-is-a-mutex": None,
        "explain-the-concept-of-a-mutex": "what-is-a-mutex",
    }
    assert len(ingesting.bank().askable()) == 4
    ingesting.close()


def test_reading_again_changes_no_link(ingesting: Ingesting) -> None:
    ingesting.read("a.md", NOTES)
    ingesting.read("b.md", MORE)
    before = ingesting.bank().questions
    again = ingesting.read("a.md", NOTES)
    assert (again.unchanged, again.merged) == (2, 1)
    assert {(pair.question, pair.same_as) for pair in again.pairs} == {
        ("what-is-gradient-clipping", BUNDLED.id),
        ("what-is-a-mutex", "explain-the-concept-of-a-mutex"),
    }
    assert ingesting.bank().questions == before
    ingesting.close()


def test_questions_that_are_linked_a_few_at_a_time_know_the_earlier_ones(
    ingesting: Ingesting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal, "AT_ONCE", 1)
    both = NOTES + MORE.replace("Q1", "Q3")
    read = ingesting.read("a.md", both)
    links = {question.id: question.same_as for question in ingesting.bank().questions if question.same_as}
    assert links == {"what-is-gradient-clipping": BUNDLED.id, "explain-the-concept-of-a-mutex": "what-is-a-mutex"}
    assert {(pair.question, pair.same_as) for pair in read.pairs} == set(links.items())
    again = ingesting.read("a.md", both)
    assert (again.unchanged, again.merged, again.pairs) == (read.questions, 2, read.pairs)
    ingesting.close()


def test_a_link_that_a_person_took_out_stays_out(ingesting: Ingesting) -> None:
    ingesting.read("a.md", NOTES)
    [file] = ingesting.folder.rglob("what-is-gradient-clipping.md")
    file.write_text(file.read_text("utf-8").replace(f"same_as: {BUNDLED.id}\n", ""), "utf-8")
    again = ingesting.read("a.md", NOTES)
    assert (again.kept, again.merged) == (1, 0)
    assert "same_as" not in file.read_text("utf-8")
    ingesting.close()


def test_one_run_loads_the_bank_once_and_knows_what_it_wrote(ingesting: Ingesting) -> None:
    (ingesting.folder / "a.md").write_text(NOTES, "utf-8")
    (ingesting.folder / "b.md").write_text(MORE, "utf-8")
    intake = ingesting.intake()
    assert [intake.take_file(ingesting.folder / name, AT).merged for name in ("a.md", "b.md")] == [1, 1]
    [link] = [question.same_as for question in ingesting.bank().questions if question.id.startswith("explain")]
    assert link == "what-is-a-mutex"
    ingesting.close()


def test_of_too_many_own_questions_none_is_compared_and_their_links_stay(ingesting: Ingesting) -> None:
    ingesting.read("a.md", NOTES)
    ingesting.read("b.md", MORE)
    before = ingesting.bank().questions
    many = ingesting.intake(own=MOST_OWN + 1)
    again = [many.take_file(ingesting.folder / name, AT) for name in ("a.md", "b.md")]
    assert [(one.unchanged, one.merged) for one in again] == [(2, 1), (1, 1)]
    assert [pair.same_as for one in again for pair in one.pairs] == [BUNDLED.id]
    assert all(str(MOST_OWN) in one.notes[-1] for one in again)
    assert ingesting.bank().questions == before
    ingesting.close()


def test_what_a_document_no_longer_holds_is_no_duplicate_in_it(ingesting: Ingesting) -> None:
    ingesting.read("a.md", NOTES)
    changed = NOTES.replace("What is a mutex?", "Explain the concept of a mutex, if you please.").replace(
        "A lock that one thread holds at a time, and that its owner alone releases.",
        "Mutual exclusion: whoever comes second has to wait until the first leaves the critical section.",
    )
    result = ingesting.read("a.md", changed)
    assert result.gone == ("what-is-a-mutex",)
    assert result.merged == 1
    ingesting.close()


class Broken:
    """An encoder whose model is not there."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        assert texts
        raise EmbeddingUnavailable("no weights")

    encode_asked = encode

    def same_asked(self, pairs: Sequence[tuple[Asking, Asking]]) -> Vectors:
        raise AssertionError(pairs)


def test_without_the_model_nothing_is_linked_and_the_reason_is_said() -> None:
    linker = Linker(Known(lambda _: Bank((BUNDLED,)), 0), Broken())
    assert linker.link([asks("What is gradient clipping?", name="mine")]) == {}
    assert linker.problem is not None
    assert "no weights" in linker.problem


FILE = """---
id: mine
question: What is a mutex?
same_as: other
alternatives:
  - text: A lock with an owner.
    provenance: {document: a.md, lines: 1-2, sha256: HASH}
---
A lock.
""".replace("HASH", "a" * 64)


def test_links_and_alternatives_are_read(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text(FILE, "utf-8")
    question = load_file(tmp_path / "mine.md", track="personal", topic="x", bundled=False).question
    assert question is not None
    assert question.same_as == "other"
    [alternative] = question.alternatives
    assert alternative.text == "A lock with an owner."
    assert alternative.provenance is not None
    assert (alternative.provenance.document, alternative.provenance.last_line) == ("a.md", 2)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("same_as: other", "same_as: mine", 4), ("same_as: other", "same_as: No Id", 4), ("  - text:", "  - txt:", 6)],
)
def test_a_faulty_link_or_alternative_names_its_line(tmp_path: Path, old: str, new: str, line: int) -> None:
    (tmp_path / "mine.md").write_text(FILE.replace(old, new), "utf-8")
    faults = load_file(tmp_path / "mine.md", track="personal", topic="x", bundled=False).faults
    assert line in {fault.line for fault in faults}


def test_a_near_duplicate_in_the_bundled_bank_is_a_fault_that_names_both(minilm: MiniLM) -> None:
    bank = Bank(
        tuple(
            replace(asks(text, name=name), track="t")
            for name, text in (
                ("one", "What is gradient clipping?"),
                ("two", "Explain the concept of gradient clipping."),
                ("three", "What is gradient accumulation?"),
            )
        )
    )
    [fault] = check_bank(bank, None, minilm).faults
    assert fault.file == "two"
    assert "'one'" in fault.fault


def test_the_next_document_costs_the_bundled_questions_nothing(minilm: MiniLM, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking a wording apart is most of the work of comparing, and the bundled bank has thousands of them."""
    counted: list[str] = []

    def counting(text: str, names: Mapping[str, str], answer: str) -> Asked:
        counted.append(text)
        return asked(text, names, answer)

    monkeypatch.setattr(duplicates, "asked", counting)
    named = [asks(f"Why does metal number {n} rust?", f"Because of reason {n}.", f"known-{n}") for n in range(5)]
    known = [replace(one, track="metals") for one in named]
    for nth in range(2):
        fresh = [asks(f"How is document {nth} bound?", "With glue.", f"fresh-{nth}")]
        find_duplicates(fresh, known, minilm)
    assert len(counted) == len(known) + 2
