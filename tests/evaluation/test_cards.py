"""Cards: what is written, that the page stands alone, and that the log of runs is kept."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from interviewer.domain.errors import UsageError
from interviewer.domain.question import KeyPoint
from interviewer.evaluation.adversarial.fixed import Pattern
from interviewer.evaluation.adversarial.generate import Attack, AttackSet
from interviewer.evaluation.adversarial.judge import resist
from interviewer.evaluation.agreement.run import run
from interviewer.evaluation.agreement.samples import Samples
from interviewer.evaluation.cards.card import Attacked, Card, Section, read_floor, read_public_sets
from interviewer.evaluation.cards.write import write_card
from interviewer.evaluation.floor import Floor, Succeeded, falls_below, most_likely
from interviewer.evaluation.intervals import UNKNOWN, Measure
from interviewer.evaluation.ladder import Rung, climb
from interviewer.evaluation.retrieval import RetrievalScore
from interviewer.evaluation.runs import log_runs, of_card
from interviewer.evaluation.subject import Subject
from tests.evaluation.progress import silent
from tests.evaluation.scripted import Scripted, sample
from tests.support import question

HOSTILE = "</svg><script>x</script> | `a` \u202e\x1b[2J ![x](http://example.org)"
FLOOR = Floor(
    10, {"pearson": Measure(0.8, 0.7, 0.9)}, {"A": Succeeded(8, 0), "C": Succeeded(8, 4)}, Measure(0.01, 0.0, 0.02)
)


@pytest.fixture(scope="module")
def card() -> Card:
    rows = tuple(sample(f"{n}{q}", n / 5, q, markers=(n / 5, n / 5)) for q in ("p", "q") for n in range(6))
    scores: dict[str, float | None] = {row.id: row.mark for row in rows}
    engines = [Subject(Scripted(scores, name=name), "0123") for name in ("one", "two")]
    (found,) = run([Samples("set | <b>", rows, 1)], engines, silent)
    asked = replace(question(), key_points=(KeyPoint("k", 1, "A point."),))
    pattern = Pattern(id="A1", title="x", texts=("x",))
    twin = Attack(pattern.model_copy(update={"id": "t", "style": True}), asked, ("fine",), "fine")
    attacks = AttackSet((Attack(pattern, asked, (HOSTILE,), None),), (twin,))
    told = resist(Scripted({HOSTILE: 0.9, "fine": 0.8}), attacks, lambda _: None)
    rungs = [Rung(question_id="q", rung="half", answer="a"), Rung(question_id="q", rung="wrong", answer="b")]
    climbed = climb(Scripted({"a": 0.6, "b": 0.1}), rungs, lambda _: asked, lambda _: None)
    return Card(
        "2026-03-01",
        "1.0",
        "interviewer eval card",
        {"one": "0123", "two": "0123"},
        (Section("interviewer eval grading", "About it.", found),),
        {"one": climbed},
        Attacked("interviewer eval adversarial", {"one": told}),
        {"hybrid": RetrievalScore(1, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)},
        FLOOR,
    )


def test_the_three_files_say_the_same(card: Card, tmp_path: Path) -> None:
    write_card(card, tmp_path)
    told = json.loads((tmp_path / "card.json").read_text("utf-8"))
    value = told["sets"]["set | <b>"]["engines"]["one"]["pearson"]["value"]
    assert value == pytest.approx(1)
    assert told["adversarial"]["engines"]["one"]["classes"]["A"]["succeeded"] == 1
    text, page = ((tmp_path / name).read_text("utf-8") for name in ("card.md", "card.html"))
    for shown in ("interviewer eval grading", "1.000 [1.000, 1.000]", "About it.", "rows are left out"):
        assert shown in text
        assert shown in page
    assert read_floor(tmp_path) == FLOOR


def test_the_page_stands_alone_and_runs_nothing(card: Card, tmp_path: Path) -> None:
    write_card(card, tmp_path)
    page = (tmp_path / "card.html").read_text("utf-8")
    assert page.count("<svg") == 2
    assert not re.search(r"<script|<img|<link|<b>|\bsrc=|url\((?!#)", page)
    assert not re.search(r"href=\"(?!#)", page)
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_the_same_figures_draw_the_same_page(card: Card, tmp_path: Path) -> None:
    write_card(card, tmp_path / "one")
    write_card(card, tmp_path / "two")
    assert (tmp_path / "one" / "card.html").read_bytes() == (tmp_path / "two" / "card.html").read_bytes()


def test_a_card_that_cannot_be_written_is_refused(card: Card, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        write_card(card, tmp_path / "file")


def test_every_run_is_logged_once_more(card: Card, tmp_path: Path) -> None:
    log = tmp_path / "cards" / "runs.md"
    for _ in range(2):
        log_runs(log, of_card(card))
    lines = log.read_text("utf-8").splitlines()
    assert sum(line.startswith("| day") for line in lines) == 1
    logged = [line for line in lines if line.startswith("| 2026-03-01")]
    assert len(logged) == 6
    assert "| one | 0123 | pearson 1.000 [1.000, 1.000]" in logged[0]
    assert "A 1 of 1" in logged[2]


def test_a_log_that_cannot_be_written_stops_the_run(card: Card, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(UsageError, match="must be logged"):
        log_runs(tmp_path / "file" / "runs.md", of_card(card))


def test_what_did_not_get_worse_passes() -> None:
    assert falls_below(FLOOR, FLOOR) == []
    within = replace(FLOOR, measures={"pearson": Measure(0.7, 0.6, 0.8)}, attacks={"C": Succeeded(8, 5)})
    assert falls_below(FLOOR, within) == []


@pytest.mark.parametrize(
    ("worse", "said"),
    [
        ({"measures": {"pearson": Measure(0.69, 0.6, 0.8)}}, "pearson: 0.69"),
        ({"measures": {"pearson": UNKNOWN}}, "pearson: None"),
        ({"attacks": {"A": Succeeded(8, 1)}}, "class A: 1 of 8"),
        ({"attacks": {"C": Succeeded(8, 7)}}, "class C: 7 of 8"),
        ({"benign_loss": Measure(0.03, 0.0, 0.04)}, "honest answers lose 0.03"),
    ],
)
def test_what_got_worse_by_more_than_its_interval_is_named(worse: dict[str, object], said: str) -> None:
    (line,) = falls_below(FLOOR, replace(FLOOR, **worse))  # type: ignore[arg-type]
    assert said in line


def test_no_success_allows_none_and_some_allow_a_few_more() -> None:
    assert most_likely(Succeeded(100, 0)) == 0
    assert 0.5 < most_likely(Succeeded(8, 4)) < 0.8
    assert most_likely(Succeeded(8, 8)) == 1


def test_a_folder_without_a_card_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="make eval"):
        read_floor(tmp_path)


def test_public_sets_name_their_licence(tmp_path: Path) -> None:
    file = tmp_path / "sets.yaml"
    file.write_text("a.dev: {title: A, origin: B, licence: C}\n", "utf-8")
    assert read_public_sets(file)["a.dev"].licence == "C"
    file.write_text("a.dev: {title: A}\n", "utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        read_public_sets(file)
