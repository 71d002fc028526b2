"""A question that a person writes: named, checked by line, saved without the explanations, copied, accepted."""

import re
from itertools import count
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.bank.authoring import Place, accepted, check_new, check_text, copied, named, personal_place
from interviewer.bank.files import load_text
from interviewer.bank.load import Bank, load_bank
from interviewer.bank.lookup import locate
from interviewer.bank.template import template, without_help
from interviewer.domain.errors import UsageError
from interviewer.domain.text import sanitize

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
PLACE = personal_place(Path("/bank"), "general")
QUESTION = "What is a mutex for?"


@pytest.fixture(scope="module")
def bank() -> Bank:
    """The bundled questions."""
    return load_bank(CORPUS)


def filled(question: str = QUESTION, answer: str = "It lets one thread at a time into a critical section.") -> str:
    """Return the template as somebody in a hurry fills it in."""
    return template(bundled=False).replace("question:\n", f"question: {question}\n", 1) + f"{answer}\n"


def test_a_question_and_an_answer_suffice() -> None:
    found = check_new(filled(), PLACE, ())
    assert found.faults == ()
    assert found.question is not None
    assert (found.question.id, found.question.text) == ("what-is-a-mutex-for", QUESTION)
    assert found.file == Path("/bank/general/what-is-a-mutex-for.md")
    assert "#" not in found.text
    assert (
        load_text(found.text, found.file, track="personal", topic="general", bundled=False).question == found.question
    )


def test_the_blank_template_has_faults_at_the_lines_to_fill_in() -> None:
    blank = template(bundled=False)
    found = check_new(blank, PLACE, ())
    assert found.question is None
    lines = found.typed.split("\n")
    assert {lines[fault.line - 1] for fault in found.faults} == {"id:", "question:"}


def test_the_templates_examples_are_sound_when_taken() -> None:
    taken = re.sub(r"(?m)^#(?=[a-z ] *)(?! )", "", filled())
    taken = re.sub(r"(?m)^#(?=  )", "", taken)
    found = check_new(taken, PLACE, ())
    assert found.faults == ()
    assert found.question is not None
    question = found.question
    assert question.key_points
    assert question.follow_ups
    assert question.hints
    assert question.paraphrases
    assert question.misconceptions
    assert question.sources


def test_the_template_of_a_bundled_question_has_a_slot_for_all_that_one_needs() -> None:
    place = Place(Path("/corpus/t/x"), "t", "x", bundled=True)
    blank = template(bundled=True)
    assert check_new(blank, place, ()).question is None
    numbers = count()
    written = re.sub(r"(?m)^  -$", lambda _: f"  - Another wording {next(numbers)}?", blank)
    written = re.sub(r"(?m)^(  - id):$", lambda _: rf"\g<1>: part-{next(numbers)}".replace(r"\g<1>", "  - id"), written)
    written = re.sub(
        r"(?m)^( +(?:- )?(?:text|correction|nudge|question)):$",
        lambda slot: f"{slot.group(1)}: Slot number {next(numbers)}.",
        written,
    )
    weighty = re.findall(r"  - id: (\S+)\n    weight: 2", written)
    written = written.replace("asks_for:", f"asks_for: {weighty[0]}").replace('[""]', '["other words"]')
    found = check_new(written.replace("question:\n", f"question: {QUESTION}\n", 1) + "An answer.\n", place, ())
    assert found.faults == ()
    assert len(weighty) == 1
    assert "#" not in found.text


def test_a_remark_of_the_persons_own_stays() -> None:
    found = check_new(filled().replace("difficulty: 3", "# check the wording\ndifficulty: 3"), PLACE, ())
    assert "# check the wording" in found.text
    assert without_help(found.text) == found.text


def test_faults_count_the_lines_that_the_person_sees() -> None:
    text = filled().replace("difficulty: 3", "difficulty: 9")
    [fault] = check_new(text, PLACE, ()).faults
    assert text.split("\n")[fault.line - 1] == "difficulty: 9"
    without_id = f"---\nquestion: {QUESTION}\ndifficulty: 9\n---\nAn answer.\n"
    found = check_new(without_id, PLACE, ())
    assert found.typed.split("\n")[found.faults[0].line - 1] == "difficulty: 9"


def test_a_taken_id_is_a_fault_and_a_made_one_is_not_taken() -> None:
    taken = {"what-is-a-mutex-for", "mine"}
    assert "id: what-is-a-mutex-for-2\n" in named(filled(), taken)
    found = check_new(filled().replace("id:\n", "id: mine\n"), PLACE, taken)
    [fault] = found.faults
    assert found.question is None
    assert found.typed.split("\n")[fault.line - 1] == "id: mine"


@pytest.mark.parametrize("bad", ["../../etc/passwd", "a/b", "UPPER", "/etc/passwd", "a b", "a\\b", "."])
def test_an_id_that_is_no_name_is_refused(bad: str) -> None:
    found = check_new(filled().replace("id:\n", f"id: {bad}\n"), PLACE, ())
    assert found.question is None
    assert found.file.parent == PLACE.folder


@pytest.mark.parametrize("text", ["", "no front matter", "---\nid: x\n", "---\n: [\n---\nx\n", "---\n- a\n---\nx\n"])
def test_what_is_no_question_file_has_a_fault_and_stays_as_typed(text: str) -> None:
    found = check_new(text, PLACE, ())
    assert found.question is None
    assert found.faults
    assert found.typed == text


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_anything_typed_gives_faults_or_a_file_that_loads(text: str) -> None:
    found = check_new(text, PLACE, ())
    assert (found.question is None) == bool(found.faults)


words = st.text(min_size=1, max_size=80).map(sanitize).map(str.strip).filter(lambda text: len(text) >= 3)


@settings(max_examples=100)
@given(words, words)
def test_a_saved_question_reads_as_it_was_typed(question: str, answer: str) -> None:
    front = yaml.safe_dump({"question": question}, allow_unicode=True)
    found = check_new(f"---\n{front}---\n{answer}\n", PLACE, ())
    assert found.faults == ()
    again = check_text(found.text, found.file, PLACE)
    assert again.question == found.question
    assert again.question is not None
    assert (again.question.text, again.question.reference) == (question, answer)
    assert again.text == found.text


def test_accepting_changes_the_status_and_nothing_else() -> None:
    text = f"---\nid: a\nquestion: {QUESTION}\nstatus: drafted\n# mine\n---\nstatus: drafted\n"
    done = accepted(text)
    assert done == text.replace("status: drafted", "status: accepted", 1)
    assert accepted(done) is None
    assert accepted(text.replace("status: drafted\n#", "#")) is None


def test_every_bundled_question_can_be_copied(bank: Bank) -> None:
    for question in bank.questions[::7]:
        file = CORPUS / question.track / question.topic / f"{question.id}.md"
        copy = check_new(copied(file.read_text("utf-8"), question, {f"{question.id}-own"}), PLACE, ())
        assert copy.faults == ()
        assert copy.question is not None
        assert copy.question.id == f"{question.id}-own-2"
        assert copy.question.reference == question.reference
        assert copy.question.key_points == question.key_points
        assert (copy.question.sources, copy.question.same_as) == (question.sources, question.id)


def test_an_unknown_id_is_answered_with_the_nearest(bank: Bank, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean 'loss-is-nan'"):
        locate("los-is-nan", bank, CORPUS, tmp_path)
    with pytest.raises(UsageError, match="interviewer search"):
        locate("zzz", bank, CORPUS, tmp_path)
    found = locate("loss-is-nan", bank, CORPUS, tmp_path)
    assert found.bundled
    assert found.file.is_file()


def test_a_faulty_file_of_ones_own_is_found_by_its_name(bank: Bank, tmp_path: Path) -> None:
    (tmp_path / "general").mkdir()
    file = tmp_path / "general" / "broken.md"
    file.write_text("not a question", "utf-8")
    found = locate("broken", bank, CORPUS, tmp_path)
    assert (found.file, found.question, found.bundled) == (file, None, False)
