"""`interviewer eval grading` and `adversarial` as a person calls them."""

import json
from pathlib import Path

import pytest

from interviewer import wiring
from interviewer.cli import evaluate_conduct, evaluate_contradictions, evaluate_grading
from interviewer.config.paths import bundled
from interviewer.evaluation import speed as timing
from tests.cli.commands import Shell

ROWS = [
    {"answer": "It removes the newest element first.", "score": 1.0},
    {"answer": "It removes something.", "score": 0.5},
    {"answer": "It is a kind of tree.", "score": 0.0},
    {"answer": "a stack removes the newest element first", "score": 1.0},
]


@pytest.fixture
def samples(tmp_path: Path) -> str:
    common = {"question": "What is a stack?", "reference": "A stack removes the newest element first."}
    rows = [common | {"id": str(n), "question_id": f"q{n % 2}"} | row for n, row in enumerate(ROWS)]
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return str(file)


def test_one_object_on_stdout_and_progress_on_stderr(shell: Shell, samples: str) -> None:
    done = shell("eval", "grading", "--samples", samples, "--engine", "word-share", "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    engine = told["engines"]["word-share"]
    assert (engine["n"], engine["questions"], told["dropped"]) == (3, 2, 1)
    assert engine["pearson"].keys() == {"value", "low", "high"}
    assert engine["key_point_f1"] == {"value": None, "low": None, "high": None}
    assert "set: word-share" in done.err


def test_a_table_for_a_person(shell: Shell, samples: str) -> None:
    done = shell("eval", "grading", "--samples", samples, "--engine", "word-share", "--limit", "1")
    assert done.code == 0, done.err
    assert "1 left out because the answer is the reference" in done.out
    assert "word-share" in done.out


def test_a_second_run_goes_on_from_the_first(shell: Shell, samples: str, home: Path) -> None:
    for _ in range(2):
        assert shell("eval", "grading", "--samples", samples, "--engine", "word-share").code == 0
    (kept,) = (home / "cache" / "gradings").iterdir()
    assert len(list(filter(None, kept.read_text("utf-8").split("\n")))) == 3


def test_a_card_is_written_and_the_run_logged(
    shell: Shell, samples: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate_grading, "command_line", lambda: "interviewer eval grading")
    folder = tmp_path / "card"
    done = shell("eval", "grading", "--samples", samples, "--engine", "word-share", "--card", str(folder))
    assert done.code == 0, done.err
    assert sorted(file.name for file in folder.iterdir()) == ["card.html", "card.json", "card.md", "runs.md"]
    assert "`interviewer eval grading`" in (folder / "runs.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("grading", "--engine", "magic"), "no engine 'magic'"),
        (("adversarial", "--engine", "magic"), "no engine 'magic'"),
        (("grading", "--part", "train"), "train"),
    ],
)
def test_wrong_usage_is_told(shell: Shell, arguments: tuple[str, ...], said: str) -> None:
    done = shell("eval", *arguments)
    assert done.code == 2
    assert said in done.err


def test_attacks_on_a_baseline(shell: Shell) -> None:
    done = shell("eval", "adversarial", "--engine", "word-share", "--each", "1", "--json")
    assert done.code == 0, done.err
    classes = json.loads(done.out)["engines"]["word-share"]["classes"]
    assert set(classes) == set("ABCDEFGHI")
    assert classes["C"]["succeeded"] > 0
    assert classes["C"]["first_failure"]["pattern"].startswith("C")
    plain = shell("eval", "adversarial", "--engine", "word-share", "--each", "1")
    assert "honest answers: mean loss" in plain.out


@pytest.mark.parametrize("part", [(), ("--part", "test")])
def test_a_test_part_is_never_measured_unlogged(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: tuple[str, ...]
) -> None:
    folder = tmp_path / "eval"
    folder.mkdir()
    monkeypatch.setattr(wiring, "bundled", lambda name: folder if name == "eval" else bundled(name))
    row = {"id": "1", "question_id": "q", "question": "What?", "reference": "That is so.", "answer": "So.", "score": 1}
    samples = tmp_path / "set.jsonl"
    samples.write_text(json.dumps(row | {"part": "test"}), "utf-8")
    arguments = ("eval", "grading", "--samples", str(samples), "--engine", "word-share", *part)
    assert shell(*arguments).code == 0
    assert "| word-share |" in (folder / "cards" / "runs.md").read_text("utf-8")
    (folder / "cards" / "runs.md").unlink()
    (folder / "cards" / "runs.md").mkdir()
    refused = shell(*arguments)
    assert refused.code == 2
    assert "must be logged" in refused.err
    assert not refused.out


@pytest.mark.parametrize(("part", "logged"), [("dev", False), ("test", True)])
def test_contradictions_are_counted_and_a_look_at_the_test_part_logged(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, logged: bool
) -> None:
    rows = (bundled("eval") / "rubric_set" / "answers.jsonl").read_text("utf-8").splitlines()
    whole = [json.loads(row) for row in rows]
    first = next(row["question_id"] for row in whole if row["part"] == part and row["voice"] == "other")
    folder = tmp_path / "eval"
    (folder / "rubric_set").mkdir(parents=True)
    few = [json.dumps(row) for row in whole if row["question_id"] == first and row["voice"] in ("complete", "wrong")]
    (folder / "rubric_set" / "answers.jsonl").write_text("\n".join(few), "utf-8")
    monkeypatch.setattr(wiring, "bundled", lambda name: folder if name == "eval" else bundled(name))
    monkeypatch.setattr(evaluate_contradictions, "command_line", lambda: "interviewer eval contradictions")
    done = shell("eval", "contradictions", "--part", part)
    assert done.code == 0, done.err
    assert f"rubric_set, {part}, fast engine: 1 pairs of answers, 0 of them" in done.out
    assert done.out.count("the same, ") == 3
    assert (folder / "cards" / "runs.md").exists() is logged
    told = json.loads(shell("eval", "contradictions", "--part", part, "--json").out)
    assert (told["pairs"], told["engine"], len(told["rules"])) == (1, "fast", 5)


def test_marking_is_timed(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(shell("eval", "speed", "--rounds", "1", "--json").out)
    assert (told["engine"], told["rounds"]) == ("fast", 1)
    assert told["n"] >= 10
    assert 55 < told["words"] < 65
    assert 0 < told["milliseconds_median"] <= told["milliseconds_p95"]
    assert told["answers_a_second"] > 0
    usual = timing.usual
    monkeypatch.setattr(timing, "usual", lambda samples: usual(samples)[:2])
    assert "fast: 2 answers of " in shell("eval", "speed", "--rounds", "1").out


def test_a_scripted_candidate_is_interviewed(shell: Shell, tmp_path: Path, home: Path) -> None:
    script = tmp_path / "candidates.yaml"
    script.write_text("candidates: [{id: silent, title: silent, openings: [''], replies: ['...']}]", "utf-8")
    arguments = ("eval", "conduct", "--samples", str(script), "--interviews", "1")
    done = shell(*arguments, "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert (told["interviews"], told["questions"], told["answers"], told["engine"]) == (1, 2, 6, "fast")
    assert told["marks"] == dict.fromkeys(("leaked", "repeated", "advanced_on_non_answer", "probes_aimed"), True)
    assert told["all"]["leaked"] == {"n": 8, "hits": 0.0, "value": 0.0, "low": 0.0, "high": 0.0, "bound": 0.375}
    shown = shell(*arguments)
    assert "mark leaked: reached" in shown.out
    assert "at most 0.375" in shown.out
    assert not list(home.rglob("*.sqlite3"))


SILENT = "candidates: [{id: silent, title: silent, openings: [''], replies: ['...']}]"


def test_what_conduct_came_to_is_kept_with_day_and_command(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate_conduct, "command_line", lambda: "interviewer eval conduct")
    script, kept = tmp_path / "candidates.yaml", tmp_path / "kept.json"
    script.write_text(SILENT, "utf-8")
    arguments = ("eval", "conduct", "--samples", str(script), "--interviews", "1", "--json", "--save")
    done = shell(*arguments, str(kept))
    assert done.code == 0, done.err
    told = json.loads(kept.read_text("utf-8"))
    assert told.pop("command") == "interviewer eval conduct"
    assert {"day", "version"} <= told.keys()
    assert told["all"]["leaked"] == json.loads(done.out)["all"]["leaked"]
    refused = shell(*arguments, str(tmp_path / "nowhere" / "kept.json"))
    assert (refused.code, "not written" in refused.err, refused.out) == (2, True, "")


@pytest.mark.parametrize(
    ("model", "said"),
    [("local", "interviewer models pull"), ("openai:small", "interviewer models agree openai:small")],
)
def test_no_interview_is_held_with_a_model_that_may_not_be_used(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, model: str, said: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "canary")
    for command in ("conduct", "card"):
        done = shell("eval", command, "--model", model)
        assert (done.code, done.out) == (1, "")
        assert said in done.err


def test_chroma_is_held_against_exact_search_on_real_queries(shell: Shell, tmp_path: Path) -> None:
    rows = (bundled("eval") / "retrieval" / "queries.jsonl").read_text("utf-8").splitlines()
    file = tmp_path / "few.jsonl"
    file.write_text("\n".join(row for row in rows[:12]), "utf-8")
    queries = sum(json.loads(row)["part"] == "dev" for row in rows[:12])
    told = json.loads(shell("eval", "index", "--samples", str(file), "--json").out)
    assert (told["queries"], told["units"] > 2000) == (queries, True)
    assert told["chroma_recall_at_10"]["value"] >= 0.99


def test_planning_prints_what_is_found_and_what_is_varied(shell: Shell) -> None:
    done = shell("eval", "planning", "--count", "3")
    assert done.code == 0, done.err
    assert "8 topics, 3 questions each" in done.out
    assert "by words and meaning, varied" in done.out
