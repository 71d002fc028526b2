"""Linked questions show each other's answers, and keep doing so when a document is read again or removed."""

from pathlib import Path

import pytest

from interviewer.bank.load import Bank, load_bank
from interviewer.bank.twins import MOST
from interviewer.domain.question import Alternative
from tests.bank.test_files import WHOLE

ORIGIN = "provenance: {document: DOCUMENT, lines: 3-5, sha256: " + "a" * 64 + "}\n"


def write(folder: Path, name: str, answer: str, front: str = "", document: str | None = None) -> Path:
    """Write a question of the person's own."""
    file = folder / "own" / "p" / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    origin = ORIGIN.replace("DOCUMENT", document) if document else ""
    file.write_text(f"---\nid: {name}\nquestion: What is {name}?\n{front}{origin}---\n{answer}\n", "utf-8")
    return file


def bank(folder: Path) -> Bank:
    """Return the bank, whose files are sound."""
    found = load_bank(folder / "corpus", folder / "own")
    assert found.faults == ()
    return found


def further(folder: Path, question_id: str) -> tuple[Alternative, ...]:
    """Return a question's further answers."""
    question = bank(folder).get(question_id)
    assert question is not None
    return question.alternatives


@pytest.fixture
def bundled(tmp_path: Path) -> Path:
    """A corpus of the question `q`, once called `earlier`."""
    file = tmp_path / "corpus" / "t" / "p" / "q.md"
    file.parent.mkdir(parents=True)
    file.write_text(WHOLE.replace("kind: concept", "kind: concept\naliases: [earlier]"), "utf-8")
    return tmp_path


def test_two_linked_questions_have_each_others_answer_with_its_provenance(tmp_path: Path) -> None:
    write(tmp_path, "first", "A lock.", document="a.md")
    write(tmp_path, "second", "Mutual exclusion.", "same_as: first\n", document="b.md")
    [one], [other] = further(tmp_path, "second"), further(tmp_path, "first")
    assert (one.text, one.question, other.text, other.question) == ("A lock.", "first", "Mutual exclusion.", "second")
    assert one.provenance is not None
    assert one.provenance.where == "a.md, lines 3-5"
    assert one.title == "A further answer, the answer to 'first', from a.md, lines 3-5"


@pytest.mark.parametrize("link", ["q", "earlier"])
def test_a_bundled_twins_answer_is_beside_ones_own_and_the_bundled_question_stays(bundled: Path, link: str) -> None:
    write(bundled, "mine", "The air does it.", f"same_as: {link}\n")
    [one] = further(bundled, "mine")
    assert one.text.startswith("Air scatters")
    assert one.title == "A further answer, the answer to 'q'"
    assert further(bundled, "q") == ()


def test_the_answer_that_links_lead_to_comes_first_and_no_more_than_a_few(tmp_path: Path) -> None:
    write(tmp_path, "z-root", "The first answer.")
    for number in range(6):
        write(tmp_path, f"twin-{number}", f"Answer {number}.", "same_as: z-root\n")
    found = further(tmp_path, "twin-3")
    assert [one.question for one in found] == ["z-root", "twin-0", "twin-1"]
    assert len(found) == MOST


@pytest.mark.parametrize("front", ["status: drafted\n", "status: incomplete\n"])
def test_what_is_not_accepted_lends_no_answer_but_is_lent_one(tmp_path: Path, front: str) -> None:
    write(tmp_path, "first", "A lock.")
    write(tmp_path, "second", "It consists of:", f"{front}same_as: first\n")
    assert further(tmp_path, "first") == ()
    assert [one.text for one in further(tmp_path, "second")] == ["A lock."]


def test_an_answer_that_is_there_already_is_not_shown_twice(tmp_path: Path) -> None:
    write(tmp_path, "first", "A lock.")
    write(tmp_path, "copy", "A  lock.", "same_as: first\n")
    write(tmp_path, "noted", "A door.", "same_as: first\nalternatives: [{text: A lock.}]\n")
    assert [one.text for one in further(tmp_path, "copy")] == ["A door."]
    assert further(tmp_path, "noted") == (Alternative("A lock."),)


def test_what_becomes_of_the_twin_is_seen_at_once(tmp_path: Path) -> None:
    first = write(tmp_path, "first", "A lock.")
    write(tmp_path, "second", "Mutual exclusion.", "same_as: first\n")
    write(tmp_path, "first", "A lock with an owner.")
    assert [one.text for one in further(tmp_path, "second")] == ["A lock with an owner."]
    first.unlink()
    assert further(tmp_path, "second") == ()


def test_links_in_a_circle_and_unlinked_questions_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, "a", "One.", "same_as: b\n")
    write(tmp_path, "b", "Two.", "same_as: a\n")
    write(tmp_path, "c", "Three.")
    assert [[one.text for one in further(tmp_path, name)] for name in "abc"] == [["Two."], ["One."], []]
