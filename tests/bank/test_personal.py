"""What was found in documents becomes files, again and again without harm."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.bank import personal
from interviewer.bank.files import load_file
from interviewer.bank.load import load_bank
from interviewer.bank.names import folder_name
from interviewer.bank.personal import Written, write_questions
from interviewer.domain.document import Document, FoundQuestion
from interviewer.domain.question import Question
from interviewer.domain.text import sanitize


def document(*pairs: tuple[str, str], name: str = "notes.md") -> Document:
    """Return a document with these questions and answers."""
    found = tuple(FoundQuestion(str(n), q, a, 10 * n, 10 * n + 5, 10 * n) for n, (q, a) in enumerate(pairs, 1))
    return Document(name, f"/docs/{name}", "markdown", "0" * 64, found, ())


WHY = ("Why is the loss not a number?", "The rate is too high.")
HOW = ("How is it mended?", "Lower the rate.")
NOTES = document(WHY, HOW)


def files(folder: Path) -> dict[str, str]:
    """Return the content of every file below `folder`, by name."""
    return {file.name: file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()}


def fates(written: Written) -> Written:
    """Return what was written, by ids alone."""
    return replace(written, questions=())


def test_each_question_becomes_a_private_file_that_loads(tmp_path: Path) -> None:
    written = write_questions(NOTES, tmp_path)
    assert fates(written) == Written(("why-is-the-loss-not-a-number", "how-is-it-mended"), (), (), ())
    home = tmp_path / folder_name("notes.md")
    assert home.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in home.iterdir()} == {0o600}
    bank = load_bank(tmp_path / "none", tmp_path)
    assert bank.faults == ()
    question = bank.get("how-is-it-mended")
    assert question is not None
    assert (question.text, question.reference) == HOW
    assert question.provenance is not None
    assert (question.provenance.document, question.provenance.first_line) == ("notes.md", 20)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert len(write_questions(NOTES, tmp_path, dry_run=True).new) == 2
    assert files(tmp_path) == {}


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    first = write_questions(NOTES, tmp_path)
    before = files(tmp_path)
    assert fates(write_questions(NOTES, tmp_path)) == Written((), (), first.new, ())
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Lower the rate.", "Lower the rate, and clip."),
        ("question: How is it mended?", "question: How is it repaired?"),
        ("question: How is it mended?", "question: How is it mended?\ndifficulty: 5"),
        ("question: How is it mended?", "question: How is it mended?\nhints: [Think of the rate.]"),
        ("question: How is it mended?", "# my own remark\nquestion: How is it mended?"),
        ("question: How is it mended?", "key_points: [{id: rate, text: Lower it}]\nquestion: How is it mended?"),
        ("---\nid", "no question file any more"),
    ],
)
@pytest.mark.parametrize("source", [NOTES, document(WHY, (HOW[0], "The source says more now."))])
def test_a_file_that_was_edited_is_kept(tmp_path: Path, old: str, new: str, source: Document) -> None:
    write_questions(NOTES, tmp_path)
    [file] = tmp_path.rglob("how-is-it-mended.md")
    edited = file.read_text("utf-8").replace(old, new)
    assert edited != file.read_text("utf-8")
    file.write_text(edited, "utf-8")
    written = write_questions(source, tmp_path)
    assert written.kept == ("how-is-it-mended",)
    assert written.unchanged == ("why-is-the-loss-not-a-number",)
    assert file.read_text("utf-8") == edited


def test_a_file_saved_in_another_encoding_is_kept(tmp_path: Path) -> None:
    write_questions(NOTES, tmp_path)
    [file] = tmp_path.rglob("how-is-it-mended.md")
    file.write_bytes(file.read_bytes() + b"caf\xe9")
    assert write_questions(NOTES, tmp_path).kept == ("how-is-it-mended",)
    assert file.read_bytes().endswith(b"\xe9")


def test_a_changed_source_changes_the_file_and_keeps_its_id(tmp_path: Path) -> None:
    write_questions(NOTES, tmp_path)
    for answer in ("Lower the rate, then warm up.", "Lower the rate."):
        written = write_questions(document(WHY, (HOW[0], answer)), tmp_path)
        assert fates(written) == Written((), ("how-is-it-mended",), ("why-is-the-loss-not-a-number",), ())
        question = load_bank(tmp_path / "none", tmp_path).get("how-is-it-mended")
        assert question is not None
        assert question.reference == answer


def test_an_interrupted_document_keeps_what_was_written_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal, "AT_ONCE", 2)
    whole = document(*((f"What is part {n} for?", f"It turns wheel {n}.") for n in range(5)))
    given, done = list[int](), list[tuple[int, int]]()

    def linked(questions: Sequence[Question]) -> dict[str, str]:
        given.append(len(questions))
        if given == [2, 2]:
            raise KeyboardInterrupt
        return {}

    with pytest.raises(KeyboardInterrupt):
        write_questions(whole, tmp_path, link=linked, told=lambda *counts: done.append(counts))
    assert done == [(1, 5), (2, 5)]
    assert set(files(tmp_path)) == {"what-is-part-0-for.md", "what-is-part-1-for.md"}
    rest = write_questions(whole, tmp_path, link=linked)
    assert (len(rest.unchanged), len(rest.new), given[2:]) == (2, 3, [2, 2, 1])


def test_a_question_that_moved_is_unchanged_and_gets_its_new_lines(tmp_path: Path) -> None:
    write_questions(NOTES, tmp_path)
    moved = replace(NOTES, questions=tuple(replace(one, first_line=one.first_line + 1) for one in NOTES.questions))
    assert len(write_questions(moved, tmp_path).unchanged) == 2
    question = load_bank(tmp_path / "none", tmp_path).get("how-is-it-mended")
    assert question is not None
    assert question.provenance is not None
    assert question.provenance.first_line == 21


def test_the_same_question_in_two_documents_has_two_ids(tmp_path: Path) -> None:
    first, second = document(HOW, name="a.md"), document((HOW[0], "Restart it."), name="b.md")
    write_questions(first, tmp_path)
    [own] = write_questions(second, tmp_path, ["how-is-it-mended"]).new
    assert own.startswith("how-is-it-mended-")
    bank = load_bank(tmp_path / "none", tmp_path)
    assert bank.faults == ()
    assert {question.reference for question in bank.questions} == {HOW[1], "Restart it."}
    assert write_questions(first, tmp_path, [own]).unchanged == ("how-is-it-mended",)
    assert write_questions(second, tmp_path, ["how-is-it-mended"]).unchanged == (own,)


def test_questions_that_begin_alike_in_one_document_have_ids_of_their_own(tmp_path: Path) -> None:
    start = "What is the one thing that you would"
    alike = document(*((f"{start} {what}?", f"I would {what}.") for what in ("change", "keep", "drop")))
    written = write_questions(alike, tmp_path)
    assert len(set(written.new)) == 3
    assert write_questions(alike, tmp_path).unchanged == written.new
    assert load_bank(tmp_path / "none", tmp_path).faults == ()


HOSTILE = [
    "../../etc/passwd?",
    "/absolute?",
    "CON?",
    "a" * 500 + "?",
    "什么是梯度？",
    "\u202egnp.exe?",
    "--- id: evil",
    "'quoted': [yaml, {",
    "a\nb\n---\nc?",
    "%!&*|>@`?",
    ".hidden?",
    "-rf?",
    "null",
    "2024-01-01",
    "why " * 40 + "--- " + "x" * 300,
]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_give_safe_names_and_files_that_load(tmp_path: Path, title: str) -> None:
    text = sanitize(title)
    [question_id] = write_questions(
        document((text, "The answer.\n\n---\n\nMore."), name=f"{text[:50]}.md"), tmp_path
    ).new
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", question_id)
    assert len(question_id) <= 80
    [file] = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert file.parent.parent == tmp_path
    assert re.fullmatch(r"[a-z0-9-]+", file.parent.name)
    assert file.name == f"{question_id}.md"
    bank = load_bank(tmp_path / "none", tmp_path)
    assert [str(fault) for fault in bank.faults] == []
    assert bank.questions[0].text == text
    assert bank.questions[0].reference == "The answer.\n\n---\n\nMore."


sanitized = st.text(max_size=120).map(sanitize).map(str.strip)


@settings(max_examples=150, deadline=None)
@given(sanitized.filter(lambda text: len(text) >= 3), sanitized.filter(bool))
def test_any_question_and_answer_come_back_as_found(
    tmp_path_factory: pytest.TempPathFactory, question: str, answer: str
) -> None:
    folder = tmp_path_factory.mktemp("bank")
    found = document((question, answer))
    [question_id] = write_questions(found, folder).new
    loaded = load_file(
        folder / folder_name("notes.md") / f"{question_id}.md", track="personal", topic="notes", bundled=False
    )
    assert loaded.faults == ()
    assert loaded.question is not None
    assert (loaded.question.text, loaded.question.reference) == (question, answer)
    assert write_questions(found, folder).unchanged == (question_id,)
    assert write_questions(document((question, f"{answer} more")), folder).changed == (question_id,)


@pytest.mark.parametrize(
    "changes", [{"drafted": True}, {"incomplete": "stops"}, {"drafted": True, "incomplete": "stops"}]
)
def test_a_status_is_written_and_mended_with_its_source(tmp_path: Path, changes: dict[str, object]) -> None:
    broken = replace(NOTES, questions=tuple(replace(one, **changes) for one in NOTES.questions))  # type: ignore[arg-type]
    first = write_questions(broken, tmp_path)
    expected = "incomplete" if "incomplete" in changes else "drafted"
    bank = load_bank(tmp_path / "none", tmp_path)
    assert {question.status for question in bank.questions} == {expected}
    assert write_questions(broken, tmp_path).unchanged == first.new
    assert write_questions(NOTES, tmp_path).changed == first.new


def test_a_draft_that_was_accepted_stays_accepted(tmp_path: Path) -> None:
    drafted = replace(NOTES, questions=tuple(replace(one, drafted=True) for one in NOTES.questions))
    write_questions(drafted, tmp_path)
    [file] = tmp_path.rglob("how-is-it-mended.md")
    file.write_text(file.read_text("utf-8").replace("status: drafted", "status: accepted"), "utf-8")
    assert "how-is-it-mended" in write_questions(drafted, tmp_path).unchanged
    assert [one.id for one in load_bank(tmp_path / "none", tmp_path).askable()] == ["how-is-it-mended"]


def test_what_was_accepted_alone_follows_its_source_and_what_was_edited_is_told_to_differ(tmp_path: Path) -> None:
    def read(answer: str, **more: Any) -> Written:
        return write_questions(
            replace(
                NOTES, questions=tuple(replace(one, answer=answer, drafted=True, **more) for one in NOTES.questions)
            ),
            tmp_path,
        )

    read("Lower the rate.")
    accepted, edited = (next(tmp_path.rglob(f"{name}.md")) for name in ("how-is-it-mended", "why-is-the-loss-*"))
    for file in (accepted, edited):
        file.write_text(file.read_text("utf-8").replace("status: drafted", "status: accepted"), "utf-8")
    edited.write_text(edited.read_text("utf-8").replace("---\n", "---\ndifficulty: 2\n", 1), "utf-8")
    assert read("Lower the rate.").differing == ()
    again = read("Lower the rate by half.")
    assert (again.changed, again.kept, again.differing) == ((accepted.stem,), (edited.stem,), (edited.stem,))
    question = load_bank(tmp_path / "none", tmp_path).get(accepted.stem)
    assert question is not None
    assert (question.status, question.reference) == ("accepted", "Lower the rate by half.")
    read("Lower the rate by:", incomplete="stops at a colon")
    assert "status: incomplete" in accepted.read_text("utf-8")


def ids_by_text(folder: Path) -> dict[str, str]:
    """Return each question's id by its text."""
    return {question.text: question.id for question in load_bank(folder / "none", folder).questions}


def test_an_edited_source_question_keeps_its_id(tmp_path: Path) -> None:
    answer = "The learning rate is too high, so steps overshoot until numbers overflow."
    write_questions(document((WHY[0], answer), HOW), tmp_path)
    for revised in (("Why is the loss NaN?", answer), ("Why is my loss NaN?", answer.replace("high", "large"))):
        written = write_questions(document(HOW, revised), tmp_path)
        assert (written.new, written.gone) == ((), ())
        assert "why-is-the-loss-not-a-number" in written.changed
        assert ids_by_text(tmp_path)[revised[0]] == "why-is-the-loss-not-a-number"


def test_a_reordered_document_keeps_every_id(tmp_path: Path) -> None:
    start = "What is the one thing that you would"
    pairs = [(f"{start} {what}?", f"I would {what}.") for what in ("change", "keep", "drop")]
    write_questions(document(*pairs), tmp_path)
    before = ids_by_text(tmp_path)
    written = write_questions(document(*reversed(pairs)), tmp_path)
    assert (written.new, written.kept, written.gone) == ((), (), ())
    assert ids_by_text(tmp_path) == before


def test_a_question_gone_from_the_document_is_reported_and_stays(tmp_path: Path) -> None:
    write_questions(NOTES, tmp_path)
    assert write_questions(document(HOW), tmp_path).gone == ("why-is-the-loss-not-a-number",)
    assert len(ids_by_text(tmp_path)) == 2
    back = write_questions(NOTES, tmp_path)
    assert (len(back.unchanged) + len(back.changed), back.new, back.gone) == (2, (), ())


def test_a_new_question_does_not_take_the_id_of_one_that_is_gone(tmp_path: Path) -> None:
    tcp, udp = ("What is TCP?", "A reliable stream of bytes."), ("What is TCP", "Datagrams, each on its own.")
    write_questions(document(tcp), tmp_path)
    written = write_questions(document(("What is TCP good for?", udp[1])), tmp_path)
    assert written.gone == ("what-is-tcp",)
    assert written.new == ("what-is-tcp-good-for",)
    other = write_questions(document(udp), tmp_path)
    assert set(other.gone) == {"what-is-tcp", "what-is-tcp-good-for"} - set(other.changed)


def test_a_thousand_questions_of_one_name_have_ids_that_load(tmp_path: Path) -> None:
    start = "What is the one thing that you would do"
    many = document(*((f"{start} in case {n}?", f"Case {n} asks for {n}.") for n in range(1200)))
    assert len(set(write_questions(many, tmp_path, dry_run=True).new)) == 1200
    same = document(*[HOW] * 30)
    assert len(set(write_questions(same, tmp_path).new)) == 30
    assert load_bank(tmp_path / "none", tmp_path).faults == ()
    assert len(write_questions(same, tmp_path).unchanged) == 30


POOL = [
    WHY,
    HOW,
    ("What is a mutex for?", "It lets one thread at a time into a critical section."),
    ("When does a cache help?", "When the same data are wanted again soon."),
    ("Explain backpressure.", "A slow consumer tells its producer to wait."),
]


@settings(max_examples=40)
@given(st.data())
def test_reading_any_revision_after_another_equals_reading_it_alone(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("bank")
    revisions = st.lists(st.sampled_from(POOL), unique=True)
    first, second = document(*data.draw(revisions)), document(*data.draw(revisions))
    write_questions(first, folder)
    written = write_questions(second, folder)
    assert set(ids_by_text(folder)) == {one.question for one in (*first.questions, *second.questions)}
    again = write_questions(second, folder)
    assert set(again.unchanged) == {*written.new, *written.changed, *written.unchanged}
    assert (again.new, again.changed, again.kept, again.gone) == ((), (), (), written.gone)
    assert len(again.unchanged) == len(second.questions)
