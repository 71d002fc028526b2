"""The whole bank: the bundled questions without a fault, a person's own beside them."""

from dataclasses import replace
from pathlib import Path

from interviewer.bank.load import MOST_ELSEWHERE, Bank, load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Provenance, Question
from tests.bank.test_files import WHOLE
from tests.support import question


def put(file: Path, content: str = "---\nid: {stem}\nquestion: Why {stem}?\n---\nBecause it is so.\n") -> Path:
    """Write a question file with its folders."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content.replace("{stem}", file.stem), "utf-8")
    return file


def test_every_bundled_question_loads_without_a_fault() -> None:
    corpus = bundled("corpus")
    bank = load_bank(corpus)
    files = sorted(corpus.glob("*/*/*.md"))
    assert [str(fault) for fault in bank.faults] == []
    assert files
    assert sorted(question.id for question in bank.questions) == sorted(file.stem for file in files)
    for file in files:
        found = bank.get(file.stem)
        assert found is not None
        assert (found.track, found.topic) == (file.parts[-3], file.parts[-2])


def test_a_persons_own_question_gets_a_rubric_and_probes(tmp_path: Path) -> None:
    put(tmp_path / "bank" / "notes-1234" / "why.md")
    put(tmp_path / "corpus" / "physics" / "light" / "q.md", WHOLE)
    bank = load_bank(tmp_path / "corpus", tmp_path / "bank")
    assert bank.faults == ()
    own = bank.get("why")
    assert own is not None
    assert (own.track, own.topic) == ("personal", "notes-1234")
    assert own.key_points
    assert {probe.asks_for for probe in own.follow_ups} == {point.id for point in own.key_points}
    assert bank.tracks == ("personal", "physics")


def test_a_rubric_of_the_persons_own_is_left_as_it_is(tmp_path: Path) -> None:
    put(tmp_path / "bank" / "notes" / "q.md", WHOLE)
    own = load_bank(tmp_path / "corpus", tmp_path / "bank").get("q")
    bundled_one = load_bank(put(tmp_path / "c" / "t" / "p" / "q.md", WHOLE).parents[2]).get("q")
    assert own is not None
    assert bundled_one is not None
    assert (own.key_points, own.follow_ups) == (bundled_one.key_points, bundled_one.follow_ups)


def test_an_id_is_used_once_and_the_second_file_is_named(tmp_path: Path) -> None:
    put(tmp_path / "corpus" / "t" / "a" / "q.md", WHOLE)
    second = put(tmp_path / "corpus" / "t" / "b" / "q.md", WHOLE.replace("---\nid: q\n", "---\n# mine\nid: q\n"))
    bank = load_bank(tmp_path / "corpus")
    [fault] = bank.faults
    assert (fault.file, fault.line) == (str(second), 3)
    assert "'q' is taken by another file" in fault.fault
    assert [question.topic for question in bank.questions] == ["a"]


def test_a_faulty_file_is_left_out_and_the_rest_stays(tmp_path: Path) -> None:
    put(tmp_path / "bank" / "notes" / "good.md")
    put(tmp_path / "bank" / "notes" / "bad.md", "no front matter")
    bank = load_bank(tmp_path / "corpus", tmp_path / "bank")
    assert [question.id for question in bank.questions] == ["good"]
    assert [Path(fault.file).name for fault in bank.faults] == ["bad.md"]


def test_nothing_on_disk_is_an_empty_bank(tmp_path: Path) -> None:
    assert load_bank(tmp_path / "corpus", tmp_path / "bank") == Bank(())


def test_questions_are_found_by_id_and_alias_and_an_id_comes_first() -> None:
    renamed = Question("new", "Why?", "So.", (), aliases=("old", "other"))
    other = Question("other", "How?", "Thus.", ())
    bank = Bank((renamed, other))
    assert bank.get("old") is renamed
    assert bank.get("other") is other
    assert bank.get("nothing") is None


def test_questions_are_chosen_by_track_or_document() -> None:
    own = Question("own", "Why?", "So.", (), provenance=Provenance("notes.md", 1, 2, "0" * 64))
    bank = Bank((question("a", track="x"), question("b", track="y"), own))
    assert [one.id for one in bank.choose()] == ["a", "b", "own"]
    assert [one.id for one in bank.choose(track="y")] == ["b"]
    assert [one.id for one in bank.choose(track="y", source="notes.md")] == ["own"]
    assert bank.documents == ("notes.md",)


def test_elsewhere_are_references_of_the_track_its_topic_first_but_for_those_that_ask_the_same() -> None:
    one, twin, other = (
        replace(question(name, topic="t"), reference=f"About {name}.") for name in ("one", "twin", "other")
    )
    far, foreign = (replace(question(name, topic="u"), reference=f"About {name}.") for name in ("far", "foreign"))
    bank = Bank((far, replace(foreign, track="another"), one, replace(twin, same_as="old-one"), other))
    assert bank.elsewhere(one) == ("About twin.", "About other.", "About far."), "the link leads nowhere"
    bank = Bank((*bank.questions[:2], replace(one, aliases=("old-one",)), *bank.questions[3:]))
    assert bank.elsewhere(one) == ("About other.", "About far.")
    assert bank.elsewhere(replace(one, id="old-one")) == ("About other.", "About far.")
    assert bank.elsewhere(replace(one, track="none")) == ()
    many = Bank(tuple(replace(one, id=f"q{n}") for n in range(MOST_ELSEWHERE + 5)))
    assert len(many.elsewhere(many.questions[0])) == MOST_ELSEWHERE
