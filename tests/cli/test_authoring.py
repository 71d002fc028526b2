"""The editor's loop: faults by line, another round, and nothing typed is ever lost."""

from collections.abc import Callable
from pathlib import Path

import click
import pytest

from interviewer.bank.authoring import Checked, check_new, personal_place
from interviewer.cli.authoring import Desk, compose, keep, part_beside
from interviewer.domain.errors import BankError

GOOD = "---\nquestion: What is a mutex for?\n---\nIt lets one thread at a time into a critical section.\n"
BAD = GOOD.replace("---\nIt", "difficulty: 9\n---\nIt")
COMMAND = ("interviewer", "bank", "new")


class Scripted:
    """A person who types each text in turn, and answers each question; anything more is a failure."""

    def __init__(self, texts: list[str], answers: list[bool]) -> None:
        self.texts, self.answers, self.said = texts, answers, list[str]()
        self.desk = Desk(self._edit, self._ask, self.said.append)

    def _edit(self, file: Path) -> None:
        file.write_text(self.texts.pop(0), "utf-8")

    def _ask(self, question: str) -> bool:
        assert question.endswith("?")
        return self.answers.pop(0)


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """Where what is typed is kept."""
    file = part_beside(tmp_path / "general" / "new-question.md", "new-question")
    keep(file, "blank")
    return file


@pytest.fixture
def check(tmp_path: Path) -> Callable[[str], Checked]:
    """Checks a new question of the topic `general`."""
    return lambda text: check_new(text, personal_place(tmp_path, "general"), ())


def test_a_sound_question_comes_back_at_once(part: Path, check: Callable[[str], Checked]) -> None:
    person = Scripted([GOOD], [])
    found = compose(person.desk, part, check, COMMAND, changed=False)
    assert found is not None
    assert found.question is not None
    assert person.said == []


def test_faults_are_shown_by_line_and_the_next_round_goes_on_from_what_was_typed(
    part: Path, check: Callable[[str], Checked]
) -> None:
    person = Scripted([BAD, GOOD], [True])
    found = compose(person.desk, part, check, COMMAND, changed=False)
    assert found is not None
    assert found.question is not None
    [fault] = person.said
    assert fault.startswith("line 4: difficulty")  # line 3 as typed; the id that was made stands above it


def test_nothing_typed_leaves_nothing(part: Path, check: Callable[[str], Checked]) -> None:
    assert compose(Scripted(["blank"], []).desk, part, check, COMMAND, changed=False) is None
    assert not part.exists()


def test_giving_up_keeps_what_was_typed_and_says_where(part: Path, check: Callable[[str], Checked]) -> None:
    with pytest.raises(BankError, match=r"--from") as raised:
        compose(Scripted([BAD], [False]).desk, part, check, COMMAND, changed=False)
    assert str(part) in str(raised.value)
    assert "difficulty: 9" in part.read_text("utf-8")
    assert part.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("failure", [click.UsageError("no editor"), OSError("gone")])
def test_an_editor_that_fails_keeps_what_was_typed(
    part: Path, check: Callable[[str], Checked], failure: Exception
) -> None:
    def fail(file: Path) -> None:
        file.write_text(BAD, "utf-8")
        raise failure

    with pytest.raises(BankError) as raised:
        compose(Desk(fail, lambda _: True, lambda _: None), part, check, COMMAND, changed=False)
    assert str(part) in str(raised.value)
    assert part.read_text("utf-8") == BAD


def test_an_interruption_keeps_what_was_typed_and_says_where(part: Path, check: Callable[[str], Checked]) -> None:
    person = Scripted([BAD], [])

    def interrupt(question: str) -> bool:
        raise KeyboardInterrupt(question)

    with pytest.raises(KeyboardInterrupt):
        compose(Desk(person.desk.edit, interrupt, person.desk.say), part, check, COMMAND, changed=False)
    assert str(part) in person.said[-1]
    assert "difficulty: 9" in part.read_text("utf-8")


def test_a_leftover_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "new-question.md"
    parts = []
    for _ in range(3):
        parts.append(part_beside(file, "new-question"))
        keep(parts[-1], "typed")
    assert len(set(parts)) == 3
    assert {part.suffix for part in parts} == {".part"}
