"""Links to what is removed: re-pointed where something else asks the same, dropped where nothing does."""

from pathlib import Path

import pytest

from interviewer.bank.check import check_bank
from interviewer.bank.ingestion import IngestResult, Intake
from interviewer.bank.links import Known, Linker
from interviewer.bank.load import Bank, load_bank
from interviewer.bank.names import TakenIds
from interviewer.bank.relinking import Relinked
from interviewer.bank.removal import plan_removal, remove_document
from interviewer.domain.question import Question
from interviewer.embedding.model import MiniLM
from interviewer.storage.database import Database
from interviewer.storage.documents import DocumentTable
from tests.support import AT

MUTEX, EXPLAIN, DESCRIBE = "what-is-a-mutex", "explain-the-concept-of-a-mutex", "describe-a-mutex"
A = """## Q1. What is a mutex?

A lock that one thread holds at a time, and that its owner alone releases.

## Q2. What is gradient clipping?

The norm of the gradient is bounded before the step, so that a steep place cannot throw the weights away.
"""
B = """## Q1. Explain the concept of a mutex.

It is a lock: one thread at a time holds it, and only the owner may release it again.
"""
C = """## Q1. Describe a mutex.

A lock of one owner: a thread holds it, the others wait, and only that thread releases it again.
"""


class Reading:
    """A bank of a person's own, into which documents are read and out of which they are taken."""

    def __init__(self, folder: Path, encoder: MiniLM) -> None:
        self.folder, self._encoder = folder, encoder
        self.database = Database(folder / "log.sqlite3", writable=True, now=AT)
        self.table = DocumentTable(self.database)

    def bank(self) -> Bank:
        """Return the bank; no link in it leads nowhere."""
        found = load_bank(self.folder / "none", self.folder / "bank")
        checked = check_bank(found, None)
        assert (checked.faults, checked.warnings) == ((), ())
        return found

    def links(self) -> dict[str, str | None]:
        """Return the link of each question."""
        return {question.id: question.same_as for question in self.bank().questions}

    def question(self, question_id: str) -> Question:
        """Return a question."""
        found = self.bank().get(question_id)
        assert found is not None
        return found

    def intake(self, *, prune: bool = False) -> Intake:
        """Return what one run reads with."""
        known = Known(lambda _: load_bank(self.folder / "none", self.folder / "bank"), 0)
        ids = TakenIds(self.folder / "none", self.folder / "bank")
        asked = frozenset[str]() if prune else None
        return Intake(self.folder / "bank", self.table, ids, asked=asked, linkers=lambda: Linker(known, self._encoder))

    def read(self, name: str, text: str, intake: Intake | None = None, *, prune: bool = False) -> IngestResult:
        """Read a document."""
        (self.folder / name).write_text(text, "utf-8")
        return (intake or self.intake(prune=prune)).take_file(self.folder / name, AT)

    def remove(self, name: str) -> tuple[Relinked, ...]:
        """Remove a document; return what was said of links before."""
        plan = plan_removal(name, self.folder / "bank", self.table)
        remove_document(name, self.folder / "bank", self.table)
        return plan.questions.relinked

    def file(self, question_id: str) -> Path:
        """Return a question's file."""
        [file] = (self.folder / "bank").rglob(f"{question_id}.md")
        return file


@pytest.fixture
def reading(tmp_path: Path, minilm: MiniLM) -> Reading:
    """An empty bank."""
    return Reading(tmp_path, minilm)


def test_a_link_to_a_removed_document_goes_and_the_file_is_as_if_never_linked(reading: Reading) -> None:
    reading.read("a.md", A)
    reading.read("b.md", B)
    assert reading.links()[EXPLAIN] == MUTEX
    assert [one.question for one in reading.question(EXPLAIN).alternatives] == [MUTEX]
    assert reading.remove("a.md") == (Relinked(EXPLAIN, None),)
    assert reading.links() == {EXPLAIN: None}
    assert reading.question(EXPLAIN).alternatives == ()
    again = reading.read("b.md", B)
    assert (again.unchanged, again.kept) == (1, 0)


def test_two_that_were_linked_to_what_is_removed_are_linked_with_each_other(reading: Reading) -> None:
    for name, text in (("a.md", A), ("b.md", B), ("c.md", C)):
        reading.read(name, text)
    assert reading.links() == {MUTEX: None, "what-is-gradient-clipping": None, EXPLAIN: MUTEX, DESCRIBE: MUTEX}
    assert set(reading.remove("a.md")) == {Relinked(DESCRIBE, None), Relinked(EXPLAIN, DESCRIBE)}
    assert reading.links() == {DESCRIBE: None, EXPLAIN: DESCRIBE}
    assert [reading.read(*one).unchanged for one in (("b.md", B), ("c.md", C))] == [1, 1]
    assert reading.links() == {DESCRIBE: None, EXPLAIN: DESCRIBE}


def test_a_chain_goes_on_behind_what_is_removed(reading: Reading) -> None:
    for name, text in (("a.md", A), ("b.md", B), ("c.md", C)):
        reading.read(name, text)
    file = reading.file(DESCRIBE)
    file.write_text(file.read_text("utf-8").replace(f"same_as: {MUTEX}", f"same_as: '{EXPLAIN}'  # mine"), "utf-8")
    before = file.read_text("utf-8")
    assert reading.remove("b.md") == (Relinked(DESCRIBE, MUTEX),)
    assert file.read_text("utf-8") == before.replace(f"same_as: '{EXPLAIN}'  # mine", f"same_as: {MUTEX}")


def test_in_an_edited_file_only_the_links_line_changes(reading: Reading) -> None:
    reading.read("a.md", A)
    reading.read("b.md", B)
    file = reading.file(EXPLAIN)
    file.write_text(file.read_text("utf-8").replace("---\n", "---\nhints: [Think of a door.]  # mine\n", 1), "utf-8")
    before = file.read_text("utf-8")
    assert reading.remove("a.md") == (Relinked(EXPLAIN, None),)
    assert file.read_text("utf-8") == before.replace(f"same_as: {MUTEX}\n", "")
    assert reading.read("b.md", B).kept == 1


def test_a_link_in_another_form_stays_and_the_check_warns_of_it(reading: Reading) -> None:
    reading.read("a.md", A)
    own = reading.folder / "bank" / "general" / "mine.md"
    own.parent.mkdir()
    own.write_text(f"---\n{{id: mine, question: Name the mutex, same_as: {MUTEX}}}\n---\nA lock.\n", "utf-8")
    before = own.read_text("utf-8")
    assert reading.remove("a.md") == ()
    assert own.read_text("utf-8") == before
    [warning] = check_bank(load_bank(reading.folder / "none", reading.folder / "bank"), None).warnings
    assert warning.startswith(f"{own}:2: same_as: {MUTEX!r} names no question")


def test_a_link_to_a_question_that_stays_with_its_removed_document_stays(reading: Reading) -> None:
    reading.read("a.md", A)
    reading.read("b.md", B)
    file = reading.file(MUTEX)
    file.write_text(file.read_text("utf-8").replace("---\n", "---\nhints: [Think of a door.]\n", 1), "utf-8")
    assert reading.remove("a.md") == ()
    assert reading.links() == {MUTEX: None, EXPLAIN: MUTEX}


def test_what_is_pruned_takes_its_links_with_it_and_one_run_knows(reading: Reading) -> None:
    reading.read("a.md", A)
    reading.read("b.md", B)
    intake = reading.intake(prune=True)
    pruned = reading.read("a.md", A[A.index("## Q2") :], intake).pruned
    assert (pruned.removed, pruned.relinked) == ((MUTEX,), (Relinked(EXPLAIN, None),))
    reading.read("c.md", C, intake)
    assert reading.links() == {"what-is-gradient-clipping": None, EXPLAIN: None, DESCRIBE: EXPLAIN}


def test_a_plan_changes_nothing(reading: Reading) -> None:
    reading.read("a.md", A)
    reading.read("b.md", B)
    before = reading.file(EXPLAIN).read_bytes()
    plan_removal("a.md", reading.folder / "bank", reading.table)
    assert reading.file(EXPLAIN).read_bytes() == before
