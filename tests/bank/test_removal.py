"""What a document takes along when it goes, and what stays because a person needs it."""

from pathlib import Path

import pytest

from interviewer.bank.ingestion import IngestResult, Intake
from interviewer.bank.load import load_bank
from interviewer.bank.names import TakenIds, folder_name
from interviewer.bank.removal import NOTHING, plan_removal, remove_document
from interviewer.domain.errors import UsageError
from interviewer.storage.database import Database
from interviewer.storage.documents import DocumentTable
from tests.support import AT

WHOLE = """# Notes

## Q1. What does dropout do while a network is trained?

It switches units off at random, so that no unit relies on another one.

## Q2. Why are inputs normalised before they enter a network?

Features of one scale make the loss surface rounder, and descent gets there faster.

## Q3. When is early stopping worth it?

When validation loss rises while training loss still falls, and time is short.
"""
DROPOUT, NORMALISED, STOPPING = (
    "what-does-dropout-do-while-a-network-is",
    "why-are-inputs-normalised-before-they-enter-a",
    "when-is-early-stopping-worth-it",
)
FIRST_ONLY = WHOLE[: WHOLE.index("## Q2")]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A log of its own."""
    return Database(tmp_path / "log.sqlite3", writable=True, now=AT)


def read(
    folder: Path, database: Database, text: str, asked: set[str] | None = None, *, dry_run: bool = False
) -> IngestResult:
    """Write `notes.md` and read it, pruning where `asked` is given."""
    file = folder / "notes.md"
    file.write_text(text, "utf-8")
    ids = TakenIds(folder / "none", folder / "bank")
    intake = Intake(folder / "bank", DocumentTable(database), ids, asked=asked, dry_run=dry_run)
    return intake.take_file(file, AT)


def question_file(folder: Path, question_id: str) -> Path:
    """Return where a question of the notes lies."""
    return folder / "bank" / folder_name("notes.md") / f"{question_id}.md"


def edit(file: Path) -> str:
    """Add a hint, as a person does."""
    file.write_text(file.read_text("utf-8").replace("---\n", "---\nhints: [Think of the scale.]\n", 1), "utf-8")
    return file.read_text("utf-8")


def ids(folder: Path) -> set[str]:
    """Return the ids in the bank, whose files are all sound."""
    bank = load_bank(folder / "none", folder / "bank")
    assert bank.faults == ()
    return {question.id for question in bank.questions}


def test_without_prune_what_is_gone_is_only_reported(tmp_path: Path, database: Database) -> None:
    read(tmp_path, database, WHOLE)
    result = read(tmp_path, database, FIRST_ONLY)
    assert set(result.gone) == {NORMALISED, STOPPING}
    assert result.pruned == NOTHING
    assert len(ids(tmp_path)) == 3


def test_prune_removes_what_nobody_edited_or_met(tmp_path: Path, database: Database) -> None:
    read(tmp_path, database, WHOLE)
    told = read(tmp_path, database, FIRST_ONLY, set(), dry_run=True)
    assert len(ids(tmp_path)) == 3
    done = read(tmp_path, database, FIRST_ONLY, set())
    assert done.pruned == told.pruned
    assert set(done.pruned.removed) == {NORMALISED, STOPPING}
    assert ids(tmp_path) == {DROPOUT}


def test_prune_keeps_and_marks_what_was_edited_or_asked(tmp_path: Path, database: Database) -> None:
    read(tmp_path, database, WHOLE)
    edited = edit(question_file(tmp_path, NORMALISED))
    result = read(tmp_path, database, FIRST_ONLY, {STOPPING})
    assert result.pruned.removed == ()
    assert dict(result.pruned.kept) == {NORMALISED: "you edited it", STOPPING: "it was asked in an interview"}
    marked = question_file(tmp_path, NORMALISED).read_text("utf-8")
    assert marked.replace("  gone: true\n", "") == edited
    bank = load_bank(tmp_path / "none", tmp_path / "bank")
    gone = {question.id for question in bank.questions if question.provenance and question.provenance.gone}
    assert gone == {NORMALISED, STOPPING}
    # Back in the document, the marks go and the edit stays.
    again = read(tmp_path, database, WHOLE)
    assert (again.gone, again.kept) == ((), 1)
    assert question_file(tmp_path, NORMALISED).read_text("utf-8") == edited
    assert read(tmp_path, database, WHOLE).unchanged == 2


def test_a_provenance_in_another_form_is_kept_without_a_mark(tmp_path: Path, database: Database) -> None:
    read(tmp_path, database, WHOLE)
    file = question_file(tmp_path, NORMALISED)
    head, _, tail = file.read_text("utf-8").partition("provenance:\n")
    fields = [line.strip() for line in tail.splitlines()[:3]]
    file.write_text(f"{head}provenance: {{{', '.join(fields)}}}\n" + "\n".join(tail.splitlines()[3:]), "utf-8")
    before = file.read_text("utf-8")
    assert dict(read(tmp_path, database, FIRST_ONLY, set()).pruned.kept) == {NORMALISED: "you edited it"}
    assert file.read_text("utf-8") == before
    assert NORMALISED in ids(tmp_path)


def test_removing_a_document_says_first_and_takes_passages_and_unedited_questions(
    tmp_path: Path, database: Database
) -> None:
    read(tmp_path, database, WHOLE)
    (tmp_path / "other.md").write_text(FIRST_ONLY.replace("dropout", "weight decay"), "utf-8")
    table = DocumentTable(database)
    taken = TakenIds(tmp_path / "none", tmp_path / "bank")
    Intake(tmp_path / "bank", table, taken).take_file(tmp_path / "other.md", AT)
    edit(question_file(tmp_path, NORMALISED))
    plan = plan_removal("notes.md", tmp_path / "bank", table)
    assert plan.passages == sum(passage.document == "notes.md" for passage in table.passages()) > 0
    assert set(plan.questions.removed) == {DROPOUT, STOPPING}
    assert [question_id for question_id, _ in plan.questions.kept] == [NORMALISED]
    assert len(ids(tmp_path)) == 4
    remove_document("notes.md", tmp_path / "bank", table)
    assert ids(tmp_path) == {NORMALISED, "what-does-weight-decay-do-while-a-network"}
    assert {passage.document for passage in table.passages()} == {"other.md"}
    assert list(table.hashes()) == ["other.md"]
    # The document can be read again, and finds the edited question where it was.
    again = read(tmp_path, database, WHOLE)
    assert (again.questions, again.kept) == (3, 1)
    assert len(ids(tmp_path)) == 4


def test_what_a_person_accepted_stays_when_its_document_goes(tmp_path: Path, database: Database) -> None:
    read(tmp_path, database, "| Term | Definition |\n|---|---|\n| Tin | A soft metal. |\n| Zinc | A bluish metal. |\n")
    file = question_file(tmp_path, "what-is-tin")
    file.write_text(file.read_text("utf-8").replace("status: drafted", "status: accepted"), "utf-8")
    plan = plan_removal("notes.md", tmp_path / "bank", DocumentTable(database))
    assert plan.questions.kept == (("what-is-tin", "you accepted it"),)


def test_a_document_without_edits_leaves_nothing_behind(tmp_path: Path, database: Database) -> None:
    read(tmp_path, database, WHOLE)
    remove_document("notes.md", tmp_path / "bank", DocumentTable(database))
    assert list((tmp_path / "bank").iterdir()) == []


def test_removing_a_document_that_was_never_read_names_the_known_ones(tmp_path: Path, database: Database) -> None:
    read(tmp_path, database, WHOLE)
    with pytest.raises(UsageError, match=r"notes\.md"):
        plan_removal("note.md", tmp_path / "bank", DocumentTable(database))


def test_a_document_is_meant_by_its_path_or_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(tmp_path / "log.sqlite3", writable=True, now=AT)
    table, bank = DocumentTable(database), tmp_path / "bank"
    intake = Intake(bank, table, TakenIds(tmp_path / "none", bank))
    files = [tmp_path / folder / "bread.md" for folder in ("d1", "d2", "far/d2")]
    for file in files:
        file.parent.mkdir(parents=True)
        file.write_text(FIRST_ONLY, "utf-8")
    names = [intake.take_file(file, AT).name for file in files]
    assert names == ["bread.md", "d2/bread.md", "far/d2/bread.md"]
    monkeypatch.chdir(tmp_path)
    given = {name: (str(file), f"./{file.relative_to(tmp_path)}") for name, file in zip(names, files, strict=True)}
    for name, paths in given.items():
        assert [plan_removal(path, bank, table).document for path in paths] == [name, name]
    assert plan_removal("d1/bread.md", bank, table).document == "bread.md"
    assert plan_removal("far/d2/bread.md", bank, table).document == "far/d2/bread.md"
    monkeypatch.chdir(tmp_path / "d2")
    assert plan_removal("./bread.md", bank, table).document == "d2/bread.md"
    # Here it is a path to one and the name of another; elsewhere a name that ends the path of all three.
    for folder in ("d2", "far"):
        monkeypatch.chdir(tmp_path / folder)
        with pytest.raises(UsageError) as caught:
            plan_removal("bread.md", bank, table)
        assert all(f"{name} ({file})" in str(caught.value) for name, file in zip(names, files, strict=True))
    remove_document("bread.md", bank, table)
    # What was read under a longer name keeps it when the shorter is free again.
    assert (intake.take_file(files[1], AT).name, intake.take_file(files[1], AT).unchanged) == ("d2/bread.md", 1)
    database.close()


def test_a_document_whose_first_reading_was_interrupted_is_meant_by_its_path(
    tmp_path: Path, database: Database
) -> None:
    read(tmp_path, database, WHOLE)
    DocumentTable(database).remove("notes.md")
    plan = plan_removal(str(tmp_path / "notes.md"), tmp_path / "bank", DocumentTable(database))
    assert (plan.document, len(plan.questions.removed)) == ("notes.md", 3)


def test_a_reading_that_was_interrupted_is_finished_by_the_next(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from interviewer.bank import personal

    real, written = personal.write_file, list[Path]()

    def failing(file: Path, text: str) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(file)
        real(file, text)

    monkeypatch.setattr(personal, "write_file", failing)
    with pytest.raises(KeyboardInterrupt):
        read(tmp_path, database, WHOLE)
    assert DocumentTable(database).hashes() == {}
    monkeypatch.undo()
    result = read(tmp_path, database, WHOLE)
    assert (result.questions, result.unchanged) == (3, 2)
    assert len(ids(tmp_path)) == 3
    assert not list(tmp_path.rglob("*.part"))
