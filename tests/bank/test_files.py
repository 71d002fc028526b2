"""One question file: read whole, or refused with the line and the fault."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.bank.files import load_file
from interviewer.bank.schema import shared_run

WHOLE = """---
id: q
question: Why is the sky blue?
paraphrases:
  - What makes the sky blue?
  - Where does its colour come from?
  - Why not red?
  - How does the sky get its blue?
difficulty: 2
kind: concept
key_points:
  - id: scattering
    weight: 3
    text: Short waves scatter more strongly.
    accept: [Rayleigh]
  - id: eye
    weight: 2
    text: Our eyes see blue better than violet.
    accept: [the eye is less sensitive to violet]
  - id: path
    weight: 1
    text: The light comes from everywhere.
    accept: [it reaches us from all sides]
misconceptions:
  - id: sea
    weight: 1
    text: It mirrors the sea.
    correction: It would be blue above a desert too.
    denies: scattering
    nudge: What does a man in a desert see?
  - id: blue-air
    weight: 1
    text: Air itself is blue.
    correction: It is clear; it turns blue light aside.
    nudge: What colour is a bottle of it?
follow_ups:
  - asks_for: scattering
    question: What does the air do to the light?
  - asks_for: eye
    question: Why not violet?
hints: [Think of the wave length., {text: Think of the eye., leads_to: [eye]}]
sources: [Optics]
---
Air scatters short waves more than long ones.

Violet is scattered too, and seen less.
"""
SECOND_WRONG = WHOLE[WHOLE.index("  - id: blue-air") : WHOLE.index("follow_ups:")]
HINTS = WHOLE[WHOLE.index("hints:") :].split("\n")[0]
LINES = WHOLE.split("\n")


def line_of(text: str, content: str = WHOLE) -> int:
    """Return the line, from 1, on which `text` begins."""
    return content[: content.index(text)].count("\n") + 1


def faults(folder: Path, content: str, *, bundled: bool = True, name: str = "q.md") -> list[tuple[int, str]]:
    """Return line and fault of each fault of a file of this content; every fault names the file."""
    file = folder / name
    file.write_text(content, "utf-8")
    loaded = load_file(file, track="t", topic="p", bundled=bundled)
    assert (loaded.question is None) == bool(loaded.faults)
    assert all(fault.file == str(file) for fault in loaded.faults)
    assert all(str(fault).startswith(f"{file}:{fault.line}: ") for fault in loaded.faults)
    return [(fault.line, fault.fault) for fault in loaded.faults]


def test_a_whole_file_becomes_a_question(tmp_path: Path) -> None:
    assert faults(tmp_path, WHOLE) == []
    question = load_file(tmp_path / "q.md", track="t", topic="p", bundled=True).question
    assert question is not None
    assert (question.id, question.track, question.topic, question.difficulty) == ("q", "t", "p", 2)
    assert question.reference.startswith("Air scatters")
    assert question.reference.endswith("seen less.")
    assert [(point.id, point.weight, point.accept) for point in question.key_points] == [
        ("scattering", 3, ("Rayleigh",)),
        ("eye", 2, ("the eye is less sensitive to violet",)),
        ("path", 1, ("it reaches us from all sides",)),
    ]
    assert question.misconceptions[0].correction == "It would be blue above a desert too."
    assert question.misconceptions[0].denies == "scattering"
    assert question.misconceptions[0].nudge == "What does a man in a desert see?"
    assert question.hints == ("Think of the wave length.", "Think of the eye.")
    assert question.leads == ((), ("eye",))
    assert [probe.asks_for for probe in question.follow_ups] == ["scattering", "eye"]
    assert question.provenance is None


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        ("difficulty: 2\n", "difficulty: 2\ncolour: blue\n", line_of("kind:"), "colour: Extra inputs"),
        ("difficulty: 2", "difficulty: hard", line_of("difficulty"), "difficulty: Input should be a valid integer"),
        ("difficulty: 2", "difficulty: 6", line_of("difficulty"), "less than or equal to 5"),
        ("kind: concept", "kind: riddle", line_of("kind:"), "kind: Input should be 'concept'"),
        ("    weight: 2", "    weight: 0", line_of("weight: 2"), "key_points.1.weight: .*greater than or equal to 1"),
        ("    weight: 2", "    weight: '2'", line_of("weight: 2"), "valid integer"),
        ("    weight: 2", "    wieght: 2", line_of("weight: 2"), "wieght: Extra inputs"),
        ("asks_for: eye", "asks_for: nose", line_of("asks_for: eye"), "'nose' is no key point"),
        ("denies: scattering", "denies: desert", line_of("denies"), "denies: 'desert' is no key point"),
        ("  - id: path", "  - id: eye", line_of("- id: path"), "the id 'eye' stands twice"),
        ("id: q\n", "id: another\n", 2, "has the id 'another', not its file name"),
        ("id: q\n", "id: Not A Slug\n", 2, "id: String should match"),
        ("leads_to: [eye]", "leads_to: [ear]", line_of("hints"), "leads_to: 'ear' is no key point"),
        ("leads_to: [eye]", "lead_to: [eye]", line_of("hints"), "lead_to: Extra inputs"),
        (HINTS, "hints: Think", line_of("hints"), "hints: .*tuple"),
        (f"{HINTS}\n", "", 2, "hints: Field required"),
        ("  - asks_for: eye\n    question: Why not violet?\n", "", line_of("- id: eye"), "asks for 'eye'"),
        ("  - Why not red?\n", "", line_of("paraphrases"), "paraphrases: .*at least 4"),
        ("  - Why not red?", "  - why is the sky blue", line_of("- Why not red"), "paraphrases.2: says what stands"),
        (
            "    accept: [it reaches us from all sides]\n",
            "",
            line_of("- id: path"),
            "key_points.2.accept: Field required",
        ),
        ("accept: [Rayleigh]", "accept: []", line_of("accept: [Rayleigh]"), "accept: .*at least 1"),
        (SECOND_WRONG, "", line_of("misconceptions"), "misconceptions: .*at least 2"),
        ("    correction: It is clear; it turns blue light aside.\n", "", line_of("- id: blue-air"), "correction"),
        ("    nudge: What colour is a bottle of it?\n", "", line_of("- id: blue-air"), "1.nudge: Field required"),
        (HINTS, "hints: [Think of the eye.]", line_of("hints"), "hints: .*at least 2"),
        (HINTS, "hints: [Think of the eye., 'Think of the eye!']", line_of("hints"), "hints.1: says what stands"),
        ("sources: [Optics]", "sources: []", line_of("sources"), "sources: .*at least 1"),
        ("sources: [Optics]", "sources: ['']", line_of("sources"), "sources.0"),
        ("question: Why is", "question: [Why is", line_of("question: Why is"), "is not YAML"),
        ("kind: concept", "kind: 2024-99-99", line_of("kind:"), "kind: Input should be"),
        ("kind: concept", "kind: " + "[" * 3000, 2, "is not YAML"),
        ("kind: concept", "kind: !!python/object:os.system x", line_of("kind:"), "is not YAML"),
        ("kind: concept", "kind: !!timestamp now", 2, "is not YAML"),
        ("kind: concept", "kind: !!bool perhaps", 2, "is not YAML"),
        ("kind: concept", "1: concept", 2, "kind: Field required"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, fault: str) -> None:
    assert old in WHOLE
    found = faults(tmp_path, WHOLE.replace(old, new, 1))
    assert any(at == line and re.search(fault, said) for at, said in found), found


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    content = WHOLE.replace("difficulty: 2", "difficulty: 9").replace("weight: 3", "weight: 0")
    assert [line for line, _ in faults(tmp_path, content)] == [line_of("difficulty"), line_of("weight: 3")]


@pytest.mark.parametrize(
    "content",
    ["", "Only text.\n", "---\nid: q\nquestion: Why?\n", "id: q\n---\ntext\n", "\n---\nid: q\n---\ntext\n"],
)
def test_a_file_without_front_matter_says_so_on_its_first_line(tmp_path: Path, content: str) -> None:
    [(line, fault)] = faults(tmp_path, content)
    assert line == 1
    assert "front matter" in fault


@pytest.mark.parametrize("front", ["- a\n- b\n", "text\n", "", "null\n"])
def test_front_matter_must_name_its_values(tmp_path: Path, front: str) -> None:
    assert faults(tmp_path, f"---\n{front}---\ntext\n") == [
        (2, "has front matter that is not a mapping of names to values")
    ]


def test_an_empty_reference_is_named_below_the_front_matter(tmp_path: Path) -> None:
    content = WHOLE[: WHOLE.index("Air scatters")] + "\n \n"
    assert faults(tmp_path, content) == [(line_of("Air scatters"), "has no reference answer below the front matter")]


def test_a_key_point_that_repeats_its_reference_is_named(tmp_path: Path) -> None:
    run = "air scatters short waves more than long ones"
    content = WHOLE.replace("Our eyes see blue better than violet.", f"It is that {run}, mostly.")
    [(line, fault)] = faults(tmp_path, content)
    assert line == line_of("Our eyes")
    assert repr(run) in fault
    assert faults(tmp_path, content.replace("short waves", "waves", 1)) == []


def test_seven_shared_words_are_allowed_and_eight_are_not() -> None:
    assert shared_run("a b c d e f g", "x a b c d e f g y") is None
    assert shared_run("A, b c d e f g h!", "x a b c d e f g h y") == "a b c d e f g h"


@pytest.mark.parametrize(
    "content",
    ["---\nid: q\nquestion: Why so?\n---\nBecause.\n", "---\r\nid: q\r\nquestion: Why so?\r\n---\r\nBecause.\r\n"],
)
def test_a_person_needs_a_question_and_a_reference_only(tmp_path: Path, content: str) -> None:
    (tmp_path / "q.md").write_bytes(b"\xef\xbb\xbf" + content.encode())
    loaded = load_file(tmp_path / "q.md", track="personal", topic="notes", bundled=False)
    assert loaded.faults == ()
    assert loaded.question is not None
    assert (loaded.question.text, loaded.question.reference) == ("Why so?", "Because.")
    assert (loaded.question.status, loaded.question.key_points) == ("accepted", ())


def test_a_line_of_dashes_inside_a_value_or_the_answer_ends_nothing(tmp_path: Path) -> None:
    content = "---\nid: q\nquestion: |\n  Above\n  ---\n  below?\n---\nOne\n\n---\n\nTwo\n"
    assert faults(tmp_path, content, bundled=False) == []
    question = load_file(tmp_path / "q.md", track="t", topic="p", bundled=False).question
    assert question is not None
    assert question.text == "Above\n---\nbelow?"
    assert question.reference == "One\n\n---\n\nTwo"


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes(b"---\nid: latin\nquestion: caf\xe9?\n---\ntext\n")
    for name in ("latin.md", "missing.md"):
        [fault] = load_file(tmp_path / name, track="t", topic="p", bundled=False).faults
        assert fault.line == 1
        assert "cannot be read" in fault.fault


def test_a_hostile_name_is_shown_on_one_line(tmp_path: Path) -> None:
    [fault] = load_file(tmp_path / "a\n\x1b[2Jb.md", track="t", topic="p", bundled=False).faults
    assert "\n" not in str(fault).split(": ")[0]
    assert "\x1b" not in str(fault).split(": ")[0]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*LINES, "---", "  ", "a: [", "&a *a", "? x", "\t", "- - -", "'", "<<: 1"]), max_size=12),
    st.data(),
)
def test_no_file_makes_the_reader_fail(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(LINES)))
    content = "\n".join([*LINES[:place], *lines, *LINES[place + len(lines) :]])
    file = tmp_path_factory.getbasetemp() / "q.md"
    file.write_text(content, "utf-8")
    loaded = load_file(file, track="t", topic="p", bundled=True)
    assert (loaded.question is None) == bool(loaded.faults)
    assert all(1 <= fault.line <= content.count("\n") + 2 for fault in loaded.faults)
