"""`bank check`: what is wrong is named by file and line, a fault in a bundled file and a warning in one's own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from interviewer.bank.check import Check, check_bank
from interviewer.bank.load import load_bank
from interviewer.domain.grade import Grade, ungraded
from interviewer.grading import GradeRequest
from tests.bank.test_files import WHOLE, line_of

LONG = "Air scatters short waves more than long ones. " + " ".join(f"word{number}" for number in range(200))


def checked(folder: Path, content: str, *, own: bool = False) -> tuple[Check, Path]:
    """Return what is found in a bank of one question, and its file."""
    file = folder / ("own" if own else "corpus/t") / "p" / "q.md"
    file.parent.mkdir(parents=True)
    file.write_text(content.replace("Air scatters short waves more than long ones.", LONG), "utf-8")
    return check_bank(load_bank(folder / "corpus", folder / "own"), None), file


def test_a_whole_file_has_neither_fault_nor_warning(tmp_path: Path) -> None:
    found, _ = checked(tmp_path, WHOLE)
    assert (found.questions, found.faults, found.warnings) == (1, (), ())


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("Think of the wave length.", "Do short waves scatter more strongly", "hints.0"),
        ("{text: Think of the eye.,", "{text: Short waves do scatter more strongly.,", "hints.1"),
        ("What does the air do to the light?", "So short waves scatter more strongly?", "follow_ups.0.question"),
        ("What colour is a bottle of it?", "Do short waves scatter more strongly?", "misconceptions.1.nudge"),
    ],
)
def test_a_line_that_gives_a_key_point_away_is_a_fault_with_file_and_line(
    tmp_path: Path, old: str, new: str, part: str
) -> None:
    content = WHOLE.replace(old, new, 1)
    assert content != WHOLE
    found, file = checked(tmp_path, content)
    [fault] = found.faults
    assert (fault.file, fault.line) == (str(file), line_of(new, content))
    assert fault.fault.startswith(f"{part}: gives part of the answer away: ")
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[Rayleigh]", "[Rayleigh, 'rayleigh.']", "key_points.0.accept.1: says the same as key_points.0.accept.0"),
        ("[Rayleigh]", "[short waves scatter more strongly]", "key_points.0.accept.0: says the same as the key point"),
        ("sources: [Optics]", "sources: [Optics, optics]", "sources.1: says the same as sources.0"),
        ("sources: [Optics]", "sources: [Optics, '...']", "sources.1: is blank"),
        ("question: Why not violet?", "question: Think of the eye.", "follow_ups.1.question: says the same as hints.1"),
        ("question: Why not violet?", "question: What does the air do to the light?", "says the same as follow_ups.0"),
        (
            "question: Why not violet?",
            "question: Why is the sky blue?",
            "follow_ups.1.question: says the same as the q",
        ),
        ("[Rayleigh]", "[the share is $1/x^4]", "key_points.0.accept.0: a formula is not opened or not closed: '"),
        ("Why not red?", "Why not red, x^2$ long?", "paraphrases.2: a formula is not opened or not closed: '"),
        ("Violet is", "At $\\lambda is violet, which is", "reference: a formula is not opened or not closed: '"),
    ],
)
def test_a_line_that_says_nothing_new_and_a_formula_that_does_not_close_are_faults_with_file_and_line(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    content = WHOLE.replace(old, new, 1)
    found, file = checked(tmp_path, content)
    [fault] = found.faults
    start = content.rindex("Air scatters" if told.startswith("reference") else new)
    assert (fault.file, fault.line) == (str(file), content[:start].count("\n") + 1)
    assert told in fault.fault
    mine, file = checked(tmp_path / "mine", content, own=True)
    assert mine.faults == ()
    assert [told in warning for warning in mine.warnings] == [True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[Rayleigh]", "[$x + 1$, $x * 1$, $x^1$]"),
        ("Violet is", "It costs $5, or $20-$30 a month, or 5$ each. Violet is"),
        ("Violet is", "Set `$HOME` or ``a ` $b``, or ${path}, or a $ sign, or \\$x. Violet is"),
        ("Violet is", "```\necho $x\n```\nViolet is"),
        ("Violet is", "$$\n\\lambda = c/f\n$$\nand $a$-fold ($b$), $c$'s, $2n\n+ 1$. Violet is"),
    ],
)
def test_formulas_that_differ_by_a_sign_prices_and_code_are_no_faults(tmp_path: Path, old: str, new: str) -> None:
    found, _ = checked(tmp_path, WHOLE.replace(old, new, 1))
    assert (found.faults, found.warnings) == ((), ())


def test_a_wording_of_two_bundled_questions_is_a_fault_and_a_copy_of_ones_own_is_none(tmp_path: Path) -> None:
    checked(tmp_path, WHOLE)
    content = WHOLE.replace("id: q\n", "id: r\n").replace("Why is the sky blue?", "How is light turned aside?")
    content = content.replace("Where does its colour come from?", "where does its colour come from")
    content = content.replace("Air scatters short waves more than long ones.", LONG)
    (tmp_path / "corpus" / "t" / "p" / "r.md").write_text(content, "utf-8")
    (tmp_path / "own" / "p").mkdir(parents=True)
    (tmp_path / "own" / "p" / "mine.md").write_text(content.replace("id: r\n", "id: mine\n"), "utf-8")
    found = check_bank(load_bank(tmp_path / "corpus", tmp_path / "own"), None)
    told = [(Path(one.file).name, one.line, one.fault) for one in found.faults]
    places = [(number, line_of(text, content)) for number, text in enumerate(("What makes", "where does", "Why not r"))]
    assert told[:3] == [("r.md", line, f"paraphrases.{n}: asks what 'q' asks in paraphrases.{n}") for n, line in places]
    assert len(told) == 4
    assert len(found.warnings) == 1
    assert "asks the same as" in found.warnings[0]


def test_in_a_persons_own_file_it_is_a_warning(tmp_path: Path) -> None:
    content = WHOLE.replace("Think of the wave length.", "Do short waves scatter more strongly", 1)
    found, file = checked(tmp_path, content, own=True)
    assert found.faults == ()
    [warning] = found.warnings
    assert warning.startswith(f"{file}:{line_of('Do short', content)}: hints.0: gives part of the answer away")


def test_a_question_of_a_document_with_drafted_probes_has_no_warning(tmp_path: Path) -> None:
    content = "---\nid: q\nquestion: What is a mutex?\n---\nA lock that one thread holds. Its owner releases it.\n"
    found, _ = checked(tmp_path, content, own=True)
    assert (found.questions, found.warnings) == (1, ())


@pytest.mark.parametrize("own", [True, False])
def test_a_link_that_names_no_question_is_told(tmp_path: Path, own: bool) -> None:
    content = WHOLE.replace("kind: concept", "kind: concept\nsame_as: gone-for-good")
    found, file = checked(tmp_path, content, own=own)
    told = found.warnings if own else tuple(map(str, found.faults))
    [line] = told
    assert line.startswith(f"{file}:{line_of('same_as', content)}: same_as: 'gone-for-good' names no question")
    assert len(found.faults) == (not own)


def test_a_link_to_a_retired_id_is_none(tmp_path: Path) -> None:
    checked(tmp_path, WHOLE.replace("kind: concept", "kind: concept\naliases: [earlier]"))
    own = "---\nid: mine\nquestion: Why is the sky not green?\nsame_as: earlier\n---\nIt scatters blue.\n"
    (tmp_path / "own" / "p").mkdir(parents=True)
    (tmp_path / "own" / "p" / "mine.md").write_text(own, "utf-8")
    assert check_bank(load_bank(tmp_path / "corpus", tmp_path / "own"), None).warnings == ()


def test_a_reference_of_a_few_words_and_a_derivation_without_a_formula_are_warnings(tmp_path: Path) -> None:
    content = WHOLE.replace("kind: concept", "kind: derive").replace("more than long ones", "most")
    found, file = checked(tmp_path, content)
    assert found.faults == ()
    assert len(found.warnings) == 2
    line = line_of("Air scatters", content)
    assert found.warnings[0].startswith(f"{file}:{line}: the reference answer has 12 words")
    assert found.warnings[1] == f"{file}:{line}: the reference answer of a derivation has no formula"


def test_an_own_question_with_a_bundled_ones_words_is_a_warning_whatever_its_id(tmp_path: Path) -> None:
    own = tmp_path / "own" / "p" / "a-copy.md"
    own.parent.mkdir(parents=True)
    own.write_text("---\nid: a-copy\nquestion: Why is the sky blue?\n---\nIt scatters blue.\n", "utf-8")
    found, _ = checked(tmp_path, WHOLE)
    assert found.faults == ()
    assert found.warnings == (f"{own}:3: asks the same as 'q'",)


def test_a_copy_that_says_what_it_is_a_copy_of_is_none(tmp_path: Path) -> None:
    own = tmp_path / "own" / "p" / "a-copy.md"
    own.parent.mkdir(parents=True)
    own.write_text("---\nid: a-copy\nquestion: Why is the sky blue?\nsame_as: q\n---\nIt scatters blue.\n", "utf-8")
    found, _ = checked(tmp_path, WHOLE)
    assert (found.faults, found.warnings) == ((), ())


class Unable:
    """An engine that grades nothing."""

    name = "unable"

    def grade(self, requests: Sequence[GradeRequest]) -> list[Grade]:
        assert requests
        return [ungraded(self.name, "not able") for _ in requests]


def test_every_step_of_a_check_is_told(tmp_path: Path) -> None:
    checked(tmp_path, WHOLE)
    told: dict[str, list[int]] = {}

    @contextmanager
    def progress(label: str, steps: int) -> Iterator[Callable[[int], None]]:
        told[label] = [steps]
        yield told[label].append

    check_bank(load_bank(tmp_path / "corpus"), Unable(), None, progress)
    assert told == {"hints and follow-ups": [1, 1], "reference answers by unable": [1, 1]}
